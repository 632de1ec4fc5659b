"""The dependency graph: layers from the left, nothing on top of anything, and all of the ledger in it."""

import os
import subprocess
import sys
from itertools import combinations, pairwise

import html5lib
import networkx as nx
import numpy as np
import pytest

from theory.axioms import AXIOMS
from theory.papers import encoded, load_paper
from theory.papers.verdicts import fully, grounds
from tightrope.report.dependencies import BOX, dependencies, drawn, graph
from tightrope.report.layers import Bend, crossings, laid_out
from tightrope.report.names import short_name

GAP, TRUNK = 27.0, 8.0


def random_graph(seed: int, nodes: int = 25, share: float = 0.12) -> nx.DiGraph:
    rng = np.random.default_rng(seed)
    found = nx.DiGraph()
    found.add_nodes_from(f"n{i}" for i in range(nodes))
    found.add_edges_from((f"n{i}", f"n{j}") for i, j in combinations(range(nodes), 2) if rng.random() < share)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_edges_run_right_and_nothing_overlaps(seed: int) -> None:
    found = random_graph(seed)
    layout = laid_out(found, GAP, TRUNK)
    level = {spot: i for i, layer in enumerate(layout.layers) for spot in layer}
    assert set(found) == {spot for spot in level if not isinstance(spot, Bend)}
    for (source, target), path in layout.paths.items():
        assert (path[0], path[-1]) == (source, target)
        assert [level[spot] for spot in path] == list(range(level[source], level[target] + 1))
    for layer in layout.layers:
        for a, b in pairwise(layer):
            room = (GAP + GAP) / 2 if not isinstance(a, Bend) and not isinstance(b, Bend) else TRUNK
            assert layout.height[b] - layout.height[a] >= room - 1e-9
    assert min(layout.height.values()) == 0


def test_layers_make_edges_short() -> None:
    """b could stand beside a, but its one user is far to the right."""
    found = nx.DiGraph([("a", "c"), ("c", "d"), ("b", "d")])
    assert [set(layer) for layer in laid_out(found, GAP, TRUNK).layers] == [{"a"}, {"b", "c"}, {"d"}]


def test_one_trunk_for_all_users() -> None:
    """The edges from a to d and to e pass the second layer together."""
    found = nx.DiGraph([("a", "b"), ("b", "c"), ("c", "d"), ("c", "e"), ("a", "d"), ("a", "e")])
    layout = laid_out(found, GAP, TRUNK)
    assert layout.paths["a", "d"][:-1] == layout.paths["a", "e"][:-1] == ["a", Bend("a", 1), Bend("a", 2)]


def test_crossings_are_counted_and_removed() -> None:
    """Three edges that cross in every pair are uncrossed; K₃,₃ has nine crossings in any order."""
    crossed = nx.DiGraph([("a", "z"), ("b", "y"), ("c", "x")])
    assert crossings(crossed, [["a", "b", "c"], ["x", "y", "z"]]) == 3
    assert crossings(crossed, laid_out(crossed, GAP, TRUNK).layers) == 0
    complete = nx.DiGraph((u, v) for u in "abc" for v in "xyz")
    assert crossings(complete, [list("abc"), list("xyz")]) == 9


@pytest.mark.parametrize("seed", range(3))
def test_ordering_helps(seed: int) -> None:
    """Fewer crossings than the nodes' own order has, by a third at least."""
    found = random_graph(seed, share=0.08)
    layout = laid_out(found, GAP, TRUNK)
    hops = nx.DiGraph(hop for path in layout.paths.values() for hop in pairwise(path))
    hops.add_nodes_from(found)
    own = [sorted(layer, key=str) for layer in layout.layers]
    assert crossings(hops, layout.layers) <= crossings(hops, own) * 2 / 3


