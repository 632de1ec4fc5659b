"""Random numbers depend on (seed, purpose, worker, step) and on nothing else."""

import itertools

import torch

from toys.streams import PURPOSES, Stream, generator


def test_streams_are_distinct() -> None:
    keys = list(itertools.product((0, 1), PURPOSES, (0, 1), (0, 1)))
    draws = {tuple(generator(*key).integers(2**62, size=4)) for key in keys}
    assert len(draws) == len(keys)


def test_a_draw_does_not_depend_on_who_else_draws() -> None:
    """Worker 2 of seed 5 draws the same alone, among others, and in another order of seeds."""

    def below(worker: int) -> int:
        return 10**6

    alone = Stream((5,), (2,), "batch", 9).integers(below, 6)[0, 0]
    among = Stream((4, 5), range(4), "batch", 9).integers(below, 6)[1, 2]
    assert torch.equal(alone, among)


def test_batches_stay_within_a_worker_and_cover_it() -> None:
    sizes = [3, 5]
    drawn = torch.cat([Stream((0,), range(2), "batch", t).integers(lambda w: sizes[w], 4) for t in range(50)])
    for worker, size in enumerate(sizes):
        assert sorted(drawn[:, worker].unique().tolist()) == list(range(size))


def test_a_shared_draw_is_one_for_all_workers() -> None:
    assert Stream((0, 1), range(8), "compress", 3).shared_integer(100).shape == (2, 1, 1)


def test_a_subset_has_distinct_members() -> None:
    subset = Stream((0,), range(3), "compress", 3).subset(20, 15)
    assert all(len(set(row.tolist())) == 15 for row in subset[0])
