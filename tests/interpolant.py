"""The smallest function with given curvature through given values and gradients, and random such data."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.random import Generator


@dataclass(frozen=True)
class Interpolant:
    """min_α (L/2)‖x − Σαz‖² + κ(L/2)(Σα‖z‖² − ‖Σαz‖²) + Σα(f − ‖g‖²/(2L)), z = x − g/L, κ = −μ/(L−μ)."""

    points: np.ndarray
    gradients: np.ndarray
    values: np.ndarray
    smoothness: float
    curvature: float

    @property
    def centres(self) -> np.ndarray:
        return self.points - self.gradients / self.smoothness

    @property
    def least(self) -> float:
        """min_i (f_i − ‖g_i‖²/(2L))."""
        return float((self.values - (self.gradients**2).sum(-1) / (2 * self.smoothness)).min())

    def at(self, x: np.ndarray) -> tuple[float, np.ndarray]:
        """Value and gradient: the least over the faces of the simplex; on each, α solves a linear system."""
        found = [self._on(x, list(face)) for n in range(1, len(self.values) + 1) for face in self._faces(n)]
        value, middle = min((f for f in found if f is not None), key=lambda f: f[0])
        return value, self.smoothness * (x - middle)

    def _faces(self, n: int) -> list[tuple[int, ...]]:
        return list(combinations(range(len(self.values)), n))

    def _on(self, x: np.ndarray, face: list[int]) -> tuple[float, np.ndarray] | None:
        L, kappa = self.smoothness, -self.curvature / (self.smoothness - self.curvature)
        z = self.centres[face]
        own = self.values[face] - (self.gradients[face] ** 2).sum(-1) / (2 * L)
        linear = own + kappa * L / 2 * (z**2).sum(-1) - L * z @ x
        ones = np.ones((len(face), 1))
        system = np.block([[L * (1 - kappa) * z @ z.T, ones], [ones.T, np.zeros((1, 1))]])
        alpha = np.linalg.lstsq(system, np.append(-linear, 1.0), rcond=None)[0][:-1]
        if alpha.min() < -1e-9 or abs(alpha.sum() - 1) > 1e-9:
            return None
        middle = alpha @ z
        spread = alpha @ (z**2).sum(-1) - middle @ middle
        return float(L / 2 * ((x - middle) ** 2).sum() + kappa * L / 2 * spread + alpha @ own), middle


def interpolates(found: Interpolant, room: float = 1e-7) -> bool:
    """Whether it has the values and gradients that it was made for."""
    for x, g, f in zip(found.points, found.gradients, found.values, strict=True):
        value, gradient = found.at(x)
        if abs(value - f) > room or np.abs(gradient - g).max() > room:
            return False
    return True


def gap_between(found: Interpolant, x: np.ndarray, y: np.ndarray, L: float, mu: float) -> float:
    """By how much its values and gradients at two points meet the inequality of L and μ; below 0: not."""
    (f, g), (fy, gy) = found.at(x), found.at(y)
    turn, step = g - gy, x - y
    bent = (turn @ turn / L + mu * step @ step - 2 * mu / L * turn @ step) / (2 * (1 - mu / L))
    return float(f - fy - gy @ step - bent)


def drawn(numbers: Generator, curvature: float) -> Interpolant:
    """Three points of a random function Σ_i c_i(x_i) with curvature between μ ≤ 0 and L = 1."""
    points = numbers.normal(size=(3, 2))
    low, high = sorted(numbers.uniform(curvature, 1, size=2))
    middle, half = (low + high) / 2, (high - low) / 2
    rate = numbers.uniform(0.5, 2)
    values = (middle / 2 * points**2 - half / rate**2 * np.cos(rate * points)).sum(-1)
    return Interpolant(points, middle * points + half / rate * np.sin(rate * points), values, 1.0, curvature)
