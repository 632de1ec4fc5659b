"""What `prove` prints of a judged ledger, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from theory.proof.evidence import BY
from theory.proof.ledger import Judged
from theory.proof.standing import standings
from theory.proof.verdict import Witness
from tightrope.confirmation import Confirmation
from tightrope.output import wrapped


def prove_json(found: Sequence[Judged], confirmation: Confirmation) -> dict[str, Any]:
    """Every step with its verdict, and how every statement stands that has steps among them."""
    steps = [
        step_json(j)
        | {"confirmed_by": confirmation.by.get(j.step.id), "disputed": j.step.id in confirmation.disputed}
        for j in found
    ]
    return {
        "steps": steps,
        "statements": [asdict(s) for s in standings(found)],
        "notice": confirmation.notice,
    }


def step_json(judged: Judged) -> dict[str, Any]:
    """A step with its verdict and its evidence."""
    step, finding = judged.step, judged.finding
    return {
        "id": step.id,
        "display": step.display,
        "claim": step.says,
        "hypotheses": list(step.hypotheses),
        "variant": step.variant,
        "transcription": step.transcription,
        "evidence": step.evidence or None,
        "verdict": finding.verdict,
        "by": finding.by,
        "why": finding.why or None,
        "axioms": list(finding.axioms),
        "assuming": list(finding.assuming),
        "witness": _witness(finding.witness),
        "tries": finding.tries,
        "seconds": round(judged.seconds, 4),
        "severity": step.severity,
        "repair": step.repair,
        "note": step.note or None,
    }


def _witness(witness: Witness | None) -> dict[str, Any] | None:
    if witness is None:
        return None
    values = {name: str(value) for name, value in witness.values.items()}
    return {"values": values, "left": witness.left, "right": witness.right, "how": witness.how}


def prove_text(found: Sequence[Judged], confirmation: Confirmation) -> list[str]:
    """The steps by statement, each with its verdict, then how many of each verdict."""
    lines: list[str] = []
    for statement, group in groupby(found, key=lambda j: j.step.statement):
        lines += [statement, *(line for j in group for line in _lines(j, confirmation.by.get(j.step.id))), ""]
    for standing in standings(found):
        fully = ", with all that it uses" if standing.fully else ""
        lines += [f"{standing.id} ({standing.variant}): {standing.verdict}{fully}"]
    counts = Counter(j.finding.verdict for j in found)
    seconds = sum(j.seconds for j in found)
    total = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
    lines += ["", f"{len(found)} steps: {total}; {seconds:.1f} s of judging"]
    return lines + _confirmation_lines(confirmation)


def _confirmation_lines(confirmation: Confirmation) -> list[str]:
    """How many proved steps have which evidence, and, loudly, where the second solver objects."""
    counts = Counter(confirmation.by.values())
    how = ", ".join(f"{counts[by]} {by}" for by in BY if counts[by])
    lines = wrapped(f"beside the solver's word: {how}") if how else []
    lines += wrapped(confirmation.notice) if confirmation.notice else []
    for step in confirmation.disputed:
        lines += wrapped(f"DISAGREEMENT: {step} is proved by z3, and cvc5 finds a counterexample")
    return lines


def _lines(judged: Judged, confirmed_by: str | None) -> list[str]:
    step, finding = judged.step, judged.finding
    place = step.id.partition("/")[2]
    by = f"{finding.by}; {confirmed_by}" if confirmed_by else finding.by
    lines = wrapped(f"{place}  {finding.verdict} ({by})  {step.says}", "  ", "      ")
    if finding.verdict == "proved" and not finding.axioms:
        return lines
    if finding.axioms:
        lines += wrapped(f"uses {', '.join(finding.axioms)}", "      ")
    if finding.why and finding.verdict != "refuted":
        lines += wrapped(finding.why, "      ")
    if finding.witness:
        lines += wrapped(f"at {finding.witness.text}", "      ", "      ")
    return lines
