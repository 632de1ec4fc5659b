"""QG-DSGDm as printed: its limits, special cases, how its lines follow each other, and what it claims."""

import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from points import exact, points

from theory.admissible import edge
from theory.constants import GLOSSARY, Constants, Estimate
from theory.errors import Void
from theory.evaluate import applicability, bounds, evaluate
from theory.papers import load, load_paper
from theory.papers.qg import corrected, lemmas, potential
from theory.papers.qg import formulas as qg
from theory.papers.qg.hypotheses import MOMENTUM
from theory.readings.exact import Exact
from theory.statement import Formula, apply, needs, total

RUN: dict[str, Any] = {
    "workers": 16,
    "batch": 1,
    "steps": 10**4,
    "step_size": 0.01,
    "momentum": 0.02,
    "buffer": 0.5,
    "smoothness": 2.0,
    "noise": 3.0,
    "heterogeneity": 0.7,
    "gap": 5.0,
    "consensus": 0.6,
    "target": 0.01,
}
STATE: dict[str, Any] = {
    "current_gap": 2.0,
    "current_gradient_sq": 1.5,
    "current_mean_gradient_sq": 1.1,
    "current_consensus_sq": 0.3,
    "current_momentum_spread_sq": 0.9,
    "current_virtual_gap_sq": 0.2,
    "current_distance_sq": 4.0,
    "current_parameters_sq": 25.0,
    "strong_convexity": 0.5,
}
EVERYTHING = {**RUN, **STATE}
LAST_LINES = tuple(f"qg.theoremC.7.display{n}" for n in (134, 135, 136, 137))
CHAIN: tuple[Formula, ...] = (potential.display135, potential.display136, potential.display137)


def terms(formula: Formula, **changed: Any) -> dict[str, Any]:
    return dict(apply(formula, {**EVERYTHING, **changed}))


def value(formula: Formula, **changed: Any) -> float:
    return float(apply(formula, {**EVERYTHING, **changed}))


def fractions(point: dict[str, Any]) -> dict[str, Any]:
    return exact({name: Fraction(x) for name, x in point.items()})


# Quasi-hyperbolic momentum


@given(points(("momentum", "buffer")))
def test_beta_hat_is_the_memory_of_the_mean_buffer(point: dict[str, float]) -> None:
    """β̂ = μ + (1−μ)β of section 4.2 is 1 − (1−μ)(1−β) of Eq. (9)."""
    at = exact(point)
    assert apply(qg.combined_momentum, at).value == apply(qg.buffer_memory, at).value


def test_without_buffer_qhm_is_heavy_ball() -> None:
    """μ = 0 is SGDm: β̂ = β, weight 1 on the momentum (Appendix B.3.1)."""
    weights = load("qg.eq5").outputs
    assert {n: value(f, buffer=0.0, momentum=0.3) for n, f in weights.items()} == {
        "beta_hat": 0.3,
        "momentum_weight": 1,
        "gradient_weight": 0,
    }


def test_without_momentum_qhm_is_sgd() -> None:
    """β = 0: β̂ = μ, and all weight is on the fresh gradient."""
    assert value(qg.combined_momentum, momentum=0.0, buffer=0.7) == 0.7
    assert value(qg.momentum_weight, momentum=0.0, buffer=0.7) == 0
    assert value(qg.gradient_weight, momentum=0.0, buffer=0.7) == 1


def test_qhm_without_any_momentum_has_no_weights() -> None:
    with pytest.raises(Void):
        value(qg.gradient_weight, momentum=0.0, buffer=0.0)
    domain = [c for c in load("qg.eq5").constraints(momentum=0.0, buffer=0.0, workers=1) if not c.holds]
    assert [c.constraint.id for c in domain] == ["combined_momentum"]


GRADIENTS = [Fraction(g) for g in (3, -1, 4, -1, 5, -9, 2, 6)]


