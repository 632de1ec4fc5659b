"""What the recorder costs: a training loop of an MLP with it, against the loop alone, both on one thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import torch
from torch import Tensor, nn

from benchmarks.agreement import difference
from benchmarks.timing import Row, Target, Work, compared, interleaved
from empirical.experiment import one_thread
from empirical.recorder import Recorder

RECORDED, ALONE = "recorded", "the loop alone"
BATCH, CLASSES = 64, 10

Observe = Callable[[Recorder, nn.Module, Tensor, Tensor], None]
"""What is recorded beside the gradient."""


def gradients_alone(recorder: Recorder, loss: nn.Module, x: Tensor, y: Tensor) -> None:
    pass


def samples(recorder: Recorder, loss: nn.Module, x: Tensor, y: Tensor) -> None:
    """σ² from the gradients of eight samples of the batch."""
    recorder.samples(loss, x[:8], y[:8])


@dataclass(eq=False)
class Loop:
    """Momentum SGD on random pictures of 784 components; with `every`, recorded."""

    widths: tuple[int, ...]
    every: int | None = None
    observe: Observe = gradients_alone
    model: nn.Module = field(init=False)

    def __post_init__(self) -> None:
        torch.manual_seed(0)
        ends = (784, *self.widths, CLASSES)
        layers = [nn.Sequential(nn.Linear(a, b), nn.Tanh()) for a, b in pairwise(ends)]
        self.model = nn.Sequential(*layers)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.01, momentum=0.9)
        self.recorder = self.every and Recorder(self.model, batch=BATCH, every=self.every)
        self.x, self.y = torch.randn(BATCH, 784), torch.randint(CLASSES, (BATCH,))
        self.loss = nn.CrossEntropyLoss()

    def advance(self, steps: int) -> None:
        for _ in range(steps):
            self.optimizer.zero_grad()
            loss = self.loss(self.model(self.x), self.y)
            loss.backward()
            if self.recorder:
                self.recorder.after_backward(loss)
                self.observe(self.recorder, self.loss, self.x, self.y)
            self.optimizer.step()
            if self.recorder:
                self.recorder.after_step()


def _compared(what: str, every: int, observe: Observe, widths: tuple[int, ...], rounds: int) -> Row:
    """A round has one recorded step in `every`, as a run has."""
    recorded, alone = Loop(widths, every, observe), Loop(widths)
    works = {
        RECORDED: Work(lambda: recorded.advance(every), every),
        ALONE: Work(lambda: alone.advance(every), every),
    }
    times = interleaved(rounds, works)
    seen, bare = (torch.cat([p.detach().flatten() for p in m.model.parameters()]) for m in (recorded, alone))
    apart = difference(what, seen, bare, vectors=True)
    return compared(
        __name__, what, "step", times, RECORDED, ALONE, "ratio", Target("<", 1.1), difference=apart
    )


def rows(widths: tuple[int, ...] = (256, 128), scarce: int = 100, rounds: int = 15) -> list[Row]:
    """The default schedule, and with per-sample gradients so seldom that they cost little."""
    one_thread()
    return [
        _compared("gradients, every 10 steps", 10, gradients_alone, widths, rounds),
        _compared(f"8 per-sample gradients too, every {scarce} steps", scarce, samples, widths, rounds),
    ]
