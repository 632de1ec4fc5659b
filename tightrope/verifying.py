"""`tightrope measure --verify`: the lemmas of the papers held against runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from empirical.folder import RunFolder
from empirical.parts import CONSTANTS, TRAJECTORY, VERIFY, VERIFY_COLUMNS
from empirical.verify import OUTCOMES, Unanswered, Verified, verify
from theory.constants_file import read_constants, write_atomically
from tightrope.output import columns, number, wrapped

SEEDS_AND_STEPS: Mapping[str, Any] = {"seeds": 8, "steps": 300}
"""Seven degrees of freedom for an interval; every ratio is past its start by then."""
FAMILIES: Mapping[str, Mapping[str, Any]] = {
    "gmc": {},
    "gmc+": {"method": "gmc+"},
    # η ≤ δ/(4L), within which the repaired Lemma A.2 holds
    "def": {"method": "def", "compressor": "block:1/10", "momentum": 0.0, "step_size": 0.005},
    "cdadam": {"method": "cdadam", "compressor": "sign", "step_size": 0.001, "momentum": 0.9},
    # Lemmas B.4 and B.5 forget the first message, which noise, long steps and a small ν hide
    "cdadam-short-steps": {
        "method": "cdadam",
        "compressor": "top:1/2",
        "step_size": 0.000001,
        "momentum": 0.9,
        "epsilon_adam": 1.0,
        "batch": 0,
    },
    "ar-qprsgd": {"method": "ar-qprsgd", "compressor": "qsgd:8", "local_steps": 4},
    # dμ² < s²(1−ρ)² of Lemma 2 on a ring of eight needs s > 72
    "g-qprsgd": {"method": "g-qprsgd", "compressor": "qsgd:128", "local_steps": 4, "topology": "ring"},
    # η ≤ ρ/(7L), within which Lemma C.3 holds
    "qg": {"method": "qg", "topology": "ring", "step_size": 0.01},
}
"""A run for every family of lemmas, within their hypotheses, on the default problem."""


@dataclass(frozen=True)
class Report:
    """What a run says of the lemmas that are about it."""

    folder: RunFolder
    verified: Sequence[Verified]
    unanswered: Sequence[Unanswered]

    @property
    def violated(self) -> list[Verified]:
        return [v for v in self.verified if v.outcome == "VIOLATED"]

    @property
    def status(self) -> int:
        """1 where a lemma is violated that nothing here refutes."""
        return int(any(v.statement.verdict != "refuted" for v in self.violated))


def held_against(folder: RunFolder) -> Report:
    """Hold the lemmas against the run in a folder, and leave the series there as verify.csv."""
    if folder.read_status()["status"] == "diverged":
        return Report(folder, (), ())
    with np.load(folder.path / TRAJECTORY, allow_pickle=False) as file:
        records = dict(file)
    verified, unanswered = verify(records, read_constants(folder.path / CONSTANTS))
    report = Report(folder, verified, unanswered)
    write_atomically(folder.path / VERIFY, _csv(verified).encode())
    return report


def _csv(verified: Sequence[Verified]) -> str:
    """One row for every lemma, variant, reading and time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(VERIFY_COLUMNS)
    for v in verified:
        head = (v.statement.id, v.statement.variant, v.reading, v.claim.says)
        for t, left, bound, ratio in zip(v.times, v.left.mean(1), v.bound.mean(1), v.ratio, strict=True):
            writer.writerow([*head, t, *(repr(float(x)) for x in (left, bound, ratio))])
    return buffer.getvalue()


def _finite(x: float) -> float | None:
    return float(x) if np.isfinite(x) else None


def _summary(v: Verified) -> dict[str, Any]:
    """first, median, last and worst of the ratio; null where there is none."""
    if v.void is not None or not v.ratio.size:
        return dict.fromkeys(("first", "median", "last", "worst", "worst_at", "measured", "bound"))
    return {
        "first": _finite(v.ratio[0]),
        "median": _finite(float(np.median(v.ratio))),
        "last": _finite(v.ratio[-1]),
        "worst": _finite(v.ratio[v.worst]),
        "worst_at": int(v.times[v.worst]),
        "measured": _finite(v.left[v.worst].mean()),
        "bound": _finite(v.bound[v.worst].mean()),
    }


