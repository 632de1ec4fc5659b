"""cdadam, section 7.2: what CD-Adam, EF21 and 1-bit Adam have reached when as much was sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from torch import Tensor

from empirical.measure.snapshot import Snapshot
from empirical.sentences.sentence import ABOVE_ZERO, Finding, Sentence, about
from empirical.sentences.tuned import SMALL, Tuned, tuned
from empirical.sentences.tuned import STEP_SIZES as TUNED
from empirical.squares import square

SENTENCES = (
    Sentence(
        "cdadam-bits.loss",
        "after as many bits CD-Adam has a lower training loss than EF21 and 1-bit Adam",
        "cdadam, section 7.2, Figures 1 and 3",
    ),
    Sentence(
        "cdadam-bits.gradient",
        "and a smaller gradient norm",
        "cdadam, section 7.2, Figure 3",
    ),
    Sentence(
        "cdadam-bits.amsgrad",
        "CD-Adam costs about 32 times less communication than AMSGrad",
        "cdadam, abstract and Figure 1",
    ),
    Sentence(
        "cdadam-bits.onebit",
        "and about 5 times less than 1-bit Adam",
        "cdadam, abstract and Figure 1",
    ),
)
SETTINGS: Mapping[str, Any] = {
    **SMALL,
    "batch": 32,
    "observe_samples": 125,
    "observe_batch": 125,
    "schedule": f"step:{SMALL['steps'] // 2},{3 * SMALL['steps'] // 4}",
}
AVERAGES: Mapping[str, Any] = {"momentum": 0.9, "momentum2": 0.99}
WARM_UP = 13 * SMALL["steps"] // 100
"""The same share of the run as in the paper, 13 of 100 epochs."""
METHODS: Mapping[str, Mapping[str, Any]] = {
    "CD-Adam": {"method": "cdadam", "compressor": "sign", **AVERAGES},
    "EF21": {"method": "ef21-two-way", "compressor": "top:0.016"},
    "1-bit Adam": {"method": "1bit-adam", "compressor": "sign", "warm_up": WARM_UP, **AVERAGES},
    "AMSGrad": {"method": "amsgrad", **AVERAGES},
}
TIMES = (*range(1, 9), *range(25, SMALL["steps"] + 1, 25))
STEP_SIZES = (0.0003, *TUNED)
"""The paper's are of different orders, 0.0001 for CD-Adam and 0.1 for EF21."""
CLOSE = 1.05
"""The loss to be reached is the largest of CD-Adam's last ones and a twentieth."""


def gradient_norm(snapshot: Snapshot) -> Tensor:
    """‖∇F‖, on 125 samples of every worker."""
    return square(snapshot.gradient).sqrt()


def measure(seeds: Sequence[int]) -> Iterator[Finding]:
    runs = {
        name: tuned({**SETTINGS, **method}, seeds, (gradient_norm,), TIMES, STEP_SIZES)
        for name, method in METHODS.items()
    }
    ours = runs["CD-Adam"]
    budget = float(ours.bits[0, -1])
    for sentence, name in zip(SENTENCES[:2], ("loss", "gradient_norm"), strict=True):
        measured = f"log₁₀ of the other's {name.replace('_', ' ')} over CD-Adam's"
        for other in ("EF21", "1-bit Adam"):
            (found, at), (own, own_at) = (_after(runs[n], budget, name) for n in (other, "CD-Adam"))
            noted = f"{other} {STEP_SIZES[at]:g}, CD-Adam {STEP_SIZES[own_at]:g}"
            case = f"{other}, as many bits as CD-Adam sends in all"
            yield Finding(sentence.name, case, measured, ABOVE_ZERO, tuple(np.log10(found / own)), noted)
    target = float(CLOSE * ours.end("loss").max())
    for sentence, other, times in zip(SENTENCES[2:], ("AMSGrad", "1-bit Adam"), (32, 5), strict=True):
        yield Finding(
            sentence.name,
            f"until the training loss is {target:.3g}, where CD-Adam ends",
            f"{other}'s bits over CD-Adam's",
            about(times),
            tuple(_until(runs[other], target) / _until(ours, target)),
            f"{other} {runs[other]}, CD-Adam {ours}",
        )


def _after(run: Tuned, budget: float, name: str) -> tuple[np.ndarray, int]:
    """What is observed when so many bits are spent, with the step size whose loss is then the lowest."""
    at = int((run.bits[0] <= budget).sum()) - 1
    best = int(np.nan_to_num(run.seen["loss"][:, at], nan=np.inf).mean(0).argmin())
    return run.seen[name][:, at, best], best


def _until(run: Tuned, target: float) -> np.ndarray:
    """The bits after which the loss is no more than that, for each seed; ∞ where it never is."""
    there = run.at_best("loss") <= target
    return np.where(there.any(1), np.take_along_axis(run.bits, there.argmax(1)[:, None], 1)[:, 0], np.inf)
