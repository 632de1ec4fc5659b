"""Random instances for the trusted base: vectors with all their outcomes, functions, compressors, noises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.random import Generator

from theory.proof.claim import Comparison
from theory.proof.norms import norm
from theory.proof.vectors import Form, Vector

ROUNDING = 1e-12
"""Of the sum of the sizes of all terms."""

Test = Callable[[Generator], bool]


@dataclass(frozen=True)
class Case:
    """An axiom asked of an instance that is drawn, and neighbours that have to fail on some instance."""

    holds: Test
    neighbours: Mapping[str, Test]


@dataclass(frozen=True)
class Instance:
    """Named vectors as (outcomes, workers, dimension), the outcomes' chances, and named numbers."""

    vectors: Mapping[str, np.ndarray]
    numbers: Mapping[str, float] = field(default_factory=dict)
    chances: np.ndarray | None = None

    def mean(self, values: np.ndarray) -> float:
        """The expectation over outcomes of the mean over workers."""
        return float(np.average(values.mean(1), weights=self.chances))

    def _part(self, name: str, deviation: bool) -> np.ndarray:
        family = self.vectors[name]
        middle = family.mean(1, keepdims=True)
        return family - middle if deviation else middle

    def _terms(self, form: Any) -> np.ndarray:
        """The value of every term, and the size that its rounding goes by."""
        found = [(0.0, 0.0)]
        for atom, c in Form.of(form).terms.items():
            if isinstance(atom, str):
                quantity = self.numbers[atom] if atom else 1.0
                size = abs(quantity)
            else:
                products = self._part(*atom[0]) * self._part(*atom[1])
                quantity, size = (self.mean(x.sum(-1)) for x in (products, np.abs(products)))
            coefficient = float(getattr(c, "value", c))
            found.append((coefficient * quantity, abs(coefficient) * size))
        return np.array(found)

    def value(self, form: Any) -> float:
        """What a form says: an expectation."""
        return float(self._terms(form)[:, 0].sum())

    def holds(self, comparison: Comparison) -> bool:
        """Whether a comparison of forms holds, to rounding."""
        left, right = self._terms(comparison.left), self._terms(comparison.right)
        room = ROUNDING * (left[:, 1].sum() + right[:, 1].sum())
        apart = left[:, 0].sum() - right[:, 0].sum()
        return bool(abs(apart) <= room if comparison.relation == "==" else apart <= room)

    def agree(self, one: Form, other: Form) -> bool:
        """Whether two forms have the same value."""
        return self.holds(Comparison(one, "==", other))

    def knowing(self, *vectors: Vector) -> Instance:
        """The instance with the norms of these vectors among its numbers."""
        known = dict(self.numbers)
        for vector in vectors:
            (name,) = norm(vector).terms
            known[name] = self.mean(np.linalg.norm(self._of(vector), axis=-1))
        return Instance(self.vectors, known, self.chances)

    def _of(self, vector: Vector) -> np.ndarray:
        parts = (float(getattr(c, "value", c)) * self._part(*part) for part, c in vector.parts.items())
        return np.asarray(sum(parts))


# Functions


@dataclass(frozen=True)
class Function:
    """F and ∇F on (…, dimension), with −below ≤ curvature ≤ smoothness, and where F is least, if anywhere."""

    value: Callable[[np.ndarray], np.ndarray]
    gradient: Callable[[np.ndarray], np.ndarray]
    least: np.ndarray | None = None


def quadratic(numbers: Generator, dimension: int, low: float, high: float) -> Function:
    """½xᵀAx with eigenvalues from low to high, both of them taken as often as what is between."""
    turn, _ = np.linalg.qr(numbers.normal(size=(dimension, dimension)))
    eigenvalues = np.clip(numbers.uniform(2 * low - high, 2 * high - low, dimension), low, high)
    matrix = turn * eigenvalues @ turn.T
    least = np.zeros(dimension) if low >= 0 else None
    return Function(lambda x: (x @ matrix * x).sum(-1) / 2, lambda x: x @ matrix, least)


def cosine(numbers: Generator, dimension: int, smoothness: float) -> Function:
    """L cos⟨u, x⟩ with a unit vector u: ∇F is bounded, and least at πu."""
    u = numbers.normal(size=dimension)
    u /= np.linalg.norm(u)
    return Function(
        lambda x: smoothness * np.cos(x @ u),
        lambda x: -smoothness * np.sin(x @ u)[..., None] * u,
        np.pi * u,
    )


