"""Bytes on two gloo ranks: those handed to collectives against the formula, and the memory of a run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import nn

from benchmarks.bare import Bare
from benchmarks.ddp import module
from benchmarks.memory import forget_peak, peak, resident
from benchmarks.ranks import RANKS, Found, on_ranks
from benchmarks.timing import Row, Target, compared
from empirical.config import Config, configure
from empirical.memory import give_back_memory
from empirical.network import Network
from empirical.ranked import Ranked
from empirical.setup import Setup, prepare

SENT, FORMULA = "handed to collectives", "the formula"
HELD, ALLOWED = "held", "allowed"

ON_THE_WIRE = Target("<=", 1.02)
"""Whole bytes, and eight for a length that receivers cannot know, are all that is beyond the formula."""
IN_MEMORY = Target("<=", 1)
VECTORS = 4
"""Vectors that a run may hold beside those of its state and what the network's gradient needs."""

COMPRESSORS = (
    "identity",
    "top:1/100",
    "random:1/100",
    "random-unbiased:1/100",
    "sampled:1/100",
    "block:1/100",
    "sign",
    "qsgd:4",
    "qsgd-elias:4",
    "scale:0.5",
    "segments:4:top:1/100",
)
WAYS: tuple[Mapping[str, Any], ...] = (
    *({"method": "gmc", "compressor": compressor} for compressor in COMPRESSORS),
    {"method": "cdadam", "compressor": "top:1/100"},
    {"method": "dcd-psgd", "compressor": "top:1/100"},
    {"method": "ar-qprsgd", "compressor": "qsgd:4", "local_steps": 1},
    {"method": "qg"},
)
"""Every compressor in a mean, and every other way to meet: a server's answer, neighbours, a ring."""

STATES: tuple[Mapping[str, Any], ...] = (
    {"method": "sgdm"},
    {"method": "gmc", "compressor": "top:1/100"},
    {"method": "gmc", "compressor": "identity"},
    {"method": "gmc", "compressor": "sign"},
    {"method": "def-a", "compressor": "top:1/100"},
    {"method": "cdadam", "compressor": "top:1/100"},
    {"method": "ar-qprsgd", "compressor": "qsgd:4", "local_steps": 1},
    {"method": "qg"},
)

NETWORK: Mapping[str, Any] = {"problem": "network", "model": "mlp"}


def _setup(**settings: Any) -> Setup:
    return prepare(configure(Config(), {"workers": RANKS, **settings}), Ranked)


def _named(way: Mapping[str, Any]) -> str:
    return f"{way['method']}, {way['compressor']}" if "compressor" in way else str(way["method"])


# On the wire


def traffic(ways: tuple[Mapping[str, Any], ...], dimension: int, steps: int) -> Found:
    """On a rank: for each way the bytes of all ranks, as handed over and by the formula."""
    found = []
    for way in ways:
        run = Bare.begin(_setup(problem="quadratic", dimension=dimension, **way))
        for _ in range(steps):
            run.advance()
        comm = run.setup.comm
        assert isinstance(comm, Ranked)
        handed = torch.tensor([[float(comm.handed + comm.handed_answers)]], dtype=torch.float64)
        formula = float(comm.bits + comm.answered) / 8
        found.append((float(comm.gathered(handed).sum()), formula))
    return {SENT: np.array(found)[:, 0], FORMULA: np.array(found)[:, 1]}


def _wire_rows(ways: tuple[Mapping[str, Any], ...], dimension: int, steps: int) -> list[Row]:
    found = on_ranks(traffic, ways, dimension, steps)
    names = [f"{_named(way)}, d = {dimension:,}" for way in ways]
    return _rows(names, f"{steps} steps", found, SENT, FORMULA, ON_THE_WIRE)


# In memory


def memory(ways: tuple[Mapping[str, Any], ...], width: float, steps: int) -> Found:
    """On a rank, for each way: the bytes that a run comes to hold, its start included, and may hold.

    Everything is done once before, as what libraries then keep for ever, such as their code, is not counted.
    """
    give_back_memory()
    vector = 0
    held: list[int] = []
    needed: list[int] = []
    state: list[int] = []
    for way in ways:
        _run(_setup(**NETWORK, **way, width=width), steps)
        setup = _setup(**NETWORK, **way, width=width)
        problem = setup.problem
        assert isinstance(problem, Network)
        vector = problem.start().nbytes
        by_hand = partial(_gradient_by_hand, problem, setup.config.batch)
        by_hand()
        needed.append(_growth(by_hand) - 2 * vector)
        runs: list[Bare] = []
        held.append(_growth(partial(_run_into, runs, setup, steps)))
        state.append(sum(x.numel() for x in runs[0].state) // problem.dimension)
    allowed = (VECTORS + np.array(state)) * vector + np.maximum(needed, 0)
    return {HELD: np.array(held), ALLOWED: allowed, "state": np.array(state)}


def _run(setup: Setup, steps: int) -> Bare:
    run = Bare.begin(setup)
    for _ in range(steps):
        run.advance()
    return run


def _run_into(runs: list[Bare], setup: Setup, steps: int) -> None:
    """The run is held until its memory is known."""
    runs.append(_run(setup, steps))


def _growth(work: Callable[[], object]) -> int:
    """By how much the memory of this process is larger at some time of the work than before it."""
    forget_peak()
    before = resident()
    work()
    return peak() - before


def _gradient_by_hand(problem: Network, batch: int) -> None:
    """The module's parameters and their gradients are two vectors; what it takes beyond, every run takes."""
    inputs, labels = problem.inputs(problem.images[:batch]), problem.labels[:batch]
    nn.functional.cross_entropy(module(problem)(inputs), labels).backward()  # type: ignore[no-untyped-call]


def _memory_rows(ways: tuple[Mapping[str, Any], ...], width: float, steps: int) -> list[Row]:
    """None where the system does not let a process begin its peak anew."""
    if sys.platform != "linux":
        return []
    found = on_ranks(memory, ways, width, steps)
    state = found["state"]
    names = [
        f"{_named(way)}, memory, {count} vectors of state" for way, count in zip(ways, state, strict=True)
    ]
    return _rows(names, "rank", found, HELD, ALLOWED, IN_MEMORY)


def _rows(names: Sequence[str], unit: str, found: Found, ours: str, peer: str, target: Target) -> list[Row]:
    """A row for each place in the arrays of what was found."""
    return [
        compared(
            __name__,
            name,
            unit,
            {which: found[which][at : at + 1] for which in (ours, peer)},
            ours,
            peer,
            "bytes",
            target,
        )
        for at, name in enumerate(names)
    ]


def rows(
    ways: tuple[Mapping[str, Any], ...] = WAYS,
    dimension: int = 200_000,
    states: tuple[Mapping[str, Any], ...] = STATES,
    width: float = 100,
    steps: int = 3,
) -> list[Row]:
    """What is handed over, and what `mlp` of a width of 100, d = 5.1 million, comes to hold."""
    return _wire_rows(ways, dimension, steps) + _memory_rows(states, width, steps)
