"""Weights: the rules that make a graph's mixing matrix."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from theory.errors import BadInput
from toys.topologies.graphs import Graph
from toys.topologies.topology import Matrix


def third(graph: Graph) -> Matrix:
    """1/3 for oneself and for each of two neighbours on a ring (qg's code); a shorter ring takes the mean.

    A ring of three takes the mean too, so up to three workers agree after one step.
    """
    workers = len(graph)
    weight = 1 / min(workers, 3)
    return np.where(graph | np.eye(workers, dtype=bool), weight, 0.0)


def metropolis_hastings(graph: Graph) -> Matrix:
    """w_ij = 1/(1 + max(d_i, d_j)) for neighbours of degrees d, the rest for oneself; any undirected graph.

    What qg's code gives its social network. Raises BadInput for a graph with a direction or a loop.
    """
    if not np.array_equal(graph, graph.T) or graph.diagonal().any():
        raise BadInput("graph: read one with a direction or a loop; allowed: undirected, without loops")
    degree = graph.sum(1)
    return _rest_to_oneself(np.where(graph, 1 / (1 + np.maximum(degree[:, None], degree)), 0.0))


def uniform(graph: Graph) -> Matrix:
    """1/(1 + D) for every neighbour, D the largest degree, and the rest for oneself.

    A directed graph needs as many workers that hear a worker as that worker hears, else the columns do not
    sum to 1, which `Topology` refuses.
    """
    return _rest_to_oneself(np.where(graph, 1 / (1 + graph.sum(1).max()), 0.0))


def _rest_to_oneself(weights: Matrix) -> Matrix:
    return weights + np.diag(1 - weights.sum(1))


RULES: Mapping[str, Callable[[Graph], Matrix]] = {
    "third": third,
    "mh": metropolis_hastings,
    "uniform": uniform,
}

NEEDS: Mapping[str, str] = {"third": "a ring", "mh": "an undirected graph"}
"""What a rule asks of a topology; the uniform rule fits all of ours."""
