"""The problems: gradients, constants, splits and data."""

import math

import numpy as np
import pytest
import torch
from runs import mushrooms, quadratic

from empirical.measure.smoothness import AGREEMENT, curvature
from theory.errors import BadInput
from toys.data import FOLDER, available, load, read_libsvm
from toys.problems.logistic import Logistic
from toys.problems.quadratic import Quadratic
from toys.splits import split

PROBLEMS = {"mushrooms": mushrooms(), "quadratic": quadratic(), "printed": Quadratic(2, 2)}


def points(problem, count: int = 5, scale: float = 1.0) -> torch.Tensor:
    random = torch.Generator().manual_seed(6)
    return scale * torch.randn(count, 1, problem.dimension, dtype=torch.float64, generator=random)


@pytest.mark.parametrize("name", PROBLEMS)
def test_gradient_is_the_derivative_of_the_loss(name: str) -> None:
    problem = PROBLEMS[name]
    x = points(problem).requires_grad_()
    for k in range(problem.workers):
        (derivative,) = torch.autograd.grad(problem.loss((k,), x).sum(), x)
        torch.testing.assert_close(problem.gradient((k,), x), derivative, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("name", PROBLEMS)
def test_hessian_product_is_the_derivative_of_the_gradient(name: str) -> None:
    problem = PROBLEMS[name]
    x, v = points(problem, 1)[0].requires_grad_(), points(problem, 2)[1]
    for k in range(problem.workers):
        (product,) = torch.autograd.grad((problem.gradient((k,), x) * v).sum(), x)
        torch.testing.assert_close(problem.hessian_product(k, x.detach(), v), product, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", PROBLEMS)
def test_smoothness(name: str) -> None:
    """Power iteration finds L, and no pair of gradients changes faster than L, some nearly as fast."""
    problem = PROBLEMS[name]
    L = problem.constants()["smoothness"].value
    found = max(curvature(problem, k, problem.start())[0] for k in range(problem.workers))
    assert L * (1 - AGREEMENT) <= found <= L * (1 + 1e-12)
    x, y = points(problem, 50, 0.1), points(problem, 100, 0.1)[50:]
    everyone = range(problem.workers)
    change = (problem.gradient(everyone, x) - problem.gradient(everyone, y)).norm(dim=-1)
    assert (change <= L * (x - y).norm(dim=-1) * (1 + 1e-12)).all()


def test_logistic_constants_hold_at_random_points() -> None:
    """σ² and M² over space bound what is found anywhere; F ≥ 0; the gap at 0 is log 2."""
    problem = mushrooms()
    known, everyone = problem.constants(), range(problem.workers)
    assert known["gap"].value == pytest.approx(math.log(2), rel=1e-14)
    for scale in (0.01, 1.0, 100.0):
        x = points(problem, 20, scale)
        assert (problem.noise(everyone, x) <= known["noise"].value).all()
        assert ((problem.gradient(everyone, x) ** 2).sum(-1) <= known["gradient_sq"].value).all()
        assert (problem.loss(everyone, x) >= problem.lower_bound()).all()


def test_noise_is_the_variance_of_one_samples_gradient() -> None:
    """Against the gradients of all single samples of a worker."""
    problem = mushrooms()
    x = points(problem, 1)
    for k in range(problem.workers):
        samples = torch.arange(problem.samples(k))[:, None]
        single = torch.stack([problem.sampled_gradient((k,), x, s[None, None])[0, 0] for s in samples])
        full = problem.gradient((k,), x)[0, 0]
        torch.testing.assert_close(single.mean(0), full, rtol=1e-9, atol=1e-12)
        spread = ((single - full) ** 2).sum(-1).mean()
        torch.testing.assert_close(problem.noise((k,), x)[0, 0, 0], spread, rtol=1e-9, atol=1e-12)


def test_quadratic_as_printed() -> None:
    """F(w) = Σ (d−i)(w_i² + (i+1)²), with F* = Σ (d−i)(i+1)² at 0."""
    problem = Quadratic(2, 5)
    w = points(problem, 1)[0]
    weights, targets = torch.arange(5, 0, -1.0), torch.arange(1.0, 6)
    expected = (weights * (w**2 + targets**2)).sum()
    assert float(problem.loss((0, 1), w).mean()) == pytest.approx(float(expected), rel=1e-14)
    zero = torch.zeros(1, 5, dtype=torch.float64)
    assert torch.equal(
        problem.gradient((0, 1), zero).mean(-2), torch.zeros(1, 5, dtype=torch.float64).mean(-2)
    )
    assert float(problem.loss((0, 1), zero).mean()) == problem.lower_bound()
    spread = problem.constants()["heterogeneity"].value
    gradients = problem.gradient((0, 1), w)
    found = ((gradients - gradients.mean(-2, keepdim=True)) ** 2).sum(-1).mean()
    assert float(found) == pytest.approx(spread, rel=1e-13)


def test_mushrooms() -> None:
    data = load("mushrooms")
    assert data.rows.shape == (8124, 112)
    assert set(data.labels.tolist()) == {-1.0, 1.0}
    assert set(data.rows.unique().tolist()) == {0.0, 1.0}
    assert int((data.labels == 1).sum()) in (3916, 4208)  # 3916 poisonous and 4208 edible


def test_a9a() -> None:
    data = load("a9a")
    assert data.rows.shape == (32561, 123)
    assert set(data.rows.unique().tolist()) == {0.0, 1.0}
    assert int(data.rows.sum()) == 451592
    assert int((data.labels == 1).sum()) == 7841  # incomes above 50 000 dollars
    assert set(data.labels.tolist()) == {-1.0, 1.0}


@pytest.mark.parametrize(
    ("name", "shape", "positive"), [("w8a", (49749, 300), 1479), ("phishing", (11055, 68), 6157)]
)
def test_data_of_the_users_own(name: str, shape: tuple[int, int], positive: int) -> None:
    if not available(name):
        pytest.skip(f"{name} is not shipped; name a folder that holds it in {FOLDER}")
    data = load(name)
    assert data.rows.shape == shape
    assert int((data.labels == 1).sum()) == positive


def test_a_folder_of_data(tmp_path, monkeypatch) -> None:
    """A name is found as an archive, as a LIBSVM file with a suffix, or without one, in this order."""
    monkeypatch.setenv(FOLDER, str(tmp_path))
    assert not available("tiny")
    with pytest.raises(BadInput, match="tiny"):
        load("tiny")
    (tmp_path / "tiny").write_text("+1 1:3\n-1 2:1\n")
    assert load("tiny").rows.tolist() == [[3, 0], [0, 1]]
    (tmp_path / "tiny.svm").write_text("+1 1:4\n-1 2:1\n")
    assert load("tiny").rows.tolist() == [[4, 0], [0, 1]]
    rows = {"indptr": [0, 1, 1], "indices": [1], "data": [5.0], "shape": [2, 2], "y": [-1, 1]}
    np.savez(tmp_path / "tiny.npz", **{key: np.array(value) for key, value in rows.items()})
    assert available("tiny")
    assert load("tiny").rows.tolist() == [[0, 5], [0, 0]]
    assert load("tiny").labels.tolist() == [-1, 1]
    wrong = {"y": [1, 2], "indices": [7], "shape": [3, 2], "data": [np.inf]}
    for key, value in wrong.items():
        np.savez(tmp_path / "tiny.npz", **{k: np.array(v) for k, v in {**rows, key: value}.items()})
        with pytest.raises(BadInput, match="tiny"):
            load("tiny")
    (tmp_path / "tiny.npz").write_text("no archive")
    with pytest.raises(BadInput, match="tiny"):
        load("tiny")


@pytest.mark.parametrize("law", ["iid", "dirichlet:0.1", "dirichlet:10"])
def test_splits_deal_out_every_sample_once(law: str) -> None:
    labels = load("mushrooms").labels
    parts = split(law, labels, 8, seed=1)
    assert sorted(torch.cat(parts).tolist()) == list(range(len(labels)))
    assert min(map(len, parts)) >= 1
    if law == "iid":
        assert max(map(len, parts)) - min(map(len, parts)) <= 1
    assert all(torch.equal(a, b) for a, b in zip(parts, split(law, labels, 8, seed=1), strict=True))
    assert not all(torch.equal(a, b) for a, b in zip(parts, split(law, labels, 8, seed=2), strict=False))


def test_a_smaller_alpha_is_more_heterogeneous() -> None:
    """The spread of the label's share over workers grows as α falls."""
    labels = load("mushrooms").labels

    def spread(law: str) -> float:
        shares = [[float((labels[p] > 0).float().mean()) for p in split(law, labels, 8, s)] for s in range(5)]
        return float(np.std(shares, axis=1).mean())

    assert spread("dirichlet:0.1") > 2 * spread("dirichlet:10") > 2 * spread("iid")


def test_libsvm(tmp_path) -> None:
    path = tmp_path / "tiny.svm"
    path.write_text("+1 1:0.5 3:-2 # a comment\n\n-1 2:1\n")
    data = read_libsvm(path)
    assert data.rows.tolist() == [[0.5, 0, -2], [0, 1, 0]]
    assert data.labels.tolist() == [1, -1]


@pytest.mark.parametrize(
    "text", ["", "1 1:2\n", "1 0:2\n-1 1:1\n", "1 a\n-1 1:1\n", "1 1:2\n2 1:1\n3 1:1\n", "1 1:inf\n-1 1:1\n"]
)
def test_malformed_libsvm(tmp_path, text: str) -> None:
    path = tmp_path / "bad.svm"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"bad\.svm"):
        read_libsvm(path)


def test_unequal_parts_weigh_the_same() -> None:
    """F is the mean of the F_k, not of the samples, where parts are unequal."""
    data = load("mushrooms")
    parts = (torch.arange(10), torch.arange(10, 8124))
    problem = Logistic.of(data, parts, 0.1)
    x = points(problem, 1)
    losses = problem.loss((0, 1), x)
    assert float(losses.mean()) == pytest.approx(
        (float(losses[0, 0, 0]) + float(losses[0, 1, 0])) / 2, rel=1e-15
    )
    alone = Logistic.of(data, (torch.arange(10),), 0.1)
    assert float(alone.loss((0,), x)) == pytest.approx(float(losses[0, 0, 0]), rel=1e-13)
