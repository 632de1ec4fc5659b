"""QPRSGD's formulas in the special cases and limits that the paper states or implies."""

from itertools import product
from math import comb, exp, expm1, log, log2, sqrt
from typing import Any

import numpy as np
import pytest
from qprsgd_run import RUN, bound, holds, output, slope, terms

from theory.constants import Constants, Estimate
from theory.evaluate import evaluate
from theory.papers import load
from theory.papers.qprsgd import gossip, quantiser, ring, theorem2
from theory.readings.interval import Interval
from theory.statement import apply, total

# The quantiser


def exact_variance(v: np.ndarray, levels: int) -> float:
    """E‖Q_s(v) − v‖²/‖v‖², the sum of the coordinates' exact variances."""
    norm = np.linalg.norm(v)
    return float(np.sum(np.asarray(quantiser.rounding_variance(v, norm, levels)))) / float(norm**2)


def test_exact_variance_is_that_of_the_rounding() -> None:
    """Against the two values that a coordinate is rounded to and their probabilities; the mean is v."""
    v, s = np.array([3.0, -4.0, 0.5, 0.0]), 3
    norm = float(np.linalg.norm(v))
    x = s * np.abs(v) / norm
    up = x - np.floor(x)
    low, high = np.sign(v) * norm * np.floor(x) / s, np.sign(v) * norm * (np.floor(x) + 1) / s
    np.testing.assert_allclose((1 - up) * low + up * high, v, rtol=1e-12)
    spread = (1 - up) * (low - v) ** 2 + up * (high - v) ** 2
    assert exact_variance(v, s) * norm**2 == pytest.approx(spread.sum(), rel=1e-12)


@pytest.mark.parametrize(("d", "s"), [(2, 1), (3, 2), (9, 1), (30, 2), (100, 3)])
def test_exact_variance_is_below_the_worst_case_and_that_below_lemma5(d: int, s: int) -> None:
    rng = np.random.default_rng(d)
    worst = quantiser.worst_case_factor(d, s)
    seen = [exact_variance(rng.standard_normal(d) ** power, s) for power in (1, 3) for _ in range(500)]
    assert max(seen) <= worst * (1 + 1e-12)
    assert worst <= quantiser.variance_factor(d, s) * (1 + 1e-12)


@pytest.mark.parametrize(
    ("v", "s"),
    [([1] * 4, 1), ([1] * 9, 1), ([1] * 100, 3), ([3] + [1] * 7, 2), ([3, 3, 3, 3], 3)],
)
def test_worst_case_is_attained(v: list[int], s: int) -> None:
    """By equal coordinates where d ≥ 4s², else by odd integers v with Σ v² = 4s²."""
    assert exact_variance(np.array(v, dtype=float), s) == pytest.approx(
        float(quantiser.worst_case_factor(len(v), s)), rel=1e-12
    )


def test_lemma5_is_attained_at_d_equal_4s2_only_beyond_which_it_is_loose() -> None:
    assert quantiser.worst_case_factor(16, 2) == quantiser.variance_factor(16, 2)
    assert quantiser.worst_case_factor(1600, 2) == pytest.approx(sqrt(1600) / 2 - 1)
    assert quantiser.variance_factor(1600, 2) == 100


def test_lemma12_bounds_the_expected_number_of_nonzeros() -> None:
    for d, s in product((1, 5, 40), (1, 2, 7)):
        v = np.random.default_rng(s).standard_normal(d)
        x = s * np.abs(v) / np.linalg.norm(v)
        assert np.sum(np.minimum(x, 1)) <= bound("qprsgd.lemma12", dimension=d, levels=s) * (1 + 1e-12)
    assert bound("qprsgd.lemma12", dimension=5, levels=7) == 5


def test_theorem3_is_lemma13_with_exponent_2_and_a_sign_bit_each() -> None:
    d, s = 64, 8
    elias = load("qprsgd.lemma13").bound(
        dimension=d, norm_exponent=2, norm_power=quantiser.second_moment(d, s)
    )
    assert bound("qprsgd.theorem3", dimension=d, levels=s) == pytest.approx(32 + d + total(elias))


def test_lemma13_counts_a_bit_for_each_one() -> None:
    """d ones have Elias codes of one bit each; fewer than d they cannot sum to."""
    ones = {"dimension": 7, "norm_exponent": 3.0, "norm_power": 7.0}
    assert bound("qprsgd.lemma13", **ones) == 7
    assert holds("qprsgd.lemma13", **ones) == {"norm_power": True}
    assert holds("qprsgd.lemma13", **ones | {"norm_power": 6.9}) == {"norm_power": False}


