"""Worst cases against closed forms, against one another, and against what may not pass."""

from dataclasses import replace
from fractions import Fraction
from math import sqrt
from typing import Any

import flint
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.errors import BadInput
from theory.worst_case.answer import WorstCase, worst_case
from theory.worst_case.bound import checked, positive_semidefinite
from theory.worst_case.classes import Smooth
from theory.worst_case.forms import Constraint, sq
from theory.worst_case.instance import replayed
from theory.worst_case.program import Program, program
from theory.worst_case.question import Question
from theory.worst_case.size import size_of
from theory.worst_case.solve import assembled, solved, solved_near

HALF = Fraction(1, 2)
NEAR = 1e-6
"""What issue 7 asks of closed forms."""


def smooth(L: Fraction | int = 1) -> Smooth:
    return Smooth(Fraction(L), -Fraction(L))


def convex(L: Fraction | int = 1, mu: Fraction | int = 0) -> Smooth:
    return Smooth(Fraction(L), Fraction(mu))


def descent(steps: int, functions: Smooth, step_size: Fraction | None = None, **more: Any) -> Question:
    size = step_size or 1 / functions.smoothness
    return Question(
        "sgd", steps, functions, **({"measure": "gap_final"} | more), parameters={"step_size": size}
    )


def compressed(method: str = "ef", steps: int = 2, **more: Any) -> Question:
    usual = {
        "functions": smooth(),
        "measure": "average_gradient_sq",
        "parameters": {"step_size": Fraction(1, 4)},
        "compressor": "contractive",
        "contraction": HALF,
        "gap": Fraction(1),
    }
    return Question(method=method, steps=steps, **(usual | more))


def bracket(found: WorstCase) -> tuple[float, float]:
    """The proved bounds, in their order."""
    assert found.status == "proved"
    assert found.lower is not None, found.why_no_lower
    assert found.upper is not None
    assert found.lower.value <= found.upper.value
    return float(found.lower.value), float(found.upper.value)


# Closed forms


@pytest.mark.parametrize("L", [Fraction(3), Fraction(1, 100)])
@pytest.mark.parametrize("steps", [1, 4, 8])
def test_gradient_descent(L: Fraction, steps: int) -> None:
    """f(x_N) − f* ≤ L R²/(4N+2), tight (Drori and Teboulle, 2014, Theorem 3.1)."""
    low, high = bracket(worst_case(descent(steps, convex(L), distance_sq=Fraction(7))))
    tight = float(7 * L / (4 * steps + 2))
    assert low <= tight * (1 + 1e-12)
    assert high >= tight * (1 - 1e-12)
    assert (low, high) == (pytest.approx(tight, rel=NEAR), pytest.approx(tight, rel=NEAR))


@pytest.mark.parametrize("step_size", [Fraction(1, 2), Fraction(19, 10)])
def test_strongly_convex_distance(step_size: Fraction) -> None:
    """‖x_N − x*‖² ≤ max{(1 − ημ)², (1 − ηL)²}^N ‖x_0 − x*‖²."""
    asked = descent(3, convex(1, Fraction(1, 10)), step_size, measure="distance_sq", distance_sq=Fraction(1))
    tight = float(max((1 - step_size / 10) ** 2, (1 - step_size) ** 2) ** 3)
    assert bracket(worst_case(asked)) == (pytest.approx(tight, rel=NEAR), pytest.approx(tight, rel=NEAR))


def test_nonconvex_descent() -> None:
    """The least ‖∇F‖² of N + 1 points is at most 4L(F(x_0) − F*)/(3N + 2) for η = 1/L.

    Abbaszadehpeyvast, De Klerk, Zamani, 2022, Theorem 2; here the last of the N + 1 takes a step more.
    """
    low, high = bracket(worst_case(descent(3, smooth(2), measure="minimum_gradient_sq", gap=Fraction(1))))
    assert (low, high) == (pytest.approx(1, rel=NEAR), pytest.approx(1, rel=NEAR))


def test_heavy_ball() -> None:
    """PEPit's example with its numbers: α = 1/(2L), β = √((1−αμ)(1−αL)), N = 2; its guarantee (1 − αμ)^N."""
    mu, alpha = Fraction(1, 10), HALF
    beta = Fraction(sqrt((1 - alpha * mu) * (1 - alpha))).limit_denominator(10**6)
    asked = Question(
        "sgdm",
        2,
        convex(1, mu),
        "gap_final",
        {"step_size": alpha, "momentum": beta},
        gap=Fraction(1),
    )
    low, high = bracket(worst_case(asked))
    assert high - low < NEAR
    assert high == pytest.approx(0.7534931391559496, rel=NEAR)  # PEPit 0.5.1 with Clarabel 0.11.1
    assert high <= (1 - alpha * mu) ** 2


