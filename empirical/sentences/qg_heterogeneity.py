"""qg, Table 1: quasi-global against local momentum, over graphs and splits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from empirical.sentences.decentralised import LOCAL, QG, lead, run
from empirical.sentences.sentence import ABOVE_ZERO, Finding, Sentence
from empirical.sentences.tuned import tuning

SENTENCES = (
    Sentence(
        "qg-heterogeneity.ahead",
        "QG-DSGDm-N is ahead of DSGDm-N on the ring and on the social network, for all three α",
        "qg, section 5.2, Table 1",
    ),
    Sentence(
        "qg-heterogeneity.grows",
        "it is ahead by more where data are more heterogeneous, α = 0.1 against α = 10",
        "qg, section 5.2",
    ),
)
ALPHAS = (10.0, 1.0, 0.1)
GRAPHS: Mapping[str, Mapping[str, Any]] = {
    "ring of 16": {"topology": "ring", "workers": 16},
    "social network": {"topology": "davis", "workers": 32},
}


def measure(seeds: Sequence[int]) -> Iterator[Finding]:
    for name, graph in GRAPHS.items():
        leads = {}
        for alpha in ALPHAS:
            ours, local = (run({**method, **graph}, seeds, alpha) for method in (QG, LOCAL))
            yield lead(SENTENCES[0], f"{name}, α = {alpha:g}", ("QG-DSGDm-N", ours), ("DSGDm-N", local))
            leads[alpha] = np.subtract(ours.end("local_accuracy"), local.end("local_accuracy"))
            noted = tuning(**{"QG-DSGDm-N": ours, "DSGDm-N": local})
        yield Finding(
            SENTENCES[1].name,
            name,
            "lead with α = 0.1 less that with α = 10, points",
            ABOVE_ZERO,
            tuple(leads[0.1] - leads[10.0]),
            noted,
        )
