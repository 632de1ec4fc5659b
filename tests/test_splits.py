"""Splits: every sample to one worker, in the proportions that a law's name promises."""

import numpy as np
import pytest
import torch

from theory.errors import BadInput
from toys.splits import LAWS, mixed, split

LABELS = torch.arange(10).repeat_interleave(500)
EVERY = (
    "iid",
    "dirichlet:0.1",
    "dirichlet:10",
    "dirichlet-slices:0.1",
    "classes:2",
    "classes:10",
    "shards:2",
)


def counts(law: str, workers: int = 8, seed: int = 0, labels: torch.Tensor = LABELS) -> np.ndarray:
    """How many samples of each label every worker has."""
    return np.array([labels[p].bincount(minlength=10).tolist() for p in split(law, labels, workers, seed)])


@pytest.mark.parametrize("law", EVERY)
def test_partition(law: str) -> None:
    parts = split(law, LABELS, 8, seed=1)
    assert sorted(torch.cat(parts).tolist()) == list(range(len(LABELS)))
    assert min(map(len, parts)) >= 1
    assert all(torch.equal(a, b) for a, b in zip(parts, split(law, LABELS, 8, seed=1), strict=True))
    again = split(law, LABELS, 8, seed=2)
    assert any(not torch.equal(a, b) for a, b in zip(parts, again, strict=True))


@pytest.mark.parametrize("law", ["iid", "dirichlet-slices:0.1", "shards:2"])
def test_equal_parts(law: str) -> None:
    sizes = counts(law, workers=7).sum(1)
    assert sizes.max() - sizes.min() <= (1 if law != "shards:2" else 2)


def test_iid_has_all_labels_alike() -> None:
    """A worker's count of one label is hypergeometric, of variance n·p·(1 − p)·(N − n)/(N − 1)."""
    found = np.concatenate([counts("iid", seed=seed) for seed in range(20)])
    expected = 625 * 0.1 * 0.9 * (5000 - 625) / 4999
    assert ((found - 62.5) ** 2).mean() == pytest.approx(expected, rel=0.15)


@pytest.mark.parametrize("alpha", [0.1, 1.0, 10.0])
def test_shares_are_dirichlet(alpha: float) -> None:
    """A label's share on one of K workers has mean 1/K and variance (1/K)(1 − 1/K)/(Kα + 1).

    At α = 0.1 draws in which a worker has nothing at all are drawn again; with 10 labels these are rare.
    """
    workers = 4
    shares = np.concatenate([counts(f"dirichlet:{alpha}", workers, seed) / 500 for seed in range(60)])
    assert shares.mean() == pytest.approx(1 / workers)
    variance = (1 / workers) * (1 - 1 / workers) / (workers * alpha + 1)
    assert shares.var() == pytest.approx(variance, rel=0.12)


def test_slices_are_less_heterogeneous_than_the_draw() -> None:
    """By the share of the label that a worker has most of, which qg's code lowers by cutting equal slices."""

    def largest(law: str) -> float:
        each = [counts(law, 16, seed) for seed in range(10)]
        return float(np.mean([(c.max(1) / c.sum(1)).mean() for c in each]))

    assert largest("dirichlet:0.1") > largest("dirichlet-slices:0.1") > largest("iid")


@pytest.mark.parametrize(("workers", "each"), [(8, 2), (5, 2), (10, 1), (20, 1), (3, 10), (7, 3)])
def test_classes(workers: int, each: int) -> None:
    """Exactly so many labels on every worker, and equal parts of a label for those who have it."""
    found = counts(f"classes:{each}", workers)
    assert ((found > 0).sum(1) == each).all()
    for label in found.T:
        holders = label[label > 0]
        assert holders.max() - holders.min() <= 1


def test_shards() -> None:
    """Two pieces of a sorted list have few labels, and a hundred of them have all."""
    assert ((counts("shards:2") > 0).sum(1) <= 4).all()
    assert ((counts("shards:100") > 0).sum(1) == 10).all()


def test_mixed_parts_are_the_same_in_another_order() -> None:
    parts = split("dirichlet:0.5", LABELS, 4, seed=0)
    shuffled = mixed(parts, seed=0)
    assert all(sorted(a.tolist()) == sorted(b.tolist()) for a, b in zip(parts, shuffled, strict=True))
    changes = [int((LABELS[p].diff() != 0).sum()) for p in shuffled]
    assert min(changes) > 100  # neighbours have labels of their own


@pytest.mark.parametrize(
    ("law", "says"),
    [
        ("uniform", "known: classes, dirichlet, dirichlet-slices, iid, shards"),
        ("dirichelt:1", "did you mean dirichlet"),
        ("dirichlet:0", "α > 0"),
        ("dirichlet-slices:x", "α > 0"),
        ("dirichlet", "α > 0"),
        ("iid:2", "takes no number"),
        ("classes:1", "from classes:2 to classes:10"),
        ("classes:11", "from classes:2 to classes:10"),
        ("shards:0", "from shards:1 to shards:625"),
        ("shards:1.5", "from shards:1 to shards:625"),
    ],
)
def test_bad_laws(law: str, says: str) -> None:
    with pytest.raises(BadInput, match="split: read") as refused:
        split(law, LABELS, 8, 0)
    assert says in str(refused.value)


def test_more_workers_than_samples() -> None:
    for law in LAWS:
        with pytest.raises(BadInput, match="fewer than one for each"):
            split(law, LABELS[:3], 4, 0)
