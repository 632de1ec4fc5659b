"""The problem of def's toys has the constants that it says, and its figures say what was computed."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
import torch

from paper_figs import def_averaging, def_tradeoff
from paper_figs.figure import FIGURES
from paper_figs.style import save
from paper_figs.tradeoff import LAMBDAS, RATIOS, Tradeoff, measured
from theory.papers.def_ import residual
from toys.problems.bounded import Bounded
from toys.replay import replay
from toys.scenes import toy
from toys.trajectory import trajectory

POINT = torch.tensor([[0.3, -1.2, 0.5], [4.0, 0.1, -2.0]], dtype=torch.float64)


def test_noise_is_exact() -> None:
    """All 2d samples together have the mean ∇F and the variance σ², at every point and on every worker."""
    problem = Bounded(2, 3, noise_sq=2.5, gradient_sq=4.0, radius=0.7)
    every = torch.arange(6).expand(2, 6)
    each = torch.stack(
        [problem.sampled_gradient((0, 1), POINT, every[:, s : s + 1]) for s in range(6)], dim=0
    )
    full = problem.gradient((0, 1), POINT)
    torch.testing.assert_close(each.mean(0), full)
    torch.testing.assert_close(problem.sampled_gradient((0, 1), POINT, every), full)
    torch.testing.assert_close(((each - full) ** 2).sum(-1), torch.full((6, 2), 2.5, dtype=torch.float64))
    torch.testing.assert_close(problem.noise((0, 1), POINT), torch.full((2, 1), 2.5, dtype=torch.float64))


def test_derivatives_and_constants() -> None:
    """∇F and ∇²F v are those of F; L is attained at 0 and M² is approached far away, never reached."""
    problem = Bounded(1, 3, gradient_sq=4.0, radius=0.7)
    x = POINT[:1].clone().requires_grad_()
    (gradient,) = torch.autograd.grad(problem.loss((0,), x).sum(), x)
    torch.testing.assert_close(problem.gradient((0,), POINT[:1]), gradient)
    direction = torch.tensor([[1.0, 2.0, -1.0]], dtype=torch.float64)
    _, product = torch.autograd.functional.vhp(lambda y: problem.loss((0,), y).sum(), POINT[:1], direction)
    torch.testing.assert_close(problem.hessian_product(0, POINT[:1], direction), product)
    constants = {name: e.value for name, e in problem.constants().items()}
    at_0 = problem.hessian_product(0, 0 * direction, direction)
    torch.testing.assert_close(at_0, constants["smoothness"] * direction)
    squares = (problem.gradient((0,), 10 ** torch.arange(6.0).double()[:, None, None] * direction) ** 2).sum(
        -1
    )
    assert bool((squares < constants["gradient_sq"]).all())
    assert float(squares[-1]) == pytest.approx(constants["gradient_sq"], rel=1e-6)
    assert constants["gap"] == pytest.approx(float(problem.loss((0,), problem.start())))


def test_replays() -> None:
    """The toy of Eq. (12) gives one path for DEF and SGD, and one for DEF-A and SGD-IA."""
    ends = {m: replay("def-averaging", m, 50).distance["50"] for m in ("def", "sgd", "def-a", "sgd-ia")}
    assert ends["def"] == pytest.approx(ends["sgd"], rel=1e-12)
    assert ends["def-a"] == pytest.approx(ends["sgd-ia"], rel=1e-12)
    assert ends["def"] != pytest.approx(ends["def-a"], rel=1e-3)
    assert replay("def-tradeoff", steps=3).settings["detach"] == 0.3


@pytest.fixture(scope="module")
def averages() -> def_averaging.Averages:
    return def_averaging.data()


@pytest.fixture(scope="module")
def tradeoff() -> Tradeoff:
    return def_tradeoff.data()


def test_averaging_claims(averages) -> None:
    """All hold, Eq. (30) with its index moved; each falls when its path is moved by a millionth."""
    verdicts = {claim.id: claim.verdict for claim in def_averaging.claims(averages)}
    assert verdicts.pop("def_averaging.key") == "reproduces under"
    assert set(verdicts.values()) == {"reproduces"}
    moved = {cell: error + 1e-6 for cell, error in averages.def_from_sgd.items()}
    first = def_averaging.claims(replace(averages, def_from_sgd=moved))[0]
    assert first.verdict == "does not reproduce"


def test_residuals_are_as_old_as_expected(tradeoff) -> None:
    """The measured distances follow from the ages of residuals, for every σ²/M² and λ, to sampling error.

    (E N⁴)^½/E N² is about 2.4 and an age lasts for about 3/δ steps: of 1/δ blocks and 2000 steps that leaves
    some 700 independent ones, a standard error of 8 %, of which three are allowed.
    """
    for m in tradeoff.values():
        for i, ratio in enumerate(RATIOS):
            together, apart = m.expected(ratio)
            for j, x in enumerate(LAMBDAS[:-1]):
                wanted = together * (1 - x) ** 2 + apart * x**2
                assert m.distance[i, j] == pytest.approx(wanted, rel=0.25), (m.contraction, ratio, x)


def test_tradeoff_claims(tradeoff) -> None:
    verdicts = {claim.id.partition(".")[2]: claim.verdict for claim in def_tradeoff.claims(tradeoff)}
    assert verdicts == {
        "default": "reproduces under",
        "times": "reproduces under",
        "no_noise": "reproduces",
        "of_step": "reproduces",
        "least_bound": "reproduces under",
        "lemma": "reproduces",
        "equality": "reproduces",
        "five": "reproduces",
    }


def test_the_distance_is_eq_32(tradeoff) -> None:
    """Along a real run the mean of ‖e_t − λe_{k,t}‖² is Eq. (32) in ‖e_t‖² and Var(e_t), at every step."""
    played = toy("def-tradeoff")
    settings = played.filled("def", {"noise": 10.0})
    scene = played.scene(settings).along()
    text = played.text("def", settings, scene)
    for state in islice(trajectory(text, scene.problem, scene.comm, scene.start, scene.batch), 1, 40):
        e = state.residual[0]
        together = float((e.mean(0) ** 2).sum())
        variance = float(((e - e.mean(0)) ** 2).sum(-1).mean())
        found = float(((e.mean(0) - 0.3 * e) ** 2).sum(-1).mean())
        formula = float(residual.detach_distance(together, variance, 0.3))
        assert found == pytest.approx(formula, rel=1e-12)


def test_pictures(averages, tradeoff, tmp_path) -> None:
    """Both draw what they say, and drawing twice gives the same bytes."""
    for module, found, axes in ((def_averaging, averages, 3), (def_tradeoff, tradeoff, 3)):
        name = module.__name__.partition(".")[2]
        assert name in FIGURES
        figure = module.draw(found)
        assert len(figure.axes) == axes
        assert all(a.get_xlabel() and a.get_ylabel() for a in figure.axes)
        once = [f.read_bytes() for f in save(figure, tmp_path / "once", "test")]
        again = [f.read_bytes() for f in save(module.draw(found), tmp_path / "again", "test")]
        assert once == again


def test_data_is_deterministic(tradeoff) -> None:
    again = measured(8)
    assert np.array_equal(again.distance, tradeoff[8].distance)
