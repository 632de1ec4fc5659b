"""Proved steps, which must fall where they claim a little more."""

import pytest

from theory.papers import package
from theory.papers.verdicts import shipped
from theory.proof import implication
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


PATIENCE = 2_000
"""Milliseconds for a question whose answer is hoped to be no; a proved line needs less than one second."""


def check(paper: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the looser side × 0.99 a proved step falls, or its slack is recorded with it."""
    monkeypatch.setattr(implication, "PATIENCE", PATIENCE)
    for step in proved(paper, name):
        assert slack(step.problem) == step.slack, step.id
