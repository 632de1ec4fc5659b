"""CD-Adam's statements as printed: constants by hand, special cases, limits and rates."""

from fractions import Fraction
from itertools import combinations
from math import inf, isclose, log, sqrt
from typing import Any

import numpy as np
import pytest

from theory.constants import Constants, Estimate
from theory.errors import UnlikeUnits
from theory.evaluate import applicability, evaluate
from theory.papers import load, load_paper
from theory.papers.cdadam import communication, compressors, constants, lemmas, theorem
from theory.readings.dimension import Dimension
from theory.readings.exact import Exact
from theory.readings.interval import Interval
from theory.statement import Formula, Terms, apply, needs, total

RATIONAL = {  # every root in M₁ … M₄ is rational here: θ = 1/2, G̃_∞² + ν = 25, γ = 1/2
    "contraction": Fraction(3, 4),
    "gradient_l2": Fraction(2, 3),
    "gradient_linf": Fraction(1, 3),
    "epsilon_adam": Fraction(16),
    "smoothness": Fraction(1),
    "dimension": Fraction(4),
    "momentum": Fraction(3, 10),
    "momentum2": Fraction(9, 25),
    "gap": Fraction(2),
}
POINT: dict[str, Any] = {
    "contraction": 0.6,
    "gradient_l2": 1.3,
    "gradient_linf": 0.4,
    "epsilon_adam": 0.02,
    "smoothness": 2.0,
    "dimension": 12,
    "momentum": 0.5,
    "momentum2": 0.9,
    "gap": 3.0,
    "noise": 0.7,
    "batch": 16,
    "steps": 5000,
    "step_size": 0.003,
    "target": 0.05,
    "workers": 8,
}
THEOREM = load("cdadam.theorem6.4")
B21 = load("cdadam.eqB.21")


def at(formula: Formula, **changes: Any) -> Any:
    """A formula at the point above with some constants changed."""
    return apply(formula, POINT | changes)


def bound(formula: Formula, **changes: Any) -> float:
    value = total(at(formula, **changes))
    assert isinstance(value, float)
    return value


def slope(low: float, high: float, x_low: float, x_high: float) -> float:
    return log(high / low) / log(x_high / x_low)


def known(**changes: float) -> Constants:
    return Constants({name: Estimate(value) for name, value in (POINT | changes).items()})


# Constants


@pytest.mark.parametrize(
    ("formula", "by_hand"),
    [
        (constants.worker_l2, Fraction(2)),
        (constants.server_l2, Fraction(6)),
        (constants.worker_linf, Fraction(1)),
        (constants.server_linf, Fraction(3)),
        (constants.decay_ratio, Fraction(1, 2)),
        (constants.gap_constant, Fraction(10)),
        (constants.momentum_constant, Fraction(50, 7)),
        (constants.step_constant, Fraction(3065, 56)),
        (constants.noise_constant, Fraction(20, 3)),
    ],
)
def test_constants_by_hand(formula: Formula, by_hand: Fraction) -> None:
    assert apply(formula, {n: Exact(x) for n, x in RATIONAL.items()}).value == by_hand


@pytest.mark.parametrize("theta", [Fraction(0), Fraction(1, 7), Fraction(2, 3), Fraction(99, 100)])
def test_both_printed_forms_of_G_tilde_inf_agree(theta: Fraction) -> None:
    at_theta = Exact(1 - theta**2), Exact(Fraction(1, 3))
    expanded: Any = constants.server_linf_expanded(*at_theta)
    factored: Any = constants.server_linf(*at_theta)
    assert expanded.value == factored.value


def test_the_expanded_form_loses_its_digits_where_the_other_keeps_them() -> None:
    """π = 1e-7 is what the scaled sign guarantees for ten million parameters."""
    truth: Any = constants.server_linf(Interval.of(1e-7), Interval.of(1.0))
    assert constants.server_linf(1e-7, 1.0) == pytest.approx(truth.high, rel=1e-7)
    assert abs(constants.server_linf_expanded(1e-7, 1.0) / truth.high - 1) > 0.01


# No compression (π = 1)


def test_without_compression_the_limits_are_the_gradient_bounds() -> None:
    assert at(constants.server_l2, contraction=1) == POINT["gradient_l2"]
    assert at(constants.server_linf, contraction=1) == POINT["gradient_linf"]


