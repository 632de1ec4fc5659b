"""qg, Table 2: methods that correct for heterogeneity in theory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from empirical.sentences.decentralised import QG, lead, run
from empirical.sentences.sentence import Finding, Sentence

SENTENCES = (
    Sentence(
        "qg-tracking.behind",
        "D² and gradient tracking, with momentum and without, stay behind QG-DSGDm-N",
        "qg, section 5.2, Table 2",
    ),
)
ALPHAS = (1.0, 0.1)
METHODS: Mapping[str, Mapping[str, Any]] = {
    "gradient tracking": {"method": "gt"},
    "gradient tracking with momentum": {"method": "gt-m", "nesterov": True},
    "D²": {"method": "d2"},
    "D₊²": {"method": "d2+"},
}


def measure(seeds: Sequence[int]) -> Iterator[Finding]:
    for alpha in ALPHAS:
        ours = run(QG, seeds, alpha)
        for name, method in METHODS.items():
            other = run({**method, "topology": "ring"}, seeds, alpha)
            yield lead(SENTENCES[0], f"ring of 16, α = {alpha:g}", ("QG-DSGDm-N", ours), (name, other))
