"""The axioms on norms, matrices and real functions, asked of what is drawn at random."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np
from instances import ROUNDING, Case, Instance
from numpy.random import Generator

from theory.axioms import spectral
from theory.proof.claim import Comparison, eq, le
from theory.proof.norms import norm, not_negative, of_mean, scaled, triangle
from theory.proof.vectors import Space, Vector, sq
from theory.readings.exact import Exact

v = Space(Exact.literal(1))
A, B = v.each("a"), v.each("b")


def at_most(left: float, right: float) -> bool:
    return left <= right + ROUNDING * (abs(left) + abs(right))


def in_norms(numbers: Generator, comparison: Comparison, *vectors: Vector) -> bool:
    """A comparison of the norms of vectors, of two families with five outcomes."""
    shape = (5, *numbers.integers(1, 4, 2))
    instance = Instance({"a": numbers.normal(size=shape), "b": numbers.normal(size=shape)})
    return instance.knowing(*vectors).holds(comparison)


def scales(numbers: Generator, sign: int) -> bool:
    """Both facts of the axiom."""
    c = Exact(sign * Fraction(int(numbers.integers(1, 9)), 4))
    fact, positive = scaled(c, A - B).comparison, not_negative(A).comparison
    known = ((A - B) * c, A - B, A)
    return in_norms(numbers, fact, *known) and in_norms(numbers, positive, *known)


def below(numbers: Generator, most: Fraction = Fraction(1)) -> bool:
    """The triangle inequality of sums and of means, with the right sides times a factor."""
    comparisons = (triangle(A, B, -A - 2 * B).comparison, triangle(A, A).comparison, of_mean(A).comparison)
    known = (A, B, A + A, A + B - A - 2 * B, -A - 2 * B, mean_of(A))
    return all(in_norms(numbers, le(c.left, c.right * Exact(most)), *known) for c in comparisons)


def mean_of(family: Vector) -> Vector:
    return Vector({part: c for part, c in family.parts.items() if not part[1]})


def reverse(numbers: Generator) -> bool:
    return in_norms(numbers, le(norm(A), norm(mean_of(A))), A, mean_of(A))


def product_below(numbers: Generator, most: float = 1.0) -> bool:
    u, w = numbers.normal(size=(2, numbers.integers(1, 4)))
    return at_most(u @ w, most * np.linalg.norm(u) * np.linalg.norm(w))


# Matrices


def mixing(numbers: Generator, symmetric: bool = True) -> np.ndarray:
    """A doubly stochastic matrix: a mean of permutations, and of their inverses where it is symmetric."""
    workers = int(numbers.integers(2, 7))
    shares = numbers.multinomial(64, numbers.dirichlet(np.full(4, 0.3))) / 64  # W = I is exact
    drawn = [np.eye(workers)[numbers.permutation(workers)] for _ in shares]
    W = np.asarray(sum(share * P for share, P in zip(shares, drawn, strict=True)))
    return (W + W.T) / 2 if symmetric else W


def mixes(numbers: Generator, symmetric: bool = True, less: float = 1.0) -> bool:
    """Both parts, with the rates that the eigenvalues other than the first have."""
    W = mixing(numbers, symmetric)
    workers = len(W)
    means = np.full((workers, workers), 1 / workers)
    spectrum = np.linalg.eigvalsh(W) if symmetric else np.linalg.eigvals(W)
    eigenvalues = np.delete(spectrum, spectrum.real.argmax())
    X = numbers.normal(size=(3, workers))
    apart = {"mixed": X @ (W - means), "moved": X @ (W - np.eye(workers)), "x": X - X @ means}
    instance = Instance({name: value.reshape(1, 1, -1) for name, value in apart.items()})
    rates = [less * float(np.abs(eigenvalues - at).max()) for at in (0, 1)]
    space = Space(1.0)
    facts = [spectral(space.mixed, space.x, rates[0]), spectral(space.moved, space.x, rates[1])]
    return all(instance.holds(fact.comparison) for fact in facts)


def operates(numbers: Generator, size: Callable[[np.ndarray], float]) -> bool:
    d = int(numbers.integers(1, 5))
    matrix, x = np.triu(numbers.normal(size=(d, d))), numbers.normal(size=d)
    return at_most(np.linalg.norm(matrix @ x), size(matrix) * np.linalg.norm(x))


def diagonal(numbers: Generator, b: Callable[[np.ndarray], float], signed: bool = False) -> bool:
    """The three parts, with b in place of the largest element."""
    d = int(numbers.integers(1, 5))
    x, y = numbers.normal(size=(2, d))
    a = numbers.normal(size=d) if signed else np.abs(numbers.normal(size=d))
    length = np.linalg.norm
    return (
        at_most(a.min() * (x @ x), x @ (a * x))
        and at_most(x @ (a * y), b(a) * length(x) * length(y))
        and at_most(float(length(a * y)), b(a) * float(length(y)))
    )


def traces(numbers: Generator, full: bool = False) -> bool:
    """⟨x, Ay⟩ ≤ ‖x‖_∞‖y‖_∞ tr A, for a positive semidefinite A that may be full."""
    d = int(numbers.integers(1, 5))
    x, y, root = numbers.normal(size=(3, d))
    matrix = np.outer(root, root) if full else np.diag(root**2)
    return at_most(x @ matrix @ y, np.abs(x).max() * np.abs(y).max() * np.trace(matrix))


# Real functions


def averages(numbers: Generator, *functions: Callable[[np.ndarray], np.ndarray]) -> bool:
    """φ(E X) ≤ E φ(X), by all outcomes."""
    X, chances = numbers.exponential(size=4), numbers.dirichlet(np.ones(4))
    return all(at_most(float(phi(chances @ X)), float(chances @ phi(X))) for phi in functions)


def mean_squared(numbers: Generator) -> bool:
    """‖E X‖² ≤ E‖X‖², as steps use it for means over workers."""
    instance = Instance({"a": numbers.normal(size=(1, 3, 2))})
    return instance.holds(le(sq(mean_of(A)), sq(A)))


def convex(numbers: Generator) -> bool:
    hinge = lambda x: np.maximum(0, x - 1)  # noqa: E731
    return mean_squared(numbers) and averages(numbers, np.square, np.abs, np.exp, hinge, np.reciprocal)


def exponential(numbers: Generator, slope: float = 1.0) -> bool:
    x = float(numbers.normal(scale=2))
    return at_most(1 + slope * x, math.exp(x)) and at_most(math.log(abs(x)), (abs(x) - 1) / slope)


def bernoulli(numbers: Generator, swapped: bool = False) -> bool:
    u, q = float(np.exp(numbers.normal())), float(numbers.normal(scale=2))
    tangent = 1 + q * (u - 1)
    return at_most(u**q, tangent) if (0 <= q <= 1) != swapped else at_most(tangent, u**q)


def powers(numbers: Generator, small: bool = False) -> bool:
    """u^p ≤ u^q for p ≤ q, where u ≥ 1 or else the other way round; and e^p·e^q = e^(p+q)."""
    u = float(np.exp(numbers.normal()))
    p, q = sorted(float(x) for x in numbers.normal(size=2))
    low, high = (p, q) if u >= 1 or small else (q, p)
    return at_most(u**low, u**high) and math.isclose(math.exp(p) * math.exp(q), math.exp(p + q))


CASES: Mapping[str, Case] = {
    "norm": Case(
        lambda numbers: scales(numbers, 1),
        {
            "a negative factor": lambda numbers: scales(numbers, -1),
            "equal norms of different vectors": lambda n: in_norms(n, eq(norm(A), norm(B)), A, B),
        },
    ),
    "triangle": Case(
        below,
        {
            "a smaller right side": lambda numbers: below(numbers, Fraction(9, 10)),
            "the other way round": reverse,
        },
    ),
    "cauchy_schwarz": Case(
        product_below, {"a smaller right side": lambda numbers: product_below(numbers, 0.9)}
    ),
    "spectral": Case(
        mixes,
        {
            "smaller rates": lambda numbers: mixes(numbers, less=0.9),
            "a W that is not symmetric": lambda numbers: mixes(numbers, symmetric=False),
        },
    ),
    "operator_norm": Case(
        lambda numbers: operates(numbers, lambda matrix: float(np.linalg.norm(matrix, 2))),
        {"the largest |eigenvalue|": lambda n: operates(n, lambda m: np.abs(np.linalg.eigvals(m)).max())},
    ),
    "diagonal": Case(
        lambda numbers: diagonal(numbers, np.max),
        {
            "the mean of the elements": lambda numbers: diagonal(numbers, np.mean),
            "elements below 0": lambda numbers: diagonal(numbers, np.max, signed=True),
        },
    ),
    "trace": Case(traces, {"a matrix that is not diagonal": lambda numbers: traces(numbers, full=True)}),
    "jensen": Case(convex, {"a φ that is not convex": lambda numbers: averages(numbers, np.sqrt)}),
    "exponential": Case(exponential, {"a steeper line": lambda numbers: exponential(numbers, 1.1)}),
    "bernoulli": Case(
        bernoulli, {"the wrong side of 0 and 1": lambda numbers: bernoulli(numbers, swapped=True)}
    ),
    "powers": Case(powers, {"u below 1": lambda numbers: powers(numbers, small=True)}),
}