def test_theorem3_promises_less_than_its_code_takes_where_d_is_large() -> None:
    """Finding: E‖y + 1‖² has 1 in place of d, so the bound sinks below F + 2d, which every message takes.

    100 equal coordinates at s = 1 round to 1 with probability 1/10: 2 bits each, and 2 more for a 1.
    """
    d, s = 100, 1
    taken = 32 + d * (2 + 2 / sqrt(d))
    promised = bound("qprsgd.theorem3", dimension=d, levels=s)
    assert promised < 32 + 2 * d < taken
    assert 32 + 2 * d + d * log(quantiser.second_moment(d, s) / d) < taken  # with a natural logarithm too
    assert taken <= 32 + 2 * d + d * log2((quantiser.second_moment(d, s) - 1 + d) / d)


def test_twelve_bits_tell_at_most_2047_levels_apart() -> None:
    assert holds("qprsgd.eq2.bits", levels=2047) == {"set_size": True}
    assert holds("qprsgd.eq2.bits", levels=2048) == {"set_size": False}


# The ring


def test_C1_of_one_worker() -> None:
    x = quantiser.variance_factor(16, 8)
    assert ring.ring_factor(1, 16, 8) == pytest.approx(expm1(x), rel=1e-14)


def test_C1_in_the_printed_order() -> None:
    for M, d, s in product((1, 2, 5), (3, 50), (1, 2)):
        x = d / (4 * s**2)
        printed = exp(x) / M + (x / M + 1) ** (M - 1) / x - (1 / x + 1)
        assert ring.ring_factor(M, d, s) == pytest.approx(printed, rel=1e-12)


def test_C1_keeps_its_digits_where_the_quantiser_is_fine() -> None:
    M, d, s = 16, 100, 2**17
    balls = ring.ring_factor(*(Interval.of(n) for n in (M, d, s)))
    assert ring.ring_factor(M, d, s) == pytest.approx(float(balls.value.mid()), rel=1e-6)
    x = d / (4 * s**2)
    series = x * (1 / M + comb(M - 1, 2) / M**2)
    assert ring.ring_factor(M, d, s) == pytest.approx(series, rel=1e-6)


def test_C1_vanishes_with_many_levels_and_stays_with_many_workers() -> None:
    x = quantiser.variance_factor(100, 5)
    assert ring.ring_factor(8, 100, 10**6) < 1e-10
    assert ring.ring_factor(10**9, 100, 5) == pytest.approx(expm1(x) / x - 1, rel=1e-6)


def test_one_worker_of_the_ring_is_one_quantiser() -> None:
    """Lemma 1 at M = 1 is no sharper than twice Lemma 5."""
    single = {"workers": 1, "dimension": 16, "levels": 8}
    assert bound("qprsgd.remark1", **single) >= 2 * bound("qprsgd.lemma5", **single)


def test_remark2_follows_from_remark1_in_the_range_of_eq7_over_4s2_only() -> None:
    """Finding: the proof gives M ≤ (d/4s²)(1 + d/4s²)/(e^x − x − 1); Eq. (7) prints d in place of d/4s²."""
    for d, s in product((4, 100, 1000), (1, 3, 10)):
        limit = float(ring.workers_limit(d, s))
        for M in range(1, min(int(limit / (4 * s**2)), 200) + 1):
            assert ring.ring_factor(M, d, s) <= exp(d / (4 * s**2)) / M * (1 + 1e-12)
    allowed = {"workers": 11, "dimension": 4, "levels": 1}
    assert holds("qprsgd.remark2", **allowed) == {"workers": True}
    assert terms("qprsgd.remark2", **allowed)["quantisation"] < bound("qprsgd.remark1", **allowed)


def test_more_levels_widen_the_ranges_of_M_and_K() -> None:
    """Section IV-A, impact of the quantisation level."""
    s = np.array([1.0, 2, 4, 8, 16])
    assert np.all(np.diff(ring.workers_limit(100.0, s)) > 0)
    assert np.all(np.diff(ring.widened_variance(3.0, 1.0, 100.0, s)) > 0)


def test_one_local_step_has_no_drift() -> None:
    assert terms("qprsgd.theorem1", local_steps=1)["drift"] == 0
    assert bound("qprsgd.lemma6", local_steps=1) == 0
    assert terms("qprsgd.theorem2", local_steps=1)["drift"] == 0
    assert terms("qprsgd.lemma3", local_steps=1)["drift"] == 0
    assert terms("qprsgd.lemma3", local_steps=1)["local gradients"] == 0