def quasi_global(beta: Fraction, mu: Fraction) -> list[Fraction]:
    """Algorithm 1 on one worker with η = 1 and given gradients, exactly."""
    x, m, path = Fraction(0), Fraction(0), []
    for g in GRADIENTS:
        before, x = x, x - (beta * m + g)
        m = mu * m + (1 - mu) * (before - x)
        path.append(x)
    return path


def weighted(beta_hat: Fraction, on_momentum: Fraction, on_gradient: Fraction) -> list[Fraction]:
    """m̂ ← β̂m̂ + g, x ← x − (a·m̂ + b·g), on the same gradients."""
    x, m, path = Fraction(0), Fraction(0), []
    for g in GRADIENTS:
        m = beta_hat * m + g
        x = x - (on_momentum * m + on_gradient * g)
        path.append(x)
    return path


@given(
    st.fractions(0, Fraction(49, 50), max_denominator=50),
    st.fractions(0, Fraction(49, 50), max_denominator=50),
)
def test_eq5_walks_as_algorithm1_does(beta: Fraction, mu: Fraction) -> None:
    assume(beta + mu > 0)
    at = {"momentum": Exact(beta), "buffer": Exact(mu)}
    beta_hat, a, b = (
        apply(f, at).value for f in (qg.combined_momentum, qg.momentum_weight, qg.gradient_weight)
    )
    assert weighted(beta_hat, a, b) == quasi_global(beta, mu)


@pytest.mark.parametrize(("beta", "same"), [(Fraction(1, 4), True), (Fraction(1, 3), False)])
def test_nesterov_is_qhm_on_one_curve_only(beta: Fraction, same: bool) -> None:
    """SGDm-N in y = x − ηβm weighs (momentum, gradient) as β̂ : 1, so Eq. (5) is it where 1−μ/β̂ = μ.

    That is (1−μ)²β = μ², at μ = 1/3 only β = 1/4: the equivalence of Appendix B.3.2 is not for all (μ, β).
    """
    at = {"momentum": Exact(beta), "buffer": Exact(Fraction(1, 3))}
    beta_hat = apply(qg.combined_momentum, at).value
    a, b = apply(qg.momentum_weight, at).value, apply(qg.gradient_weight, at).value
    nesterov = weighted(beta_hat, beta_hat * b, b)
    assert (a == beta_hat * b) is same
    assert (nesterov == quasi_global(beta, Fraction(1, 3))) is same


# The hypotheses: the momentum and the four branches of the step size


def test_the_momentum_constraint_ends_at_one_in_twenty_two() -> None:
    """β/(1−β) ≤ ρ/21 is β ≤ ρ/(21+ρ): 1/22 with complete averaging, less otherwise, never the usual 0.9."""
    for consensus in (1.0, 0.6, 0.01):
        found = edge(MOMENTUM, "momentum", {"consensus": consensus})
        assert found is not None
        assert found.value == pytest.approx(consensus / (21 + consensus), rel=1e-12)


@given(points(needs(qg.chosen_step)))
def test_the_chosen_step_is_the_least_branch_and_meets_every_constraint(point: dict[str, float]) -> None:
    branches = [apply(f, point) for f in (qg.consensus_step, qg.smooth_step, qg.momentum_step, qg.noise_step)]
    eta = apply(qg.chosen_step, point)
    assert eta == pytest.approx(min(branches), rel=1e-12)
    steps = [c for c in load("qg.theoremC.7").conditions if c.id != "momentum"]
    below = [c.sides({**point, "step_size": eta * (1 - 1e-9)}) for c in steps]
    above = [c.sides({**point, "step_size": eta * (1 + 1e-9)}) for c in steps]
    assert all(left <= right for left, right in below)
    assert any(left > right for left, right in above)


