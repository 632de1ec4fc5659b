"""How samples are split over workers."""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor

from theory.errors import BadInput
from toys.streams import generator

Parts = tuple[Int[Tensor, " _"], ...]

TRIES = 100
"""How often a Dirichlet law is drawn again because a worker would go without samples."""


def split(law: str, labels: Float[Tensor, " total"], workers: int, seed: int) -> Parts:
    """Each worker's row numbers under "iid" (at random, equal parts) or "dirichlet:α" (unequal, by label).

    Raises BadInput for another law, an α that is not positive, or more workers than samples.
    """
    if workers > len(labels):
        raise BadInput(
            f"workers: read {workers}; the data has {len(labels)} samples, fewer than one for each"
        )
    if law == "iid":
        order = generator(seed, "split").permutation(len(labels))
        return _tensors(np.array_split(order, workers))
    name, _, text = law.partition(":")
    try:
        alpha = float(text)
    except ValueError:
        alpha = 0.0
    if name != "dirichlet" or not 0 < alpha < float("inf"):
        raise BadInput(f"split: read {law!r}; allowed: iid, or dirichlet:α with α > 0, as in dirichlet:0.1")
    return _dirichlet(alpha, labels.numpy(), workers, seed)


def _dirichlet(alpha: float, labels: np.ndarray, workers: int, seed: int) -> Parts:
    """Each label's samples are dealt out in shares drawn from Dirichlet(α), until every worker has some."""
    for attempt in range(TRIES):
        random = generator(seed, "split", step=attempt)
        parts: list[list[np.ndarray]] = [[] for _ in range(workers)]
        for label in np.unique(labels):
            rows = random.permutation(np.flatnonzero(labels == label))
            cuts = np.floor(np.cumsum(random.dirichlet([alpha] * workers))[:-1] * len(rows)).astype(int)
            for part, chunk in zip(parts, np.split(rows, cuts), strict=True):
                part.append(chunk)
        joined = [np.concatenate(part) for part in parts]
        if all(len(part) for part in joined):
            return _tensors(joined)
    raise BadInput(
        f"split: dirichlet:{alpha:g} leaves one of {workers} workers without samples in {TRIES} draws; "
        "take a larger α or fewer workers"
    )


def _tensors(parts: list[np.ndarray]) -> Parts:
    return tuple(torch.from_numpy(np.ascontiguousarray(part)) for part in parts)
