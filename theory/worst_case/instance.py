"""A proved lower bound: a world read off the solver's answer, in fractions, in which the text runs once more.

The solver's Gram matrix is moved a little towards one that lies well inside every constraint, factored, and
rounded. What comes out is a problem with numbers: the run in it is the method's own text on actual vectors,
and every condition of the classes is evaluated there exactly. That a function with these values and gradients
exists is the interpolation theorem of its class.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from theory.worst_case.forms import Form
from theory.worst_case.program import Program, written
from theory.worst_case.question import Question
from theory.worst_case.recording import Instance
from theory.worst_case.solve import Answer, Assembled, centred

BITS = 52
MIXED = (1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4)
"""How much of the inner point is tried, until every condition holds exactly."""


@dataclass(frozen=True)
class Attained:
    """A value of the measure that an admissible world attains, and that world."""

    value: Fraction
    world: Instance


def attained(question: Question, problem: Assembled, answer: Answer) -> Attained | None:
    """The value of a world near the solver's, or None where no mixture meets every condition."""
    inner = centred(problem)
    for share in MIXED:
        world = _world(problem.program, answer, inner, share)
        value = replayed(question, world)
        if value is not None:
            return Attained(value, world)
    return None


def _world(program: Program, answer: Answer, inner: Answer, share: float) -> Instance:
    size = sum(map(len, program.blocks))
    vectors = np.zeros((size, size))
    at = 0
    for block, gram, middle in zip(program.blocks, answer.grams, inner.grams, strict=True):
        values, basis = np.linalg.eigh((1 - share) * gram + share * middle)
        factor = basis * np.sqrt(np.maximum(values, 0))
        for row, number in enumerate(block):
            vectors[number, at : at + len(block)] = factor[row]
        at += len(block)
    values = (1 - share) * answer.values + share * inner.values
    return Instance(_fractions(vectors), [_fraction(float(v)) for v in values])


def _fraction(number: float) -> Fraction:
    return Fraction(round(math.ldexp(number, BITS)), 2**BITS)


_fractions = np.frompyfunc(_fraction, 1, 1)


def replayed(question: Question, world: Instance) -> Fraction | None:
    """The measure of the run in a world, or None where a condition does not hold there; exact."""
    program = written(question, world.vectors.shape[1], world)
    gram = program.vectors @ program.vectors.T
    if not _separate(program, world) or any(
        _value(c.form, gram, world) > 0 or (c.equal and _value(c.form, gram, world) < 0)
        for c in program.constraints
    ):
        return None
    return _value(program.objective, gram, world)


def _separate(program: Program, world: Instance) -> bool:
    """Whether deviations are orthogonal to means, as those of exchangeable workers are."""
    if len(program.blocks) < 2:
        return True
    means, deviations = (world.vectors[list(block)] for block in program.blocks)
    return not (means @ deviations.T).any()


def _value(form: Form, gram: np.ndarray, world: Instance) -> Fraction:
    products = sum((c * gram[pair] for pair, c in form.products.items()), Fraction(0))
    return form.constant + products + sum((c * world.values[v] for v, c in form.values.items()), Fraction(0))
