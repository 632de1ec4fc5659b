"""Convex functions whose gradients are bounded at some points may have bounded gradients everywhere."""

import numpy as np
import pytest

SEEDS = range(40)


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
