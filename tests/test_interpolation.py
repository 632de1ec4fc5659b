"""What worst cases take from the theory of interpolation, asked of the function that it is about."""

from dataclasses import replace

import numpy as np
import pytest
from interpolant import drawn, gap_between, interpolates

SEEDS = range(40)


@pytest.mark.parametrize("curvature", [-1.0, -0.5, 0.0])
def test_data_of_the_class_have_a_function_of_the_class_with_the_least_infimum(curvature: float) -> None:
    for seed in SEEDS:
        numbers = np.random.default_rng(seed)
        found = drawn(numbers, curvature)
        assert interpolates(found), seed
        x, y = numbers.normal(size=(2, 2), scale=2)
        assert gap_between(found, x, y) >= -1e-8, seed
        assert found.at(x)[0] >= found.least - 1e-9, seed
        lowest = found.values - (found.gradients**2).sum(-1) / 2
        centre = found.centres[lowest.argmin()]
        assert found.at(centre)[0] == pytest.approx(found.least, abs=1e-8), seed


def test_data_outside_the_class_have_none() -> None:
    """A value that is too high by a little more than the conditions allow is not met."""
    refused = 0
    for seed in SEEDS:
        found = drawn(np.random.default_rng(seed), -0.5)
        refused += not interpolates(replace(found, values=found.values + np.array([5.0, 0, 0])))
    assert refused == len(SEEDS)


def test_bounded_gradients_extend() -> None:
    """f□M‖·‖ of a convex f: its values where ‖∇f‖ ≤ M, gradients of at most M, curvature of at most L."""
    grid = np.linspace(-6, 6, 2401)
    width = grid[1] - grid[0]
    for seed in SEEDS:
        numbers = np.random.default_rng(seed)
        centre, bend = numbers.normal(), numbers.uniform(0.1, 1)
        values = bend / 2 * (grid - centre) ** 2
        bound = numbers.uniform(0.2, 0.6)
        extended = (values[None] + bound * np.abs(grid[:, None] - grid[None])).min(1)
        slope = np.gradient(extended, width)
        inside = bend * np.abs(grid - centre) <= bound
        assert extended[inside] == pytest.approx(values[inside], abs=1e-12)
        assert np.abs(slope).max() <= bound + 1e-9
        assert np.diff(extended, 2).max() / width**2 <= bend + 1e-6