@pytest.mark.parametrize("formula", [lemmas.lemmaB4, lemmas.lemmaB5, theorem.compression_sum])
def test_without_compression_there_is_no_compression_error(formula: Formula) -> None:
    assert all(term > 0 for term in at(formula).values())
    assert all(term == 0 for term in at(formula, contraction=1).values())


def test_without_compression_one_sample_a_step_is_enough() -> None:
    assert at(theorem.batch_for) > 1
    assert at(theorem.batch_for, contraction=1) == 1
    assert at(theorem.theorem64, contraction=1)["noise"] == 0


def test_without_compression_M3_is_proportional_to_the_dimension() -> None:
    M3 = [at(constants.step_constant, contraction=1, dimension=d) for d in (10, 40)]
    assert M3[1] == pytest.approx(4 * M3[0])
    compressed = [at(constants.step_constant, dimension=d) for d in (10, 40)]
    assert compressed[1] < 3.99 * compressed[0]


# Lemmas


def test_lemma_B2_without_momentum_bounds_both_sums_alike() -> None:
    both = (lemmas.lemmaB2_momentum, lemmas.lemmaB2_gradient)
    same = [bound(formula, momentum=0, history_norms=2.0) for formula in both]
    assert same[0] == same[1]
    with_momentum = [bound(formula, history_norms=2.0) for formula in both]
    assert with_momentum[0] == pytest.approx((1 - POINT["momentum"]) * with_momentum[1])


def test_the_server_error_is_the_workers_error_grown_once() -> None:
    growth = constants.growth(POINT["contraction"])
    assert bound(lemmas.lemmaB5) == pytest.approx(growth * bound(lemmas.lemmaB4))


def test_the_noise_in_the_errors_falls_with_the_root_of_the_batch() -> None:
    for formula in (lemmas.lemmaB4, lemmas.lemmaB5):
        assert at(formula, batch=64)["noise"] == pytest.approx(at(formula, batch=16)["noise"] / 2)
        assert at(formula, batch=64)["movement"] == at(formula, batch=16)["movement"]


def test_B19_is_both_errors_summed_over_time() -> None:
    weight = POINT["steps"] * POINT["step_size"] * POINT["gradient_l2"] / sqrt(POINT["epsilon_adam"])
    errors = bound(lemmas.lemmaB4) + bound(lemmas.lemmaB5)
    assert bound(theorem.compression_sum) == pytest.approx(weight * errors)


def test_B20_becomes_B21_but_for_its_second_term() -> None:
    """(B.20) prints ν^{1/2} where M₂ has ν^{−1/2}, so the second terms differ by the factor ν."""
    history = total(at(theorem.history_limit))
    gathered, final = at(theorem.gathered, history_norms=history), at(theorem.theorem64)
    assert gathered["initial gap"] == final["initial gap"]
    assert gathered["noise"] == final["noise"]
    assert gathered["step size"] + gathered["compression"] == pytest.approx(final["step size"])
    assert gathered["preconditioner"] == pytest.approx(POINT["epsilon_adam"] * final["preconditioner"])


def test_lemmas_B7_and_B8_without_momentum() -> None:
    assert lemmas.lemmaB7(momentum=0, update_length=2.0, moved=5.0) == {"update": 2.0, "momentum": 0}
    assert lemmas.lemmaB8(momentum=0, smoothness=2.0, moved=5.0) == {"momentum": 0}


def test_the_best_young_parameter_gives_the_triangle_inequality() -> None:
    """(5.1) at γ = ‖w_{t+1} − w_t‖/‖ŵ_t − w_t‖ is the square of (C.4), θ(‖ŵ_t − w_t‖ + ‖w_{t+1} − w_t‖)."""

    def value(young: float) -> Any:
        return total(compressors.markov_error(0.3, young, previous_error=2.0, drift=0.5))

    assert value(0.25) == pytest.approx(0.7 * (2.0 + 0.5) ** 2)
    assert min(value(0.2), value(0.3)) > value(0.25)


# Theorem 6.4