@pytest.mark.parametrize("steps", [1, 2])
def test_inexact_gradient(steps: int) -> None:
    """((L_ε − μ_ε)/(L_ε + μ_ε))^{2N} with a relative error ε (De Klerk, Glineur, Taylor, 2020, Theorem 5.3).

    QSGD's text with a contractive compressor, 1 − δ = ε².
    """
    error, mu = Fraction(1, 10), Fraction(1, 10)
    upper, lower = 1 + error, (1 - error) * mu
    asked = Question(
        "qsgd",
        steps,
        convex(1, mu),
        "gap_final",
        {"step_size": 2 / (upper + lower)},
        compressor="contractive",
        contraction=1 - error**2,
        gap=Fraction(1),
    )
    tight = float(((upper - lower) / (upper + lower)) ** (2 * steps))
    assert bracket(worst_case(asked)) == (pytest.approx(tight, rel=NEAR), pytest.approx(tight, rel=NEAR))


@pytest.mark.parametrize("method", ["ef", "ef21"])
@pytest.mark.parametrize("root", [Fraction(1, 3), HALF])
def test_error_feedback_rate(method: str, root: Fraction) -> None:
    """The tight contraction of one worker's EF and EF21 at their best step size, s = √(1−δ), κ = μ/L:

    η = 2/(L+μ)·(1−s)/(1+s); ρ = s + (1+s)(L−μ)λ/4 with
    λ = η/(L+μ)·((1−s)(L−μ) + (1+s)√((L−μ)² + 16Lμs/(1+s)²))

    (Thomsen, Taylor, Dieuleveut, arXiv 2506.05271, Theorems 1 and 2).
    """
    L, mu = Fraction(2), Fraction(1, 5)
    step_size = 2 / (L + mu) * (1 - root) / (1 + root)
    asked = Question(
        method,
        1,
        convex(L, mu),
        "lyapunov",
        {"step_size": step_size},
        compressor="contractive",
        contraction=1 - root**2,
        lyapunov=True,
    )
    under = float((L - mu) ** 2 + 16 * L * mu * root / (1 + root) ** 2)
    weight = float(step_size / (L + mu)) * (float((1 - root) * (L - mu)) + float(1 + root) * sqrt(under))
    rate = float(root) + float((1 + root) * (L - mu)) * weight / 4
    assert bracket(worst_case(asked)) == (pytest.approx(rate, abs=NEAR), pytest.approx(rate, abs=NEAR))


# One question asked in two ways


@pytest.mark.parametrize("workers", [2, 4])
def test_reduced_equals_unreduced(workers: int) -> None:
    """Means and deviations say what all workers one by one say."""
    asked = compressed(heterogeneity=Fraction(1), workers=workers)
    reduced = worst_case(asked, lower=False)
    whole = worst_case(replace(asked, exchangeable=False), lower=False)
    assert reduced.numerical == pytest.approx(whole.numerical, rel=NEAR)


def test_more_workers_change_nothing_without_noise() -> None:
    found = {k: worst_case(compressed(heterogeneity=Fraction(1), workers=k), lower=False) for k in (2, 8)}
    assert found[2].upper is not None
    assert found[8].upper is not None
    assert found[2].upper.value == found[8].upper.value


def test_without_compression_error_feedback_is_descent() -> None:
    whole = worst_case(compressed(contraction=Fraction(1)), lower=False).numerical
    plain = descent(2, smooth(), Fraction(1, 4), measure="average_gradient_sq", gap=Fraction(1))
    assert whole == pytest.approx(worst_case(plain, lower=False).numerical, rel=NEAR)


@pytest.mark.parametrize("L", [Fraction(1, 100), Fraction(100)])
def test_scale(L: Fraction) -> None:
    """η/L, gap·L and ζ²·L²: ‖∇F‖² is L² times as large."""
    usual = worst_case(compressed("gmc", 3, parameters={"step_size": HALF, "momentum": HALF}))
    scaled = compressed(
        "gmc", 3, functions=smooth(L), parameters={"step_size": HALF / L, "momentum": HALF}, gap=L
    )
    low, high = bracket(worst_case(scaled))
    assert (low / float(L) ** 2, high / float(L) ** 2) == pytest.approx(bracket(usual), rel=1e-4)


