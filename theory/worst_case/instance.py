"""A proved lower bound: a world read off the solver's answer, in fractions, in which the text runs once more.

The solver is asked for a Gram matrix that keeps every condition with a little to spare; it is factored and
rounded. What comes out is a problem with numbers: the run in it is the method's own text on actual vectors,
and every condition of the classes is evaluated there exactly. That a function with these values and gradients
exists is the interpolation theorem of its class.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import flint
import numpy as np

from theory.errors import BadInput, Undecided
from theory.worst_case.bound import fraction, rational
from theory.worst_case.forms import Form
from theory.worst_case.program import Program, written
from theory.worst_case.question import Question
from theory.worst_case.recording import Instance
from theory.worst_case.solve import Answer, Assembled, solved

BITS = 52
SPARES = (1e-5, 1e-4, 1e-6, 1e-3)
"""By how much of its largest coefficient the inner answer keeps every condition; the first that is solved."""
LEAST, FINE = -6.0, 0.3
"""Powers of ten: the least share of the inner answer that is tried, and how finely."""


@dataclass(frozen=True)
class Attained:
    """A value of the measure that an admissible world attains, and that world."""

    value: Fraction
    world: Instance


def attained(question: Question, problem: Assembled) -> Attained | None:
    """The value of a world near the solver's, or None where none meets every condition.

    A world is a mixture of the solver's answer and of one with something to spare; values and conditions are
    linear in the share, so the least admissible share is the best one, and its exponent is bisected.
    """
    answer, inner = solved(problem, 0), _inner(problem)

    def tried(exponent: float) -> Attained | None:
        world = _world(problem.program, answer, inner, 10**exponent)
        value = replayed(question, world)
        return None if value is None else Attained(value, world)

    low, high = LEAST, 0.0
    best = tried(high)
    while best is not None and high - low > FINE:
        middle = (low + high) / 2
        found = tried(middle)
        low, high, best = (middle, high, best) if found is None else (low, middle, found)
    return best


def _inner(problem: Assembled) -> Answer:
    for spare in SPARES:
        try:
            return solved(problem, 0, spare=spare)
        except BadInput as error:  # the solver stopped, or nothing has so much to spare
            why = error
    raise Undecided(f"no instance with anything to spare: {why}")


def _world(program: Program, answer: Answer, inner: Answer, share: float) -> Instance:
    size = sum(map(len, program.blocks))
    vectors = np.zeros((size, size))
    at = 0
    for block, gram, spared in zip(program.blocks, answer.grams, inner.grams, strict=True):
        values, basis = np.linalg.eigh((1 - share) * gram + share * spared)
        factor = basis * np.sqrt(np.maximum(values, 0))
        for row, number in enumerate(block):
            vectors[number, at : at + len(block)] = float(program.sizes[number]) * factor[row]
        at += len(block)
    values = (1 - share) * answer.values + share * inner.values
    return Instance(np.asarray(_fractions(vectors)), [_fraction(float(v)) for v in values])


def _fraction(number: float) -> Fraction:
    return Fraction(round(math.ldexp(number, BITS)), 2**BITS)


_fractions = np.frompyfunc(_fraction, 1, 1)


def replayed(question: Question, world: Instance) -> Fraction | None:
    """The measure of the run in a world, or None where a condition does not hold there; exact."""
    program = written(question, world.vectors.shape[1], world)
    gram = _products(program.vectors)
    if not _separate(program, world) or any(
        _value(c.form, gram, world) > 0 or (c.equal and _value(c.form, gram, world) < 0)
        for c in program.constraints
    ):
        return None
    return _value(program.objective, gram, world)


def _products(vectors: np.ndarray) -> np.ndarray:
    """⟨v_a, v_b⟩ of all pairs."""
    rows = flint.fmpq_mat([[rational(Fraction(x)) for x in row] for row in vectors])
    found = [[fraction(x) for x in row] for row in (rows * rows.transpose()).tolist()]
    return np.array(found, dtype=object)


def _separate(program: Program, world: Instance) -> bool:
    """Whether deviations are orthogonal to means, as those of exchangeable workers are."""
    if len(program.blocks) < 2:
        return True
    means, deviations = (world.vectors[list(block)] for block in program.blocks)
    return not (means @ deviations.T).any()


def _value(form: Form, gram: np.ndarray, world: Instance) -> Fraction:
    products = sum((c * gram[pair] for pair, c in form.products.items()), Fraction(0))
    return form.constant + products + sum((c * world.values[v] for v, c in form.values.items()), Fraction(0))
