"""gmc, Table 3: which λ detached global and detached local momentum like best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from empirical.sentences.sentence import ABOVE_ZERO, Finding, Sentence
from empirical.sentences.tuned import SMALL, Tuned, tuned, tuning

SENTENCES = (
    Sentence(
        "gmc-detach.larger",
        "GMC+ prefers a larger λ than DEF-A",
        "gmc, section 5.2, Table 3",
    ),
    Sentence(
        "gmc-detach.ahead",
        "GMC+ is ahead of DEF-A over the different λ",
        "gmc, section 5.2, Table 3",
    ),
    Sentence(
        "gmc-detach.needed",
        "with λ = 0 both all but fail to converge",
        "gmc, section 5.2, Table 3",
    ),
)
DETACH = (0.0, 0.3, 0.5, 0.8, 1.0)
METHODS = {"GMC+": "gmc+", "DEF-A": "def-a"}
FAILS = 50.0
"""A run has all but failed if its accuracy is less than half of that with the best λ, per cent: in Table 3 it
is a tenth and a quarter."""


def measure(seeds: Sequence[int]) -> Iterator[Finding]:
    shared = {
        **SMALL,
        "batch": 16,
        "momentum": 0.9,
        "compressor": "block:1/64",
        "schedule": f"cosine:{SMALL['steps']}",
    }
    runs = {
        name: [tuned({**shared, "method": method, "detach": detach}, seeds) for detach in DETACH]
        for name, method in METHODS.items()
    }
    larger, ahead, needed = (sentence.name for sentence in SENTENCES)
    case = "IID, block 1/64"
    for name in ("loss", "accuracy"):
        found, other = (_preferred(of, name) for of in runs.values())
        measured = f"λ of the best {name}: GMC+'s less DEF-A's"
        yield Finding(larger, case, measured, ABOVE_ZERO, tuple(found - other))
    for detach, found, other in zip(DETACH, *runs.values(), strict=True):
        yield Finding(
            ahead,
            f"{case}, λ = {detach:g}",
            "GMC+'s test accuracy less DEF-A's, points",
            ABOVE_ZERO,
            tuple(found.end("accuracy") - other.end("accuracy")),
            tuning(**{"GMC+": found, "DEF-A": other}),
        )
    for name, of in runs.items():
        best = np.max([run.end("accuracy") for run in of], axis=0)
        yield Finding(
            needed,
            f"{case}, {name}",
            "test accuracy with λ = 0, as a percentage of that with the best λ",
            (0.0, FAILS),
            tuple(100 * of[0].end("accuracy") / best),
            tuning(**{name: of[0]}),
        )


def _preferred(runs: Sequence[Tuned], name: str) -> np.ndarray:
    """For each seed the λ whose run ends best."""
    ends = np.array([run.end(name) for run in runs])
    found: np.ndarray = np.array(DETACH)[ends.argmin(0) if name == "loss" else ends.argmax(0)]
    return found
