"""def, section 3.1: how much nearer to y_t detached workers take their gradients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from torch import Tensor

from empirical.measure.snapshot import Snapshot
from empirical.sentences.sentence import Finding, Sentence, about
from empirical.sentences.tuned import SMALL, tuned, tuning
from empirical.squares import square

SENTENCES = (
    Sentence(
        "def-distance.smaller",
        "with λ = 0.3 the mean of ‖e_t − λe_{k,t}‖² is 1.7 times smaller than the ‖e_t‖² of error feedback",
        "def, section 3.1, (3) after Eq. (9)",
    ),
)
TIMES = 1.7
DETACH = 0.3
RATIOS = (64, 256)


def whole(snapshot: Snapshot) -> Tensor:
    """‖e_t‖², from where error feedback takes its gradients to y_t."""
    return square(snapshot.state.residual.mean(-2))


def detached(snapshot: Snapshot) -> Tensor:
    """The mean of ‖e_t − λe_{k,t}‖² over the workers."""
    residual = snapshot.state.residual
    return square(residual.mean(-2, keepdim=True) - DETACH * residual).mean(-1)


def measure(seeds: Sequence[int]) -> Iterator[Finding]:
    """Over the second half of a run: the residuals of one run in both ways, and two runs side by side."""
    steps = SMALL["steps"]
    for ratio in RATIOS:
        shared = {**SMALL, "batch": 16, "momentum": 0.9, "compressor": f"block:1/{ratio}"}
        times = range(steps // 2, steps + 1, 10)
        looks = (whole, detached)
        run = tuned({**shared, "method": "def", "detach": DETACH}, seeds, looks, times)
        distance = run.at_best("detached").mean(1)
        of_its_own = run.at_best("whole").mean(1)
        feedback = tuned({**shared, "method": "ef-momentum"}, seeds, looks, times)
        beside = feedback.seen["whole"][..., run.best].mean(1)
        for against, found in (("the same run's ‖e_t‖²", of_its_own), ("error feedback's run", beside)):
            yield Finding(
                SENTENCES[0].name,
                f"block 1/{ratio}, against {against}",
                "‖e_t‖² over the mean ‖e_t − λe_{k,t}‖²",
                about(TIMES),
                tuple(found / distance),
                tuning(DEF=run),
            )
