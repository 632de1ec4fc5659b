"""The verdicts as they are shipped: one document for `theory.papers.verdicts` to read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from theory.constants_file import write_atomically
from theory.papers.verdicts import PATH
from theory.proof.ledger import Judged
from theory.proof.standing import standings


def document(ledger: Sequence[Judged], confirmed_by: Mapping[str, str]) -> dict[str, Any]:
    """Every step by statement and place; by id and variant the verdict of every statement, and its grounds.

    `confirmed_by` says what stands beside z3's word, by the ids of the proved steps.
    """
    steps: dict[str, dict[str, dict[str, str]]] = {}
    for one in ledger:
        steps.setdefault(one.step.statement, {})[one.step.id.partition("/")[2]] = _step(one, confirmed_by)
    found = {f"{s.id} {s.variant}": s for s in standings(ledger)}
    return {
        "schema": 1,
        "statements": {key: s.verdict for key, s in found.items()},
        "grounds": {key: " ".join(s.uses) for key, s in found.items()},
        "fully": [key for key, s in found.items() if s.fully],
        "steps": steps,
    }


def _step(one: Judged, confirmed_by: Mapping[str, str]) -> dict[str, str]:
    """What a step claims and how it stands; a refuted one also with its witness and its repair."""
    found = {"says": one.step.says, "verdict": one.finding.verdict, "variant": one.step.variant}
    if one.step.id in confirmed_by:
        found["confirmed_by"] = confirmed_by[one.step.id]
    if one.finding.witness is None:
        return found
    more = {
        "severity": one.step.severity or "",
        "witness": one.finding.witness.text,
        "repair": one.step.repair or "",
        "note": one.step.note,
    }
    return found | {name: text for name, text in more.items() if text}


def write(ledger: Sequence[Judged], confirmed_by: Mapping[str, str]) -> None:
    """Write the document of the whole ledger into the package."""
    text = json.dumps(document(ledger, confirmed_by), ensure_ascii=False, indent=1) + "\n"
    write_atomically(PATH, text.encode("utf-8"))
