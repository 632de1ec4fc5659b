"""A problem that breaks Theorem 4.3 as printed, computed exactly.

One coordinate, two workers, C(Δ) = (1−ρ)Δ, so that 1 − δ = ρ². F falls from 0 to two wells, at unlike
distances. A sample's gradient is ∇F(θ) + ξw(θ), ξ = ±1 with probability p/2 each and else 0; w vanishes for
|θ| ≥ 10. So y_t and the residuals stay 0 until ξ strikes first, and from then on, while it does not strike
again, they are one path. Where it strikes both workers at once with opposite signs, the residuals part, each
worker's point ends in a well of its own, and y_t is caught between the wells on a slope. It stays: where no
noise reaches and ∇F is affine at both points, the step is a contraction.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from theory.papers.def_ import convergence
from theory.proof.claim import le
from theory.proof.implication import Question
from theory.proof.verdict import Finding, Witness
from theory.proof.witness import holds
from theory.readings.interval import Interval
from theory.statement import total

Knots = tuple[tuple[Fraction, Fraction], ...]
"""Places and values of a function that is linear between them and constant outside."""


def at(knots: Knots, place: Fraction) -> Fraction:
    """The function's value at a place."""
    if place <= knots[0][0]:
        return knots[0][1]
    for (a, x), (b, y) in pairwise(knots):
        if place <= b:
            return x + (y - x) * (place - a) / (b - a)
    return knots[-1][1]


def _whole(*pairs: tuple[int, int]) -> Knots:
    return tuple((Fraction(place), Fraction(value)) for place, value in pairs)


@dataclass(frozen=True)
class State:
    """y_t, the residuals' mean and half of their difference."""

    y: Fraction
    residual: Fraction
    apart: Fraction

    def distance(self, other: "State") -> Fraction:
        """The norm in which a step contracts."""
        residual = abs(self.residual - other.residual) / 4
        return max(abs(self.y - other.y), residual, abs(self.apart - other.apart))


SLOPE = _whole((-238, -79), (-80, 79), (-10, 9), (0, 0), (10, -9), (40, -39), (118, 39))
"""∇F: wells at −159 and 79."""
NOISE = _whole((-10, 0), (0, 1), (10, 0))
"""w."""


