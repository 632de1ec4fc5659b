"""What a step costs: the bits that all workers send together; a server's answers are not counted.

A number in full precision takes 32 bits, and so does an index.
"""

from theory.arithmetic import Value, ceiling, log2, maximum
from theory.statement import Cost


def _to_server(workers: Value, dimension: Value) -> Value:
    return workers * dimension * 32


def _pairs(workers: Value, kept: Value) -> Value:
    return workers * kept * 64


def _block(workers: Value, kept: Value) -> Value:
    return workers * kept * 32


def _signs(workers: Value, dimension: Value) -> Value:
    return workers * (dimension + 32)


def _ring(workers: Value, dimension: Value, bits: Value) -> Value:
    """Reduce-scatter and all-gather: 2(M−1) hops, in each of which M workers send 1/M of the vector."""
    return 2 * (workers - 1) * dimension * bits


def _two_neighbours(workers: Value, dimension: Value, bits: Value) -> Value:
    return 2 * workers * dimension * bits


def _element_bits(levels: Value) -> Value:
    """12 bits as in qprsgd, section V, and more where its 2s+1 values need more."""
    return maximum(12, ceiling(log2(2 * levels + 1)))


MANY_LEVELS = {"levels": 2**40}
"""Quantisation so fine that it changes no digit of a bound."""

TOP = Cost(
    _pairs, _to_server, {"contraction": 1}, "s pairs of a 32-bit index and a 32-bit value from each worker"
)
BLOCK = Cost(
    _block,
    _to_server,
    {"contraction": 1 - 2**-40},
    "a shared block of s 32-bit values from each worker; uncompressed as δ → 1",
)
RING_BLOCK = Cost(
    lambda workers, kept: _ring(workers, kept, 32),
    lambda workers, dimension: _ring(workers, dimension, 32),
    {"contraction": 1 - 2**-40},
    "a shared block of s 32-bit values around a ring; uncompressed as δ → 1",
)
SIGN = Cost(
    _signs,
    _to_server,
    {"contraction": 1},
    "d signs and a 32-bit scale from each worker, to the server only; the way back doubles it",
)
RING = Cost(
    lambda workers, dimension, levels: _ring(workers, dimension, _element_bits(levels)),
    lambda workers, dimension: _ring(workers, dimension, 32),
    MANY_LEVELS,
    "elements of 12 bits or more around a ring at every synchronisation; norms are not counted",
)
GOSSIP = Cost(
    lambda workers, dimension, levels: _two_neighbours(workers, dimension, _element_bits(levels)),
    lambda workers, dimension: _two_neighbours(workers, dimension, 32),
    MANY_LEVELS,
    "elements of 12 bits or more to two neighbours at every synchronisation; norms are not counted",
)
GOSSIP_IN_FULL = Cost(
    lambda workers, dimension: _two_neighbours(workers, dimension, 32),
    lambda workers, dimension: _two_neighbours(workers, dimension, 32),
    {},
    "32-bit elements to two neighbours",
)