@pytest.mark.parametrize("rho", [Fraction(3, 4), Fraction(1, 4)])
def test_an_unknown_mixing_matrix_is_no_better_than_a_given_one(rho: Fraction) -> None:
    """W = [[1+λ, 1−λ], [1−λ, 1+λ]]/2 has the second eigenvalue λ = √(1 − ρ), here 1/2 or less than √(3/4)."""
    lam = HALF if rho == Fraction(3, 4) else Fraction(4, 5)
    W = [[(1 + lam) / 2, (1 - lam) / 2], [(1 - lam) / 2, (1 + lam) / 2]]
    asked = Question(
        "dsgd",
        2,
        convex(),
        "gap_final",
        {"step_size": Fraction(1, 4)},
        workers=2,
        consensus=rho,
        distance_sq=Fraction(1),
        heterogeneity_at_optimum=Fraction(1, 4),
    )
    known = replace(asked, consensus=None, mixing=[W], exchangeable=False)
    low, _ = bracket(worst_case(asked))
    _, high = bracket(worst_case(asked))
    given_low, given_high = bracket(worst_case(known))
    assert given_low <= high * (1 + 1e-9)
    if lam == HALF:
        assert low == pytest.approx(given_high, rel=1e-5)


def test_noise_of_more_workers_averages_out() -> None:
    """E‖n̄‖² = σ²/K: the noise of one step costs L η² σ²/(2K) in the gap at most."""
    asked = descent(1, convex(), HALF, distance_sq=Fraction(1), noise=Fraction(1))
    quiet = worst_case(replace(asked, noise=None), lower=False).numerical
    extra = [worst_case(replace(asked, workers=k), lower=False).numerical - quiet for k in (1, 2, 4)]
    assert extra[0] > extra[1] > extra[2] > 0
    assert extra[0] <= 1 / 8 + NEAR


def test_compressors_in_their_order() -> None:
    """What is known more of a compressor makes its worst case better, and scaling by δ is a linear map."""
    asked = {
        name: worst_case(
            compressed(steps=3, compressor=name, heterogeneity=Fraction(1), workers=2), lower=False
        )
        for name in ("contractive", "shrinking", "linear", "shared-block")
    }
    value = {name: found.numerical for name, found in asked.items()}
    assert value["shrinking"] <= value["contractive"] + NEAR
    assert value["shared-block"] <= value["linear"] + NEAR <= value["contractive"] + 2 * NEAR
    assert value["shared-block"] < value["contractive"] - 1e-3


def test_conditions_that_are_left_out_are_looked_at() -> None:
    """Descent needs neighbours and the minimiser only; error feedback, asked in the same way, is refused."""
    descends = assembled(program(descent(6, convex(), distance_sq=Fraction(1))))
    few = solved_near(descends, 0)
    assert few is not None
    assert few.value == pytest.approx(solved(descends, 0).value, rel=NEAR)
    assert sum(c.far for c in descends.program.constraints) > len(descends.bounds) / 2
    assert all(m == 0 for m, c in zip(few.multipliers, descends.program.constraints, strict=True) if c.far)
    assert solved_near(assembled(program(compressed(steps=4))), 0) is None


# Proofs


def _bound(asked: Question) -> tuple[Any, tuple[Fraction, ...]]:
    found = worst_case(asked, lower=False)
    assert found.upper is not None
    return program(asked.normalised()[0]), found.upper.multipliers


PROGRAM, MULTIPLIERS = _bound(compressed())
ATTAINED = bracket(worst_case(compressed()))[0]


@given(st.integers(0, len(MULTIPLIERS) - 1), st.integers(-(10**6), 10**6).filter(bool))
@settings(deadline=None, max_examples=60)
def test_changed_multipliers_prove_nothing_better(place: int, change: int) -> None:
    """One multiplier more or less: refused, or a bound that is not below what is attained."""
    changed = list(MULTIPLIERS)
    changed[place] += Fraction(change, 10**7)
    found = checked(PROGRAM, changed)
    assert found is None or float(found.value) >= ATTAINED - 1e-12


