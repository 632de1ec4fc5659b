"""What rests on what: axioms and assumptions, lemmas, theorems, as a graph that is read from the left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import networkx as nx

from theory.axioms import AXIOMS
from theory.papers import load_paper
from theory.papers.verdicts import grounds
from tightrope.report.boxes import PROOFS, Box, box_of, row
from tightrope.report.layers import Bend, Layout, Spot, laid_out
from tightrope.report.markup import Section, render

ROW = 27.0
"""Pixels from one box to the next below it."""
TRUNK = 8.0
BOX = 21.0
"""Pixels of a box's height."""
BETWEEN = 34.0
"""Pixels between two layers, for the curves."""
EDGE = 4.0
"""Pixels around the graph, for a box's outline in focus."""


@dataclass(frozen=True)
class Hop:
    """A stroke from one layer to the next, for all the edges of one source that take it."""

    source: str
    targets: Sequence[str]
    path: str


@dataclass(frozen=True)
class Drawn:
    """A paper's graph, everything in its place."""

    paper: str
    title: str
    boxes: Sequence[Box]
    hops: Sequence[Hop]
    width: float
    height: float


def dependencies(papers: Sequence[str]) -> Section:
    """A graph a paper, each with the same as a table, and the axioms that they use."""
    body = render(
        "dependencies.html",
        graphs=[drawn(paper) for paper in papers],
        tables=[_table(paper) for paper in papers],
        legend=[replace(_sample(proof), x=1, y=1) for proof in PROOFS],
        axioms=_axioms(papers),
        proofs=PROOFS,
        box=BOX,
    )
    return Section("dependencies", "What rests on what", body)


def graph(paper: str) -> nx.DiGraph:
    """From what is used to what uses it, by ids, without the edges that others imply.

    Where a proof cites a single step of a later one, the edge would close a circle and is left out: what the
    paper says that it uses comes first.
    """
    statements = load_paper(paper).statements
    whole = nx.DiGraph()
    for statement in statements:
        whole.add_nodes_from(used for used in grounds(statement) if used in AXIOMS)
        whole.add_node(statement.id)
    stated = [(used, s.id) for s in statements for used in s.uses]
    judged = [(used, s.id) for s in statements for used in grounds(s)]
    for used, user in dict.fromkeys((*stated, *judged)):
        if not nx.has_path(whole, user, used):
            whole.add_edge(used, user)
    kept = set(nx.transitive_reduction(whole).edges)
    reduced = nx.DiGraph()
    reduced.add_nodes_from(whole)
    reduced.add_edges_from(edge for edge in whole.edges if edge in kept)
    return reduced


def drawn(paper: str) -> Drawn:
    """A paper's graph, laid out; a statement's variants stand in one row."""
    found = graph(paper)
    alone = list(nx.isolates(found))
    layout = laid_out(found.subgraph(n for n in found if n not in alone), ROW, TRUNK)
    rows = {node: row(node, paper) for node in found}
    widths = [max((_width(rows[s]) for s in layer if s in rows), default=0.0) for layer in layout.layers]
    lefts = [EDGE + sum(widths[:i]) + BETWEEN * i for i in range(len(widths))]
    columns = [(left, left + width) for left, width in zip(lefts, widths, strict=True)]
    boxes = [
        box
        for (left, _), layer in zip(columns, layout.layers, strict=True)
        for spot in layer
        if not isinstance(spot, Bend)
        for box in _placed(rows[spot], left, layout.height[spot] + EDGE)
    ]
    boxes += _below([rows[node] for node in alone], max(layout.height.values()) + EDGE, columns[-1][1])
    height = max(box.y for box in boxes) + BOX + EDGE
    title = load_paper(paper).title
    return Drawn(paper, title, boxes, _hops(layout, rows, columns), columns[-1][1] + EDGE, height)


def _below(rows: Sequence[Sequence[Box]], y: float, right: float) -> list[Box]:
    """What rests on nothing and is used by nothing, in lines under the graph."""
    boxes: list[Box] = []
    x = right
    for boxes_of_one in rows:
        if x + _width(boxes_of_one) > right:
            x, y = EDGE, y + ROW
        boxes += _placed(boxes_of_one, x, y)
        x += _width(boxes_of_one) + ROW - BOX
    return boxes


def _width(row: Sequence[Box]) -> float:
    return sum(box.width for box in row)


def _placed(row: Sequence[Box], x: float, y: float) -> Sequence[Box]:
    return [replace(box, x=x + _width(row[:i]), y=y) for i, box in enumerate(row)]


def _hops(
    layout: Layout, rows: Mapping[str, Sequence[Box]], columns: Sequence[tuple[float, float]]
) -> Sequence[Hop]:
    """A curve between two columns; along a column a trunk runs straight on, and a box's stroke to its end."""
    level = {spot: i for i, layer in enumerate(layout.layers) for spot in layer}
    targets: dict[tuple[Spot, Spot], list[str]] = {}
    for (_, target), path in layout.paths.items():
        for hop in pairwise(path):
            targets.setdefault(hop, []).append(target)

    def stroke(start: Spot, end: Spot) -> str:
        (left, right), (onward, _) = columns[level[start]], columns[level[start] + 1]
        begin = left if isinstance(start, Bend) else left + _width(rows[start])
        a, b = (layout.height[spot] + EDGE + BOX / 2 for spot in (start, end))
        bend = f"{(right + onward) / 2:.0f}"
        return f"M{begin:.0f} {a:.1f}H{right:.0f}C{bend} {a:.1f} {bend} {b:.1f} {onward:.0f} {b:.1f}"

    return [
        Hop(start.source if isinstance(start, Bend) else start, tuple(of), stroke(start, end))
        for (start, end), of in targets.items()
    ]


def _sample(proof: str) -> Box:
    """A box of the legend."""
    verdict = {"slip": "proved", "whole": "proved", "none": "open"}.get(proof, proof)
    return Box(proof, "published", "", "Lemma" if proof != "assumed" else "axiom", verdict, proof)


@dataclass(frozen=True)
class Line:
    """A statement in the table: its box, and the boxes that its variant rests on."""

    box: Box
    uses: Sequence[Box]


def _table(paper: str) -> Sequence[Line]:
    """Every variant of every statement with all that it rests on, as the paper orders them."""
    statements = load_paper(paper).statements
    first = {s.id: box_of(s) for s in reversed(statements)}
    known = {**first, **{axiom: row(axiom, paper)[0] for axiom in AXIOMS}}
    return [Line(box_of(s), [known[used] for used in grounds(s) if used in known]) for s in statements]


@dataclass(frozen=True)
class Axiom:
    """An axiom in words, and by how many statements of each paper it is used."""

    id: str
    says: str
    used: Sequence[tuple[str, int]]


def _axioms(papers: Sequence[str]) -> Sequence[Axiom]:
    """The axioms that the papers use; those that most of them use first."""
    users = {
        axiom: [(p, n) for p in papers if (n := sum(axiom in grounds(s) for s in load_paper(p).statements))]
        for axiom in AXIOMS
    }
    found = [Axiom(axiom, AXIOMS[axiom], used) for axiom, used in users.items() if used]
    return sorted(found, key=lambda axiom: (-len(axiom.used), -sum(n for _, n in axiom.used)))