@dataclass(frozen=True)
class Caught:
    """The problem with its constants; L is 1."""

    slope: Knots = SLOPE
    noise: Knots = NOISE
    strikes: Fraction = Fraction(1, 500)
    rho: Fraction = Fraction(9, 10)
    eta: Fraction = Fraction(1, 4)
    detach: Fraction = Fraction(9999, 10_000)
    waiting: int = 10**6
    steps: int = 10**9

    def judge(self) -> Finding:
        """Refuted where the average squared gradient is surely above the theorem's bound."""
        left = self.average()
        if left is None:
            return Finding("open", "exact run", "a hypothesis does not hold, or the path is not caught")
        right = self._bound()
        if holds(le(Interval.fraction(*left.as_integer_ratio()), right)) is not False:
            return Finding("open", "exact run", "the bound is not broken")
        values = {"K": Fraction(2), "L": Fraction(1), "eta": self.eta, "lam": self.detach}
        values |= {"delta": 1 - self.rho**2, "sigma_sq": self.strikes, "M_sq": self.largest**2}
        values |= {"T": Fraction(self.steps), "gap": self.gap}
        return Finding(
            "refuted",
            "exact run",
            witness=Witness(values, f"at least {float(left):.4f}", f"{float(right.value):.4f}", "exact run"),
        )

    def average(self) -> Fraction | None:
        """What (1/T) Σ_t E‖∇F(y_t)‖² is at least; None where a hypothesis fails or no path is caught."""
        caught = self._caught() if self._keeps_the_hypotheses() else None
        if caught is None:
            return None
        taken, quiet, height = caught
        return self._chance(quiet) * Fraction(self.steps - self.waiting - taken, self.steps) * height**2

    def questions(self) -> tuple[Question, ...]:
        return ()

    @property
    def largest(self) -> Fraction:
        """The largest |∇F|."""
        return max(abs(value) for _, value in self.slope)

    @property
    def gap(self) -> Fraction:
        """F(0) − F*: the depth of the deeper well, by trapezia; ∇F keeps its signs beyond the knots."""
        places = sorted({Fraction(0), *(a for a, _ in self.slope), *self._zeros()})
        depth, lowest = Fraction(0), Fraction(0)
        for side in ([x for x in places if x >= 0], [x for x in places if x <= 0][::-1]):
            depth = Fraction(0)
            for a, b in pairwise(side):
                depth += (b - a) * (at(self.slope, a) + at(self.slope, b)) / 2
                lowest = min(lowest, depth)
        return -lowest

    def _zeros(self) -> Iterator[Fraction]:
        for (a, x), (b, y) in pairwise(self.slope):
            if x * y < 0:
                yield a - x * (b - a) / (y - x)

    def _keeps_the_hypotheses(self) -> bool:
        """L-Lipschitz gradients of every sample, wells at both ends, η ≤ 1/(4L), 0 ≤ λ ≤ 1; w ≤ 1 at most."""
        places = sorted({a for a, _ in (*self.slope, *self.noise)})
        samples = [[(a, at(self.slope, a) + sign * at(self.noise, a)) for a in places] for sign in (-1, 0, 1)]
        smooth = all(abs(y - x) <= b - a for knots in samples for (a, x), (b, y) in pairwise(knots))
        wells = self.slope[0][1] < 0 < self.slope[-1][1]
        variance = max(value**2 for _, value in self.noise) == 1
        return smooth and wells and variance and 4 * self.eta <= 1 and 0 <= self.detach <= 1

    def _points(self, state: State) -> tuple[Fraction, Fraction]:
        """x_t − λe_{k,t} of the two workers."""
        middle = state.y + (1 - self.detach) * state.residual
        return middle - self.detach * state.apart, middle + self.detach * state.apart

    def _step(self, state: State, struck: int) -> State:
        """A step of Algorithm 1, ξ being ±struck on the two workers."""
        one, other = self._points(state)
        g = at(self.slope, one) + struck * at(self.noise, one)
        h = at(self.slope, other) - struck * at(self.noise, other)
        return State(
            state.y - self.eta * (g + h) / 2,
            self.rho * (state.residual + self.eta * (g + h) / 2),
            self.rho * (state.apart + self.eta * (g - h) / 2),
        )

    def _caught(self) -> tuple[int, int, Fraction] | None:
        """Steps until caught, on how many draws ξ must not strike, and the least |∇F(y_t)| from then on."""
        state, quiet = self._step(State(Fraction(0), Fraction(0), Fraction(0)), 1), 0
        for taken in range(1, 400):
            after = self._step(state, 0)
            height = self._height(state, state.distance(after))
            if height:
                return taken, quiet, height
            quiet += sum(at(self.noise, point) > 0 for point in self._points(state))
            state = after
        return None

    def _height(self, state: State, moved: Fraction) -> Fraction | None:
        """The least |∇F(y)| in a ball about the state that no step leaves; None where there is none."""
        left = 1 - self.detach
        rate = max(
            1 - self.eta + 4 * self.eta * left,
            self.rho * (1 + self.eta * left + self.eta / 4),
            self.rho * (1 - self.eta * self.detach),
        )
        radius = moved / (1 - rate)
        reach = radius * (1 + 4 * left + self.detach)
        ranges = [(point - reach, point + reach) for point in self._points(state)]
        pieces = [
            any(a <= low and high <= b and y - x == b - a for (a, x), (b, y) in pairwise(self.slope))
            and at(self.noise, low) == at(self.noise, high) == 0
            for low, high in ranges
        ]
        height = abs(at(self.slope, state.y)) - radius
        return height if rate < 1 and all(pieces) and radius <= 1 and height > 0 else None

    def _chance(self, quiet: int) -> Fraction:
        """At least: ξ strikes in time, both workers at first and unlike, and then not while it could."""
        p = self.strikes
        in_time = 1 - 1 / (1 + 2 * p * self.waiting)  # (1−p)^{2n} ≤ 1/(1 + 2pn)
        return in_time * (p**2 / 2) / (1 - (1 - p) ** 2) * (1 - p) ** quiet

    def _bound(self) -> Interval:
        """The theorem's right side."""
        constants = {
            "contraction": 1 - self.rho**2,
            "workers": Fraction(2),
            "detach": self.detach,
            "batch": Fraction(1),
            "steps": Fraction(self.steps),
            "step_size": self.eta,
            "smoothness": Fraction(1),
            "noise": self.strikes,
            "gradient_sq": self.largest**2,
            "gap": self.gap,
        }
        balls = {name: Interval.fraction(*value.as_integer_ratio()) for name, value in constants.items()}
        return total(convergence.theorem43(**balls))  # type: ignore[return-value]


SOONER = Caught(
    slope=_whole((-826, -275), (-276, 275), (-10, 9), (0, 0), (10, -9), (81, -80), (241, 80)),
    strikes=Fraction(1, 61),
    rho=Fraction(467, 500),
    detach=Fraction(1),
    waiting=244,
    steps=60_000,
)
"""Deeper wells, farther apart, with more noise: the bound's initial gap is paid for within so many steps."""
