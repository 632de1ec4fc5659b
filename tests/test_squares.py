"""Norms and distances by pieces are those of whole vectors."""

import pytest
import torch

from empirical.squares import distance_sq, norms, square, square_and_distance_sq
from toys.compressors.packing import PIECE

X, Y = torch.randn(2, 2, 3, 2 * PIECE + 5, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
"""Two whole pieces and a short one."""


def same(found: torch.Tensor, wanted: torch.Tensor) -> None:
    torch.testing.assert_close(found, wanted, rtol=1e-12, atol=0)


@pytest.mark.parametrize("length", [1, PIECE, PIECE + 1, X.shape[-1]])
def test_any_length(length: int) -> None:
    x, y = X[..., :length], Y[..., :length]
    same(square(x), (x * x).sum(-1))
    same(norms(x)[0], (x * x).sum(-1))
    assert torch.equal(norms(x)[1], x.abs().amax(-1))
    same(square_and_distance_sq(x, y)[1], ((x - y) ** 2).sum(-1))


def test_one_vector_for_many_on_either_side_and_a_factor() -> None:
    mean = X.mean(1, keepdim=True)
    same(distance_sq(X, mean), ((X - mean) ** 2).sum(-1))
    same(distance_sq(mean, X, 0.3), ((mean - 0.3 * X) ** 2).sum(-1))


def test_nothing_that_is_given_changes() -> None:
    x, y = X.clone(), Y.clone()
    norms(x)
    square_and_distance_sq(x, y)
    distance_sq(x, y, 2)
    assert torch.equal(x, X)
    assert torch.equal(y, Y)


def test_a_number_that_is_none_is_seen() -> None:
    x = X.clone()
    x[0, 1, -1] = torch.nan
    assert square(x).isnan().nonzero().tolist() == norms(x)[1].isnan().nonzero().tolist() == [[0, 1]]
