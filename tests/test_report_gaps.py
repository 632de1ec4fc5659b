"""Shipped gaps: what is drawn is what the machine finds, and every side stands above the next."""

import csv
import re
from dataclasses import replace
from io import StringIO
from types import SimpleNamespace

import html5lib
import pytest

from theory.papers import all_statements, load
from tightrope.gap_text import gap_csv
from tightrope.report.gaps import Gap, gap_of, gaps, shipped_gaps
from toys import gap
from toys.gap import case, points, row
from toys.gap_cases import CASES
from toys.gap_shipped import FOLDER, shipped, shipped_rows

OURS = ("gmc.theorem6", "gmc.lemma4", "def.theorem4.3", "qg.theoremC.7")


def test_the_main_theorems_are_shipped() -> None:
    assert set(OURS) <= set(shipped()) <= set(CASES)
    assert {file.stem for file in FOLDER.iterdir() if file.suffix == ".csv"} == set(shipped())


@pytest.mark.parametrize("name", shipped())
def test_rows_are_read_as_they_were_written(name: str) -> None:
    """Reading and writing again gives the same text; the points are the case's own."""
    found, rows = case(name), shipped_rows(name)
    text = (FOLDER / f"{name}.csv").read_text("utf-8")
    assert gap_csv(found.along.name, rows) == text
    assert [r.at for r in rows] == [float(p[found.along.name]) for p in points(found, found.along, {})]
    assert len(list(csv.reader(StringIO(text)))) == len(rows) + 1


@pytest.mark.parametrize("name", OURS)
def test_one_row_is_found_again(name: str) -> None:
    """The quickest, whose solver may stop a little elsewhere."""
    found = case(name)
    index = 0 if found.along.name == "steps" else len(shipped_rows(name)) - 1
    again = row(found, found.along.name, points(found, found.along, {})[index])
    before = shipped_rows(name)[index]
    for side in ("at", "measured", "lower", "upper", "sharpened", "repaired", "published"):
        one, other = getattr(again, side), getattr(before, side)
        assert (one is None and other is None) or one == pytest.approx(other, rel=1e-3), side
    assert (again.claimed, again.repair_claimed) == (before.claimed, before.repair_claimed)


@pytest.mark.parametrize("name", shipped())
def test_all_bounds_are_as_they_are_now(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a bound has changed, `tightrope gap STATEMENT --csv` writes the rows anew."""
    nothing = SimpleNamespace(lower=None, numerical=0.0, upper=None, why_no_lower="")
    monkeypatch.setattr(gap, "worst_case", lambda *_, **__: nothing)
    monkeypatch.setattr(gap, "measure", lambda *_: 0.0)
    found = case(name)
    for before, point in zip(shipped_rows(name), points(found, found.along, {}), strict=True):
        now = row(found, found.along.name, point)
        for side in ("sharpened", "repaired", "published", "claimed", "repair_claimed"):
            one, other = getattr(now, side), getattr(before, side)
            assert one == other or one == pytest.approx(other, rel=1e-9), (side, point)


@pytest.mark.parametrize("gap", shipped_gaps(), ids=lambda gap: gap.name)
def test_every_side_is_above_the_next(gap: Gap) -> None:
    """Where the bound that stands is claimed; a worst case is known to a solver's precision."""
    for one in gap.rows:
        stands, claimed = one.published, one.claimed
        if gap.case.repaired:
            stands, claimed = one.repaired, bool(one.repair_claimed)
        if one.worst is not None:
            assert one.measured <= one.worst * (1 + 1e-6)
        if claimed and one.sharpened is not None:
            assert stands is not None
            assert (one.worst or one.measured) <= one.sharpened <= stands


def test_the_sentence_is_what_the_rows_say() -> None:
    """Theorem 6 at T = 1: 31.65 over 2, at T = 12: 17.71 over 0.8374."""
    (gap,) = [g for g in shipped_gaps() if g.name == "gmc.theorem6"]
    assert "13 to 21 times the worst case" in gap.says
    assert "1 to 1.5 times what runs" in gap.says
    unknown = replace(gap, rows=[replace(r, numerical=None, upper=None, lower=None) for r in gap.rows])
    assert "13 to 31 times what runs on small problems reach; no worst case" in unknown.says
    assert "<svg" in unknown.picture
    silent = replace(gap, rows=[replace(r, claimed=False) for r in gap.rows])
    assert silent.says == "The published bound claims nothing at these constants."


def test_the_section() -> None:
    (section,) = gaps()
    page = f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{section.body}</body></html>'
    parsed = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    ids = [e.get("id") for e in parsed.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert [i for i in ids if i.startswith("gap.")] == [f"gap.{name}" for name in shipped()]
    known = {s.id for s in all_statements()}
    links = [a.get("href")[1:] for a in parsed.iter("a")]
    assert set(links) <= known
    drawn = re.findall(r"(?:xlink:href=\"|url\()#([^\")]+)", section.body)
    assert set(drawn) <= set(ids)
    assert len(set(drawn)) > 3 * len(shipped())
    assert gaps("gmc")[0].body.count("<h3") == 3
    assert gaps("nobody") == []


def test_the_table_has_the_sides_that_there_are() -> None:
    """Quotients are of neighbours; where no worst case is known, of the sharpened bound and the measured."""
    tables = {gap.name: gap.table for gap in shipped_gaps()}
    assert tables["qprsgd.corollary2.1"][0][1:] == (
        "measured",
        "sharpened",
        "repaired",
        "published",
        "repaired ÷ sharpened",
        "sharpened ÷ measured",
    )
    steps, measured, *_, published, first, second, third = tables["gmc.theorem6"][1]
    assert (steps, measured, published) == ("1", "2", "31.65")
    assert (first, second, third) == ("1.85", "8.56", "1")  # 31.65/17.12, 17.12/2, 2/2
    assert all(len(row) == len(table[0]) for table in tables.values() for row in table)


def test_a_statement_leads_to_its_gap() -> None:
    found = gap_of(load("gmc.theorem6"))
    assert found is not None
    assert 'href="#gap.gmc.theorem6"' in found
    assert str(gap_of(load("qg.theoremC.7"))).startswith("<p>The repaired bound is 22")
    assert str(gap_of(load("qg.theoremC.7.display137"))).startswith("<p>The published bound is 7.8")
    rate = str(gap_of(load("qg.theorem3.1")))
    assert rate.startswith('<p>Of <a href="#qg.theoremC.7">qg.theoremC.7</a>: The repaired bound is 22')
    assert gap_of(load("gmc.assumption1")) is None
