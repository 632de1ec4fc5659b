"""def, section 5.4 and Figure 3: DEF-A's model against DEF's while step sizes are large."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from empirical.sentences.sentence import ABOVE_ZERO, Finding, Sentence, about
from empirical.sentences.tuned import SMALL, accuracy, tuned, tuning

SENTENCES = (
    Sentence(
        "def-averaging.first",
        "DEF-A is ahead of DEF in test accuracy before the first decay of the step size",
        "def, section 5.4 and Figure 3",
    ),
    Sentence(
        "def-averaging.much",
        "it is ahead by about 15 points there",
        "def, section 5.4, of CIFAR-10",
    ),
    Sentence(
        "def-averaging.second",
        "before the second decay DEF-A is still ahead, by less",
        "def, section 5.4",
    ),
)
POINTS = 15
STEPS, DECAYS = 240, (120, 180)
RATIOS = (64,)


def measure(seeds: Sequence[int]) -> Iterator[Finding]:
    """Both methods walk the same way: they differ in the point of the state that they return."""
    for ratio in RATIOS:
        shared = {
            **SMALL,
            "batch": 16,
            "steps": STEPS,
            "momentum": 0.9,
            "detach": 0.3,
            "compressor": f"block:1/{ratio}",
            "schedule": f"step:{DECAYS[0]},{DECAYS[1]}",
        }
        averaged, detached = (
            tuned({**shared, "method": method}, seeds, (accuracy,), (*DECAYS, STEPS))
            for method in ("def-a", "def")
        )
        ahead = averaged.at_best("accuracy") - detached.at_best("accuracy")
        noted = tuning(**{"DEF-A": averaged, "DEF": detached})
        case, points = f"block 1/{ratio}", "DEF-A's test accuracy less DEF's, points"
        first, second = (tuple(ahead[:, at]) for at in (0, 1))
        less = tuple(ahead[:, 0] - ahead[:, 1])
        yield Finding(SENTENCES[0].name, case, points, ABOVE_ZERO, first, noted)
        yield Finding(SENTENCES[1].name, case, points, about(POINTS), first, noted)
        yield Finding(SENTENCES[2].name, case, points, ABOVE_ZERO, second, noted)
        yield Finding(
            SENTENCES[2].name, case, "lead before the first decay less that, points", ABOVE_ZERO, less, noted
        )
