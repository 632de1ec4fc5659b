"""What `tightrope sentences` says: every sentence with its verdict and the findings behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from math import inf, isfinite
from typing import Any

from empirical.sentences import family
from empirical.sentences.sentence import VERDICTS, Finding, Sentence, verdict
from empirical.sentences.table import Measured
from tightrope.output import columns, number, wrapped

OUTCOMES = {"yes": "+", "no": "−", "open": "?"}
"""How a finding is marked: as the sentence says, not so, and not decided by these seeds."""


def met(measured: Sequence[Measured]) -> Iterator[tuple[Sentence, tuple[Finding, ...]]]:
    """Every sentence of these families with its findings."""
    for one in measured:
        yield from ((sentence, one.of(sentence)) for sentence in family(one.name).SENTENCES)


def sentences_text(measured: Sequence[Measured]) -> list[str]:
    """A paragraph a sentence, and how many have which verdict."""
    lines: list[str] = []
    counts: Counter[str] = Counter()
    for sentence, findings in met(measured):
        found = verdict(findings)
        counts[found] += 1
        lines += [f"{sentence.name}: {found}", *wrapped(f"{sentence.says} ({sentence.place})", "  ")]
        lines += wrapped(sentence.unchecked, "  ") if sentence.unchecked else []
        lines += [*columns([_line(finding) for finding in findings], "  "), ""]
    total = ", ".join(f"{counts[v]} {v}" for v in VERDICTS if counts[v])
    return [*lines, f"{sum(counts.values())} sentences: {total}"]


def _line(finding: Finding) -> tuple[str, ...]:
    low, high = finding.interval
    spread = f"{number(finding.mean)} ({number(low)} to {number(high)})"
    return OUTCOMES[finding.outcome], finding.case, spread, f"wanted {_range(finding)}", finding.measure


def _range(finding: Finding) -> str:
    low, high = finding.wanted
    if high == inf:
        return f"above {number(low)}"
    return f"below {number(high)}" if low == -inf else f"{number(low)} to {number(high)}"


def sentences_json(measured: Sequence[Measured]) -> dict[str, Any]:
    """The same as a document; numbers that are not finite are null."""
    return {
        "sentences": [
            {**asdict(sentence), "verdict": verdict(findings), "findings": list(map(_document, findings))}
            for sentence, findings in met(measured)
        ],
        "provenance": {one.name: asdict(one.provenance) for one in measured},
    }


def _document(finding: Finding) -> dict[str, Any]:
    return {
        "case": finding.case,
        "measure": finding.measure,
        "wanted": list(map(_finite, finding.wanted)),
        "mean": _finite(finding.mean),
        "interval": list(map(_finite, finding.interval)),
        "outcome": finding.outcome,
        "values": list(map(_finite, finding.values)),
        "tuned": finding.tuned,
    }


def _finite(x: float) -> float | None:
    return float(x) if isfinite(x) else None
