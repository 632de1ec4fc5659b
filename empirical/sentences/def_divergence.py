"""def, Tables 1 to 3: error feedback diverges where little is sent, and detached error feedback does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from empirical.experiment import BLOWN_UP
from empirical.sentences.sentence import ABOVE_ZERO, BELOW_ZERO, Finding, Sentence
from empirical.sentences.tuned import SMALL, Tuned, tuned, tuning

SENTENCES = (
    Sentence(
        "def-divergence.error-feedback",
        "with high compression, from a ratio of 256 on, error feedback with momentum diverges",
        "def, Tables 1 and 2",
    ),
    Sentence(
        "def-divergence.low",
        "with ratios of 16 and 64 it does not",
        "def, Tables 1 and 2",
    ),
    Sentence(
        "def-divergence.detached",
        "DEF diverges with none of these ratios",
        "def, Tables 1 and 2",
    ),
)
LOW, HIGH = (16, 64), (256,)
MOST = np.log10(BLOWN_UP)


def growth(run: Tuned, at: int) -> tuple[float, ...]:
    """log₁₀ of F after the last step over F at the start; what is not finite counts as a run blown up."""
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        found = np.log10(run.seen["loss"][:, -1, at] / run.seen["loss"][:, 0, at])
    return tuple(np.where(np.isfinite(found), np.clip(found, -MOST, MOST), MOST))


def measure(seeds: Sequence[int]) -> Iterator[Finding]:
    """At the best step size of each method, and at that of momentum SGD, which sends everything."""
    steps = SMALL["steps"]
    shared = {**SMALL, "batch": 16, "momentum": 0.9, "schedule": f"step:{steps // 2},{3 * steps // 4}"}

    def run(method: str, **more: object) -> Tuned:
        return tuned({**shared, "method": method, **more}, seeds, (), (0, steps))

    everything = run("sgdm")
    for ratio in (*LOW, *HIGH):
        block = f"block:1/{ratio}"
        feedback, detached = run("ef-momentum", compressor=block), run("def", compressor=block, detach=0.3)
        at_best = (
            (SENTENCES[0].name, ABOVE_ZERO) if ratio in HIGH else (SENTENCES[1].name, BELOW_ZERO),
            (SENTENCES[2].name, BELOW_ZERO),
        )
        for (name, wanted), method, found in zip(at_best, ("EF", "DEF"), (feedback, detached), strict=True):
            for case, at in (("its own best step size", found.best), ("SGD's best", everything.best)):
                yield Finding(
                    name,
                    f"block 1/{ratio}, {case}",
                    f"log₁₀ of {method}'s last loss over the first",
                    wanted,
                    growth(found, at),
                    tuning(**{method: found, "SGD": everything}),
                )
