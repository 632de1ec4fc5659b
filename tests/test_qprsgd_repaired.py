"""QPRSGD's repaired and strengthened statements: what they differ in, cover and reach."""

from itertools import product
from math import expm1, sqrt

import numpy as np
import pytest
from qprsgd_run import RUN, bound, holds, output, slope, terms

from theory.papers import load
from theory.papers.qprsgd import gossip, ring_repaired, theorem2
from theory.statement import Variant, apply

# The ring


def test_stronger_theorem1_is_below_the_repaired_one_and_takes_larger_steps() -> None:
    """Where the quantiser is fine, C₁ shrinks to between a half and three quarters."""
    for M in (1, 2, 3, 8, 100):
        C1 = [
            output("qprsgd.theorem1", "C1", v, workers=M, levels=1000) for v in ("repaired", "strengthened")
        ]
        assert C1[0] / 2 * (1 - 1e-4) <= C1[1] <= 3 * C1[0] / 4 * (1 + 1e-4)
        assert bound("qprsgd.theorem1", "strengthened", workers=M) <= bound(
            "qprsgd.theorem1", "repaired", workers=M
        )
    large = {"levels": 2, "step_size": 0.03, "workers": 8}
    assert not holds("qprsgd.theorem1", "repaired", **large)["descent"]
    assert all(holds("qprsgd.theorem1", "strengthened", **large).values())


@pytest.mark.parametrize("name", ["steps", "local_steps", "workers"])
def test_rate_of_repaired_corollary13_at_its_own_limit_of_workers(name: str) -> None:
    """1/√(NKM) from the repaired Theorem 1."""
    at: list[float] = [10**16, 10**18] if name == "steps" else [4, 16]
    corollary = load("qprsgd.corollary1.3", "repaired")

    def reached(**changed: float) -> float:
        values = RUN | {"heterogeneity": 0.0, "dimension": 4, "levels": 500, "steps": 10**18} | changed
        values["step_size"] = apply(corollary.outputs["step_size"], values)
        assert all(holds("qprsgd.corollary1.3", "repaired", **values).values())
        return bound("qprsgd.theorem1", "repaired", **values)

    assert slope([reached(**{name: n}) for n in at], at) == pytest.approx(-0.5, abs=0.01)


# Gossip


def test_repaired_theorem2_differs_from_the_printed_one_in_two_noises_and_the_weight() -> None:
    """4L²γ²(K−1)/M takes a σ², 2Lγσ²/M is new, and 1 − 4D₅′/M becomes 1 − 4D₅′."""
    printed, repaired = terms("qprsgd.theorem2"), terms("qprsgd.theorem2", "repaired")
    z, M, variance = RUN["smoothness"] * RUN["step_size"], RUN["workers"], RUN["noise"] / RUN["batch"]
    D5 = output("qprsgd.theorem2", "D5")
    assert repaired["drift"] == pytest.approx(printed["drift"], rel=1e-12)
    assert repaired["initial gap"] == printed["initial gap"]
    assert repaired["noise"] == pytest.approx(2 * z * variance / M)
    wrong = D5 * 4 * z**2 * (RUN["local_steps"] - 1) / M
    assert repaired["weighted noise"] == pytest.approx(printed["noise"] + wrong * (variance - 1), rel=1e-12)
    solved = bound("qprsgd.theorem2.gradient", "repaired")
    assert solved == pytest.approx(sum(repaired.values()) / (1 - 4 * D5), rel=1e-12)


def test_repaired_theorem2_covers_sgd_that_refutes_the_printed_one() -> None:
    """The example of the proof: x²/2, noise ±1, two workers, E‖∇F‖² → γσ²/(2(2−γ))."""
    example = {
        "workers": 2,
        "batch": 1,
        "dimension": 1,
        "levels": 100,
        "lambda2": 0.0,
        "eigen_spread": 1.0,
        "steps": 10**6,
        "local_steps": 1,
        "smoothness": 1.0,
        "step_size": 0.01,
        "noise": 1.0,
        "heterogeneity": 0.0,
        "gap": 0.0,
    }
    reached = 0.01 / (2 * 1.99) * (1 - 1 / (10**6 * 0.01 * 1.99))
    assert bound("qprsgd.theorem2.gradient", **example) < reached
    assert reached <= bound("qprsgd.theorem2.gradient", "repaired", **example)
    assert all(holds("qprsgd.theorem2.gradient", "repaired", **example).values())


@pytest.mark.parametrize("variant", ["repaired", "strengthened"])
def test_corollary21_is_no_less_than_theorem2_at_its_step_size(variant: Variant) -> None:
    rng = np.random.default_rng(0)
    seen = 0
    corollary = load("qprsgd.corollary2.1", variant)
    for K in (1, 2, 3):
        for _ in range(20):
            values = RUN | {
                "local_steps": K,
                "noise": 10 ** rng.uniform(-1, 3),
                "gap": 10 ** rng.uniform(0, 6),
                "levels": 10 ** rng.uniform(1, 3),
                "heterogeneity": rng.uniform(0, 2),
                "steps": 10**18,
            }
            values["step_size"] = apply(corollary.outputs["step_size"], values)
            if all(holds("qprsgd.corollary2.1", variant, **values).values()):
                seen += 1
                assert all(holds("qprsgd.theorem2.gradient", variant, **values).values())
                assert bound("qprsgd.theorem2.gradient", variant, **values) <= bound(
                    "qprsgd.corollary2.1", variant, **values
                )
    assert seen > 10