def test_branches_without_momentum_or_noise_drop_out() -> None:
    """β = 0 and σ = 0 make two branches infinite, and the others decide."""
    plain = value(qg.chosen_step, momentum=0.0, noise=0.0)
    assert plain == pytest.approx(
        min(value(qg.consensus_step), value(qg.smooth_step, momentum=0.0)), rel=1e-15
    )
    checks = load("qg.theoremC.7").constraints(**{**RUN, "momentum": 0.0, "noise": 0.0})
    assert all(c.holds for c in checks if c.constraint.id in {"momentum", "momentum_step", "noise_step"})
    with pytest.raises(Void):
        value(qg.momentum_step, momentum=0.0)
    with pytest.raises(Void):
        value(qg.noise_step, noise=0.0)


# One step


def test_lemma_c5_adds_lemmas_c3_and_c4() -> None:
    """The state's coefficients add exactly; heterogeneity and noise stay below what C.5 prints."""
    at = fractions(EVERYTHING)
    c3, c4, c5 = (
        {n: t.value for n, t in apply(getattr(lemmas, f"lemma_c{i}"), at).items()} for i in (3, 4, 5)
    )
    for name in ("consensus", "momentum spread"):
        assert c3[name] + c4[name] == c5[name]
    for name in ("heterogeneity", "noise"):
        assert c3[name] + c4[name] < c5[name]


@given(points(needs(lemmas.lemma_c5)))
def test_lemma_c5_is_never_below_the_sum(point: dict[str, float]) -> None:
    parts = [apply(getattr(lemmas, f"lemma_c{i}"), point) for i in (3, 4)]
    for name, printed in apply(lemmas.lemma_c5, point).items():
        assert sum(part[name] for part in parts) <= printed * (1 + 1e-12)


def test_without_momentum_the_virtual_sequence_is_the_mean() -> None:
    """β = 0: e_t contracts by μ with nothing added, the buffers weigh nothing, Lemma C.4 has no spread."""
    c6 = terms(lemmas.lemma_c6, momentum=0.0)
    assert c6 == {
        "virtual gap": pytest.approx(RUN["buffer"] * STATE["current_virtual_gap_sq"], rel=1e-15),
        "mean gradient": 0,
        "noise": 0,
    }
    for formula in (lemmas.lemma_c3, lemmas.lemma_c4, lemmas.lemma_c5, potential.potential):
        assert terms(formula, momentum=0.0)["momentum spread"] == 0
    assert terms(potential.display134, momentum=0.0)["momentum"] == 0
    assert value(potential.gradient_factor, momentum=0.0) == -value(qg.virtual_step, momentum=0.0) / 4


def test_complete_averaging_leaves_most_of_lemma_c3() -> None:
    """ρ = 1 averages exactly, so the distance after a step is 0; the lemma keeps 3/4 and 12η²ζ²."""
    c3 = terms(lemmas.lemma_c3, consensus=1.0, momentum=0.0)
    assert c3["noise"] == 0
    assert c3["consensus"] == 0.75 * STATE["current_consensus_sq"]
    assert c3["heterogeneity"] == pytest.approx(12 * 0.01**2 * 0.7, rel=1e-15)
    assert value(qg.second_eigenvalue, consensus=1.0) == 0


def test_lambda2_converts_the_consensus_constant() -> None:
    assert value(qg.second_eigenvalue, consensus=0.36) == pytest.approx(0.8, rel=1e-15)


def test_strong_convexity_is_what_contracts_in_lemma_c2() -> None:
    """With μ = 0 the distance is kept in full; with it the factor is 1 − μη̃/2."""
    assert terms(lemmas.lemma_c2, strong_convexity=0.0)["distance"] == STATE["current_distance_sq"]
    shed = 0.5 * value(qg.virtual_step) / 2
    assert terms(lemmas.lemma_c2)["distance"] == pytest.approx((1 - shed) * 4.0, rel=1e-15)


