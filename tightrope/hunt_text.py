"""What `hunt` prints: every counterexample with its witness, and how many tries found none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tightrope.hunting import Hunted, contradictions
from tightrope.output import wrapped

FEW = 40
"""Up to so many hunts each gets a line; of more, only those that found something and the families."""


def hunt_json(found: Sequence[Hunted]) -> dict[str, Any]:
    """Every hunt with its tries and its witness."""
    return {"hunts": [_entry(one) for one in found], "contradictions": len(contradictions(found))}


def _entry(one: Hunted) -> dict[str, Any]:
    hunt, trophy = one.hunt, one.trophy
    witness = trophy.witness
    values = {name: str(value) for name, value in witness.values.items()} if witness else {}
    return {
        "id": hunt.id,
        "variant": hunt.variant,
        "verdict": hunt.verdict,
        "kind": "statement" if hunt.family else "step",
        "what": hunt.what,
        "found": witness is not None,
        "tries": trophy.tries,
        "drawn": trophy.drawn,
        "ratio": trophy.ratio,
        "seconds": round(trophy.seconds, 3),
        "witness": {"values": values, "left": witness.left, "right": witness.right, "how": witness.how}
        if witness
        else None,
    }


def hunt_text(found: Sequence[Hunted]) -> list[str]:
    """Entries, then how many of each verdict were broken, and loudly what contradicts the ledger."""
    shown = [h for h in found if len(found) <= FEW or h.hunt.family or h.trophy.witness is not None]
    lines = [line for one in shown for line in _lines(one)]
    return [*lines, "", *_summary(found), *_alarm(found)]


def _lines(one: Hunted) -> list[str]:
    hunt, trophy = one.hunt, one.trophy
    lines = wrapped(f"{hunt.id} ({hunt.variant}, {hunt.verdict}): {_outcome(one)}", "", "    ")
    if trophy.witness is not None:
        lines += wrapped(hunt.what, "    ")
        lines += wrapped(f"at {trophy.witness.text} ({trophy.witness.how})", "    ", "  ")
    return lines


def _outcome(one: Hunted) -> str:
    trophy = one.trophy
    ratio = "" if trophy.ratio is None else f"left/right {trophy.ratio:.4g}"
    if trophy.witness is not None:
        return f"counterexample in {trophy.tries} tries, {ratio or 'right side not positive'}"
    if not trophy.tries:
        return f"nothing tried: none of {trophy.drawn} points drawn keeps every condition"
    return f"no counterexample in {trophy.tries} tries" + (f", at most {ratio}" if ratio else "")


def _summary(found: Sequence[Hunted]) -> list[str]:
    groups = Counter((one.hunt.family, one.hunt.verdict) for one in found)
    broken = Counter((one.hunt.family, one.hunt.verdict) for one in found if one.trophy.witness)
    idle = Counter((one.hunt.family, one.hunt.verdict) for one in found if not one.trophy.tries)
    tries = sum(one.trophy.tries for one in found)
    lines = [
        f"{'families of' if family else 'steps of'} verdict {verdict}: {count} hunted, "
        f"{broken[family, verdict]} counterexamples, {idle[family, verdict]} without a point to try"
        for (family, verdict), count in sorted(groups.items(), reverse=True)
    ]
    return [*lines, f"{tries} tries"]


def _alarm(found: Sequence[Hunted]) -> list[str]:
    wrong = contradictions(found)
    if not wrong:
        return []
    ids = ", ".join(dict.fromkeys(one.hunt.id for one in wrong))
    return ["", f"THE LEDGER IS CONTRADICTED: proved, and with a counterexample: {ids}"]
