"""qprsgd, Table II: who is there first, where a network's bandwidth is limited.

The paper simulates bandwidths and prints no model of them. The one here: a local step takes as long as any
other and a byte as long as any other, so that a run of PSGD takes a + b/B hours at B Mbps. Least squares on
the three printed times of PSGD give b/a for the ring and for gossip: how many local steps one exchange of
whole vectors takes. The bits of the other methods, counted in their runs, then give their times.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from empirical.sentences.qprsgd_bytes import PARADIGMS, SETTINGS, sent
from empirical.sentences.sentence import Finding, Sentence, about
from empirical.sentences.tuned import Tuned, tuned, tuning

SENTENCES = (
    Sentence(
        "qprsgd-bandwidth.order",
        "the methods are done in the order of Table II",
        "qprsgd, Table II, hours until the training loss is 0.1",
    ),
    Sentence(
        "qprsgd-bandwidth.fastest",
        "except at full bandwidth QPRSGD is always the fastest",
        "qprsgd, section V-C",
    ),
    Sentence(
        "qprsgd-bandwidth.times",
        "it is up to 5.3 times faster than PSGD when the bandwidth is low",
        "qprsgd, section V-C",
    ),
    Sentence(
        "qprsgd-bandwidth.accuracy",
        "and in that order of test accuracy after 1200 seconds",
        "qprsgd, Table II",
        "depends on how many seconds a step of the paper's network takes, which is not printed",
    ),
)
MBPS = (100, 20, 5)
HOURS: Mapping[str, Mapping[str, tuple[float, ...]]] = {
    "ring": {
        "PSGD": (0.33, 0.63, 1.04),
        "QSGD": (0.36, 0.42, 0.46),
        "PR-SGD": (0.17, 0.30, 0.45),
        "QPRSGD": (0.21, 0.23, 0.25),
    },
    "gossip": {
        "PSGD": (0.48, 2.82, 4.79),
        "QSGD": (0.51, 2.03, 2.45),
        "PR-SGD": (0.32, 0.91, 1.90),
        "QPRSGD": (0.42, 0.56, 0.74),
    },
}
"""Table II, for the bandwidths of MBPS."""
STEPS, EVERY = 240, 12
CLOSE = 1.05
"""The loss to be reached is that of the method that ends highest, and a twentieth."""
AS_PRINTED = (99.9, np.inf)
TIMES = 5.3


def exchange(paradigm: str) -> float:
    """b/a, how many local steps an exchange of whole vectors takes at 1 Mbps."""
    slope, intercept = np.polyfit(1 / np.array(MBPS), HOURS[paradigm]["PSGD"], 1)
    return float(slope / intercept)


def measure(seeds: Sequence[int]) -> Iterator[Finding]:
    for paradigm, methods in PARADIGMS.items():
        runs = {
            name: tuned({**SETTINGS, **method, "steps": STEPS}, seeds, (), range(EVERY, STEPS + 1, EVERY))
            for name, method in methods.items()
        }
        steps = _steps(runs)
        noted = tuning(**runs)
        whole = sent(float(runs["PSGD"].bits[0, -1]), paradigm, "PSGD") / STEPS
        exchanges = {
            name: sent(float(run.bits[0, -1]), paradigm, name) / STEPS / whole for name, run in runs.items()
        }
        for at, mbps in enumerate(MBPS):
            slow = exchange(paradigm) / mbps
            times = {name: steps[name] * (1 + exchanges[name] * slow) for name in runs}
            yield from _findings(paradigm, at, times, noted)


def _findings(paradigm: str, at: int, times: Mapping[str, np.ndarray], noted: str) -> Iterator[Finding]:
    case = f"{paradigm}, {MBPS[at]} Mbps"
    printed = {name: hours[at] for name, hours in HOURS[paradigm].items()}
    share = _agreement(printed, times)
    yield Finding(
        SENTENCES[0].name, case, "pairs ordered as printed, per cent", AS_PRINTED, tuple(share), noted
    )
    if at:
        rest = np.min([found for name, found in times.items() if name != "QPRSGD"], axis=0)
        measured = "shortest time of the others over QPRSGD's"
        yield Finding(SENTENCES[1].name, case, measured, (1.0, np.inf), tuple(rest / times["QPRSGD"]), noted)
    if MBPS[at] == min(MBPS):
        faster = times["PSGD"] / times["QPRSGD"]
        yield Finding(
            SENTENCES[2].name, case, "PSGD's time over QPRSGD's", about(TIMES), tuple(faster), noted
        )


def _steps(runs: Mapping[str, Tuned]) -> Mapping[str, np.ndarray]:
    """Local steps until the loss is there that all of them reach, for each seed."""
    losses = {name: run.at_best("loss") for name, run in runs.items()}
    target = CLOSE * max(np.minimum.accumulate(of, 1)[:, -1].max() for of in losses.values())
    return {name: EVERY * (1.0 + (of <= target).argmax(1)) for name, of in losses.items()}


def _agreement(printed: Mapping[str, float], times: Mapping[str, np.ndarray]) -> np.ndarray:
    """The percentage of all pairs of methods that are ordered as printed, for each seed."""
    pairs = combinations(printed, 2)
    alike = [np.sign(times[a] - times[b]) == np.sign(printed[a] - printed[b]) for a, b in pairs]
    found: np.ndarray = 100 * np.mean(alike, axis=0)
    return found
