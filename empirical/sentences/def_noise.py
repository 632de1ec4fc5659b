"""def, Remark 4.5: how large the noise of a stochastic gradient is beside the gradient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from torch import Tensor

from empirical.measure.snapshot import Snapshot
from empirical.sentences.sentence import Finding, Sentence, about
from empirical.sentences.tuned import SMALL, tuned, tuning
from empirical.squares import square

SENTENCES = (
    Sentence(
        "def-noise.share",
        "σ² is about 0.3 M²: the variance of a worker's stochastic gradient (Assumption 3.1) beside the "
        "largest ‖∇F‖² (Assumption 3.2)",
        "def, Remark 4.5, after Eq. (20)",
    ),
)
SHARE = 0.3
METHOD: Mapping[str, Any] = {"method": "def-a", "detach": 0.3, "momentum": 0.9, "compressor": "block:1/64"}
LOGISTIC: Mapping[str, Any] = {"problem": "logistic", "workers": 8, "steps": 200}
CASES: Mapping[str, Mapping[str, Any]] = {
    "perceptron": SMALL,
    "mushrooms": {**LOGISTIC, "data": "mushrooms"},
    "a9a": {**LOGISTIC, "data": "a9a"},
}
BATCHES = (16, 128)
"""A worker's; the paper says 128, and not whether that is a worker's or that of all sixteen. The first is the
run's: a batch's variance is that of a sample over the batch."""
EVERY = 50


def noise(snapshot: Snapshot) -> Tensor:
    """The variance of one sample's gradient, of the worker where it is largest."""
    return snapshot.noises.amax(-1)


def gradient_sq(snapshot: Snapshot) -> Tensor:
    """‖∇F‖²."""
    return square(snapshot.gradient)


def measure(seeds: Sequence[int]) -> Iterator[Finding]:
    for name, problem in CASES.items():
        settings = {**problem, **METHOD, "batch": BATCHES[0]}
        run = tuned(settings, seeds, (noise, gradient_sq), range(0, problem["steps"] + 1, EVERY))
        share = run.at_best("noise").max(1) / run.at_best("gradient_sq").max(1)
        for batch in BATCHES:
            yield Finding(
                SENTENCES[0].name,
                f"{name}, batches of {batch}",
                "σ²/M², both the largest of the run",
                about(SHARE),
                tuple(share / batch),
                tuning(**{"DEF-A": run}),
            )
