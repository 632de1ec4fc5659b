"""The axioms on functions, asked of functions of their class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from instances import Case, Function, Instance, Test, between, clipped, convex, cosine, quadratic, smooth
from numpy.random import Generator

from theory.axioms import descent, interpolation, lipschitz, minimum, small_gradient, strong_convexity
from theory.proof.claim import le
from theory.proof.vectors import Fact, Space, sq

L, MU = 3.0, 0.5
LESS = 0.9
"""What a constant is multiplied by to claim more."""

v = Space(1.0)
X, Y = v.number("F_x"), v.number("F_y")
G, D, H = v.each("g"), v.each("d"), v.each("h")
Draw = Callable[[Generator, int], Function]

SMOOTH: Draw = partial(smooth, smoothness=L)
CONVEX: Draw = partial(convex, smoothness=L)
STRONG: Draw = partial(quadratic, low=MU, high=L)
ONE_SIDED: Draw = partial(quadratic, low=-10 * L, high=L)
STEEPER: Draw = partial(quadratic, low=-L, high=2 * L)
COSINE: Draw = partial(cosine, smoothness=L)


def asked(fact: Fact, draw: Draw) -> Test:
    """The fact, of an instance of a class."""
    return lambda numbers: between(numbers, draw).holds(fact.comparison)


def above(numbers: Generator, x: np.ndarray, dimension: int) -> Function:
    """A function of SMOOTH or CONVEX that is least somewhere."""
    while True:
        function = (SMOOTH, CONVEX)[numbers.integers(2)](numbers, dimension)
        if function.least is not None:
            return function


def gap(numbers: Generator, smoothness: float, high: float = 0.0) -> bool:
    """small_gradient with F* higher by `high` than the least value."""
    dimension = int(numbers.integers(1, 4))
    x = numbers.normal(size=dimension)
    F = above(numbers, x, dimension)
    assert F.least is not None
    values = {"gap": float(F.value(x) - F.value(F.least)) - high}
    return Instance({"g": F.gradient(x)[None, None]}, values).holds(
        small_gradient(v.g, v.number("gap"), smoothness).comparison
    )


def at_least(numbers: Generator, stationary: bool) -> bool:
    """minimum, at the minimiser or only where the gradient is 0."""
    dimension = int(numbers.integers(1, 4))
    x = numbers.normal(scale=3, size=dimension)
    if stationary:
        F, point = COSINE(numbers, dimension), np.zeros(dimension)
        assert not F.gradient(point).any()
    else:
        F = above(numbers, x, dimension)
        assert F.least is not None
        point = F.least
    return Instance({}).holds(minimum(float(F.value(point)), float(F.value(x))).comparison)


def polyak(numbers: Generator, modulus: float, flat: bool = False) -> bool:
    """2μ(F − F*) ≤ ‖∇F‖²: of x² + 3 sin² x, not convex, μ = 1/32, of quadratics, or of cosines."""
    x = numbers.normal(scale=3, size=1)
    wave = Function(lambda p: (p**2 + 3 * np.sin(p) ** 2).sum(-1), lambda p: 2 * p + 3 * np.sin(2 * p), x * 0)
    F = COSINE(numbers, 1) if flat else (wave, quadratic(numbers, 1, 1 / 32, L))[numbers.integers(2)]
    assert F.least is not None
    instance = Instance({"g": F.gradient(x)[None, None]}, {"gap": float(F.value(x) - F.value(F.least))})
    return instance.holds(le(2 * modulus * v.number("gap"), sq(v.g)))


CASES: Mapping[str, Case] = {
    "descent": Case(
        asked(descent(Y, X, G, D, L), SMOOTH),
        {
            "a smaller L": asked(descent(Y, X, G, D, LESS * L), SMOOTH),
            "a steeper function": asked(descent(Y, X, G, D, L), STEEPER),
            "twice the way": asked(descent(Y, X, G, D / 2, L), SMOOTH),
        },
    ),
    "lipschitz": Case(
        asked(lipschitz(H, D, L), SMOOTH),
        {
            "a smaller L": asked(lipschitz(H, D, LESS * L), SMOOTH),
            "smooth from above only, which is enough for descent": asked(lipschitz(H, D, L), ONE_SIDED),
        },
    ),
    "small_gradient": Case(
        lambda numbers: gap(numbers, L),
        {
            "a smaller L": lambda numbers: gap(numbers, LESS * L),
            "a value that is not least": lambda numbers: gap(numbers, L, high=0.1),
        },
    ),
    "strong_convexity": Case(
        asked(strong_convexity(Y, X, G, D, MU), STRONG),
        {
            "a larger μ": asked(strong_convexity(Y, X, G, D, MU / LESS), STRONG),
            "convex only": asked(strong_convexity(Y, X, G, D, MU), partial(clipped, smoothness=L)),
        },
    ),
    "interpolation": Case(
        asked(interpolation(Y, X, G, D, H, L), CONVEX),
        {
            "a smaller L": asked(interpolation(Y, X, G, D, H, LESS * L), CONVEX),
            "not convex": asked(interpolation(Y, X, G, D, H, L), COSINE),
        },
    ),
    "minimum": Case(
        lambda numbers: at_least(numbers, stationary=False),
        {"only stationary": lambda numbers: at_least(numbers, stationary=True)},
    ),
    "polyak": Case(
        lambda numbers: polyak(numbers, 1 / 32),
        {
            "a larger μ": lambda numbers: polyak(numbers, 1 / 32 / LESS),
            "stationary points that are not least": lambda numbers: polyak(numbers, 1 / 32, flat=True),
        },
    ),
}
