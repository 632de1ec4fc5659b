"""How samples are split over workers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
import torch
from jaxtyping import Int, Shaped
from torch import Tensor

from theory.errors import BadInput, nearest, shown
from toys.streams import generator

Parts = tuple[Int[Tensor, " _"], ...]

TRIES = 100
"""How often a Dirichlet law is drawn again because a worker would go without samples."""


def split(law: str, labels: Shaped[Tensor, " total"], workers: int, seed: int) -> Parts:
    """Each worker's row numbers under one of the LAWS.

    "iid" deals out equal parts at random; "dirichlet:α" each label in shares drawn from Dirichlet(α), which
    makes unequal parts; "dirichlet-slices:α" cuts those, one after another, in equal slices, as qg's authors'
    code does; "classes:c" gives every worker c of the labels; "shards:s" gives it s of the equal pieces into
    which the samples are cut in the order of their labels (McMahan et al., 2017).

    Raises BadInput for another law, an amount that it does not take, or more workers than samples.
    """
    if workers > len(labels):
        raise BadInput(
            f"workers: read {workers}; the data has {len(labels)} samples, fewer than one for each"
        )
    name, _, amount = law.partition(":")
    if name not in LAWS:
        raise BadInput(f"split: read {shown(law)}; {nearest(name, LAWS)}")
    parts = LAWS[name](amount, labels.numpy(), workers, seed)
    return tuple(torch.from_numpy(np.ascontiguousarray(part)) for part in parts)


def mixed(parts: Parts, seed: int) -> Parts:
    """The same parts, each in a random order: a law may have left a worker's labels one after another."""
    orders = (generator(seed, "split", worker, part=1).permutation(len(p)) for worker, p in enumerate(parts))
    return tuple(part[torch.from_numpy(order)] for part, order in zip(parts, orders, strict=True))


def _iid(amount: str, labels: np.ndarray, workers: int, seed: int) -> list[np.ndarray]:
    if amount:
        raise BadInput(f"split: read {shown(f'iid:{amount}')}; iid takes no number")
    return np.array_split(generator(seed, "split").permutation(len(labels)), workers)


def _dirichlet(amount: str, labels: np.ndarray, workers: int, seed: int) -> list[np.ndarray]:
    """Shares of every label, drawn again until every worker has some samples."""
    alpha = _positive("dirichlet", amount)
    for attempt in range(TRIES):
        parts = _shares(alpha, labels, workers, generator(seed, "split", step=attempt))
        if all(len(part) for part in parts):
            return parts
    raise BadInput(
        f"split: dirichlet:{alpha:g} leaves one of {workers} workers without samples in {TRIES} draws; "
        "take a larger α or fewer workers"
    )


def _slices(amount: str, labels: np.ndarray, workers: int, seed: int) -> list[np.ndarray]:
    parts = _shares(_positive("dirichlet-slices", amount), labels, workers, generator(seed, "split"))
    return np.array_split(np.concatenate(parts), workers)


def _shares(alpha: float, labels: np.ndarray, workers: int, random: np.random.Generator) -> list[np.ndarray]:
    """Each label's samples, dealt out in shares drawn from Dirichlet(α)."""
    parts: list[list[np.ndarray]] = [[] for _ in range(workers)]
    for label in np.unique(labels):
        rows = random.permutation(np.flatnonzero(labels == label))
        cuts = np.floor(np.cumsum(random.dirichlet([alpha] * workers))[:-1] * len(rows)).astype(int)
        for part, chunk in zip(parts, np.split(rows, cuts), strict=True):
            part.append(chunk)
    return [np.concatenate(part) for part in parts]


def _classes(amount: str, labels: np.ndarray, workers: int, seed: int) -> list[np.ndarray]:
    """Labels are dealt round and round, c to a worker; who shares a label has equal parts of its samples."""
    random = generator(seed, "split")
    kinds = random.permutation(np.unique(labels))
    each = _count("classes", amount, -(-len(kinds) // workers), len(kinds))
    chosen = kinds[np.arange(workers * each) % len(kinds)].reshape(workers, each)
    parts: list[list[np.ndarray]] = [[] for _ in range(workers)]
    for label in kinds:
        holders = np.flatnonzero((chosen == label).any(-1))
        rows = random.permutation(np.flatnonzero(labels == label))
        for holder, chunk in zip(holders, np.array_split(rows, len(holders)), strict=True):
            parts[holder].append(chunk)
    return _each_with_some([np.concatenate(part) for part in parts], f"classes:{each}")


def _shards(amount: str, labels: np.ndarray, workers: int, seed: int) -> list[np.ndarray]:
    each = _count("shards", amount, 1, len(labels) // workers)
    random = generator(seed, "split")
    mixed = random.permutation(len(labels))
    shards = np.array_split(mixed[np.argsort(labels[mixed], kind="stable")], workers * each)
    order = random.permutation(workers * each).reshape(workers, each)
    return [np.concatenate([shards[number] for number in row]) for row in order]


def _each_with_some(parts: list[np.ndarray], law: str) -> list[np.ndarray]:
    if not all(len(part) for part in parts):
        raise BadInput(f"split: {law} leaves one of {len(parts)} workers without samples; take fewer workers")
    return parts


def _positive(name: str, amount: str) -> float:
    try:
        alpha = float(amount)
    except ValueError:
        alpha = 0.0
    if not 0 < alpha < float("inf"):
        raise BadInput(f"split: read {shown(_written(name, amount))}; allowed: α > 0, as in {name}:0.1")
    return alpha


def _count(name: str, amount: str, low: int, high: int) -> int:
    if not re.fullmatch(r"\d{1,9}", amount) or not low <= int(amount) <= high:
        read = shown(_written(name, amount))
        raise BadInput(f"split: read {read}; allowed here: from {name}:{low} to {name}:{high}")
    return int(amount)


def _written(name: str, amount: str) -> str:
    return f"{name}:{amount}" if amount else name


LAWS: Mapping[str, Callable[[str, np.ndarray, int, int], list[np.ndarray]]] = {
    "iid": _iid,
    "dirichlet": _dirichlet,
    "dirichlet-slices": _slices,
    "classes": _classes,
    "shards": _shards,
}
"""Every law by its name, with what deals out under it."""