@pytest.mark.parametrize("target", [10.0, 0.5, 0.02])
@pytest.mark.parametrize("contraction", [1.0, 0.6, 0.05])
def test_the_theorems_choice_reaches_the_target(target: float, contraction: float) -> None:
    chosen = {"target": target, "contraction": contraction}
    run = chosen | {
        "step_size": at(theorem.step_size_for, **chosen),
        "batch": at(theorem.batch_for, **chosen),
        "steps": at(theorem.steps_for, **chosen),
    }
    terms = at(theorem.theorem64, **run)
    assert terms["step size"] == pytest.approx(target / 3)
    assert terms["initial gap"] + terms["preconditioner"] <= target / 3
    assert terms["noise"] <= target / 3
    assert all(check.holds for check in THEOREM.constraints(**(POINT | run)))
    assert total(terms) <= target


@pytest.mark.parametrize(
    ("name", "change", "broken"),
    [("steps", 0.9, "steps"), ("step_size", 1.1, "step_size"), ("batch", 0.9, "batch")],
)
def test_less_than_the_theorems_choice_breaks_its_constraint(name: str, change: float, broken: str) -> None:
    run = {
        "step_size": at(theorem.step_size_for),
        "batch": at(theorem.batch_for),
        "steps": at(theorem.steps_for),
    }
    run[name] = run[name] * change if name == "step_size" else int(run[name] * change)
    failed = [c.constraint.id for c in THEOREM.constraints(**(POINT | run)) if not c.holds]
    assert broken in failed


def test_a_fixed_batch_leaves_a_floor() -> None:
    """However many steps and however small α, (B.21) stays above M₄σ/√τ."""
    floor = at(theorem.theorem64)["noise"]
    assert bound(theorem.theorem64, steps=1e18, step_size=1e-9) == pytest.approx(floor, rel=1e-4)


def test_without_noise_the_rate_is_one_over_root_T() -> None:
    values = [
        bound(theorem.theorem64, noise=0, steps=T, step_size=1 / sqrt(T), contraction=0.9)
        for T in (1e10, 1e12)
    ]
    assert slope(values[0], values[1], 1e10, 1e12) == pytest.approx(-0.5, abs=1e-3)


def test_iterations_grow_as_one_over_target_squared() -> None:
    T = [at(theorem.steps_for, target=e) for e in (1e-5, 1e-6)]
    assert slope(T[0], T[1], 1e-5, 1e-6) == pytest.approx(-2, abs=1e-3)
    assert at(theorem.iterations_rate, target=1e-6) == pytest.approx(1e12)


def test_samples_grow_as_the_fourth_power_with_compression_and_the_square_without() -> None:
    """Remark 6.5 counts iterations; with compression each of them needs O(1/ε²) samples besides."""
    for contraction, order in ((0.6, -4), (1.0, -2)):
        samples = [at(communication.samples_for, contraction=contraction, target=e) for e in (1e-5, 1e-6)]
        assert slope(samples[0], samples[1], 1e-5, 1e-6) == pytest.approx(order, abs=1e-3)


def test_iterations_under_the_scaled_signs_guarantee_grow_faster_than_the_eighth_power_of_d() -> None:
    """π = 1/d makes (1−θ)⁻¹ ≈ 2d and G̃ ≈ (4d)²G: M₁ ∝ d² and M₃ ∝ d²·d²·d²·√d, so T ∝ d^8.5."""
    T = [
        at(theorem.steps_for, dimension=d, contraction=compressors.sign_guarantee(d)) for d in (10**5, 10**6)
    ]
    assert slope(T[0], T[1], 1e5, 1e6) == pytest.approx(8.5, abs=0.01)


def test_more_workers_do_not_change_the_bound() -> None:
    assert "workers" not in needs(theorem.theorem64)
    assert B21.formula is not None
    assert "workers" not in B21.needs


@pytest.mark.parametrize(
    ("name", "worse"),
    [
        ("contraction", 0.3),
        ("noise", 2.0),
        ("smoothness", 4.0),
        ("dimension", 30),
        ("gap", 6.0),
        ("momentum", 0.8),
        ("batch", 4),
        ("steps", 100),
    ],
)
def test_the_bound_worsens_with(name: str, worse: float) -> None:
    assert bound(theorem.theorem64, **{name: worse}) > bound(theorem.theorem64)


