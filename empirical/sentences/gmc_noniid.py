"""gmc, Table 2: global against local momentum where workers' data differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from empirical.sentences.sentence import ABOVE_ZERO, Finding, Sentence
from empirical.sentences.tuned import SMALL, tuned, tuning

SENTENCES = (
    Sentence(
        "gmc-noniid.ahead",
        "under non-IID splits GMC reaches a better test accuracy than DGC, with masking and without",
        "gmc, section 5.1, Table 2",
    ),
    Sentence(
        "gmc-noniid.masking",
        "momentum factor masking hurts DGC there",
        "gmc, section 5.1, Table 2",
    ),
)
SETTINGS: Mapping[str, Any] = {
    **SMALL,
    "batch": 16,
    "momentum": 0.9,
    "split": "dirichlet:0.1",
    "schedule": f"cosine:{SMALL['steps']}",
}
METHODS = {"GMC": "gmc", "DGC": "dgc", "masked DGC": "dgc-masked"}
PAIRS = (("GMC", "DGC"), ("GMC", "masked DGC"), ("DGC", "masked DGC"))
RATIOS = (64, 256)
"""The paper's is 1024; here top-s would keep 12 of 12730 components."""


def measure(seeds: Sequence[int]) -> Iterator[Finding]:
    ahead, masking = (sentence.name for sentence in SENTENCES)
    for ratio in RATIOS:
        runs = {
            name: tuned({**SETTINGS, "method": method, "compressor": f"top:1/{ratio}"}, seeds)
            for name, method in METHODS.items()
        }
        for better, worse in PAIRS:
            yield Finding(
                ahead if better == "GMC" else masking,
                f"Dirichlet 0.1, top 1/{ratio}, {better} against {worse}",
                "difference of test accuracy, points",
                ABOVE_ZERO,
                tuple(runs[better].end("accuracy") - runs[worse].end("accuracy")),
                tuning(**runs),
            )