def test_the_unscaled_line_of_lemma_c4_becomes_the_lemma_when_scaled() -> None:
    """Display 111 times 6η²β²/(ρ(1−μ)(1−β)): the spread's term is C.4's exactly, the others stay below.

    Under the lemma's own hypothesis and η ≤ 1/(7L), which its proof adds.
    """
    at = {**EVERYTHING, "step_size": 1 / 14, "momentum": 0.6 / 21.6 * (1 - 1e-12)}
    scale = apply(lemmas.momentum_scale, at)
    unscaled, c4 = apply(lemmas.buffer_spread, at), apply(lemmas.lemma_c4, at)
    assert scale * unscaled["momentum spread"] == pytest.approx(c4["momentum spread"], rel=1e-12)
    for name in ("consensus", "heterogeneity", "noise"):
        assert scale * unscaled[name] <= c4[name]


def test_lemma_c4_needs_the_step_size_that_only_its_proof_has() -> None:
    """At η = 10/L the scaled line exceeds C.4's consensus term, though C.4 prints no limit on η."""
    at = {**EVERYTHING, "step_size": 5.0}
    assert all(c.holds for c in load("qg.lemmaC.4").constraints(**at))
    scaled = apply(lemmas.momentum_scale, at) * apply(lemmas.buffer_spread, at)["consensus"]
    assert scaled > 5 * apply(lemmas.lemma_c4, at)["consensus"]


def test_the_buffers_of_two_nodes_that_nearly_swap() -> None:
    """W = (1/32, 31/32; 31/32, 1/32), ∇f₁ = −1, ∇f₂ = 1, x = (4, −4): above display 111, below its repair."""
    models = [Fraction(x - g) for x, g in ((4, -1), (-4, 1))]
    mixed = [(models[i] + 31 * models[1 - i]) / 32 for i in (0, 1)]
    buffers = [x - y for x, y in zip((4, -4), mixed, strict=True)]
    spread = sum((m - sum(buffers) / 2) ** 2 for m in buffers) / 2
    run = {"step_size": 1.0, "momentum": 0.0, "buffer": 0.0, "smoothness": 0.1, "noise": 0.0}
    state = {"heterogeneity": 1.0, "current_consensus_sq": 16.0, "current_momentum_spread_sq": 0.0}
    printed, repaired = (
        total(terms(f, **run, **state)) for f in (lemmas.buffer_spread, corrected.buffer_spread)
    )
    assert printed < spread < repaired


# The potential and the last lines


FLAT_ETA, FLAT_BETA = Fraction(1, 10), Fraction(1, 22)


def flat(x: Fraction) -> tuple[Fraction, Fraction]:
    """A 1-smooth f and its derivative: flat from 0 to ηβ, and left of a short slope that ends at −2ηβ²."""
    start, depth = FLAT_ETA * FLAT_BETA, FLAT_ETA * FLAT_BETA**2
    if x > start:
        return (x - start) ** 2 / 2, x - start
    if x >= -depth:
        return min(x, Fraction(0)) ** 2 / 2, min(x, Fraction(0))
    slope = -max(x + 2 * depth, Fraction(0))
    return depth**2 - slope**2 / 2, slope


def potentials(steps: int) -> list[tuple[Fraction, Fraction]]:
    """Φ with f(x̄) and with f(x̂), of two nodes that average exactly and start apart."""
    eta, beta = FLAT_ETA, FLAT_BETA
    sizes = {"step_size": eta, "momentum": beta, "buffer": 0, "smoothness": 1, "consensus": 1}
    x = [2 + eta * beta, 2 * eta + eta * beta - 2]
    m, virtual, found = [Fraction(0)] * 2, sum(x) / 2, []
    for _ in range(steps):
        mean, mean_m = sum(x) / 2, sum(m) / 2
        state = {
            "current_consensus_sq": sum((y - mean) ** 2 for y in x) / 2,
            "current_momentum_spread_sq": sum((b - mean_m) ** 2 for b in m) / 2,
            "current_virtual_gap_sq": (virtual - mean) ** 2,
        }
        found.append(
            tuple(
                total(apply(potential.potential, fractions({**sizes, **state, "current_gap": gap}))).value
                for gap in (flat(mean)[0], flat(virtual)[0])
            )
        )
        g = [flat(y)[1] for y in x]
        after = mean - eta * (beta * mean_m + sum(g) / 2)
        m, x = [(y - after) / eta for y in x], [after, after]
        virtual -= eta / (1 - beta) * sum(g) / 2
    return found


