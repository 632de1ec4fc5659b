"""A step holds at most four vectors beside those of its method's state."""

import numpy as np
import pytest
import vectors

from benchmarks.ranked_bytes import STATES, VECTORS
from benchmarks.ranks import on_ranks

COUNTERS = 1e-4
"""What the counters of bits and other short tensors take, in vectors."""


@pytest.fixture(scope="module")
def found() -> dict[str, np.ndarray]:
    """By processes of their own: where annotations are checked, a call holds its arguments to its end."""
    return dict(on_ranks(vectors.at_peak))


@pytest.mark.parametrize("at", range(len(STATES)), ids=["-".join(map(str, way.values())) for way in STATES])
def test_a_step_holds_four_vectors_beside_its_state(found: dict[str, np.ndarray], at: int) -> None:
    """As an old vector is freed when its new one stands."""
    assert found["state"][at] + 1 < found["peak"][at] <= found["state"][at] + VECTORS + COUNTERS


def test_it_holds_more_where_somebody_holds_the_state_before(found: dict[str, np.ndarray]) -> None:
    assert (found["held"] >= found["peak"]).all()
    assert (found["held"] > found["state"] + VECTORS + COUNTERS).sum() >= 3