def test_arrays_are_read_elementwise() -> None:
    alphas = np.array([1e-4, 1e-3, 1e-2])
    curve: Any = total(at(theorem.theorem64, step_size=alphas))
    assert curve.tolist() == [bound(theorem.theorem64, step_size=a) for a in alphas.tolist()]
    batches: Any = at(theorem.batch_for, target=np.array([0.05, 1e6]))
    assert batches.tolist() == [at(theorem.batch_for), 1]


# Where β₁ is too large


def test_the_bound_is_void_where_beta1_is_not_below_the_root_of_beta2() -> None:
    found = evaluate(THEOREM, known(momentum=0.95, momentum2=0.9))
    assert found.value is None
    assert found.why is not None
    assert "1 − β₁/β₂^{1/2}" in found.why
    holds = {c.constraint.id: c.holds for c in found.constraints}
    assert holds == {"momentum": False, "step_size": False, "batch": False, "steps": False}
    assert found.outputs["M3"] is None
    assert found.outputs["M1"] is not None


def test_lemma_B2_admits_gamma_1_and_divides_by_0_there() -> None:
    checks = load("cdadam.lemmaB.2.1").constraints(momentum=0.5, momentum2=0.25)
    assert {c.constraint.id: c.holds for c in checks} == {"momentum": True, "decay_gap": False}


# Units and applicability


def test_the_step_size_is_a_length_in_every_statement() -> None:
    for statement in load_paper("cdadam").statements:
        if "step_size" in statement.needs:
            assert statement.unit_of("step_size") == "w"
    assert load("gmc.theorem6").unit_of("step_size") == "w^2/F"


def test_with_the_glossarys_step_size_the_units_do_not_fit() -> None:
    units = {n: Dimension.of(THEOREM.unit_of(n)) for n in THEOREM.needs}
    terms: Terms = apply(theorem.theorem64, units | {"step_size": Dimension.of("w^2/F")})
    with pytest.raises(UnlikeUnits):
        total(terms)


def test_which_run_the_theorem_is_about() -> None:
    """Algorithm 1 has the scaled sign as an input; for no other compressor is the theorem shown."""
    run = {"method": "cdadam", "schedule": "constant", "compressor": {"name": "sign"}}
    assert applicability(THEOREM, Constants({}, run)) == (True, None)
    for other in ({"method": "gmc"}, {"schedule": "1/t"}, {"compressor": {"name": "top"}}):
        assert applicability(THEOREM, Constants({}, run | other))[0] is False


@pytest.mark.parametrize(
    ("identifier", "method", "compressor", "applies"),
    [
        ("cdadam.theorem6.4.cost", "cdadam", "sign", True),
        ("cdadam.theorem6.4.cost", "cdadam", "top", False),
        ("cdadam.theorem6.4.bits", "cdadam", "sign", True),
        ("cdadam.theorem6.4.bits", "cdadam", "top", False),
        ("cdadam.theorem6.4.constants", "gmc", "sign", False),
        ("cdadam.algorithm1.saving", "cdadam", "sign", True),
        ("cdadam.algorithm1.saving", "cdadam", "top", False),
        ("cdadam.section7.2", "ef21", "top", True),
        ("cdadam.section7.2", "cdadam", "sign", False),
    ],
)
def test_which_run_a_cost_is_about(identifier: str, method: str, compressor: str, applies: bool) -> None:
    run = {"method": method, "schedule": "constant", "compressor": {"name": compressor}}
    assert applicability(load(identifier), Constants({}, run))[0] is applies


def test_the_theorem_in_the_papers_letters() -> None:
    latex = THEOREM.latex()
    assert all(s.latex().isascii() for s in load_paper("cdadam").statements if s.formula is not None)
    for letter in (r"\beta_{1}", r"\beta_{2}", r"\nu", r"\Delta f", r"G_\infty", r"\alpha", r"\tau"):
        assert letter in latex


# Compressors


def test_random_k_has_the_printed_error_on_average() -> None:
    x = [1, -2, 2, -4]
    errors = [sum(x[i] ** 2 for i in range(4) if i not in kept) for kept in combinations(range(4), 3)]
    printed: Any = compressors.random_error(*(Exact(Fraction(n)) for n in (3, 4, 5)))["left out"]
    assert Fraction(sum(errors), len(errors)) == printed.value