def report_json(report: Report) -> dict[str, Any]:
    return {
        "run": str(report.folder.path),
        "status": report.folder.read_status()["status"],
        "lemmas": [
            {
                "id": v.statement.id,
                "variant": v.statement.variant,
                "verdict": v.statement.verdict,
                "quantity": v.claim.says,
                "reading": v.reading,
                "seen": list(v.seen),
                "outcome": v.outcome,
                "seeds": v.left.shape[1],
                **_summary(v),
                "unmet": [check.constraint.id for check in v.unmet],
                "why": v.void,
            }
            for v in report.verified
        ],
        "unanswered": [
            {"id": u.statement.id, "variant": u.statement.variant, "why": u.why}
            for u in report.unanswered
            if not u.other_method
        ],
    }


def report_text(reports: Sequence[Report]) -> list[str]:
    """A table for every run, what the words mean, and what was found."""
    lines = [line for report in reports for line in _table(report)]
    said = [v.outcome for report in reports for v in report.verified]
    lines += [f"  {word}: {meaning}" for word, meaning in OUTCOMES.items() if word in said]
    lines += ["  first, median, last, worst: of measured ÷ bound over t, both sides means over seeds", ""]
    for report in reports:
        for v in report.violated:
            lines += wrapped(_finding(v), hanging="  ")
    if not any(report.violated for report in reports):
        lines.append("No lemma is violated by a run that satisfies its hypotheses.")
    return lines


def _table(report: Report) -> list[str]:
    ended = report.folder.read_status()
    heading = f"{report.folder.path}: {ended['status']}, {ended['steps_done']} steps"
    if ended["status"] == "diverged":
        return [f"{heading}; no lemma is held against it", ""]
    if not report.verified:
        return [f"{heading}; no lemma that a run can answer is about {_method(report)}", ""]
    rows: list[tuple[str, ...]] = [
        ("", "ledger", "constants", "first", "median", "last", "worst", "at t", "")
    ]
    claim = None
    for v in report.verified:
        if v.claim is not claim:
            claim = v.claim
            rows.append((f"{claim.id}: {claim.says}", *[""] * 8))
        rows.append(_row(v))
    width_of_first = [("" if r[0] and not r[1] else r[0]) for r in rows]
    aligned = columns([(first, *row[1:]) for first, row in zip(width_of_first, rows, strict=True)], "  ")
    body = [f"  {r[0]}" if r[0] and not r[1] else line for r, line in zip(rows, aligned, strict=True)]
    notes = [
        f"  {u.statement.id} {u.statement.variant}: {u.why}" for u in report.unanswered if not u.other_method
    ]
    return [heading, *body, *notes, ""]


def _method(report: Report) -> str:
    run = read_constants(report.folder.path / CONSTANTS).run
    return str(run["method"]) if run else "it"


def _row(v: Verified) -> tuple[str, ...]:
    numbers = _summary(v)
    constants = f"{v.reading}: {', '.join(v.seen)} seen" if v.seen else "known beforehand"
    cells = [number(numbers[key]) for key in ("first", "median", "last", "worst", "worst_at")]
    why = v.void or ", ".join(check.constraint.text for check in v.unmet)
    outcome = f"{v.outcome}: {why}" if why else v.outcome
    return (f"  {v.statement.variant}", v.statement.verdict, constants, *cells, outcome)


def _finding(v: Verified) -> str:
    s, numbers = v.statement, _summary(v)
    known = f"with {', '.join(v.seen)} as the run saw them" if v.seen else "with constants known beforehand"
    ledger = "as the ledger says" if s.verdict == "refuted" else f"which the ledger calls {s.verdict}"
    return (
        f"VIOLATED: {s.id} ({s.variant}), {ledger}: at t = {numbers['worst_at']} {v.claim.says} is "
        f"{number(numbers['measured'])}, the bound {number(numbers['bound'])}, {known}"
    )
