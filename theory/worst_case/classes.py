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

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from theory.errors import BadInput, shown
from theory.worst_case.forms import Form, Number, combined, plain
from theory.worst_case.recording import Query, Recording

Weights = Sequence[tuple[tuple[str, str], Number]]
"""The weights of products of g_i, g_j, x_i and x_j."""


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
        slope, half = 1 / L, 1 / (2 * (1 - ratio))
        turned, moved, crossed = half / L**2, half * ratio, -2 * half * ratio / L
        table = {
            ("gi", "gi"): turned,
            ("gj", "gj"): turned,
            ("gi", "gj"): -2 * turned,
            ("xi", "xi"): moved,
            ("xj", "xj"): moved,
            ("xi", "xj"): -2 * moved,
            ("gi", "xi"): crossed,
            ("gi", "xj"): -crossed,
            ("gj", "xi"): slope - crossed,
            ("gj", "xj"): crossed - slope,
        }
        weights = [(pair, plain(weight)) for pair, weight in table.items() if weight]
        for (a, i), (b, j) in permutations(enumerate(recording.queries), 2):
            if i.function == j.function:
                optimum = self.has_minimiser and 0 in (a, b)
                far = abs(a - b) > 1 and not optimum
                recording.known("interpolation", _between(i, j, plain(slope), weights), far=far)


def _between(i: Query, j: Query, slope: Number, weights: Weights) -> Form:
    """(slope·(f_j − f_i) + what the weights say of gradients and points)."""
    number = {"gi": i.gradient, "gj": j.gradient, "xi": i.point, "xj": j.point}
    inner: dict[tuple[int, int], Number] = {}
    for (a, b), weight in weights:
        first, second = number[a], number[b]
        key = (first, second) if first <= second else (second, first)
        inner[key] = inner[key] + weight if key in inner else weight
    return combined((1, slope, -slope), (Form(inner), j.value, i.value))