def test_the_printed_pi_of_top_k_is_larger_than_that_of_random_k() -> None:
    """Printed without squares, the bound on the norm squares to 1 − π = (1−k/d)²."""
    assert isclose(compressors.top_contraction(1, 4), 7 / 16)
    assert compressors.random_contraction(1, 4) == 1 / 4
    assert compressors.top_contraction(4, 4) == compressors.random_contraction(4, 4) == 1


@pytest.mark.parametrize("kept", range(1, 6))
@pytest.mark.parametrize("x", [[1, -2, 2, -4, 3], [1, 1, -1, 1, 1], [0, 0, 7, 0, 0]])
def test_the_guaranteed_pi_of_top_k(x: list[int], kept: int) -> None:
    """Squared, Top-k's error is at most (1 − k/d)‖x‖₂², and exactly that where all magnitudes are equal."""
    left_out = sum(n**2 for n in sorted(x, key=abs)[: 5 - kept])
    point = {"kept": Exact(Fraction(kept)), "dimension": Exact(Fraction(5))}
    pi = apply(load("cdadam.definitionA.top").outputs["pi_guaranteed"], point)
    assert left_out <= (1 - pi.value) * sum(n**2 for n in x)
    if len({abs(n) for n in x}) == 1:
        assert left_out == (1 - pi.value) * sum(n**2 for n in x)


@pytest.mark.parametrize("seed", range(5))
def test_the_scaled_sign_has_the_printed_error(seed: int) -> None:
    x = np.random.default_rng(seed).standard_normal(17)
    sent = np.abs(x).sum() * np.sign(x) / 17
    norms = {"vector_l1": float(np.abs(x).sum()), "vector_l2": float(np.linalg.norm(x)), "dimension": 17}
    printed = total(compressors.sign_error(**norms))
    assert printed == pytest.approx(float(((sent - x) ** 2).sum()))
    assert compressors.sign_guarantee(17) <= compressors.sign_contraction(**norms) <= 1


def test_the_scaled_sign_at_its_best_and_worst_vector() -> None:
    assert compressors.sign_contraction(vector_l1=9.0, vector_l2=3.0, dimension=9) == 1
    assert compressors.sign_contraction(vector_l1=3.0, vector_l2=3.0, dimension=9) == pytest.approx(
        compressors.sign_guarantee(9)
    )


def test_lemma_B1_at_the_ends() -> None:
    assert compressors.compressed_norm(1, 3.0) == {"vector": 3.0}
    assert compressors.compressed_norm(0.75, 3.0) == {"vector": 4.5}


# Communication

RESNET18 = 11_173_962


def test_a_scaled_sign_message_costs_32_bits_and_one_a_component() -> None:
    assert communication.message_bits(RESNET18) == RESNET18 + 32
    assert total(communication.sent_bits(workers=8, dimension=100, steps=10)) == 2 * 8 * 10 * 132


def test_about_32_times_less_than_amsgrad() -> None:
    assert 31.99 < communication.saving_over_amsgrad(RESNET18) < 32
    assert communication.saving_over_amsgrad(300) < 29


def test_about_5_times_less_than_one_bit_adam_with_the_papers_warmup() -> None:
    assert communication.saving_over_one_bit_adam(RESNET18, 13 / 100) == pytest.approx(5, rel=0.01)


def test_one_bit_adam_between_no_warmup_and_nothing_else() -> None:
    assert communication.saving_over_one_bit_adam(RESNET18, 0) == 1
    only = communication.saving_over_one_bit_adam(RESNET18, 1)
    assert only == communication.saving_over_amsgrad(RESNET18)


def test_the_papers_top_k_costs_about_a_scaled_sign() -> None:
    assert communication.saving_of_top(kept=16, dimension=1000) == pytest.approx(31.25)


def test_the_cost_of_the_target_is_the_product_of_the_printed_factors() -> None:
    T, tau = at(theorem.steps_for), at(theorem.batch_for)
    assert at(communication.samples_for) == 8 * tau * T
    assert at(communication.bits_for) == 2 * 8 * T * (32 + 12)
    assert at(communication.bits_for) < inf


# What the proofs give beyond print


