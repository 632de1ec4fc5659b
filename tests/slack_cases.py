"""Proved steps, which must fall where they claim a little more."""

import pytest

from theory.papers import package
from theory.papers.verdicts import shipped
from theory.proof.ledger import files_of
from theory.proof.slack import slack
from theory.proof.step import Step


def files(*papers: str) -> list[tuple[str, str]]:
    """The proof files of papers, by paper and name."""
    return [(paper, file.__name__.rpartition(".")[2]) for paper in papers for file in files_of(paper)]


def proved(paper: str, name: str) -> list[Step]:
    """The steps of a proof file that are proved by the shipped verdicts, which other tests find again."""
    verdicts = shipped()["steps"]
    file = next(f for f in files_of(paper) if f.__name__.endswith(f"{package(paper)}.proofs.{name}"))
    return [
        step
        for step in file.STEPS
        if verdicts[step.statement][step.id.partition("/")[2]]["verdict"] == "proved"
    ]


UNDECIDED = {"def.lemmaA.2/the best β": "z3 neither proves nor refutes it × 0.99 in minutes, past its limit"}
"""Steps that are not asked, and why; a test that meets one says so."""


def check(paper: str, name: str) -> None:
    """With the looser side × 0.99 a proved step falls, or its slack is recorded with it."""
    steps = proved(paper, name)
    for step in steps:
        assert step.id in UNDECIDED or slack(step.problem) == step.slack, step.id
    if left := [f"{step.id}: {UNDECIDED[step.id]}" for step in steps if step.id in UNDECIDED]:
        pytest.skip("; ".join(left))
