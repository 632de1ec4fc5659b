"""Counter-based random streams: what is drawn depends on (seed, purpose, worker, step) and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

PURPOSES = ("batch", "compress", "split", "start", "power iteration", "answer", "problem", "observe")
"""What randomness is for. Append only: a purpose's place is part of every stream's key."""


WORD_BITS = 16
"""Bits of the cheap random integers that rounding uses."""

_SEGMENT = 40
"""Every segment of a vector has 2^40 blocks of the counter, each of four 64-bit numbers."""


def generator(
    seed: int, purpose: str, worker: int = 0, step: int = 0, part: int = 0, segment: int = 0
) -> np.random.Generator:
    """Philox with key (seed, purpose) and counter (segment, part, worker, step)."""
    key = np.array([seed, PURPOSES.index(purpose)], dtype=np.uint64)
    counter = np.array([segment << _SEGMENT, part, worker, step], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key, counter=counter))


@dataclass(frozen=True)
class Stream:
    """The streams of several seeds and workers for one purpose at one step, or at one part of it.

    What it draws has the axes (seeds, workers, count), or (workers, count) for a single run without an
    axis of seeds; a draw that all workers share has a worker axis of length 1. Every axis of settings,
    between seeds and workers, has length 1: runs that differ in a setting alone see the same numbers.
    """

    seeds: tuple[int, ...]
    workers: Sequence[int]
    purpose: str
    step: int
    lead: bool = True
    part: int = 0
    settings: int = 0
    device: str = "cpu"
    of_segment: int = 0

    def segment(self, number: int) -> Stream:
        """The streams of one segment of a vector, where each draws numbers of its own."""
        return replace(self, of_segment=number)

    def _drawn(
        self, draw: Callable[[np.random.Generator, int], np.ndarray], workers: Sequence[int]
    ) -> Tensor:
        numbers = [
            [draw(generator(s, self.purpose, w, self.step, self.part, self.of_segment), w) for w in workers]
            for s in self.seeds
        ]
        one = len(numbers) == len(workers) == 1
        array = numbers[0][0][None, None] if one else np.array(numbers)  # a copy costs as much as drawing
        drawn = torch.from_numpy(array).to(self.device)
        seeds = drawn.shape[:1] if self.lead else ()
        return drawn.reshape(*seeds, *(1,) * self.settings, *drawn.shape[1:])

    def integers(self, below: Callable[[int], int], count: int) -> Tensor:
        """For each worker, `count` integers uniform on [0, below(worker)), with replacement."""
        return self._drawn(lambda g, w: g.integers(below(w), size=count), self.workers)

    def words(self, count: int) -> Tensor:
        """For each worker, `count` integers uniform on [−2^15, 2^15), four from each 64-bit number."""
        return self._drawn(
            lambda g, _: (
                g.bit_generator.random_raw(-(-count // 4)).astype("<u8", copy=False).view("<i2")[:count]
            ),
            self.workers,
        )

    def shared_integer(self, below: int) -> Tensor:
        """One integer on [0, below) that all workers share."""
        return self._drawn(lambda g, _: g.integers(below, size=1), (0,))

    def subset(self, of: int, count: int) -> Tensor:
        """For each worker, `count` distinct integers below `of`, ascending; every set has the same chance."""
        return self._drawn(lambda g, _: _subset(g, of, count), self.workers)


def _subset(drawn: np.random.Generator, of: int, count: int) -> np.ndarray:
    """The first `count` different ones of a sequence of independent integers, or all but such ones."""
    few = min(count, of - count)
    marked = np.zeros(of, bool)
    while missing := few - np.count_nonzero(marked):
        marked[drawn.integers(of, size=missing)] = True
    return np.flatnonzero(marked if few == count else ~marked)
