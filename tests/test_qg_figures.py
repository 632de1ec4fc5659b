"""qg's figures: what they compute agrees with independent computations, and their verdicts are recorded."""

from functools import cache
from importlib import import_module

import numpy as np
import pytest
import torch

from paper_figs import duel, paths, qg_fig2, qg_fig3
from paper_figs.figure import FIGURES, Claim
from paper_figs.style import write
from toys.problems.pulls import Pulls
from toys.topologies import parse_topology

RECORDED = {
    "qg_fig2.neighbourhood": "reproduces under",
    "qg_fig2.oscillates": "reproduces under",
    "qg_fig2.stabilises": "reproduces under",
    "qg_fig2.biased-buffers": "reproduces",
    "qg_fig2.heterogeneity": "does not reproduce",
    "qg_fig2.one-minimum": "does not reproduce",
    "qg_fig3.faster": "reproduces under",
    "qg_fig3.critical": "reproduces under",
    "qg_fig3.asymptotic": "reproduces under",
    "qg_fig3.two-state": "reproduces",
    "qg_fig4.less-oscillation": "reproduces",
    "qg_fig4.closer": "does not reproduce",
    "qg_fig4.stable": "does not reproduce",
    "qg_fig10.faster": "reproduces under",
    "qg_fig10.critical": "reproduces under",
    "qg_fig10.asymptotic": "reproduces under",
    "qg_fig10.two-state": "reproduces",
    "qg_fig11.always-oscillates": "reproduces under",
    "qg_fig11.trade-off": "reproduces under",
    "qg_fig11.calmer": "reproduces under",
    "qg_fig11.equal": "reproduces under",
    "qg_fig15.less-oscillation": "reproduces",
    "qg_fig15.rosenbrock": "reproduces under",
    "qg_fig15.stabilised": "reproduces",
    "qg_fig16.less-oscillation": "reproduces under",
    "qg_fig16.closer": "reproduces under",
}
NAMES = [name for name in FIGURES if name.startswith("qg_")]
PANELS = {
    "qg_fig2": 4,
    "qg_fig3": 1,
    "qg_fig4": 2,
    "qg_fig10": 3,
    "qg_fig11": 8,
    "qg_fig15": 16,
    "qg_fig16": 2,
}


@cache
def computed(name: str):
    return import_module(f"paper_figs.{name}").data()


@pytest.mark.parametrize("name", NAMES)
def test_figure(name: str, tmp_path) -> None:
    """Every claim has its recorded verdict; the picture has its panels and the same bytes twice."""
    module, found = import_module(f"paper_figs.{name}"), computed(name)
    claims: list[Claim] = list(module.claims(found))
    verdicts = {claim.id: claim.verdict for claim in claims}
    assert verdicts == {k: v for k, v in RECORDED.items() if k.startswith(name + ".")}
    for i in (1, 2):
        write(module.draw(found), tmp_path / f"{i}.svg", name)
    assert (tmp_path / "1.svg").read_bytes() == (tmp_path / "2.svg").read_bytes()
    figure = module.draw(found)
    assert len(figure.axes) == PANELS[name]
    assert all(axes.lines for axes in figure.axes)


def walk_by_hand(kind: str, length: float, steps: int, momentum: float = 0.9) -> np.ndarray:
    """The walk of Figure 2 in plain NumPy, written independently: the averaged models."""
    targets = np.array([[0.0, 5.0], [4.0, 0.0]])
    x, buffers, path = np.zeros(2), np.zeros((2, 2)), [np.zeros(2)]
    for _ in range(steps):
        away = x - targets
        gradient = away / np.linalg.norm(away, axis=1, keepdims=True)
        pushed = gradient if kind == "dsgd" else momentum * buffers + gradient
        after = (x - length * pushed).mean(0)
        moved = (x - after) / length
        buffers = pushed if kind == "dsgdm" else momentum * buffers + (1 - momentum) * moved
        x = after
        path.append(x)
    return np.array(path)


@pytest.mark.parametrize("name", qg_fig2.METHODS)
def test_walks_against_plain_arrays(name: str) -> None:
    walked = qg_fig2.walk(name, 0.9)
    expected = walk_by_hand(name, qg_fig2.SHOWN_LENGTH, qg_fig2.SHOWN_STEPS)
    np.testing.assert_allclose(walked.average, expected, rtol=0, atol=1e-13)
    np.testing.assert_allclose(walked.local.mean(1), walked.average[1:], rtol=0, atol=1e-13)
    scanned = paths.path(name, qg_fig2.scene(), 20, step_size=(0.1, qg_fig2.SHOWN_LENGTH), momentum=0.9)
    np.testing.assert_allclose(scanned[:, 1].numpy(), expected[:21], rtol=0, atol=1e-13)