def terms(identifier: str, variant: str, **changes: Any) -> Terms:
    found: Terms = at(load(identifier, variant).formula, **changes)
    return found


@pytest.mark.parametrize("dimension", [2, 12, 10**6])
@pytest.mark.parametrize(("momentum", "momentum2"), [(0, 1e-6), (0.9, 0.99), (0.5, 0.999)])
def test_the_strengthened_theorem_asks_for_less_than_the_printed_one(
    dimension: int, momentum: float, momentum2: float
) -> None:
    """For the scaled sign, whose π is 1/d, whatever β₁ and β₂ are: longer steps, and fewer of them."""
    run = {"contraction": 1 / dimension, "dimension": dimension, "momentum": momentum, "momentum2": momentum2}
    printed, ours = terms("cdadam.eqB.21", "published", **run), terms("cdadam.eqB.21", "strengthened", **run)
    assert ours["step size"] < printed["step size"]
    assert {n: x for n, x in ours.items() if n != "step size"} == {
        n: x for n, x in printed.items() if n != "step size"
    }
    strengthened = load("cdadam.theorem6.4", "strengthened")
    assert at(strengthened.outputs["T"], **run) < at(theorem.steps_for, **run)
    assert at(strengthened.outputs["alpha"], **run) > at(theorem.step_size_for, **run)


def test_the_strengthened_choices_make_its_bound_at_most_the_target() -> None:
    statement = load("cdadam.theorem6.4", "strengthened")
    chosen = {name: at(formula) for name, formula in statement.attains.items()}
    assert bound(statement.formula, **chosen) <= POINT["target"] * (1 + 1e-12)
    fewer = bound(statement.formula, **chosen | {"steps": chosen["steps"] * 0.98})
    assert fewer > (1 - 0.02) * POINT["target"]


@pytest.mark.parametrize(
    ("identifier", "lost"), [("cdadam.lemmaB.4", 1.0), ("cdadam.lemmaB.5", 2.0)], ids=["workers", "server"]
)
def test_the_repaired_lemmas_cover_linear_losses_that_refute_the_printed_ones(
    identifier: str, lost: float
) -> None:
    """Two workers with the gradients (1, 3, 1, 3) and (6, −6, 6, −6): what the first scaled signs lose."""
    gradients = np.array([[1, 3, 1, 3], [6, -6, 6, -6]], dtype=float)
    sent = scaled_sign(gradients)
    received = scaled_sign(sent.mean(0))
    errors = {"cdadam.lemmaB.4": sent.mean(0) - gradients.mean(0), "cdadam.lemmaB.5": received - sent.mean(0)}
    assert float(np.linalg.norm(errors[identifier])) == pytest.approx(lost)
    run = {"contraction": 15 / 64, "gradient_l2": 12, "dimension": 4, "noise": 0, "smoothness": 1e-9}
    assert total(terms(identifier, "published", **run)) < lost
    for variant in ("repaired", "strengthened"):
        assert total(terms(identifier, variant, **run)) >= lost


def scaled_sign(vectors: Any) -> Any:
    """‖x‖₁ sign(x)/d of each row."""
    return np.abs(vectors).mean(-1, keepdims=True) * np.sign(vectors)


def test_the_repaired_sum_is_that_of_the_repaired_lemmas() -> None:
    """(B.19) repaired is below T times the repaired Lemmas B.4 and B.5: the first messages count once."""
    printed, repaired = terms("cdadam.eqB.19", "published"), terms("cdadam.eqB.19", "repaired")
    first = total(repaired) - total(printed)
    each = sum(
        terms(x, "repaired")[n]
        for x, n in (("cdadam.lemmaB.4", "first message"), ("cdadam.lemmaB.5", "first messages"))
    )
    weight = POINT["step_size"] / sqrt(POINT["epsilon_adam"]) * POINT["gradient_l2"]
    assert weight * each < first < POINT["steps"] * weight * each


def test_the_repaired_top_k_loses_the_root_of_what_is_printed() -> None:
    vector = {"kept": 1, "dimension": 2, "vector_l2": 5.0}  # (3, 4) loses 3
    assert total(terms("cdadam.definitionA.top", "published", **vector)) == 2.5
    assert total(terms("cdadam.definitionA.top", "repaired", **vector)) == pytest.approx(5 / sqrt(2))