def test_without_quantisation_only_the_quantisation_terms_vanish() -> None:
    fine = terms("qprsgd.theorem1", levels=10**8)
    assert fine["quantisation"] < 1e-12 * fine["noise"]
    assert fine["noise"] == terms("qprsgd.theorem1")["noise"]


def test_sampling_noise_is_shared_by_workers_and_batch() -> None:
    assert terms("qprsgd.theorem1", workers=8)["noise"] == terms("qprsgd.theorem1")["noise"] / 2
    assert terms("qprsgd.theorem1", batch=4)["noise"] == terms("qprsgd.theorem1")["noise"] / 2


def test_second_inequality_asks_nothing_of_one_or_two_local_steps() -> None:
    for K in (1, 2):
        assert holds("qprsgd.theorem1", local_steps=K, step_size=100.0)["drift"]
    assert not holds("qprsgd.theorem1", local_steps=3, step_size=100.0)["drift"]


def test_step_size_limit_is_the_edge_of_the_second_inequality() -> None:
    limit = output("qprsgd.theorem1", "step_size_limit")
    assert holds("qprsgd.theorem1", step_size=limit * (1 - 1e-12))["drift"]
    assert not holds("qprsgd.theorem1", step_size=limit * (1 + 1e-12))["drift"]


def test_best_margins_are_the_edge_of_the_first_two_inequalities() -> None:
    epsilon, delta = output("qprsgd.theorem1", "epsilon"), output("qprsgd.theorem1", "delta")
    inside = {"descent_margin": epsilon * (1 - 1e-9), "drift_margin": delta * (1 - 1e-9)}
    assert all(holds("qprsgd.theorem1", **inside).values())
    assert not holds("qprsgd.theorem1", descent_margin=epsilon * (1 + 1e-9))["descent"]
    assert not holds("qprsgd.theorem1", drift_margin=delta * (1 + 1e-9))["drift"]


def test_best_margins_give_the_least_bound() -> None:
    least = bound("qprsgd.theorem1.best")
    for e, f in product((0.1, 0.5, 0.99), repeat=2):
        chosen = {"descent_margin": e, "drift_margin": f}
        if all(holds("qprsgd.theorem1", **chosen).values()):
            assert bound("qprsgd.theorem1", **chosen) >= least


def test_large_steps_make_theorem1_void() -> None:
    assert holds("qprsgd.theorem1.best", step_size=1.0) == {
        "descent": False,
        "drift_denominator": False,
        "local_descent": False,
    }


def at_corollary(number: str, **changed: Any) -> float:
    """Theorem 1's bound at the step size of a corollary."""
    corollary = load(f"qprsgd.corollary1.{number}")
    values = RUN | {"heterogeneity": 0.0} | changed
    values["step_size"] = apply(corollary.outputs["step_size"], values)
    assert all(holds("qprsgd.theorem1.best", **values).values())
    return bound("qprsgd.theorem1.best", **values)


@pytest.mark.parametrize(("number", "name"), [("1", "steps"), ("2", "steps"), ("2", "local_steps")])
def test_rates_of_the_first_two_corollaries(number: str, name: str) -> None:
    """N: −1/2 in both; K: −1/2 in Corollary 1.2."""
    at: list[float] = [10**14, 10**16] if name == "steps" else [100, 1000]
    fixed = {} if name == "steps" else {"steps": 10**16}
    assert slope([at_corollary(number, **fixed, **{name: n}) for n in at], at) == pytest.approx(
        -0.5, abs=0.01
    )


@pytest.mark.parametrize("name", ["steps", "local_steps", "workers"])
def test_rate_of_corollary13_for_few_workers(name: str) -> None:
    """1/√(NKM), while M stays far below 2·4s²/d, the range that the proof gives."""
    at: list[float] = [10**16, 10**18] if name == "steps" else [4, 16]
    fixed = {"dimension": 4, "levels": 500} | ({} if name == "steps" else {"steps": 10**18})
    assert slope([at_corollary("3", **fixed, **{name: n}) for n in at], at) == pytest.approx(-0.5, abs=0.01)


def test_corollary13_loses_its_speed_up_inside_the_printed_range_of_workers() -> None:
    """Finding: C₁ tends to (e^x−1)/x − 1, so beyond M ~ 2·4s²/d the bound grows as √M; Eq. (7) allows it."""
    at: list[float] = [10**6, 10**7]
    fixed = {"dimension": 4, "levels": 64, "steps": 10**30}
    assert all(holds("qprsgd.remark2", **fixed, workers=M)["workers"] for M in at)
    assert slope([at_corollary("3", **fixed, workers=M) for M in at], at) == pytest.approx(0.5, abs=0.1)