def test_first_half_steps_by_hand() -> None:
    """From (0, 0) worker 1 moves straight up by the update's length, worker 2 to the right."""
    for name in qg_fig2.METHODS:
        first = qg_fig2.walk(name, 0.9, steps=1, followed=1).local[0]
        np.testing.assert_allclose(first, [[0, qg_fig2.SHOWN_LENGTH], [qg_fig2.SHOWN_LENGTH, 0]], atol=1e-15)


def test_local_momentum_spreads_the_workers_ten_times_further() -> None:
    """On the segment the gradients are opposite, so local buffers tend to ±1/(1−β) of the update's length."""
    spread = computed("qg_fig2").spread
    assert spread["dsgdm"].max() == pytest.approx(2 / (1 - 0.9), rel=1e-6)
    assert spread["qg"].max() == pytest.approx(2, rel=1e-6)


def test_overshoot_and_crossings_of_a_known_path() -> None:
    """Along the normal through the middle of the segment: 1 before it, 1 beyond it, back, and on it."""
    normal = torch.tensor([5.0, 4.0], dtype=torch.float64) / np.hypot(4, 5)
    middle = torch.tensor([2.0, 2.5], dtype=torch.float64)
    path = middle + torch.tensor([-1.0, 1.0, -0.5, 0.0], dtype=torch.float64)[:, None] * normal
    assert qg_fig2.overshoot(path) == pytest.approx(1)
    assert qg_fig2.crossings(path) == 2
    assert paths.length(path) == pytest.approx(2 + 1.5 + 0.5)
    mean_loss = Pulls().loss(range(2), path[:, None]).mean(-2)[:, 0]
    rises = mean_loss.diff().clamp(min=0).sum()
    assert paths.rise(Pulls(), path) == pytest.approx(float(rises))


@pytest.mark.parametrize(("momentum", "buffer"), [(0.9, 0.9), (0.5, 0.2), (0.0, 0.7)])
def test_factor_against_the_whole_recursion(momentum: float, buffer: float) -> None:
    """The spectral radius of (4) on all workers at once, but for its two fixed modes of the mean."""
    w = parse_topology("ring16").at(0)
    n = len(w)
    apart = np.eye(n) - 1 / n
    block = np.block(
        [
            [w, -momentum * w],
            [(1 - buffer) * (np.eye(n) - w), buffer * np.eye(n) + (1 - buffer) * momentum * w],
        ]
    )
    both = np.kron(np.eye(2), apart)
    radius = np.abs(np.linalg.eigvals(both @ block @ both)).max()
    others = np.linalg.eigvalsh(w)[:-1]
    assert qg_fig3.factor(others, momentum, buffer) == pytest.approx(radius, rel=1e-6)
    if momentum == 0:
        assert radius == pytest.approx(max(np.abs(others).max(), buffer), rel=1e-6)


def test_complex_modes_have_the_factor_of_the_docstring() -> None:
    """√(λβ̂) with β̂ = μ + (1−μ)β, on the ring of 16 with β = μ = 0.9."""
    largest = np.linalg.eigvalsh(parse_topology("ring16").at(0))[-2]
    found = qg_fig3.factor(np.array([largest]), 0.9, 0.9)
    assert found == pytest.approx(np.sqrt(largest * 0.99), rel=1e-12)
    assert found > largest


def test_reached_and_touched() -> None:
    """1 → 0.05 → 0.2 → 0.05: touched 0.1 at step 1, below it for good from step 3; 0.01 never."""
    distances = np.array([1.0, 0.05, 0.2, 0.05])[:, None]
    assert qg_fig3.touched(distances, 0.1).tolist() == [1]
    assert qg_fig3.reached(distances, 0.1).tolist() == [3]
    assert qg_fig3.reached(distances, 0.01).tolist() == [np.inf]
    assert qg_fig3.reached(distances, 2.0).tolist() == [0]


def test_a_diverging_path_is_infinitely_long() -> None:
    """Rosenbrock's function from (2, 0): SGDm leaves the floats, and counts as the less calm one."""
    found = duel.duel("rosenbrock", [(2.0, 0.0), (0.0, 0.0)], 100, step_size=0.001, momentum=0.99)
    sgdm, quasi = found.lengths(100)
    assert np.isinf(sgdm[0])
    assert np.isfinite([sgdm[1], *quasi]).all()
    assert found.diverged()[0].tolist() == [True, False]
    assert found.calmer(100)[0]


def test_runs_in_words() -> None:
    assert paths.runs((1, 2, 3, 4), np.array([True, True, False, True])) == "1 … 2, 4"
    assert paths.runs((1, 2), np.array([False, False])) == "none"
