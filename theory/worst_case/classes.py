r"""Classes of functions: what is known of values and gradients at finitely many points, and what is enough.

Let f have curvature between μ and L, −L ≤ μ < L. For points x_i, gradients g_i and values f_i

    f_i ≥ f_j + ⟨g_j, x_i − x_j⟩
        + (‖g_i − g_j‖²/L + μ‖x_i − x_j‖² − 2(μ/L)⟨g_j − g_i, x_j − x_i⟩)/(2(1 − μ/L))

for all i, j is necessary and sufficient for such a function to exist (Taylor, Hendrickx, Glineur, 2017,
Theorem 4, where μ ≥ 0; f − (μ/2)‖x‖² is convex and (L−μ)-smooth, so it holds for μ < 0 too).

Lower bounds. With z_i = x_i − g_i/L, one such function is, for μ ≤ 0,

    f(x) = min_α (L/2)‖x − Σα_i z_i‖² + (−μ/(L−μ))(L/2)(Σα_i‖z_i‖² − ‖Σα_i z_i‖²) + Σα_i(f_i − ‖g_i‖²/(2L)),

α over the simplex: the smallest function of the class (the axiom `interpolant`). The first two parts are
not negative, so f ≥ min_i (f_i − ‖g_i‖²/(2L)), which f attains at a z_i. Hence f ≥ F* is possible if and only
if f_i − ‖g_i‖²/(2L) ≥ F* for all i (for μ = −L: Drori and Shamir, 2020, Theorem 7).

Bounded gradients. Where f is convex and all ‖g_i‖ ≤ M, inf_y f(y) + M‖x − y‖ is convex and L-smooth (its
conjugate is f* on a ball), has the gradients, values and infimum of f, and gradients of at most M everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from theory.errors import BadInput, shown
from theory.worst_case.forms import Combination, Form, Number, combined, plain, products
from theory.worst_case.recording import Query, Recording


@dataclass(frozen=True)
class Smooth:
    """L-smooth with curvature at least μ: convex for μ = 0, strongly convex for μ > 0; −L ≤ μ < L.

    A convex function is taken to have a minimiser x*; any other, or one that is not `attained`, is only known
    to be at least F*. Raises BadInput for other L and μ.
    """

    smoothness: Fraction = Fraction(1)
    curvature: Fraction = Fraction(0)
    attained: bool | None = None

    def __post_init__(self) -> None:
        if self.smoothness <= 0:
            raise BadInput(f"smoothness: read {shown(str(self.smoothness))}; allowed: a number > 0")
        if not -self.smoothness <= self.curvature < self.smoothness:
            limits = f"a number ≥ −L and < L = {self.smoothness}"
            raise BadInput(f"curvature: read {shown(str(self.curvature))}; allowed: {limits}")
        if self.has_minimiser and self.curvature < 0:
            raise BadInput("attained: read True; allowed for convex functions only, whose gradient says it")

    @property
    def has_minimiser(self) -> bool:
        """Whether the program has x*, where the gradient is 0."""
        return self.curvature >= 0 if self.attained is None else self.attained

    def conditions(self, recording: Recording) -> None:
        """Between any two points of the same worker's function; every inequality is divided by L."""
        L, ratio = self.smoothness, self.curvature / self.smoothness
        turned, moved, crossed = (
            1 / (2 * (1 - ratio) * L**2),
            ratio / (2 * (1 - ratio)),
            -ratio / ((1 - ratio) * L),
        )
        weights = tuple(map(plain, (1 / L, turned, moved, crossed)))
        for i, j in permutations(recording.queries, 2):
            if i.function == j.function:
                recording.known("interpolation", _between(i, j, *weights))


def _between(i: Query, j: Query, slope: Number, turned: Number, moved: Number, crossed: Number) -> Form:
    step: Combination = {i.point: 1, j.point: -1} if i.point != j.point else {}
    turn: Combination = {i.gradient: 1, j.gradient: -1} if i.gradient != j.gradient else {}
    bent = ((turned, turn, turn), (moved, step, step), (crossed, turn, step))
    inner = products((slope, {j.gradient: 1}, step), *bent)
    return combined((1, slope, -slope), (inner, j.value, i.value))
