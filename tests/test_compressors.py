"""Each compressor against its class: contraction, unbiasedness, conservation, distinctness, bits."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from theory.errors import BadInput
from toys.compressors import parse_compressor
from toys.compressors.sampled import SampledTop
from toys.compressors.top import Top
from toys.streams import Stream

DIMENSION = 12
finite = st.floats(-1e6, 1e6).map(lambda x: 0.0 if abs(x) < 1e-6 else x)
vectors = arrays(np.float64, (3, DIMENSION), elements=finite).map(torch.from_numpy)
NAMES = ["top:3", "top:1", "top:12", "sampled:3", "block:5", "identity"]


def stream(step: int = 0, workers: int = 3) -> Stream:
    return Stream((7,), range(workers), "compress", step, lead=False)


@pytest.mark.parametrize("name", NAMES)
@given(v=vectors)
def test_a_message_is_the_vector_on_its_support(name: str, v: torch.Tensor) -> None:
    """Residual conservation, exactly: what is sent is v where it is sent, and nothing elsewhere."""
    message = parse_compressor(name, DIMENSION).compress(v, stream())
    support = message.support()
    assert set(support.unique().tolist()) <= {0.0, 1.0}
    assert torch.equal(message.dense(), torch.where(support > 0, v, 0.0))
    assert torch.equal(message.count(), support.sum(-1))
    assert torch.equal(message.dense() + (v - message.dense()), v)


@pytest.mark.parametrize("name", ["top:3", "top:1", "sampled:3", "identity"])
@given(v=vectors)
def test_contraction_of_every_vector(name: str, v: torch.Tensor) -> None:
    """‖C(v) − v‖² ≤ (1−δ)‖v‖² for the deterministic guarantee; top-s keeps at least s/d."""
    compressor = parse_compressor(name, DIMENSION)
    lost = ((compressor.compress(v, stream()).dense() - v) ** 2).sum(-1)
    allowed = (1 - compressor.contraction(DIMENSION).value) * (v**2).sum(-1)
    assert (lost <= allowed * (1 + 1e-12)).all()


def test_top_attains_its_class() -> None:
    """A constant vector loses exactly 1 − s/d, so δ = s/d cannot be improved."""
    v = torch.full((3, DIMENSION), 2.0, dtype=torch.float64)
    message = Top(3).compress(v, stream())
    assert ((message.dense() - v) ** 2).sum(-1).tolist() == [36.0] * 3
    assert (v**2).sum(-1).tolist() == [48.0] * 3
    assert Top(3).contraction(DIMENSION).value == 0.25


def test_ties_go_to_the_lowest_index() -> None:
    v = torch.tensor([[1.0, -2, 2, 2, 0, -2, 1, 2, 0, 0, 0, 0]], dtype=torch.float64)
    chosen = Top(3).compress(v, stream()).support()[0].nonzero().flatten().tolist()
    assert chosen == [1, 2, 3]


def test_top_keeps_the_largest() -> None:
    """Against a sort by magnitude, on a thousand random vectors."""
    v = torch.randn(1000, 50, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    kept = Top(7).compress(v, stream()).dense().abs().sort(-1, descending=True).values[:, :7]
    assert torch.equal(kept, v.abs().sort(-1, descending=True).values[:, :7])


def test_block_contracts_in_expectation_for_every_vector() -> None:
    """The mean over all places is (1 − s/d)‖v‖² exactly: every component is kept s of d times."""
    v = torch.randn(1, DIMENSION, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
    compressor = parse_compressor("block:5", DIMENSION)
    by_place = {}
    for step in range(400):
        message = compressor.compress(v, stream(step, workers=1))
        by_place[tuple(message.support()[0].tolist())] = float(((message.dense() - v) ** 2).sum())
    assert len(by_place) == DIMENSION
    assert all(sum(place) == 5 for place in by_place)
    assert np.mean(list(by_place.values())) == pytest.approx(float((1 - 5 / 12) * (v**2).sum()), rel=1e-12)


def test_block_is_shared_and_linear() -> None:
    """All workers send the same components, so the mean of messages is the message of the mean."""
    v = torch.randn(3, DIMENSION, dtype=torch.float64, generator=torch.Generator().manual_seed(3))
    compressor = parse_compressor("block:5", DIMENSION)
    mean_first = compressor.compress(v.mean(0, keepdim=True), stream()).dense()
    torch.testing.assert_close(compressor.compress(v, stream()).dense().mean(0, keepdim=True), mean_first)


def test_sampled_threshold_keeps_about_s() -> None:
    """On vectors of many components the number kept is near s, and never below what the class needs."""
    v = torch.randn(3, 100_000, dtype=torch.float64, generator=torch.Generator().manual_seed(4))
    message = SampledTop(2000).compress(v, stream())
    sample, above = SampledTop(2000).sizes(100_000)
    assert (sample, above) == (1000, 20)
    # the share kept is the 20th of 1000 order statistics: mean 0.02, deviation √20/1000 = 0.0045
    assert ((message.count() / 100_000 - 0.02).abs() < 5 * 0.0045).all()
    smallest_kept = torch.where(message.support() > 0, v.abs(), torch.inf).amin(-1)
    largest_left = torch.where(message.support() > 0, 0.0, v.abs()).amax(-1)
    assert (smallest_kept >= largest_left).all()


@pytest.mark.parametrize(
    ("name", "bits"),
    [("top:3", 3 * (64 + 32)), ("block:5", 5 * 64), ("identity", DIMENSION * 64)],
)
def test_bits(name: str, bits: int) -> None:
    v = torch.randn(3, DIMENSION, dtype=torch.float64, generator=torch.Generator().manual_seed(5))
    assert parse_compressor(name, DIMENSION).compress(v, stream()).bits().tolist() == [float(bits)] * 3


@pytest.mark.parametrize(
    ("text", "kept"),
    [("top:11", 11), ("top:1/10", 11), ("block:0.25", 28), ("sampled:1/16", 7), ("top:1.0", 112)],
)
def test_spelling(text: str, kept: int) -> None:
    assert parse_compressor(text, 112).kept == kept


@pytest.mark.parametrize(
    "text",
    ["top", "top:", "top:0", "top:113", "top:1/1000", "top:2.0", "top:1/0", "top:-1", "topp:3", "identity:3"],
)
def test_misspelling(text: str) -> None:
    with pytest.raises(BadInput, match="compressor: read"):
        parse_compressor(text, 112)
