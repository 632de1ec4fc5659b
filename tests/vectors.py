"""How much memory the vectors of a step take at its peak, counted on two ranks without asking the system."""

import weakref
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from benchmarks.bare import Bare
from benchmarks.ranked_bytes import STATES
from benchmarks.ranks import RANKS
from empirical.config import Config, configure
from empirical.ranked import Ranked
from empirical.setup import prepare
from toys.problems.quadratic import Quadratic

DIMENSION = 2**20
"""Sixteen pieces of those that compressors work on at a time."""
STEPS = 2


class Bowl(Quadratic):
    """A problem whose gradient takes two vectors at most, as a network's does; no two components are equal.

    Even and odd workers differ in where their gradients are largest.
    """

    def start(self) -> torch.Tensor:
        return torch.linspace(-1, 2, self.dimension, dtype=torch.float64)[None]

    def gradient(self, workers: Any, x: Any) -> Any:
        return x.flip(-1) / 2 if workers[0] % 2 else x / 2


class Alive(TorchDispatchMode):
    """Bytes of the memory of all tensors that are made under it and alive, now and at most.

    The bytes of packed messages are Python's and NumPy's until a tensor is made of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = self.most = 0
        self._seen: set[int] = set()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = func(*args, **(kwargs or {}))
        for x in tree_leaves(made):
            if isinstance(x, torch.Tensor):
                self._see(x.untyped_storage())
        self.most = max(self.most, self.now)
        return made

    def _see(self, memory: torch.UntypedStorage) -> None:
        if memory._cdata not in self._seen:
            self._seen.add(memory._cdata)
            self.now += memory.nbytes()
            weakref.finalize(memory, self._forget, memory._cdata, memory.nbytes())

    def _forget(self, place: int, size: int) -> None:
        self._seen.remove(place)
        self.now -= size


SETTINGS = {"problem": "quadratic", "workers": RANKS, "dimension": DIMENSION}


def at_peak() -> dict[str, np.ndarray]:
    """On a rank, by method: the vectors of the state, and those at the peak, also where somebody holds it."""
    found = [(_ran(way, holds=False), _ran(way, holds=True)) for way in STATES]
    (state, peak), (_, held) = (np.array(runs).T for runs in zip(*found, strict=True))
    return {"state": state, "peak": peak, "held": held}


def _ran(way: Mapping[str, Any], holds: bool) -> tuple[int, float]:
    """The vectors of the state, and those at the peak of a run of which somebody may hold the last state."""
    setup = prepare(configure(Config(), {**SETTINGS, **way}), Ranked)
    setup = replace(setup, problem=Bowl(RANKS, DIMENSION))
    with Alive() as alive:
        run = Bare.begin(setup)
        for _ in range(STEPS):
            last = run.state if holds else None
            run.advance()
            del last
    return len(run.state), alive.most / run.state.model.nbytes
