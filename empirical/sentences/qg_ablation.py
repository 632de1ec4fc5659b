"""qg, Table 5: thirteen methods on a ring of sixteen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from empirical.sentences.decentralised import STEPS, lead, run
from empirical.sentences.sentence import Finding, Sentence
from empirical.sentences.tuned import Tuned

SENTENCES = (
    Sentence(
        "qg-ablation.order",
        "the thirteen methods are in the order of Table 5",
        "qg, Table 5",
    ),
    Sentence(
        "qg-ablation.first",
        "methods with quasi-global momentum surpass all others but the centralised one",
        "qg, section 5.2, ablation (1)",
    ),
    Sentence(
        "qg-ablation.momentum",
        "local momentum accelerates decentralised optimisation",
        "qg, section 5.2, ablation (2)",
    ),
    Sentence(
        "qg-ablation.synchronised",
        "synchronising local buffers or gradients improves on local momentum, by less than QG does",
        "qg, section 5.2, ablation (3)",
    ),
    Sentence(
        "qg-ablation.dmsgd",
        "so does DMSGD",
        "qg, section 5.2, ablation (4)",
    ),
)
ALPHAS = (1.0, 0.1)
BY_CHANCE = 50.0
ROUND = 12
"""SlowMo's local steps; its schedule is one over rounds."""


class Row(NamedTuple):
    """A row of Table 5."""

    settings: Mapping[str, Any]
    printed: tuple[float, float]
    """Test accuracies for ALPHAS."""


_RING: Mapping[str, Any] = {"topology": "ring"}
ROWS: Mapping[str, Row] = {
    "1 SGDm-N": Row({"method": "sgdm", "nesterov": True, "split": "iid"}, (92.18, 92.18)),
    "2 DSGDm-N, complete": Row({"method": "dsgdm-n", "topology": "complete"}, (91.47, 71.24)),
    "3 DSGDm-N, buffers complete": Row({"method": "dsgdm-n-sync-complete", **_RING}, (90.96, 81.22)),
    "4 SlowMo": Row(
        {
            "method": "slowmo",
            "local_steps": ROUND,
            "slow_step_size": 1.0,
            "slow_momentum": 0.7,
            "schedule": f"warm-up:1+step:{STEPS // ROUND // 2},{3 * STEPS // ROUND // 4}",
        },
        (91.06, 79.20),
    ),
    "5 DSGD": Row({"method": "dsgd", **_RING}, (88.88, 74.55)),
    "6 DSGDm": Row({"method": "dsgdm", **_RING}, (89.67, 77.66)),
    "7 DSGDm-N": Row({"method": "dsgdm-n", **_RING}, (89.98, 77.48)),
    "8 DSGDm, buffers": Row({"method": "dsgdm-sync-ring", **_RING}, (90.42, 78.69)),
    "9 DSGDm-N, buffers": Row({"method": "dsgdm-n-sync-ring", **_RING}, (90.48, 79.83)),
    "10 DSGDm-N, gradients": Row({"method": "gt-m", "nesterov": True, **_RING}, (90.10, 78.58)),
    "11 DMSGD": Row({"method": "dmsgd-1", **_RING}, (90.06, 79.89)),
    "12 QG-DSGDm": Row({"method": "qg", "buffer": 0.9, **_RING}, (91.22, 82.24)),
    "13 QG-DSGDm-N": Row({"method": "qg-n", "buffer": 0.9, **_RING}, (91.28, 82.20)),
}
"""Table 5, each row with the settings that it has here; only row 1 has no split of its own."""
CENTRALISED, DSGD, LOCAL, NESTEROV, *_ = "1 SGDm-N", "5 DSGD", "6 DSGDm", "7 DSGDm-N"
DMSGD, OURS, OURS_NESTEROV = "11 DMSGD", "12 QG-DSGDm", "13 QG-DSGDm-N"
SYNCHRONISED = ("9 DSGDm-N, buffers", "10 DSGDm-N, gradients")


def measure(seeds: Sequence[int]) -> Iterator[Finding]:
    order, first, momentum, synchronised, dmsgd = SENTENCES
    for at, alpha in enumerate(ALPHAS):
        case = f"ring of 16, α = {alpha:g}"
        runs = {name: run(row.settings, seeds, alpha) for name, row in ROWS.items()}

        def ahead(
            sentence: Sentence, better: str, worse: str, case: str = case, runs: dict[str, Tuned] = runs
        ) -> Finding:
            return lead(sentence, case, (better, runs[better]), (worse, runs[worse]))

        printed = {name: row.printed[at] for name, row in ROWS.items()}
        share = _agreement(printed, {name: run.end("local_accuracy") for name, run in runs.items()})
        measured = "pairs of rows ordered as printed, per cent; 50 by chance"
        yield Finding(order.name, case, measured, (BY_CHANCE, np.inf), tuple(share))
        for other in ROWS:
            if other not in (CENTRALISED, OURS, OURS_NESTEROV):
                yield ahead(first, OURS_NESTEROV, other)
        yield ahead(momentum, LOCAL, DSGD)
        yield ahead(momentum, NESTEROV, DSGD)
        for name in SYNCHRONISED:
            yield ahead(synchronised, name, NESTEROV)
            yield ahead(synchronised, OURS_NESTEROV, name)
        yield ahead(dmsgd, DMSGD, LOCAL)
        yield ahead(dmsgd, OURS, DMSGD)


def _agreement(printed: Mapping[str, float], found: Mapping[str, np.ndarray]) -> np.ndarray:
    """The percentage of all pairs of rows that are ordered as printed, for each seed."""
    alike = [
        np.sign(found[a] - found[b]) == np.sign(printed[a] - printed[b]) for a, b in combinations(printed, 2)
    ]
    share: np.ndarray = 100 * np.mean(alike, axis=0)
    return share