def test_the_potential_with_the_mean_model_grows_without_noise() -> None:
    """Display 133 as printed: from t = 2 to t = 3 Φ grows, though no gradient, noise or drift is there."""
    at = potentials(4)
    assert at[0][0] > at[1][0] > at[2][0] < at[3][0]
    assert at[2][1] >= at[3][1]


def test_one_step_from_the_minimum_is_above_display_134() -> None:
    """f_i = x²/2 on two nodes that average exactly, each with the noise ±1: Φ¹ = η²/4, and 0 gradient."""
    run = {"workers": 2, "batch": 1, "steps": 1, "momentum": 0.0, "buffer": 0.0, "smoothness": 1.0}
    start = {"noise": 1.0, "heterogeneity": 0.0, "consensus": 1.0, "gap": 0.0, "step_size": 1e-4}
    last = {f"current_{n}_sq": 0.0 for n in ("consensus", "momentum_spread", "virtual_gap")}
    point = {**run, **start, **last, "current_gap": 1e-8 / 4}
    assert total(terms(potential.display134, **point)) < 0 < total(terms(corrected.display134, **point))


def test_the_recursion_of_the_potential_adds_the_scaled_lemmas() -> None:
    """Display 133 is (24L²η̃/ρ)·C.5 + (3L²η̃/(2(1−μ)(1−β)))·C.6 + C.1, exactly.

    One number stands for f(x̂_t) of Lemma C.1 and f(x̄_t) of Φ.
    """
    at = fractions(EVERYTHING)
    added = (
        apply(potential.consensus_factor, at) * total(apply(lemmas.lemma_c5, at))
        + apply(potential.virtual_factor, at) * total(apply(lemmas.lemma_c6, at))
        + total(apply(lemmas.lemma_c1, at))
    )
    assert added.value == total(apply(potential.potential_step, at)).value


def test_the_potential_starts_at_the_gap() -> None:
    """Φ⁰ = f(x̄⁰) − f* where models agree, buffers are empty and x̂ = x̄."""
    start = dict.fromkeys(
        ("current_consensus_sq", "current_momentum_spread_sq", "current_virtual_gap_sq"), 0.0
    )
    assert total(terms(potential.potential, **start)) == STATE["current_gap"]


def test_what_the_first_of_the_last_lines_loses_on_the_way() -> None:
    """4/η̃ times display 133 against display 134: the drift agrees, two terms do not.

    The noise is printed 4 times too small (Lη̃σ²/n for 4Lη̃σ²/n) in all four lines, and the momentum term
    lacks a factor 1/(1−β).
    """
    at = fractions(EVERYTHING)
    scale = 4 / apply(qg.virtual_step, at)
    recursion, printed = apply(potential.potential_step, at), apply(potential.display134, at)
    ratio = {n: (scale * recursion[n] / printed[n]).value for n in ("noise", "momentum", "drift")}
    assert ratio == {"noise": 4, "momentum": 1 / (1 - Fraction(EVERYTHING["momentum"])), "drift": 1}
    repaired = apply(corrected.display134, at)
    assert all((scale * recursion[n]).value == repaired[n].value for n in ratio)
    assert {terms(f)["noise"] for f in CHAIN} == {terms(potential.display134)["noise"]}


@given(points(needs(potential.display134)))
def test_the_last_lines_only_grow(point: dict[str, float]) -> None:
    """Under β/(1−β) ≤ ρ/21 each line is at least the one before it, once −Φ^T ≤ 0 is dropped."""
    limit = point["consensus"] / (21 + point["consensus"])
    at = {**point, "momentum": point["momentum"] * limit}
    first = {n: t for n, t in apply(potential.display134, at).items() if n != "final potential"}
    values = [math.fsum(t.values()) for t in (first, *(apply(f, at) for f in CHAIN))]
    assert all(a <= b * (1 + 1e-12) for a, b in pairwise(values))


