"""Eq. (7) and Lemmas 3 and 10 of gmc along real trajectories, its two bounds on them, and its costs."""

import pytest
import torch
from runs import Run, mushrooms, run

from theory.papers import load
from theory.papers.gmc import formulas
from theory.statement import apply, total

ETA, BETA, LAM = 0.1, 0.6, 0.3
COMPRESSORS = ["top:1/8", "sampled:1/8", "block:1/8"]


def mean(x: torch.Tensor) -> torch.Tensor:
    return x.mean(-2, keepdim=True)


@pytest.fixture(scope="module", params=COMPRESSORS)
def gmc(request) -> Run:
    return run("gmc", mushrooms(), request.param, steps=40)


@pytest.fixture(scope="module", params=COMPRESSORS)
def gmc_plus(request) -> Run:
    return run("gmc+", mushrooms(), request.param, steps=40)


def test_equation_7(gmc: Run) -> None:
    """w_{t+1} = w_t − η∇f(w_t; I_t) − ηē_t + ηē_{t+1} + β(w_t − w_{t−1})."""
    for now, after, gradient in zip(gmc.states, gmc.states[1:], gmc.gradients, strict=False):
        right = (
            now.model
            - ETA * mean(gradient)
            - ETA * mean(now.residual)
            + ETA * mean(after.residual)
            + BETA * (now.model - now.previous)
        )
        torch.testing.assert_close(after.model, right, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("compressor", COMPRESSORS)
@pytest.mark.parametrize("name", ["gmc", "gmc+"])
def test_lemmas_3_and_10(name: str, compressor: str) -> None:
    """z_{t+1} = z_t − η/(1−β)·mean gradient, with z_t from the method's own virtual gap."""
    done = run(name, mushrooms(), compressor, steps=40)
    virtual = []
    for before, now in zip([done.states[0], *done.states], done.states, strict=False):
        point = now.model if name == "gmc" else now.model - LAM * ETA * mean(now.residual)
        virtual.append(point + done.method.virtual_gap(now, before, done.comm))
    assert not torch.equal(virtual[0], virtual[-1])
    for z, after, gradient in zip(virtual, virtual[1:], done.gradients, strict=False):
        torch.testing.assert_close(after, z - ETA / (1 - BETA) * mean(gradient), rtol=1e-11, atol=1e-12)


def test_update_before_lemma_9(gmc_plus: Run) -> None:
    """The rule of w̄_t = w_t − ληē_t, the mean of the points where GMC+ takes its gradients."""
    states = [gmc_plus.states[0], *gmc_plus.states]
    residuals = [mean(s.residual) for s in states]
    points = [s.model - LAM * ETA * e for s, e in zip(states, residuals, strict=True)]
    for t, gradient in enumerate(gmc_plus.gradients[: len(states) - 2], start=1):
        right = (
            points[t]
            + BETA * (points[t] - points[t - 1])
            + ETA * (1 - LAM) * (residuals[t + 1] - residuals[t])
            + BETA * LAM * ETA * (residuals[t] - residuals[t - 1])
            - ETA * mean(gradient)
        )
        torch.testing.assert_close(points[t + 1], right, rtol=1e-11, atol=1e-12)


def test_virtual_sequences_are_one(gmc_plus: Run) -> None:
    """z̄_t of Lemma 10 is z_t of Lemma 3: the detached point drops out, for every λ."""
    for before, now in zip([gmc_plus.states[0], *gmc_plus.states], gmc_plus.states, strict=False):
        z_bar = (
            now.model
            - LAM * ETA * mean(now.residual)
            + gmc_plus.method.virtual_gap(now, before, gmc_plus.comm)
        )
        z = now.model + (BETA * (now.model - now.previous) - ETA * mean(now.residual)) / (1 - BETA)
        torch.testing.assert_close(z_bar, z, rtol=1e-12, atol=1e-13)


def test_special_cases_of_the_constants() -> None:
    """β = 0: C₁ = 2E², C₂ = 4(1−λ)²E²; δ = 1: no residual; λ = 0 in C₂; batch and T scale as they should."""
    point = {"contraction": 0.25, "workers": 8, "noise": 2.0, "gradient_sq": 3.0}
    E2 = formulas.residual_bound(momentum=0.0, **point)
    assert pytest.approx(2 * E2, rel=1e-14) == formulas.virtual_gap_factor(momentum=0.0, **point)
    assert pytest.approx(4 * 0.49 * E2, rel=1e-14) == formulas.detached_gap_factor(
        momentum=0.0, detach=0.3, **point
    )
    assert formulas.residual_bound(momentum=0.05, **{**point, "contraction": 1.0}) == 0
    # E² at β = 0 is (1−δ)(1+4/δ)G²/(δ/4)
    assert pytest.approx(0.75 * 17 * 5 / 0.0625, rel=1e-14) == E2


def test_remark_7_rate() -> None:
    """With η = c√(K/T) the bound of Theorem 6 falls as 1/√(KT), for T ≫ K³."""
    theorem = load("gmc.theorem6")
    fixed = {
        "contraction": 0.5,
        "momentum": 0.05,
        "batch": 1,
        "smoothness": 1.0,
        "noise": 1.0,
        "gradient_sq": 1.0,
        "gap": 1.0,
    }

    def bound(K: int, T: float) -> float:
        return sum(theorem.bound(**fixed, workers=K, steps=T, step_size=0.1 * (K / T) ** 0.5).values())

    T = 1e24
    assert pytest.approx(0.1, rel=1e-4) == bound(8, 100 * T) / bound(8, T)
    assert pytest.approx(0.5, rel=1e-4) == bound(32, T) / bound(8, T)


def test_cost_of_communication() -> None:
    """Eq. (9) is GMC's total cost over DMSGD's 2dKT, by hand for d = 100, K = 8, T = 50."""
    point = {"dimension": 100, "workers": 8, "steps": 50, "sent": 3.0, "changed": 20.0}
    for cost, rcc, parts in (
        ("gmc.section5.cost", "gmc.eq9", (2400.0, 16000.0)),
        ("gmc.section5.cost.rbgs", "gmc.eq9.rbgs", (1200.0, 8000.0)),
    ):
        found = {name: apply(formula, point) for name, formula in load(cost).outputs.items()}
        assert (found["received"], found["sent"], found["total"]) == (*parts, sum(parts))
        dense = apply(load("gmc.section5.cost").outputs["dmsgd"], point)
        assert dense == 80_000
        assert total(apply(load(rcc).formula, point)) == pytest.approx(found["total"] / dense, rel=1e-15)


def test_the_printed_cost_of_a_shared_block() -> None:
    """Section 5.2: s/d = 1/1024 in both directions costs 1/1024, printed as 0.098 %."""
    point = {"dimension": 1024 * 11, "workers": 8, "sent": 11.0, "changed": 11.0}
    found = total(apply(load("gmc.eq9.rbgs").formula, point))
    assert found == 1 / 1024 == 0.0009765625
    assert f"{found:.3%}" == "0.098%"
