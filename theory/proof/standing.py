"""How a statement stands: the verdict that its steps, and all that they rest on, give it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from theory.papers import all_statements
from theory.proof.ledger import Judged, files_of, steps_of
from theory.statement import Statement, Variant, Verdict

Key = tuple[str, Variant]

HARMLESS = ("cosmetic", "as_printed_only", "step")
"""Severities of a refuted step that leave the result standing."""


@dataclass(frozen=True)
class Standing:
    """A statement's verdict; `fully` where all that it rests on is proved or assumed too."""

    id: str
    variant: Variant
    verdict: Verdict
    fully: bool
    uses: tuple[str, ...]


def closed(paper: str) -> frozenset[str]:
    """The statements whose proofs are encoded to their last line, as the proof files say in CLOSES."""
    return frozenset(name for file in files_of(paper) for name in getattr(file, "CLOSES", ()))


def standings(ledger: Sequence[Judged]) -> tuple[Standing, ...]:
    """The statements that have all their steps in a judged ledger, in its order."""
    papers = dict.fromkeys(one.step.paper for one in ledger)
    done = frozenset().union(*(closed(paper) for paper in papers))
    known = {(s.id, s.variant): s for s in all_statements()}
    all_steps = Counter((step.statement, step.variant) for paper in papers for step in steps_of(paper))
    steps: dict[Key, list[Judged]] = {}
    for one in ledger:
        steps.setdefault((one.step.statement, one.step.variant), []).append(one)
    steps = {key: found for key, found in steps.items() if len(found) == all_steps[key]}
    verdicts = {key: _verdict(known.get(key), found, done) for key, found in steps.items()}
    ground = Ground(known, verdicts, steps)
    return tuple(
        Standing(*key, verdict, ground.firm(key, set()), _uses(steps[key], known.get(key)))
        for key, verdict in verdicts.items()
    )


def _verdict(statement: Statement | None, found: Sequence[Judged], done: frozenset[str]) -> Verdict:
    if statement is not None and statement.verdict == "assumed":
        return "assumed"
    refuted = [one.step.severity for one in found if one.finding.verdict == "refuted"]
    if "false" in refuted:
        return "refuted"
    rest = {one.finding.verdict for one in found} - {"refuted"}
    supported = all(severity in HARMLESS for severity in refuted)
    encoded = found[0].step.statement in done or found[0].step.variant != "published"
    if not supported or "open" in rest or not encoded:
        return "open"
    return "sampled" if "sampled" in rest else "proved"


def _uses(found: Sequence[Judged], statement: Statement | None) -> tuple[str, ...]:
    """What a statement's steps rest on, and what the paper says that it uses."""
    named = [axiom.partition("/")[0] for one in found for axiom in one.finding.axioms]
    own = found[0].step.statement
    return tuple(dict.fromkeys(n for n in (*named, *(statement.uses if statement else ())) if n != own))


@dataclass(frozen=True)
class Ground:
    """What is known of all statements and of the judged steps, to ask what something rests on."""

    statements: Mapping[Key, Statement]
    verdicts: Mapping[Key, Verdict]
    steps: Mapping[Key, Sequence[Judged]]

    def firm(self, key: Key, seen: set[Any]) -> bool:
        """Whether a statement and all that it uses, and so on, are proved or assumed; axioms are assumed."""
        if key in seen or (key not in self.statements and key not in self.verdicts):
            return True
        seen.add(key)
        statement = self.statements.get(key)
        verdict = self.verdicts.get(key, statement.verdict if statement else "open")
        used = [meant(name, key[1], self._known) for name in (statement.uses if statement else ())]
        return (
            verdict in ("proved", "assumed")
            and all(self.firm(other, seen) for other in used if other[0] != key[0])
            and all(self._firm_step(one, seen) for one in self.steps.get(key, ()) if _stands(one))
        )

    def _firm_step(self, one: Judged, seen: set[Any]) -> bool:
        """The same of a step: a step that it cites counts by itself, not with the statement around it."""
        if one.step.id in seen:
            return True
        seen.add(one.step.id)
        if not _stands(one):
            return False
        for name in one.finding.axioms:
            if name in self._by_id:
                firm = self._firm_step(self._by_id[name], seen)
            else:
                key = meant(name.partition("/")[0], one.step.variant, self._known)
                firm = key[0] == one.step.statement or self.firm(key, seen)
            if not firm:
                return False
        return True

    @cached_property
    def _known(self) -> frozenset[Key]:
        return frozenset((*self.statements, *self.verdicts))

    @cached_property
    def _by_id(self) -> Mapping[str, Judged]:
        return {one.step.id: one for found in self.steps.values() for one in found}


def _stands(one: Judged) -> bool:
    return one.finding.verdict in ("proved", "assumed")


def meant(name: str, by: Variant, known: Collection[Key]) -> Key:
    """The variant that a statement's name means: a repaired proof uses what is repaired, where it is."""
    wanted: tuple[Variant, ...] = ("published",) if by == "published" else (by, "repaired")
    return next(((name, variant) for variant in wanted if (name, variant) in known), (name, "published"))