def test_without_noise_and_heterogeneity_only_the_gap_remains() -> None:
    """σ = ζ = 0, which one worker without noise has: 4(1−β)(f(x̄⁰) − f*)/(ηT)."""
    for formula in CHAIN:
        bound = terms(formula, noise=0.0, heterogeneity=0.0)
        assert bound.pop("initial gap") == pytest.approx(4 * 0.98 * 5.0 / (0.01 * 10**4), rel=1e-15)
        assert set(bound.values()) == {0}


def test_one_worker_still_pays_for_consensus() -> None:
    """n = 1, ρ = 1, ζ = 0, β = μ = 0 is SGD, yet the drift 2·1249η²L²σ² remains."""
    alone = {"workers": 1, "consensus": 1.0, "heterogeneity": 0.0, "momentum": 0.0, "buffer": 0.0}
    drift = terms(potential.display137, **alone)["drift"]
    assert drift == pytest.approx(2 * 1249 * 0.01**2 * 2.0**2 * 3.0, rel=1e-15)


@pytest.mark.parametrize("statement", LAST_LINES)
def test_noise_is_the_variance_of_a_mini_batch(statement: str) -> None:
    formula = load(statement).formula
    assert formula is not None
    assert terms(formula, batch=8, noise=24.0) == terms(formula)


# Rates


def at_chosen_step(formula: Formula, steps: np.ndarray, **changed: Any) -> np.ndarray:
    """A last line at Theorem C.7's own step size, as a curve over T."""
    point = {**RUN, **STATE, **changed, "steps": steps}
    return np.asarray(total(apply(formula, {**point, "step_size": apply(qg.chosen_step, point)})))


def slope(curve: np.ndarray, steps: np.ndarray) -> float:
    """The slope of log curve against log T between the last two points."""
    rise, run = (np.log(x[-1]) - np.log(x[-2]) for x in (curve, steps))
    return float(rise / run)


FAR = np.array([1e26, 1e28])
"""So far that what falls faster than the leading term is below 1e-6 of it."""


def test_with_noise_the_bound_falls_as_one_over_the_root_of_t() -> None:
    assert slope(at_chosen_step(potential.display137, FAR), FAR) == pytest.approx(-1 / 2, abs=1e-6)


def test_without_noise_the_bound_stays_above_zero_for_ever() -> None:
    """σ = 0 < ζ: the printed minimum has no branch that shrinks with T, so the drift never falls.

    The claimed rate falls as T^(−2/3) there; the explicit line ends at 1249ζ²/(49(1−β)²) where ρ/(7L) is
    the least branch, above the heterogeneity itself.
    """
    quiet = {"noise": 0.0, "momentum": 0.0}
    curve = at_chosen_step(potential.display137, FAR, **quiet)
    claimed = np.asarray(apply(qg.rate, {**RUN, **quiet, "steps": FAR}))
    assert slope(curve, FAR) == pytest.approx(0, abs=1e-9)
    assert curve[-1] == pytest.approx(1249 / 49 * RUN["heterogeneity"], rel=1e-9)
    assert slope(claimed, FAR) == pytest.approx(-2 / 3, abs=1e-4)


def test_without_noise_and_heterogeneity_the_bound_falls_as_one_over_t() -> None:
    still = {"noise": 0.0, "heterogeneity": 0.0}
    assert slope(at_chosen_step(potential.display137, FAR, **still), FAR) == pytest.approx(-1, abs=1e-12)


@given(points(("gap", *needs(qg.iterations))))
def test_the_iterations_of_theorem_31_reach_the_target_of_theorem_c7(point: dict[str, float]) -> None:
    """With the factor f(x̄⁰) − f* that T(ε) hides, each of the rate's three parts is at most ε."""
    steps = apply(qg.iterations, point) * point["gap"]
    reached = apply(qg.rate, {**point, "steps": steps})
    assert reached <= 3 * point["target"] * (1 + 1e-9)


