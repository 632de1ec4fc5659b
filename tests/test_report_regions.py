"""Pictures of admissible values: what is shaded is what the constraints themselves say."""

import re

import html5lib
import numpy as np
import pytest
from matplotlib.path import Path

from theory.papers import all_statements, encoded, load
from theory.statement import check
from tightrope.report.contours import STRAIGHT, thinned
from tightrope.report.given import GIVEN, UNITS
from tightrope.report.regions import HEIGHT, WIDTH, Region, region, region_of

PICTURES = [
    ("gmc.theorem6", "published"),
    ("gmc.lemma4.young", "strengthened"),
    ("def.theorem4.3", "repaired"),
    ("def.theorem4.3", "strengthened"),
    ("def.eq39", "published"),
    ("qprsgd.theorem2", "published"),
    ("qprsgd.corollary1.3", "published"),
    ("qg.theoremC.7", "published"),
]
NEAR = 6.0
"""Pixels from a curve: two cells of the grid, in which a corner of the region may be cut."""


def drawn(identifier: str, variant: str = "published") -> Region:
    found = region_of(load(identifier, variant))
    assert found is not None
    return found


def lines(path: str) -> list[np.ndarray]:
    return [np.array(re.findall(r"[-\d.]+", line), float).reshape(-1, 2) for line in path.split("M")[1:]]


def distance(point: np.ndarray, line: np.ndarray) -> float:
    """To the nearest of the segments."""
    start, along = line[:-1], np.diff(line, axis=0)
    share = ((point - start) * along).sum(1) / np.maximum((along**2).sum(1), 1e-12)
    nearest = start + np.clip(share, 0, 1)[:, None] * along
    return float(np.hypot(*(point - nearest).T).min())


@pytest.mark.parametrize(("identifier", "variant"), PICTURES)
def test_shaded_is_what_the_constraints_say(identifier: str, variant: str) -> None:
    """At random points that are not beside an edge; some are inside and some outside."""
    found, rng = drawn(identifier, variant), np.random.default_rng(8)
    rings = [Path(ring) for ring in lines(found.inside)]
    edges = [line for edge in found.edges for line in lines(edge.path)]
    inside = 0
    points = rng.uniform((0, 0), (WIDTH, HEIGHT), (300, 2))
    apart = [p for p in points if min(distance(p, line) for line in edges) > NEAR]
    for p in apart:
        x = found.x.low * (found.x.high / found.x.low) ** (p[0] / WIDTH)
        y = found.y.low * (found.y.high / found.y.low) ** (1 - p[1] / HEIGHT)
        point = {found.x.name: x, found.y.name: y}
        given = {
            name: point[value] if isinstance(value, str) else value for name, value in found.given.items()
        }
        asked = [c for c in found.statement.conditions if not c.order and c.relation != "=="]
        holds = all(check(c, {**given, **point}).holds for c in asked)
        assert holds == (sum(ring.contains_point(p) for ring in rings) % 2 == 1), point
        inside += holds
    assert 10 < inside < len(apart) - 10


def test_published_and_repaired_are_told_apart() -> None:
    """Theorem 4.3's η ≤ 1/(4L) is a vertical line at 1/4 whatever δ; repaired, η ≤ δ/(4L), it goes with δ."""
    for variant, wanted in (("published", lambda _: 0.25), ("repaired", lambda delta: delta / 4)):
        found = drawn("def.theorem4.3", variant)
        assert (found.x.name, found.y.name) == ("step_size", "contraction")
        (edge,) = found.edges
        (line,) = lines(edge.path)
        eta = found.x.low * (found.x.high / found.x.low) ** (line[:, 0] / WIDTH)
        delta = found.y.low * (found.y.high / found.y.low) ** (1 - line[:, 1] / HEIGHT)
        assert eta == pytest.approx([wanted(d) for d in delta], rel=0.01)


def test_what_has_no_edge_is_said() -> None:
    """The fast case of Eq. (77) needs μ ≥ 16L, and μ ≤ L: nothing is shaded."""
    fast = drawn("def.eq74.eq77")
    assert not fast.inside
    assert "No point here" in str(region(fast.statement))
    corollary = drawn("qprsgd.corollary2.1")
    assert "steps" in [c.id for c in corollary.nowhere]
    assert "Fails throughout: N ≥" in str(region(corollary.statement))
    assert [c.id for c in drawn("def.theorem4.3").everywhere] == ["contraction"]


def test_a_constant_that_goes_with_an_axis() -> None:
    """qg sets μ = β: where β is an axis, μ is no number."""
    assert drawn("qg.theoremC.7").given["buffer"] == "momentum"
    assert "μ = β" in str(region(load("qg.theoremC.7")))


def test_pinned_constants_are_no_axes() -> None:
    """K = 1 is a condition, so K is not varied, and is 1."""
    found = drawn("def.theorem4.10.4")
    assert "workers" not in (found.x.name, found.y.name)
    assert [c.id for c in found.nowhere] == []


@pytest.mark.parametrize(
    "identifier", ["gmc.assumption1", "gmc.remark7", "def.theorem4.6.1", "def.remark4.5.1"]
)
def test_nothing_to_draw(identifier: str) -> None:
    assert region(load(identifier)) is None


@pytest.mark.parametrize("identifier", ["qg.theoremC.7", "qprsgd.corollary1.3", "gmc.theorem6"])
def test_letters_are_apart_and_on_their_curves(identifier: str) -> None:
    """Each nearer to its own curve than a letter is to another."""
    edges = drawn(identifier).edges
    assert len(edges) > 2
    for edge in edges:
        at = np.array(edge.at)
        assert min(distance(at, line) for line in lines(edge.path)) < 1
        others = [np.array(other.at) for other in edges if other is not edge]
        assert min(np.hypot(*(at - other)) for other in others) > 8


def test_axes_are_named_in_words() -> None:
    svg = str(region(load("def.eq74.eq78")))
    assert "schedule&#39;s constant c<" in svg
    assert "PL constant μ<" in svg


def test_all_pictures_are_html() -> None:
    """Every statement's picture can be made, and no curve leaves it."""
    made = [(s, m) for s in all_statements() if (m := region(s)) is not None]
    assert len(made) > 100
    body = "".join(str(m) for _, m in made)
    page = f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{body}</body></html>'
    html5lib.HTMLParser(strict=True).parse(page)
    assert "nan" not in body
    assert {s.paper for s, _ in made} == set(encoded())
    for s, _ in made:
        for edge in drawn(s.id, s.variant).edges:
            points = np.concatenate(lines(edge.path))
            assert (points >= 0).all()
            assert (points <= (WIDTH, HEIGHT)).all()


def test_a_thinned_curve_is_near_the_curve() -> None:
    angle = np.linspace(0, 3, 200)
    curve = 80 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    fewer = thinned(curve)
    assert len(fewer) < 40
    assert max(distance(p, fewer) for p in curve) <= STRAIGHT + 1e-9


@pytest.mark.parametrize("paper", GIVEN)
def test_every_given_constant_is_said_somewhere(paper: str) -> None:
    pictures = [found for s in all_statements(paper) if (found := region_of(s)) is not None]
    assert set(GIVEN[paper]) - set(UNITS) <= {name for found in pictures for name in found.given}
