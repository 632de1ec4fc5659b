"""A directed graph without cycles drawn in layers from left to right, as Sugiyama's method lays it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import networkx as nx
import numpy as np
from scipy.optimize import isotonic_regression, linprog

SWEEPS = 24
"""Times that the order in the layers, and then the heights, follow the neighbours, to and fro."""
STRAIGHT = 4.0
"""How much more than a node the bend of a trunk pulls, so that long edges run straight."""


class Bend(NamedTuple):
    """Where the trunk of the edges that leave `source` passes a layer.

    All edges of a node share one trunk, which splits where they part: what many use sends out one line.
    """

    source: str
    layer: int


Spot = str | Bend
Order = list[list[Spot]]


@dataclass(frozen=True)
class Layout:
    """Layers from the left, each node's height, and the hops of which each edge is made."""

    layers: Sequence[Sequence[Spot]]
    height: Mapping[Spot, float]
    paths: Mapping[tuple[str, str], Sequence[Spot]]


def laid_out(graph: nx.DiGraph, gap: float, trunk_gap: float) -> Layout:
    """Nodes `gap` apart at least, trunks `trunk_gap`; of two orders as good, the graph's own stands."""
    layer = _layers(graph)
    paths = {edge: _path(edge, layer) for edge in graph.edges}
    hops = nx.DiGraph()
    hops.add_nodes_from(graph)
    for path in paths.values():
        nx.add_path(hops, path)
    order = _ordered(hops, _first_order(hops, layer))
    return Layout(order, _heights(hops, order, gap, trunk_gap), paths)


def _layers(graph: nx.DiGraph) -> dict[str, int]:
    """The layers that make the edges shortest together: a linear programme whose vertices are integers."""
    nodes, edges = list(graph), list(graph.edges)
    if not edges:
        return dict.fromkeys(nodes, 0)
    place = {node: i for i, node in enumerate(nodes)}
    forward = np.zeros((len(edges), len(nodes)))
    for row, (source, target) in enumerate(edges):
        forward[row, [place[source], place[target]]] = -1, 1
    found = linprog(forward.sum(axis=0), A_ub=-forward, b_ub=-np.ones(len(edges)), method="highs-ds").x
    return {node: round(found[place[node]] - found.min()) for node in nodes}


def _path(edge: tuple[str, str], layer: Mapping[str, int]) -> list[Spot]:
    source, target = edge
    return [source, *(Bend(source, i) for i in range(layer[source] + 1, layer[target])), target]


def _first_order(hops: nx.DiGraph, layer: Mapping[str, int]) -> Order:
    """As a walk along the edges meets them, beginning with the graph's first node."""
    met = list(dict.fromkeys(nx.dfs_preorder_nodes(hops.to_undirected())))
    met += [node for node in hops if node not in set(met)]
    order: Order = [[] for _ in range(max(layer.values()) + 1)]
    for spot in met:
        order[spot.layer if isinstance(spot, Bend) else layer[spot]].append(spot)
    return order


def _ordered(hops: nx.DiGraph, order: Order) -> Order:
    """Every layer sorted by where its neighbours stand, to and fro; the order with the fewest crossings."""
    best, fewest = order, crossings(hops, order)
    for sweep in range(SWEEPS):
        order = _swept(hops, order, forward=sweep % 2 == 0)
        if (found := crossings(hops, order)) < fewest:
            best, fewest = order, found
    return best


def _swept(hops: nx.DiGraph, order: Order, *, forward: bool) -> Order:
    """One pass over the layers; a spot without neighbours on that side keeps its share of the way down."""
    order, neighbours = [*order], hops.pred if forward else hops.succ
    steps = range(1, len(order)) if forward else range(len(order) - 2, -1, -1)
    for i in steps:
        rank = {spot: j for j, spot in enumerate(order[i - 1 if forward else i + 1])}
        centre: dict[Spot, float] = {}
        for j, spot in enumerate(order[i]):
            ranks = [rank[other] for other in neighbours[spot]]
            centre[spot] = _mean(ranks) if ranks else j * len(rank) / len(order[i])
        order[i] = sorted(order[i], key=centre.__getitem__)
    return order


def crossings(hops: nx.DiGraph, order: Order) -> int:
    """How many pairs of hops cross."""
    found = 0
    for left, right in pairwise(order):
        rank = {spot: i for i, spot in enumerate(right)}
        ends = [rank[other] for spot in left for other in sorted(hops.succ[spot], key=rank.__getitem__)]
        after = np.array(ends)
        found += sum(int((after[i + 1 :] < end).sum()) for i, end in enumerate(ends))
    return found


def _heights(hops: nx.DiGraph, order: Order, gap: float, trunk_gap: float) -> dict[Spot, float]:
    """Every spot at the mean of its neighbours' heights, as near as its layer's order and the gaps allow.

    With the gaps taken off, heights that keep an order are an isotonic regression on those wished for.
    """
    room = {spot: trunk_gap if isinstance(spot, Bend) else gap for layer in order for spot in layer}
    offset: dict[Spot, float] = {}
    for layer in order:
        distances = [(room[a] + room[b]) / 2 for a, b in pairwise(layer)]
        offset |= zip(layer, np.cumsum([0.0, *distances]), strict=True)
    height = {spot: offset[spot] - offset[layer[-1]] / 2 for layer in order for spot in layer}
    around = hops.to_undirected()
    for sweep in range(SWEEPS):
        for layer in order if sweep % 2 else reversed(order):
            wished = [_mean([height[o] for o in around[s]] or [height[s]]) for s in layer]
            apart = [offset[spot] for spot in layer]
            weights = [STRAIGHT if isinstance(spot, Bend) else 1.0 for spot in layer]
            kept = isotonic_regression(np.subtract(wished, apart), weights=weights).x
            height |= zip(layer, map(float, kept + apart), strict=True)
    top = min(height.values())
    return {spot: y - top for spot, y in height.items()}


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)