def test_without_momentum_the_buffer_coefficient_still_counts() -> None:
    """β = 0 is DSGD whatever μ. Both theorems keep μ in ζ̃², Theorem 3.1 also in (1−μ)(1−β)²."""
    quiet = {"momentum": 0.0, "noise": 0.0, "steps": 10**6}
    assert value(qg.rate, **quiet, buffer=0.99) == value(qg.rate, **quiet, buffer=0.0)
    more = value(qg.iterations, **quiet, buffer=0.99) - value(qg.iterations, **quiet, buffer=0.0)
    assert more == pytest.approx(2.0 / 0.01 * (1 / 0.01 - 1), rel=1e-9)
    assert value(qg.drift_sq, momentum=0.0, buffer=0.99) > 30 * value(qg.drift_sq, momentum=0.0, buffer=0.0)


def test_the_leading_iterations_speed_up_linearly_whatever_the_network() -> None:
    """ε → 0: T(ε) → Lσ²/(nε²), without ρ, β and μ (Remark 3.2)."""
    for changed in ({}, {"consensus": 0.01}, {"buffer": 0.9}, {"workers": 1000}):
        whole = value(qg.iterations, target=1e-16, **changed)
        leading = 2.0 * value(qg.leading_iterations, target=1e-16, **changed)
        assert whole == pytest.approx(leading, rel=1e-3)


def test_earlier_analyses_slow_down_with_momentum() -> None:
    """Remark 3.2: they need L/(1−β) times its leading term."""
    ratio = value(qg.earlier_iterations, momentum=0.9) / value(qg.leading_iterations)
    assert ratio == pytest.approx(2.0 / 0.1, rel=1e-12)


def test_the_orders_of_theorem_31_lack_factors() -> None:
    """T(ε) has the unit of 1/f and η that of w/f: f(x̄⁰)−f* and √((f(x̄⁰)−f*)/L) are inside O(·)."""
    units = load("qg.theorem3.1").output_units
    assert (units["T"], units["eta"]) == ("1/F", "w/F")
    hidden = math.sqrt(RUN["gap"] / RUN["smoothness"])
    assert value(qg.noise_step) == pytest.approx(2 * hidden * value(qg.order_of_step), rel=1e-12)


@pytest.mark.parametrize("formula", [lemmas.lemma_c3, lemmas.lemma_c5, potential.display137])
def test_heterogeneity_counts_linearly(formula: Formula) -> None:
    """ζ enters through ζ² only: what doubling ζ² adds is what the first ζ² added."""
    none, one, two = (total(terms(formula, heterogeneity=z)) for z in (0.0, 0.7, 1.4))
    assert two - one == pytest.approx(one - none, rel=1e-9)
    assert one > none


# What the statements are, and which runs they are about


def test_the_effective_step_is_in_the_units_of_one_over_f() -> None:
    assert value(qg.effective_step) == pytest.approx(0.01 / 25, rel=1e-15)
    with pytest.raises(Void):
        value(qg.effective_step, current_parameters_sq=0.0)


def test_uses_name_statements_of_the_paper() -> None:
    statements = load_paper("qg").statements
    known = {s.id for s in statements}
    assert len({(s.id, s.variant) for s in statements}) == len(statements)
    assert {u for s in statements for u in s.uses} <= known
    definitions = {"qg.eq1", "qg.eqDSGD", "qg.eq2", "qg.eq10", *(f"qg.algorithm{n}" for n in (1, 2, 3))}
    assert {s.id for s in statements if s.verdict == "assumed"} == definitions | {
        "qg.assumption1",
        "qg.assumption2",
        "qg.assumption2.1",
        "qg.assumption2.2",
        "qg.assumption2.3",
    }


