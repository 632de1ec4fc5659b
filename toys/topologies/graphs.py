"""Graphs: whom a worker hears. `graph[i, j]` says whether worker i hears worker j, never itself.

Neighbours are a set: where two directions lead to the same worker, as on a ring of two, it is one neighbour.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool

Graph = Bool[np.ndarray, "workers workers"]
Graphs = Bool[np.ndarray, "period workers workers"]


def hops(workers: int) -> tuple[int, ...]:
    """1, 2, 4, … 2^(τ−1), the distances of the exponential graphs; τ = ⌈log₂ n⌉, 0 for one worker."""
    return tuple(2**k for k in range((workers - 1).bit_length()))


def hop(workers: int, distance: int) -> Graph:
    """Every worker i hears the worker i − distance, so it sends to i + distance, around the circle."""
    heard = (np.arange(workers) - distance) % workers
    graph: Graph = np.eye(workers, dtype=bool)[heard]
    np.fill_diagonal(graph, val=False)
    return graph


def ring(workers: int) -> Graphs:
    """The neighbours on a circle: two of them, one on a ring of two, none on a ring of one."""
    neighbours: Graph = hop(workers, 1) | hop(workers, -1)
    return neighbours[None]


def torus(rows: int, columns: int) -> Graphs:
    """The neighbours along a row and along a column, both closed to rings; worker i·columns + j is at (i, j).

    With one row or one column it is a ring.
    """
    along_column = np.kron(ring(rows)[0], np.eye(columns, dtype=bool))
    along_row = np.kron(np.eye(rows, dtype=bool), ring(columns)[0])
    return (along_column | along_row)[None]


def most_square(workers: int) -> tuple[int, int]:
    """The a·b = workers with a ≤ b and a as large as can be; (1, n) for a prime."""
    rows = max(a for a in range(1, workers + 1) if a * a <= workers and workers % a == 0)
    return rows, workers // rows


def complete(workers: int) -> Graphs:
    """Everyone hears everyone."""
    return ~np.eye(workers, dtype=bool)[None]


def star(workers: int) -> Graphs:
    """Worker 0 hears everyone, and everyone hears worker 0."""
    graph = np.zeros((workers, workers), dtype=bool)
    graph[0, 1:] = graph[1:, 0] = True
    return graph[None]


def exponential(workers: int) -> Graphs:
    """The static exponential graph, directed: worker i hears i − 1, i − 2, i − 4, … around the circle."""
    heard: Graph = np.logical_or.reduce(one_peer(workers), axis=0)
    return heard[None]


def one_peer(workers: int) -> Graphs:
    """The 1-peer directed exponential graph (qg, Table 4): at step t worker i sends to i + 2^(t mod τ)."""
    return np.stack([hop(workers, distance) for distance in hops(workers) or (0,)])


def davis() -> Graphs:
    """The social network of qg, Figure 7: 18 women and the 14 events they went to, in networkx's order."""
    import networkx

    edges: Graph = networkx.to_numpy_array(networkx.davis_southern_women_graph()) > 0
    return edges[None]
