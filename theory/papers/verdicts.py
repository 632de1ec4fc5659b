"""The verdicts that the package ships: what `prove` found when they were written, which the tests repeat."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from theory.statement import Paper, Statement

PATH = Path(__file__).with_name("verdicts.json")


@cache
def shipped() -> Mapping[str, Any]:
    """Every step by its statement and place; by id and variant the statements' verdicts and grounds."""
    found: Mapping[str, Any] = json.loads(PATH.read_text("utf-8"))
    return found


def judged(paper: Paper) -> Paper:
    """A paper whose statements know their verdicts and their steps."""
    return replace(paper, statements=tuple(map(_judged, paper.statements)))


def _judged(statement: Statement) -> Statement:
    """An assumption or a definition stays assumed; a statement without steps stays open."""
    if statement.verdict == "assumed":
        return statement
    verdict = shipped()["statements"].get(f"{statement.id} {statement.variant}", statement.verdict)
    steps = shipped()["steps"].get(statement.id, {}).items()
    own = tuple(f"{statement.id}/{place}" for place, step in steps if step["variant"] == statement.variant)
    return replace(statement, verdict=verdict, steps=own)


def shipped_step(step: str) -> Mapping[str, str]:
    """What is shipped of a step: its claim and verdict, and for a refuted one witness, repair and note."""
    statement, _, place = step.partition("/")
    found: Mapping[str, str] = shipped()["steps"][statement][place]
    return found


def grounds(statement: Statement) -> tuple[str, ...]:
    """The axioms and statements that a statement's steps rest on and that the paper says it uses."""
    judged = shipped()["grounds"].get(f"{statement.id} {statement.variant}", "").split()
    return tuple(dict.fromkeys((*judged, *statement.uses)))


def fully(statement: Statement) -> bool:
    """Whether a statement is proved together with all that it rests on."""
    return statement.verdict == "proved" and f"{statement.id} {statement.variant}" in shipped()["fully"]
