"""Classes of functions: what is known of values and gradients at finitely many points.

A condition is marked complete where it is all that is known: for every set of numbers that meets it there is
a function of the class with them. For the others the result is an upper bound on the worst case.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from theory.worst_case.forms import Combination, dot, sq
from theory.worst_case.recording import Query, Recording


@dataclass(frozen=True)
class Smooth:
    """L-smooth with curvature at least μ: −L ≤ μ < L; convex for μ = 0, strongly convex for μ > 0.

    Source: Taylor, Hendrickx, Glineur, 2017, Theorem 4; with μ = −L smooth functions that need not be convex.
    f_i ≥ f_j + ⟨g_j, x_i − x_j⟩ + (‖g_i − g_j‖²/L + μ‖x_i − x_j‖² − 2(μ/L)⟨g_j − g_i, x_j − x_i⟩)/(2(1 − μ/L)).
    """

    smoothness: Fraction = Fraction(1)
    curvature: Fraction = Fraction(0)

    def conditions(self, recording: Recording) -> None:
        """Between any two points of the same worker's function."""
        for i, j in permutations(recording.queries, 2):
            if i.function == j.function:
                self._between(recording, i, j)

    def _between(self, recording: Recording, i: Query, j: Query) -> None:
        ratio = self.curvature / self.smoothness
        step: Combination = {i.point: 1, j.point: -1} if i.point != j.point else {}
        turn: Combination = {i.gradient: 1, j.gradient: -1}
        bent = (
            sq(turn) * (1 / self.smoothness) + sq(step) * self.curvature - dot(turn, step) * (2 * ratio)
        ) * (1 / (2 * (1 - ratio)))
        below = j.value + dot({j.gradient: 1}, step) + bent
        recording.known("interpolation", below - i.value)

    @property
    def convex(self) -> bool:
        return self.curvature >= 0
