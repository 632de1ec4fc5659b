"""What the page knows of the proofs: steps judged, how statements stand, what confirms the solver's word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from theory.papers import all_statements, encoded, load_paper
from theory.proof.ledger import Cache, Judged, steps_of
from theory.proof.standing import Key, Standing, standings
from theory.proof.step import Step
from theory.statement import VARIANTS, Statement
from tightrope.confirmation import shipped_confirmation
from tightrope.judging import judge


@dataclass(frozen=True)
class Facts:
    """A judged ledger, asked by statement and variant, and by step.

    `whole` is whether every step of the papers is among them, so that what a statement rests on is known.
    """

    ledger: tuple[Judged, ...]
    whole: bool = True

    @cached_property
    def steps(self) -> Mapping[Key, tuple[Judged, ...]]:
        """The steps of a statement's variant, in the order of the print."""
        found: dict[Key, list[Judged]] = {}
        for one in self.ledger:
            found.setdefault((one.step.statement, one.step.variant), []).append(one)
        return {key: tuple(steps) for key, steps in found.items()}

    @cached_property
    def by_id(self) -> Mapping[str, Judged]:
        return {one.step.id: one for one in self.ledger}

    @cached_property
    def takers(self) -> Mapping[str, tuple[str, ...]]:
        """By an assumption's or an axiom's id, the steps whose checker takes a fact from it."""
        found: dict[str, list[str]] = {}
        for one in self.ledger:
            for name in dict.fromkeys(axiom.partition("/")[0] for axiom in one.finding.axioms):
                found.setdefault(name, []).append(one.step.id)
        return {name: tuple(steps) for name, steps in found.items()}

    @cached_property
    def standings(self) -> Mapping[Key, Standing]:
        """Known where the whole ledger is judged."""
        return {(s.id, s.variant): s for s in standings(self.ledger)} if self.whole else {}

    @cached_property
    def confirmed_by(self) -> Mapping[str, str]:
        """What stands beside the solver's word for a proved step, as the package ships it."""
        return shipped_confirmation(self.ledger).by

    def of(self, statement: Statement) -> tuple[Judged, ...]:
        return self.steps.get((statement.id, statement.variant), ())

    def beside(self, statement: Statement) -> tuple[Judged, ...]:
        """Beside a statement as printed: steps of ours that no variant of it is made of."""
        if statement.variant != "published":
            return ()
        has = {s.variant for s in all_statements(statement.paper) if s.id == statement.id}
        ours = [v for v in VARIANTS if v not in has]
        return tuple(one for v in ours for one in self.steps.get((statement.id, v), ()))

    def refuted(self) -> Iterator[Judged]:
        return (one for one in self.ledger if one.finding.verdict == "refuted")


def facts(papers: Sequence[str]) -> Facts:
    """The ledger of some papers, judged now unless the cache knows it."""
    return Facts(_judged([step for paper in papers for step in steps_of(paper)]))


def facts_of(statement: Statement) -> Facts:
    """The steps of one statement's variant alone."""
    if statement.paper not in encoded():
        return Facts((), whole=False)
    return Facts(_judged([s for s in steps_of(statement.paper) if s.statement == statement.id]), whole=False)


def _judged(steps: Sequence[Step]) -> tuple[Judged, ...]:
    return tuple(judge(steps, Cache.usual(), "steps judged"))


def statements_of(papers: Sequence[str]) -> tuple[Statement, ...]:
    """The statements of some papers, each variant by itself, those of one id together."""
    listed = [statement for paper in papers for statement in load_paper(paper).statements]
    order = {name: place for place, name in enumerate(dict.fromkeys(s.id for s in listed))}
    return tuple(sorted(listed, key=lambda s: order[s.id]))
