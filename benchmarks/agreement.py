"""Before two programs are timed against each other they must compute the same thing."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

TOLERANCE = 1e-12
"""The largest relative difference of two results in double precision that differ in their rounding alone."""


class Disagreement(Exception):
    """Two programs that a benchmark compares have different results, so that their times mean nothing."""


def difference(what: str, ours: ArrayLike, peers: ArrayLike, vectors: bool = False) -> float:
    """The largest difference of two results, relative to the peer's.

    Each number is compared with itself; with `vectors` each component with the largest of its vector, which
    lies along the last axis. Raises Disagreement where the difference exceeds the tolerance, where only one
    of the two is NaN, and where there is nothing but NaN to compare.
    """
    mine, other = np.broadcast_arrays(np.asarray(ours, float), np.asarray(peers, float))
    void = np.isnan(other)
    if void.all() or not np.array_equal(np.isnan(mine), void):
        raise Disagreement(f"{what}: NaN at {np.isnan(mine).sum()} of ours and {void.sum()} of the peer's")
    size = np.abs(other).max(axis=-1, keepdims=True) if vectors else np.abs(other)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.where(mine == other, 0, np.abs(mine - other) / size)
    largest = float(apart[~void].max())
    if not largest <= TOLERANCE:
        raise Disagreement(f"{what}: results differ by {largest:.2g} relative, more than {TOLERANCE:g}")
    return largest