@pytest.mark.parametrize("paper", encoded())
def test_the_graph_says_what_rests_on_what(paper: str) -> None:
    """Left out are edges that others imply, and those of steps that would close a circle."""
    found = graph(paper)
    assert nx.is_directed_acyclic_graph(found)
    for statement in load_paper(paper).statements:
        for used in grounds(statement):
            if used == statement.id or (
                nx.has_path(found, statement.id, used) and used not in statement.uses
            ):
                continue
            assert nx.has_path(found, used, statement.id), (used, statement.id)
    for edge in found.edges:
        without = nx.DiGraph(found)
        without.remove_edge(*edge)
        assert not nx.has_path(without, *edge), edge


@pytest.mark.parametrize("paper", encoded())
def test_every_variant_has_its_box(paper: str) -> None:
    boxes = drawn(paper).boxes
    shown = {(box.id, box.variant): box for box in boxes if box.id not in AXIOMS}
    statements = load_paper(paper).statements
    assert shown.keys() == {(s.id, s.variant) for s in statements}
    for s in statements:
        box = shown[s.id, s.variant]
        assert (box.proof == "refuted") == (s.verdict == box.verdict == "refuted")
        assert box.proof != "whole" or fully(s)
        assert s.verdict != "open" or box.proof in ("none", "slip")
    for a, b in combinations(boxes, 2):
        apart = a.x + a.width <= b.x + 0.5 or b.x + b.width <= a.x + 0.5
        assert apart or abs(a.y - b.y) >= BOX, (a.id, b.id)


def test_verdicts_that_are_known() -> None:
    """Theorem 6 of gmc stands on proved ground, Theorem 4.3 of def is refuted, Lemma C.5 of qg not firm."""
    proofs = {(b.id, b.variant): b.proof for p in encoded() for b in drawn(p).boxes}
    assert proofs["gmc.theorem6", "published"] == "whole"
    assert proofs["def.theorem4.3", "published"] == "refuted"
    assert proofs["def.theorem4.3", "repaired"] == "whole"
    assert proofs["qg.lemmaC.5", "published"] == "proved"
    assert proofs["gmc.assumption1", "published"] == "assumed"


def test_links_and_table() -> None:
    """The table has a row for each variant; links lead to a statement by its anchor, or to an axiom here."""
    section = dependencies(["gmc", "qg"])
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{section.body}</body></html>'
    )
    hrefs = [a.get("href") for a in page.iter() if str(a.tag).endswith("}a") or a.tag == "a"]
    statements = [s for p in ("gmc", "qg") for s in load_paper(p).statements]
    for s in statements:
        wanted = f"#{s.id}" if s.variant == "published" else f"#{s.id}.{s.variant}"
        assert hrefs.count(wanted) >= 2, wanted
    ids = {e.get("id") for e in page.iter() if e.get("id")}
    assert {href[1:] for href in hrefs if href.startswith("#axiom.")} <= ids
    assert len(page.findall(".//details//tbody/tr")) == len(statements)


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("gmc.theorem6", "Theorem 6"),
        ("def.theorem4.6.3", "Theorem 4.6.3"),
        ("qprsgd.eq11", "(11)"),
        ("qg.eqDSGD", "(DSGD)"),
        ("cdadam.eqB.20.history", "(B.20) history"),
        ("qg.theoremC.7.display133", "C.7/133"),
        ("def.eq74.eq77.sgd", "(74) (77) sgd"),
        ("qg.section4.2.effective_step", "§4.2 effective step"),
        ("cdadam.lemmaB.2.1", "Lemma B.2.1"),
        ("small_gradient", "small gradient"),
    ],
)
def test_short_names(identifier: str, name: str) -> None:
    assert short_name(identifier) == name


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    program = "from tightrope.report.dependencies import dependencies as d; print(d(['gmc', 'cdadam']).body)"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize("paper", encoded())
def test_a_wide_graph_says_that_it_scrolls(paper: str) -> None:
    """A phone and most windows are narrower than def's and qg's; a narrow one says nothing."""
    hinted = "it scrolls to the right" in dependencies([paper]).body
    assert hinted == (drawn(paper).width > 900)