HEAVY = {"method": "qg", "nesterov": False, "schedule": "constant"}


@pytest.mark.parametrize(
    ("run", "applies"),
    [
        (HEAVY, True),
        ({**HEAVY, "iid": False, "topology": "ring16"}, True),
        ({"method": "qg", "schedule": "constant"}, True),
        ({**HEAVY, "nesterov": True}, False),
        ({**HEAVY, "schedule": "1/t"}, False),
        ({**HEAVY, "method": "gmc"}, False),
        ({"method": "qg"}, None),
        (None, None),
    ],
)
def test_the_theorem_is_about_constant_heavy_ball_steps(
    run: dict[str, Any] | None, applies: bool | None
) -> None:
    for statement in (*LAST_LINES, "qg.theorem3.1", "qg.theoremC.7"):
        assert applicability(load(statement), Constants({}, run))[0] is applies


def test_notes_say_whose_variance_is_meant() -> None:
    """The glossary's noise is that of one sample, the paper's σ² that of whatever a worker draws."""
    for statement in load_paper("qg").statements:
        assert ("σ² is σ²/batch" in (statement.note or "")) is ("batch" in statement.needs)


def test_no_number_of_the_paper_is_about_another_method() -> None:
    """Whatever is computable, for a run of gmc it is said not to apply."""
    computable = [s for s in load_paper("qg").statements if s.needs]
    assert {applicability(s, Constants({}, {**HEAVY, "method": "gmc"}))[0] for s in computable} == {False}
    assert {applicability(s, Constants({}, HEAVY))[0] for s in computable if s.id != "qg.sectionB.3.3"} == {
        True
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"momentum": 0.0, "buffer": 0.0, "noise": 0.0, "heterogeneity": 0.0, "gap": 0.0},
        {"consensus": 1.0, "workers": 1, "steps": 1},
        {"consensus": 5e-324, "step_size": 1e300, "noise": 1e300},
        {"momentum": math.nextafter(1, 0), "buffer": math.nextafter(1, 0)},
    ],
)
def test_every_statement_is_evaluated_at_the_edges(changed: dict[str, Any]) -> None:
    """What has no value there says why; nothing is negative that the paper does not subtract."""
    known = {n: Estimate(x) for n, x in {**EVERYTHING, **changed}.items()}
    found = bounds(Constants(known, run=HEAVY), "qg")
    assert len(found) > 20
    for bound in found:
        assert bound.value is not None or bound.why
        if bound.statement.id in LAST_LINES[1:] and bound.value is not None:
            assert bound.value >= 0


def test_a_run_with_the_usual_momentum_is_outside_the_theorem() -> None:
    """β = μ = 0.9, as in all the paper's experiments, breaks the momentum constraint for every ρ."""
    for consensus in (1e-3, 1.0):
        run = {**RUN, "momentum": 0.9, "buffer": 0.9, "consensus": consensus, "step_size": 1e-9}
        known = {n: Estimate(x) for n, x in run.items()}
        bound = evaluate(load("qg.theoremC.7.display137"), Constants(known, run=HEAVY))
        assert [c.constraint.id for c in bound.unmet] == ["momentum"]


def test_latex_is_in_the_papers_letters() -> None:
    """The batch, which the paper fixes at 1, is not written; no letter is left outside ASCII."""
    last = load("qg.theoremC.7.display137").latex()
    assert r"\frac{\tilde{\eta} L \sigma^{2}}{n}" in last
    assert r"\tilde{\eta} &= \frac{\eta}{1 - \beta}" in last
    assert all(s.latex().isascii() for s in load_paper("qg").statements if s.formula is not None)


def test_constants_have_letters() -> None:
    """All but ε, which the glossary gives to one paper only."""
    wanted = {name for statement in load_paper("qg").statements for name in statement.needs}
    assert {name for name in wanted if "qg" not in GLOSSARY[name].letters} <= {"target"}
    assert len(wanted) > len(RUN)