def test_corollaries_hold_for_their_own_step_size_only() -> None:
    for number in "123":
        own = output(f"qprsgd.corollary1.{number}", "step_size")
        assert holds(f"qprsgd.corollary1.{number}", step_size=own)["step_size"]
        assert holds(f"qprsgd.corollary1.{number}", step_size=own / 2)["step_size"] is False


def test_homogeneous_data_allow_any_number_of_local_steps() -> None:
    assert holds("qprsgd.corollary1.2", heterogeneity=0.0, local_steps=10**6)["local_steps"]
    assert not holds("qprsgd.corollary1.2", heterogeneity=0.5, local_steps=10**6)["local_steps"]


def test_a_coarse_quantiser_of_a_large_model_is_beyond_floats_but_not_beyond_answers() -> None:
    """d = 21 million and s = 10: exp(d/4s²) is near 10^22800."""
    known = RUN | {"dimension": 21_000_000, "levels": 10}
    found = evaluate(load("qprsgd.theorem1"), Constants({n: Estimate(x) for n, x in known.items()}))
    assert found.value is None
    assert found.log10_value == pytest.approx(52500 / log(10), rel=1e-3)
    assert found.constraints[0].holds is False
    assert holds("qprsgd.remark2", **known) == {"workers": False}


# Gossip


def test_more_levels_remove_the_noise_of_gossip() -> None:
    assert bound("qprsgd.lemma2", levels=10**8) < 1e-12 * bound("qprsgd.lemma2")
    mixing = output("qprsgd.lemma3", "D3", levels=10**8)
    assert mixing == pytest.approx(1 / (1 - RUN["lambda2"]) ** 2)


def test_levels_limit_is_the_edge_of_lemma2() -> None:
    limit = output("qprsgd.lemma2", "levels_limit", dimension=1000)
    assert holds("qprsgd.lemma2", dimension=1000, levels=int(limit) + 1)["levels"]
    assert not holds("qprsgd.lemma2", dimension=1000, levels=int(limit))["levels"]


def test_theorem2_is_out_of_reach_of_twelve_bits_for_the_papers_model() -> None:
    """Finding: μ ≥ 1 − ρ always, so Lemma 2 needs s > √d; 85 MB of floats need more than 2047 levels."""
    d, rho = 85_000_000 // 4, RUN["lambda2"]
    needed = output("qprsgd.lemma2", "levels_limit", dimension=d, eigen_spread=1 - rho)
    assert needed == pytest.approx(sqrt(d))
    assert needed > 2047


def test_spectral_gap_in_the_convention_of_quasi_global_momentum() -> None:
    """‖XW − X̄‖² ≤ ρ²‖X − X̄‖² for the paper's ρ."""
    W = np.array([[0.5, 0.25, 0, 0.25], [0.25, 0.5, 0.25, 0], [0, 0.25, 0.5, 0.25], [0.25, 0, 0.25, 0.5]])
    rho = float(np.sort(np.abs(np.linalg.eigvalsh(W)))[-2])
    X = np.random.default_rng(0).standard_normal((3, 4))
    mean = X.mean(axis=1, keepdims=True)
    contraction = output("qprsgd.assumption2", "consensus", lambda2=rho)
    assert np.sum((X @ W - mean) ** 2) <= (1 - contraction) * np.sum((X - mean) ** 2)


def test_one_local_step_gives_D1_one() -> None:
    assert output("qprsgd.lemma3", "D1", local_steps=1) == 1


def test_lemma10_is_twice_lemma7_and_the_local_walk() -> None:
    once, twice = terms("qprsgd.lemma7"), terms("qprsgd.lemma10")
    K, M, N = RUN["local_steps"], RUN["workers"], RUN["steps"]
    walk = RUN["step_size"] ** 2 * K * (K - 1) * N * K * M * RUN["stochastic_gradient_sq"]
    assert twice["quantisation"] == 2 * once["quantisation"]
    assert twice["gradients"] == pytest.approx(2 * once["gradients"] + walk)


def test_theorem2_solved_for_the_gradient_is_the_larger() -> None:
    weight = output("qprsgd.theorem2", "gradient_weight")
    assert 0 < weight < 1
    assert bound("qprsgd.theorem2.gradient") * weight == pytest.approx(bound("qprsgd.theorem2"))


def test_large_steps_make_theorem2_void() -> None:
    assert holds("qprsgd.theorem2", step_size=1.0) == {
        "levels": True,
        "drift_denominator": False,
        "gradient_denominator": False,
        "local_descent": False,
    }