def clipped(numbers: Generator, dimension: int, smoothness: float) -> Function:
    """∇F = clip(Lx, −b, b) in every coordinate, as Huber's function has it: convex."""
    b = numbers.uniform(0.1, 2)

    def value(x: np.ndarray) -> np.ndarray:
        steep = b * np.abs(x) - b**2 / (2 * smoothness)
        return np.where(smoothness * np.abs(x) <= b, smoothness * x**2 / 2, steep).sum(-1)

    return Function(value, lambda x: np.clip(smoothness * x, -b, b), np.zeros(dimension))


def logistic(numbers: Generator, dimension: int, smoothness: float) -> Function:
    """4L log(1 + exp⟨u, x⟩) with a unit vector u: convex, positive and nowhere least."""
    u = numbers.normal(size=dimension)
    u /= np.linalg.norm(u)
    return Function(
        lambda x: 4 * smoothness * np.logaddexp(0, x @ u),
        lambda x: 4 * smoothness / (1 + np.exp(-(x @ u)))[..., None] * u,
    )


def smooth(numbers: Generator, dimension: int, smoothness: float) -> Function:
    """A function with an L-Lipschitz gradient."""
    if numbers.uniform() < 0.4:
        return quadratic(numbers, dimension, -smoothness, smoothness)
    return (cosine, clipped, logistic)[numbers.integers(3)](numbers, dimension, smoothness)


def convex(numbers: Generator, dimension: int, smoothness: float) -> Function:
    """A convex function with an L-Lipschitz gradient."""
    if numbers.uniform() < 0.4:
        return quadratic(numbers, dimension, 0, smoothness)
    return (clipped, logistic)[numbers.integers(2)](numbers, dimension, smoothness)


def between(numbers: Generator, draw: Callable[[Generator, int], Function]) -> Instance:
    """One to three workers with functions of a class, each at two points of its own.

    g is ∇F(x), d is y − x, h is ∇F(y) − ∇F(x); F_x and F_y are means over workers.
    """
    workers, dimension = numbers.integers(1, 4, 2)
    x, y = numbers.normal(scale=numbers.exponential(2), size=(2, workers, dimension))
    functions = [draw(numbers, int(dimension)) for _ in range(workers)]
    g, at_y = (np.array([F.gradient(p) for F, p in zip(functions, ps, strict=True)]) for ps in (x, y))
    F_x, F_y = (float(np.mean([F.value(p) for F, p in zip(functions, ps, strict=True)])) for ps in (x, y))
    return Instance({"g": g[None], "d": (y - x)[None], "h": (at_y - g)[None]}, {"F_x": F_x, "F_y": F_y})


# Compressors: x of (workers, dimension) → all outcomes, equally likely


def kept(numbers: Generator, x: np.ndarray) -> tuple[np.ndarray, float]:
    """Some components are kept, those of largest magnitude or a random subset, with their share."""
    dimension = x.shape[-1]
    count = int(numbers.integers(1, dimension + 1))
    if numbers.uniform() < 0.5:
        places = np.argsort(-np.abs(x), kind="stable")[:, :count]
        mask = np.zeros_like(x)
        np.put_along_axis(mask, places, 1, axis=-1)
        return (mask * x)[None], count / dimension
    subsets = list(combinations(range(dimension), count))
    masks = np.array([[float(i in subset) for i in range(dimension)] for subset in subsets])
    return masks[:, None] * x, count / dimension


def contracted(numbers: Generator, x: np.ndarray) -> tuple[np.ndarray, float]:
    """A compressor of the class with its δ: selections, the scaled sign, and an adversary."""
    kind = numbers.uniform()
    if kind < 0.4:
        return kept(numbers, x)
    if kind < 0.6:
        return (np.abs(x).mean(-1, keepdims=True) * np.sign(x))[None], 1 / x.shape[-1]
    # what is lost has the largest size that δ allows, and any direction
    rho = numbers.uniform(0, 1)
    lost = numbers.normal(size=x.shape)
    lost *= rho * np.linalg.norm(x, axis=-1, keepdims=True) / np.linalg.norm(lost, axis=-1, keepdims=True)
    return (x - lost)[None], 1 - rho**2


# Noises


def signs(count: int) -> np.ndarray:
    """All outcomes of that many fair coins, (outcomes, coins)."""
    return np.array(list(product((-1.0, 1.0), repeat=count)))