def test_stronger_corollary21_takes_larger_steps_and_more_local_ones_but_needs_more_rounds() -> None:
    names = ("D2", "D3", "step_size", "local_steps_limit", "steps_limit")
    old, new = ([output("qprsgd.corollary2.1", n, v) for n in names] for v in ("repaired", "strengthened"))
    assert [b > a for a, b in zip(old, new, strict=True)] == [False, False, True, True, True]
    assert bound("qprsgd.corollary2.1", "strengthened") < bound("qprsgd.corollary2.1", "repaired")


def test_stronger_lemma2_has_a_smaller_constant_and_a_wider_range() -> None:
    for rho, s in product((0.0, 0.25, 0.9), (100, 1000)):
        chosen = {"lambda2": rho, "levels": s, "eigen_spread": 1 + rho}
        assert bound("qprsgd.lemma2", "strengthened", **chosen) <= bound(
            "qprsgd.lemma2", "repaired", **chosen
        ) * (1 + 1e-12)
    between = {"lambda2": 0.9, "levels": 18, "eigen_spread": 1.0}  # √d·μ is 4, s√(1−ρ²) is 7.8, s(1−ρ) 1.8
    assert not holds("qprsgd.lemma2", "repaired", **between)["levels"]
    assert holds("qprsgd.lemma2", "strengthened", **between)["levels"]


def test_stronger_theorem2_is_below_the_repaired_one_and_reaches_further() -> None:
    for rho, s in product((0.0, 0.25, 0.5), (64, 1000)):
        chosen = {"lambda2": rho, "levels": s}
        stronger = bound("qprsgd.theorem2.gradient", "strengthened", **chosen)
        assert stronger <= bound("qprsgd.theorem2.gradient", "repaired", **chosen) * (1 + 1e-12)
    between = {"lambda2": 0.9, "levels": 18, "step_size": 1e-6}
    assert not holds("qprsgd.theorem2.gradient", "repaired", **between)["levels"]
    assert all(holds("qprsgd.theorem2.gradient", "strengthened", **between).values())


def test_repaired_lemma2_is_the_printed_one_over_all_synchronisations() -> None:
    assert bound("qprsgd.lemma2", "repaired") == pytest.approx(RUN["steps"] * bound("qprsgd.lemma2"))


def test_repaired_lemma3_has_M_times_the_printed_gradient_term() -> None:
    printed, repaired = terms("qprsgd.lemma3"), terms("qprsgd.lemma3", "repaired")
    assert repaired.pop("gradient") == pytest.approx(RUN["workers"] * printed.pop("gradient"))
    assert repaired == pytest.approx(printed, rel=1e-12)


def test_repaired_theorem3_covers_equal_coordinates() -> None:
    """Each of d equal coordinates rounds to 1 with probability s/√d and then takes 2 more bits."""
    for d in (16, 100, 10**6):
        taken = 32 + d * (2 + 2 / sqrt(d))
        assert taken <= bound("qprsgd.theorem3", "repaired", dimension=d, levels=1)


def test_formulas_from_letters_are_those_of_constants() -> None:
    """What the proofs retype of the printed text: Eq. (7) repaired, and D₂′, D₅′ of Lemma 2 and Theorem 2."""
    rng = np.random.default_rng(1)
    for _ in range(20):
        d, s, rho = rng.uniform(1, 9), rng.uniform(30, 90), rng.uniform(0, 0.5)
        mu, x = 1 - rho, d / (4 * s**2)
        assert ring_repaired.workers_limit(d, s) == pytest.approx(x * (1 + x) / (expm1(x) - x), rel=1e-6)
        own = d / (2 * s**2) + d * mu**2 / (s**2 * (1 - rho) ** 2)
        assert gossip.noise_factor(d, s, rho, mu) == pytest.approx(
            own / (1 - d * mu**2 / (s**2 * (1 - rho) ** 2)), rel=1e-12
        )
        D2, K, L, gamma, M = gossip.noise_factor(d, s, rho, mu), 3, 2.0, 1e-3, 4
        D3 = D2 / (1 - rho**2) + 1 / (1 - rho) ** 2
        D4 = 2 * gamma * L * K * D3 + gamma * L * (K - 1) / 2 + D2 / (2 * M)
        D1 = (2 * K - 1 + 24 * gamma**2 * L**2) / (1 - 12 * gamma**2 * L**2 * (K + 1) * (K - 2))
        Q = 1 - 8 * gamma**2 * L**2 * K * D1 * D3
        assert theorem2.variance_weight(M, d, s, rho, mu, K, L, gamma) == pytest.approx(
            2 * K * L * gamma * D4 / Q, rel=1e-12
        )
