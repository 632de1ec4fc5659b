"""The report as a file: valid, whole by itself, in order, in bounds, the same every time."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import html5lib
import pytest
from markupsafe import Markup
from page_checks import CHECKS, Page, name, words
from report_page import HOSTILE, RUNS, build

import tightrope
from tightrope.report.laid_away import laid_away

LIMIT = 5_000_000
"""Issue: the page is under 5 MB."""

GOOD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title><meta name="viewport" content="width=1">
<style>:root { color-scheme: light dark } @media (prefers-color-scheme: dark) { } @media print { }</style>
</head>
<body><main id="top"><h1>A page</h1><!--here--></main></body></html>
"""

BAD = {
    "valid": ("<p><div></div></p>", "<b><i></b></i>", "<table><div></div></table>", "&nosuch;", "<p/>"),
    "framed": ("<main></main>",),
    "ids are unique": ('<p id="top"></p>', '<p id=""></p>'),
    "links land": (
        '<a href="#nowhere">x</a>',
        '<p aria-labelledby="top nowhere">x</p>',
        '<svg><use xlink:href="#nowhere"/></svg>',
        '<svg><path clip-path="url(#nowhere)"/></svg>',
    ),
    "nothing is fetched": (
        '<script src="x.js"></script>',
        '<img src="data:,">',
        '<a href="file:///x">x</a>',
        '<svg><image href="http://x/y.png"/></svg>',
        "<style>@import 'x.css';</style>",
        '<p style="background: url(x.png)"></p>',
        '<link rel="icon" href="#top">',
    ),
    "no inline code": (
        '<p onclick="x()"></p>',
        '<a href="javascript:x()">x</a>',
        '<p style="color: red"></p>',
    ),
    "headings in order": ("<h3>x</h3>", "<h2></h2>", "<h1>x</h1>"),
    "drawings have titles": (
        "<svg></svg>",
        '<svg role="img"><desc>x</desc></svg>',
        "<svg><title>x</title></svg>",
    ),
    "scrolling regions are reachable": (
        '<div class="wide scroll"></div>',
        '<div class="scroll" role="region" tabindex="0" aria-label=" "></div>',
    ),
    "no control inside a control": ('<a href="#top">x <button>y</button></a>',),
    "controls have words": (
        "<details><p>x</p></details>",
        "<table><tr><td>x</td></tr></table>",
        '<a href="#top"></a>',
    ),
    "no words of the program": ("<p>gap: None</p>", "<p>nan</p>", "<p>&amp;lt;x</p>", "<p>\\frac{a}{b}</p>"),
}


def of_good(snippet: str) -> Page:
    return Page(GOOD.replace("<!--here-->", snippet))


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_sees_what_is_wrong_and_only_that(check: str) -> None:
    assert CHECKS[check](of_good("<h2>x</h2><svg role='img'><title>y</title></svg>")) == []
    for snippet in BAD[check]:
        assert CHECKS[check](of_good(snippet)), snippet


@pytest.fixture(scope="module")
def page(report_file: Path) -> Page:
    return Page(report_file.read_text("utf-8"))


@pytest.mark.parametrize("check", CHECKS)
def test_the_report(page: Page, check: str) -> None:
    assert CHECKS[check](page)[:20] == []


def test_with_scripts_the_same_is_read_later(page: Page) -> None:
    """A parser that runs scripts takes what is folded away as text; in its place it is what it is without."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(page.text, scripting=True)
    keepers = [element for element in root.iter("noscript") if len(element) == 0]
    ever = [element for element, _ in page.elements if name(element) == "noscript"]
    assert len(keepers) == len(ever) > 300
    for keeper, element in zip(keepers, ever, strict=True):
        placed = parser.parseFragment(keeper.text, container="details")
        assert parser.errors == []
        assert [e.tag for e in placed.iter()][1:] == [e.tag for e in element.iter()][1:]
        assert words(placed) == words(element)
    assert len(list(root.iter())) < len(page.elements) / 2


def test_what_is_open_is_not_laid_away() -> None:
    """Of parts within each other only the outermost, and a part within one that is open."""
    one = "<details{}><summary>x</summary>{}</details>"
    inner = one.format(" class='y'", "<p>z</p>")
    away = "<details class='y'><summary>x</summary><noscript><p>z</p></noscript></details>"
    assert laid_away(Markup(f"a{inner}b")) == f"a{away}b"
    assert laid_away(Markup(one.format(" open", inner))) == one.format(" open", away)
    assert laid_away(Markup(one.format("", inner * 2))) == one.format("", f"<noscript>{inner * 2}</noscript>")
    assert laid_away(Markup(one.format(" open", one.format(" open", "") + inner))) == one.format(
        " open", one.format(" open", "") + away
    )


def test_a_notebook_has_nothing_laid_away() -> None:
    """No script would put it in place there."""
    shown = tightrope.show("def.theorem4.3")._repr_html_()
    assert shown.count("<details") > 3
    assert "noscript" not in shown.partition("</style>")[2]


def test_weight(report_file: Path) -> None:
    assert 100_000 < report_file.stat().st_size < LIMIT


def test_the_same_bytes_every_time_and_anywhere(report_runs: Path, report_file: Path, tmp_path: Path) -> None:
    """Another order of hashes, another name of the file, no word of when, where or by whom."""
    again = build(report_runs, tmp_path / "another.html", seed=7)
    assert again.read_bytes() == report_file.read_bytes()
    text = report_file.read_text("utf-8")
    for place in (report_runs, tmp_path, Path(__file__).parents[1], Path.home()):
        assert f"{place}/" not in text


def test_names_from_files_stay_text(page: Page) -> None:
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert HOSTILE in words(page.root)


def test_every_run_has_a_part(page: Page) -> None:
    ids = {element.get("id") for element, _ in page.elements}
    assert {f"run-{n + 1}" for n in range(len(RUNS))} <= ids


def test_sections_in_their_order(page: Page) -> None:
    wanted = ["overview", "dependencies", "runs", "toys", "tables", "gaps"]
    found = [element.get("id") for element, _ in page.elements if element.get("id") in wanted]
    assert set(found) == set(wanted)
    assert re.search(r"overview.*dependencies.*runs.*toys.*tables", " ".join(map(str, found)))


LOADED = """
import sys
from tightrope.command_line import run
run(sys.argv[1:])
print(*(name for name in ("torch", "sympy", "cvxpy") if name in sys.modules), file=sys.stderr)
"""


def test_it_waits_for_no_framework(report_runs: Path, tmp_path: Path) -> None:
    """Runs are read as files, and toys and gaps as they are shipped."""
    command = [
        sys.executable,
        "-c",
        LOADED,
        "report",
        *RUNS,
        "--paper",
        "gmc",
        "--out",
        str(tmp_path / "x.html"),
    ]
    done = subprocess.run(command, cwd=report_runs, capture_output=True, text=True, check=True)
    assert done.stderr == "\n"
