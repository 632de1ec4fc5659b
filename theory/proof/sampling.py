"""Sampling, the last resort: a claim looked at in many places, which never says more than that."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from theory.proof.claim import Hypothesis
from theory.proof.implication import Question
from theory.proof.verdict import Finding
from theory.proof.witness import evaluated
from theory.statement import Formula

GRID = 10**6
"""Points are multiples of a millionth of a side."""


@dataclass(frozen=True)
class Sampled:
    """A claim at points drawn from a box; a point that breaks it, and keeps the hypotheses, is a witness."""

    hypotheses: tuple[Hypothesis, ...]
    box: Mapping[str, tuple[int | Fraction, int | Fraction]]
    claim: Formula
    tries: int = 1000
    seed: int = 0

    def judge(self) -> Finding:
        numbers = random.Random(self.seed)
        for _ in range(self.tries):
            point = {
                name: low + (Fraction(high) - low) * Fraction(numbers.randint(0, GRID), GRID)
                for name, (low, high) in self.box.items()
            }
            witness = evaluated(point, self.hypotheses, self.claim)
            if witness is not None:
                return Finding("refuted", "sampling", witness=witness)
        return Finding("sampled", "sampling", tries=self.tries)

    def questions(self) -> tuple[Question, ...]:
        return ()