def test_a_multiplier_of_a_value_is_refused_when_changed() -> None:
    """Interpolation between two points has function values, which have to vanish exactly."""
    place = next(i for i, c in enumerate(PROGRAM.constraints) if c.name == "interpolation")
    changed = list(MULTIPLIERS)
    changed[place] += Fraction(1, 10**9)
    assert checked(PROGRAM, changed) is None
    assert checked(PROGRAM, MULTIPLIERS[:-1]) is None


@given(st.lists(st.lists(st.integers(-3, 3), min_size=2, max_size=2), min_size=3, max_size=3))
def test_semidefinite(rows: list[list[int]]) -> None:
    """BBᵀ of three rows in the plane is, and is not once a little is taken from its diagonal."""
    product = flint.fmpq_mat(flint.fmpz_mat(rows) * flint.fmpz_mat(rows).transpose())
    little = flint.fmpq_mat(flint.fmpz_mat(3, 3, [1, 0, 0, 0, 1, 0, 0, 0, 1])) * flint.fmpq(1, 10**30)
    assert positive_semidefinite(product)
    assert not positive_semidefinite(product - little)
    assert not positive_semidefinite(flint.fmpq_mat(2, 2, [0, 1, 1, 3]))


def test_a_negative_multiplier_proves_nothing() -> None:
    """Of max −‖v‖², which is 0, under ‖v‖² ≤ 1: the multiplier −1 would "prove" −1."""
    square = sq({0: 1})
    small = Program(
        np.array([[Fraction(1)]]), ([0],), [Fraction(1)], 0, (Constraint("length", square - 1),), -square
    )
    assert checked(small, [Fraction(-1)]) is None
    proved = checked(small, [Fraction(0)])
    assert proved is not None
    assert proved.value == 0


def test_a_changed_world_is_refused_or_says_less() -> None:
    asked = compressed(heterogeneity=Fraction(1), workers=2).normalised()[0]
    found = worst_case(asked)
    assert found.lower is not None
    world = found.lower.world
    certain = replace(asked, inside=True)
    assert replayed(certain, world) == found.lower.value
    larger = replace(world, vectors=world.vectors * Fraction(101, 100))
    assert replayed(certain, larger) is None
    mixed = world.vectors.copy()
    mixed[:, 0] += mixed[:, -1] / 10**13  # every condition still holds: they have more than this to spare
    assert replayed(certain, replace(world, vectors=mixed)) is None


# Bad input


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"method": "gcm"}, "did you mean gmc"),
        ({"method": "adam"}, "by coordinates"),
        ({"method": "ar-qprsgd"}, "cannot read"),
        ({"parameters": {"step": HALF}}, "did you mean step_size"),
        ({"compressor": "contractiv"}, "did you mean contractive"),
        ({"contraction": Fraction(2)}, "contraction: read"),
        ({"contraction": None}, "contraction: not given"),
        ({"gap": None}, "gap: not given"),
        ({"gap": Fraction(0)}, "gap: read 0"),
        ({"distance_sq": HALF}, "distance_sq"),
        ({"steps": 0}, "steps: read 0"),
        ({"workers": 0}, "workers: read 0"),
        ({"method": "dsgd", "compressor": None}, "consensus"),
    ],
)
def test_refused(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(BadInput, match=named):
        compressed(**changes)


def test_unknown_measure() -> None:
    with pytest.raises(BadInput, match="did you mean"):
        worst_case(compressed(measure="average_gradient"))


def test_unbounded() -> None:
    with pytest.raises(BadInput, match="nothing bounds it"):
        worst_case(compressed(workers=2))


class PanicException(BaseException):
    """As the solver's own."""


@pytest.mark.parametrize("raised", [PanicException, KeyboardInterrupt])
def test_a_solver_that_breaks_off_says_so(
    raised: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A panic of the solver is a message; Ctrl-C stays what it is."""

    class Broken:
        def __init__(self, *_: Any) -> None: ...

        def solve(self) -> None:
            raise raised

    monkeypatch.setattr("clarabel.DefaultSolver", Broken)
    with pytest.raises(BadInput if raised is PanicException else raised, match=r"too different sizes|^$"):
        worst_case(compressed())


def test_too_large_is_refused_before_it_starts() -> None:
    asked = compressed(steps=150)
    assert size_of(asked).gram == 2 * 150  # a gradient and a message a step
    with pytest.raises(BadInput, match="take fewer steps, or force it"):
        worst_case(asked)