def at_eq14(**changed: Any) -> float:
    """Theorem 2's bound, solved for the gradient, at the step size of Eq. (14)."""
    values = RUN | changed
    values["step_size"] = apply(theorem2.step_size21, values)
    assert all(holds("qprsgd.theorem2.gradient", **values).values())
    return bound("qprsgd.theorem2.gradient", **values)


@pytest.mark.parametrize("name", ["steps", "workers"])
def test_rate_of_theorem2_in_N_and_M(name: str) -> None:
    at: list[float] = [10**14, 10**16] if name == "steps" else [4, 16]
    fixed = {} if name == "steps" else {"steps": 10**16}
    assert slope([at_eq14(**fixed, **{name: n}) for n in at], at) == pytest.approx(-0.5, abs=0.01)


def test_local_steps_speed_theorem2_up_while_few_and_slow_it_down_while_many() -> None:
    """The 1/K of Corollary 2.1 is that of the initial gap; D₅′σ² grows as K, whence the bound on K."""
    few: list[float] = [1, 2]
    fixed = {"steps": 10**20, "gap": 1e6}
    assert slope([at_eq14(**fixed, local_steps=K) for K in few], few) == pytest.approx(-1, abs=0.01)
    many: list[float] = [10**4, 10**5]
    fixed = {"steps": 10**30, "gap": 1.0}
    assert slope([at_eq14(**fixed, local_steps=K) for K in many], many) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(("name", "rate"), [("steps", -0.5), ("workers", -0.5), ("local_steps", -1)])
def test_leading_term_of_corollary21(name: str, rate: float) -> None:
    at: list[float] = [4, 16]
    leading = [terms("qprsgd.corollary2.1", **{name: n})["leading"] for n in at]
    assert slope(leading, at) == pytest.approx(rate)
    table = [output("qprsgd.tableI.gossip", "rate", **{name: n}) for n in at]
    assert slope(table, at) == pytest.approx(rate)


def test_corollary21_holds_for_its_own_step_size_only() -> None:
    own = output("qprsgd.corollary2.1", "step_size")
    assert holds("qprsgd.corollary2.1", step_size=own)["step_size"]
    assert holds("qprsgd.corollary2.1", step_size=own / 2)["step_size"] is False


def test_corollary21_does_not_follow_from_theorem2_where_noise_is_large() -> None:
    """Finding: σ is lost from the first term, 16(F(x₁)−F*)/(K√(NM)), so for σ > 8 it undercuts Theorem 2."""
    noisy = RUN | {"noise": 2e4, "steps": 10**12, "local_steps": 1}
    noisy["step_size"] = apply(theorem2.step_size21, noisy)
    assert all(holds("qprsgd.corollary2.1", **noisy).values())
    assert all(holds("qprsgd.theorem2.gradient", **noisy).values())
    assert bound("qprsgd.corollary2.1", **noisy) < terms("qprsgd.theorem2", **noisy)["initial gap"]


def test_without_noise_corollary21_claims_no_range_of_steps() -> None:
    assert holds("qprsgd.corollary2.1", noise=0.0)["steps"] is False


def test_one_local_step_has_the_rate_that_is_compared_with_dcd_psgd() -> None:
    N, M = RUN["steps"], RUN["workers"]
    rate = output("qprsgd.corollary2.1.rate", "rate", local_steps=1)
    assert rate == pytest.approx(1 / sqrt(N * M) + 1 / N)


# The runs that the statements are about


def test_a_statement_applies_to_its_own_paradigm() -> None:
    ring_run = {"method": "ar-qprsgd", "schedule": "constant", "compressor": {"name": "qsgd"}}
    known = {n: Estimate(x) for n, x in RUN.items()}
    assert evaluate(load("qprsgd.theorem1"), Constants(known, ring_run)).applies is True
    assert evaluate(load("qprsgd.theorem2"), Constants(known, ring_run)).applies is False
    decaying = ring_run | {"schedule": "1/t"}
    assert evaluate(load("qprsgd.theorem1"), Constants(known, decaying)).applies is False


def test_formulas_take_arrays() -> None:
    gammas = np.array([1e-4, 1e-3])
    swept = load("qprsgd.theorem2.gradient").bound(
        **{n: RUN[n] for n in load("qprsgd.theorem2.gradient").needs} | {"step_size": gammas}
    )
    assert np.asarray(total(swept)) == pytest.approx(
        [bound("qprsgd.theorem2.gradient", step_size=float(g)) for g in gammas]
    )
    assert gossip.levels_sq(8, 0.5) == 16
