"""qprsgd, section V-B: how much of the communication quantisation and local steps save."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from empirical.sentences.sentence import Finding, Range, Sentence
from empirical.sentences.tuned import SMALL, tuned

SENTENCES = (
    Sentence(
        "qprsgd-bytes.element",
        "an element of a quantised vector needs at most 12 bits",
        "qprsgd, section V-A",
    ),
    Sentence(
        "qprsgd-bytes.restarted",
        "QPRSGD sends over 90 % less than PR-SGD",
        "qprsgd, section V-B, 4)",
    ),
    Sentence(
        "qprsgd-bytes.quantised",
        "and 50 to 60 % less than QSGD",
        "qprsgd, section V-B, 4)",
    ),
    Sentence(
        "qprsgd-bytes.parallel",
        "PSGD and PR-SGD send the same in as many epochs",
        "qprsgd, section V-B, 4)",
    ),
)
WORKERS, LOCAL_STEPS, WHOLE = 4, 4, 32
LEVELS = "qsgd:2047"
"""A sign and eleven bits of level."""
RING: Mapping[str, Mapping[str, Any]] = {
    "PSGD": {"method": "psgd"},
    "QSGD": {"method": "qsgd", "compressor": LEVELS},
    "PR-SGD": {"method": "pr-sgd", "local_steps": LOCAL_STEPS},
    "QPRSGD": {"method": "ar-qprsgd", "local_steps": LOCAL_STEPS, "compressor": LEVELS},
}
NEIGHBOURS: Mapping[str, Any] = {"topology": "ring"}
"""Gossip is with two neighbours."""
GOSSIP: Mapping[str, Mapping[str, Any]] = {
    "PSGD": {"method": "d-psgd", "topology": "ring"},
    "QSGD": {"method": "dcd-psgd", "topology": "ring", "compressor": LEVELS},
    "PR-SGD": {
        "method": "g-qprsgd",
        "local_steps": LOCAL_STEPS,
        "compressor": "identity",
        "topology": "ring",
    },
    "QPRSGD": {"method": "g-qprsgd", "local_steps": LOCAL_STEPS, "compressor": LEVELS, "topology": "ring"},
}
"""PR-SGD by gossip is that of its quantised form with nothing quantised."""
PARADIGMS = {"ring": RING, "gossip": GOSSIP}
AROUND = 2 * (WORKERS - 1) / WORKERS
"""Vectors that a worker sends in an all-reduce around a ring, where the run counts a mean as one."""
SETTINGS: Mapping[str, Any] = {**SMALL, "workers": WORKERS, "batch": 16}
STEPS = 40


def sent(bits: float, paradigm: str, name: str) -> float:
    """What the run counted, with means taken around the ring as QPRSGD's are."""
    return bits * (AROUND if paradigm == "ring" and name != "QPRSGD" else 1.0)


def measure(seeds: Sequence[int]) -> Iterator[Finding]:
    for paradigm, methods in PARADIGMS.items():
        found: dict[str, list[float]] = {}
        for name, method in methods.items():
            run = tuned({**SETTINGS, **method, "steps": STEPS}, seeds, (), step_sizes=(0.1,))
            found[name] = [sent(float(bits), paradigm, name) for bits in run.bits[:, -1]]
        for sentence, name, wanted in _COMPARED:
            values = tuple(100 * (1 - q / b) for q, b in zip(found["QPRSGD"], found[name], strict=True))
            yield Finding(sentence.name, paradigm, f"QPRSGD's saving over {name}, per cent", wanted, values)
        share = tuple(q / p * WHOLE for q, p in zip(found["QPRSGD"], found["PR-SGD"], strict=True))
        yield Finding(SENTENCES[0].name, paradigm, "bits of an element", (0.0, 12.5), share)
        same = tuple(b / p for b, p in zip(found["PSGD"], found["PR-SGD"], strict=True))
        yield Finding(SENTENCES[3].name, paradigm, "PSGD's bits over PR-SGD's", (0.95, 1.05), same)


_COMPARED: tuple[tuple[Sentence, str, Range], ...] = (
    (SENTENCES[1], "PR-SGD", (90.0, 100.0)),
    (SENTENCES[2], "QSGD", (49.5, 60.5)),
)
