"""The axioms on the existence of functions, asked of the function that exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from instances import Case
from interpolant import Interpolant, drawn, gap_between, interpolates
from numpy.random import Generator

ROOM = 1e-7


def extends(numbers: Generator, raised: float = 0.0, flatter: float = 0.0, higher: float = 0.0) -> bool:
    """The data of a function of the class have an interpolant of the class, with that infimum.

    `raised` adds to one of the values, `flatter` takes from the curvature that the interpolant may have, and
    `higher` adds to the infimum.
    """
    found = drawn(numbers, float(numbers.choice([-1.0, -0.5, 0.0])))
    moved = replace(found, values=found.values + np.array([raised, 0, 0]))
    x, y = numbers.normal(size=(2, 2), scale=2)
    held = replace(moved, smoothness=1 - flatter, curvature=min(moved.curvature + flatter, 0.5))
    return (
        interpolates(moved)
        and _between(moved, held, x, y) >= -ROOM
        and _lowest(moved) >= moved.least + higher - ROOM
    )


def _between(found: Interpolant, held: Interpolant, x: np.ndarray, y: np.ndarray) -> float:
    """The inequality of the class of `held`, of the values and gradients of `found`."""
    return gap_between(found, x, y, held.smoothness, held.curvature)


def _lowest(found: Interpolant) -> float:
    """The value at the centre of the lowest parabola, where the infimum is attained."""
    lowest = found.values - (found.gradients**2).sum(-1) / (2 * found.smoothness)
    return found.at(found.centres[lowest.argmin()])[0]


CASES: Mapping[str, Case] = {
    "interpolant": Case(
        extends,
        {
            "a value that is too high": lambda numbers: extends(numbers, raised=2.0),
            "less curvature": lambda numbers: extends(numbers, flatter=0.2),
            "a higher infimum": lambda numbers: extends(numbers, higher=0.01),
        },
    )
}
