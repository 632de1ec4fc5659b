"""The report in a browser: what a reader sees, by eye, by ear, by keyboard, on a phone, on paper."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from report_page import HOSTILE, build
from report_tab import SCHEMES, WIDTHS, Tab, found, opened

from benchmarks.report import LOADED, WHOLE


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with found() as program:
        yield program


@pytest.fixture(scope="module")
def whole(browser: Any, report_file: Path) -> Iterator[Tab]:
    """One tab with the whole page, for tests that only look."""
    with opened(browser, report_file) as tab:
        yield tab


@pytest.fixture(scope="module")
def small_file(report_runs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of one paper: what it does it does like the whole, and opens in a fifth of the time."""
    return build(report_runs, tmp_path_factory.mktemp("small") / "def.html", 1, "--paper", "def")


@pytest.fixture
def fresh(browser: Any, small_file: Path) -> Iterator[Tab]:
    """A tab of its own for a test that changes it."""
    with opened(browser, small_file) as tab:
        yield tab


# Nothing from outside, nothing to complain of


def test_it_asks_for_nothing_and_complains_of_nothing(browser: Any, report_file: Path) -> None:
    """Also filtered, unfolded, scrolled to its end and printed."""
    with opened(browser, report_file) as tab:
        tab.filter("momentum")
        tab.unfold()
        tab.page.keyboard.press("End")
        tab.page.emulate_media(media="print")
        tab.still()
        assert tab.asked == [report_file.as_uri()]
        assert tab.said == []


def test_a_request_and_a_complaint_would_be_seen(fresh: Tab) -> None:
    fresh.page.evaluate(
        "document.body.append(Object.assign(new Image(), {src: 'https://example.invalid/x.png'})); alert(1)"
    )
    fresh.page.wait_for_timeout(50)
    assert fresh.asked[1:] == ["https://example.invalid/x.png"]
    assert "dialog: 1" in fresh.said


def test_a_run_named_like_a_script_is_text(whole: Tab) -> None:
    assert HOSTILE in whole.page.locator("#runs").text_content()
    assert whole.page.locator("img").count() == 0
    assert not [line for line in whole.said if line.startswith("dialog")]


# Accessibility rules

ONE_OF_EACH = """() => {
  const seen = new Set();
  const make = (e) => e.closest("math") ? "math" : [e.parentElement, e].map(
    (each) => [each.localName, each.getAttribute("class"), each.getAttribute("role")].join(".")).join(">");
  const repeats = "article, .card, main li, main tr, svg :is(a, g, path, use):not(a *)";
  for (const part of document.querySelectorAll(repeats)) {
    if (!part.isConnected) continue;
    const makes = [part, ...part.querySelectorAll("*")].map(make);
    if (makes.every((each) => seen.has(each))) part.remove();
    makes.forEach((each) => seen.add(each));
  }
  return document.querySelectorAll("*").length;
}"""
"""Leave of the parts that repeat only those with an element of a new make: name, class, role, and parent's.

axe takes five minutes for the 110,000 elements of the whole page, and seconds for one of each make.
"""


COLOUR: dict[str, Any] = {"runOnly": ["cat.color"]}
"""The rules that the reader's scheme can matter to."""


def violations(tab: Tab, part: str | None = None, **options: Any) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(tab.page, part, {"resultTypes": ["violations"], **options}).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def test_accessibility_rules(browser: Any, report_file: Path) -> None:
    """No violation of any of axe's rules: as it comes; then unfolded in both schemes, and on a phone."""
    with opened(browser, report_file) as tab:
        tab.arrived()
        assert tab.page.evaluate(ONE_OF_EACH) > 300
        assert violations(tab)[:10] == []
        tab.unfold()
        for width, scheme, rules in ((1280, "light", {}), (1280, "dark", COLOUR), (375, "light", {})):
            tab.seen_at(width, scheme)
            assert violations(tab, **rules)[:10] == [], (width, scheme)
        tab.page.evaluate(
            "document.querySelector('main p').style.color = 'color-mix(in srgb, gray 30%, white)'"
        )
        assert violations(tab, "#overview", **COLOUR)[0].startswith("color-contrast")


# Widths, schemes, paper

CUT = """() => {
  const hidden = (e) => ["hidden", "clip"].includes(getComputedStyle(e).overflowX);
  const boxes = [...document.querySelectorAll("body :not(svg, svg *, math, math *)")];
  const wide = boxes.filter((e) => e.clientWidth && e.scrollWidth > e.clientWidth + 1 && hidden(e) &&
    e.checkVisibility() && !e.closest(".visually-hidden"));
  return wide.slice(0, 5).map((e) => e.outerHTML.slice(0, 160));
}"""
"""Elements whose content is wider than they are, and cannot be scrolled to."""

ROOM = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def test_nothing_is_wider_than_the_screen(browser: Any, report_file: Path, tmp_path: Path) -> None:
    """As it comes, and on a phone unfolded; the screenshots stay in the test's folder."""
    with opened(browser, report_file) as tab:
        tab.page.add_style_tag(content="* { content-visibility: visible !important; }")
        for width, scheme in product(WIDTHS, SCHEMES):
            tab.seen_at(width, scheme)
            tab.page.screenshot(path=tmp_path / f"{width}-{scheme}.png")
            assert tab.page.evaluate(ROOM) == [width, width]
        tab.unfold()
        tab.seen_at(WIDTHS[0])
        assert tab.page.evaluate(ROOM) == [WIDTHS[0]] * 2
        assert tab.page.evaluate(CUT) == []
        tab.page.evaluate("document.querySelector('main p').style.minWidth = '2000px'")
        assert tab.page.evaluate(ROOM)[0] > 2000


def background(tab: Tab) -> int:
    """The lightness of the page's ground, of 3 · 255."""
    colour = tab.page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(int, re.findall(r"\d+", colour)[:3]))


def test_dark_is_dark_and_light_is_light(fresh: Tab) -> None:
    assert background(fresh) > 650
    fresh.seen_at(1280, "dark")
    assert background(fresh) < 150


FOLDED = """() => [...document.querySelectorAll("details:not([open]) > :not(summary, button)")].slice(0, 400)
  .filter((e) => e.textContent.trim() && !e.hidden)
  .map((e) => e.checkVisibility() && e.getBoundingClientRect().height > 0)"""


def test_print(fresh: Tab) -> None:
    """On paper all is unfolded, dark ink on light ground, and what can only be clicked is left out."""
    fresh.arrived()
    on_screen = fresh.page.evaluate(FOLDED)
    assert on_screen
    assert not any(on_screen)
    fresh.page.emulate_media(media="print", color_scheme="dark")
    assert all(fresh.page.evaluate(FOLDED))
    assert background(fresh) > 650
    assert not fresh.shown("nav a, button, input, select")


# What is folded away arrives after the page

AWAY = "document.querySelectorAll('noscript').length"
STEP = "def.theorem4.3/069"


@pytest.fixture
def never_idle(browser: Any, small_file: Path) -> Iterator[Tab]:
    """A tab in which nothing that is folded away arrives by itself."""
    with opened(browser, small_file, idle=False) as tab:
        assert tab.page.evaluate(AWAY) > 50
        assert tab.page.locator(f"[id='{STEP}']").count() == 0
        yield tab


def stands_in_the_window(tab: Tab, place: str) -> None:
    """What an address names: seen, marked as the target, copyable, and alone in having arrived."""
    target = tab.page.locator(f"[id='{place}']")
    target.wait_for()
    tab.still()
    assert 0 <= target.bounding_box()["y"] < 900
    assert target.evaluate("e => e.matches(':target')")
    assert tab.page.evaluate(AWAY) > 50


def test_it_arrives_when_it_is_opened(never_idle: Tab) -> None:
    before = never_idle.page.evaluate(AWAY)
    folded = never_idle.page.locator("article.statement details:has(> noscript)").first.element_handle()
    folded.query_selector("summary").click()
    never_idle.page.wait_for_function("part => !part.querySelector('noscript')", arg=folded)
    assert folded.query_selector(":scope > :not(summary)").is_visible()
    assert never_idle.page.evaluate(AWAY) == before - 1


def test_it_arrives_when_a_link_leads_to_it(never_idle: Tab) -> None:
    """By a click on one, and by an address that is changed by hand."""
    never_idle.page.evaluate(
        "to => document.querySelector('main').prepend(Object.assign(document.createElement('a'), "
        "{href: '#' + to, id: 'there', textContent: 'there'}))",
        STEP,
    )
    never_idle.page.locator("#there").click()
    stands_in_the_window(never_idle, STEP)
    never_idle.page.evaluate("location.hash = '#def.eq55/090'")
    stands_in_the_window(never_idle, "def.eq55/090")


def test_it_arrives_when_the_page_opens_at_it(browser: Any, small_file: Path) -> None:
    with opened(browser, small_file, place="#" + STEP, idle=False) as tab:
        stands_in_the_window(tab, STEP)
        codes = tab.page.locator(f"[id='{STEP}'] pre > code").count()
        assert tab.page.locator(f"[id='{STEP}'] button.copy").count() == codes == 1


def test_it_arrives_on_paper(never_idle: Tab) -> None:
    never_idle.page.pdf(page_ranges="1")
    assert never_idle.page.evaluate(AWAY) == 0


def test_it_arrives_when_all_is_unfolded(never_idle: Tab) -> None:
    """Also what is folded within what was folded."""
    never_idle.page.get_by_role("button", name="Unfold all").click()
    assert never_idle.page.locator(f"[id='{STEP}']").is_visible()
    assert never_idle.page.locator("article.statement details:not([open])").count() == 0


OUTSIDE = """word => [...document.querySelectorAll("article.statement")].filter((article) => {
  const copy = article.cloneNode(true);
  copy.querySelectorAll("noscript").forEach((keeper) => keeper.remove());
  return copy.textContent.toLowerCase().includes(word);
}).length"""
"""In how many statements a word stands that is not folded away."""


def test_it_is_searched(never_idle: Tab) -> None:
    """A word that stands only in what is folded away is found, and a word of its markup is not."""
    assert never_idle.page.evaluate(OUTSIDE, "fraction") == 0
    never_idle.filter("import fraction")
    assert headings(never_idle)
    never_idle.filter("tabindex")
    assert headings(never_idle) == []


def test_it_arrives_in_idle_moments(fresh: Tab, browser: Any, small_file: Path) -> None:
    """After the page has loaded; then it is what a browser without scripts shows, and buttons that copy."""
    fresh.arrived()
    assert fresh.page.evaluate(f"{WHOLE} > {LOADED}")
    assert fresh.page.evaluate(AWAY) == 0
    buttons = fresh.page.evaluate(
        "[...document.querySelectorAll('button.copy')].map(button => button.remove()).length"
    )
    assert buttons == fresh.page.locator("pre > code").count()
    with opened(browser, small_file, java_script_enabled=False) as plain:
        ever = re.sub("</?noscript>", "", plain.page.locator("main").inner_html())
    assert fresh.page.locator("main").inner_html() == ever


# Without JavaScript, by keyboard


def test_without_javascript(browser: Any, small_file: Path) -> None:
    """Everything can be read and unfolded, and no control is shown that would do nothing."""
    with opened(browser, small_file, java_script_enabled=False) as tab:
        page = tab.page
        assert page.locator("h1").is_visible()
        assert not tab.shown("button, input, select")
        page.locator("#overview a", has_text="Theorem 4.3").first.click()
        article = page.locator("[id='def.theorem4.3']")
        assert article.get_by_text("No.", exact=True).is_visible()
        folded = article.locator("details:not([open])").first.element_handle()
        inside, summary = (folded.query_selector(f":scope > {each}") for each in (":not(summary)", "summary"))
        assert not inside.is_visible()
        summary.click()
        assert inside.is_visible()


def test_keyboard(fresh: Tab) -> None:
    """Tab reaches the skip link, the parts, the filter and the first card, each seen in focus."""
    page = fresh.page
    page.keyboard.press("Tab")
    assert fresh.focus().text_content().startswith("Skip")
    assert fresh.focus().bounding_box()["x"] >= 0
    met = []
    for _ in range(40):
        page.keyboard.press("Tab")
        met.append(fresh.focus().evaluate("e => [e.localName, e.textContent.trim(), e.type || '']"))
        look = fresh.focus().evaluate(
            "e => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth]; }"
        )
        assert look[0] != "none", met[-1]
        assert float(look[1].removesuffix("px")) >= 1, met[-1]
        assert fresh.focus().evaluate(
            "e => { const b = e.getBoundingClientRect(); return b.bottom > 0 && b.top < innerHeight; }"
        ), met[-1]
    assert ["a", "Overview", ""] in met
    assert any(kind == "search" for _, _, kind in met)
    assert any(name == "select" for name, _, _ in met)
    assert any(name == "a" and text.startswith("Theorem") for name, text, _ in met)


def test_the_skip_link_skips(fresh: Tab) -> None:
    fresh.page.keyboard.press("Tab")
    fresh.page.keyboard.press("Enter")
    fresh.page.keyboard.press("Tab")
    assert fresh.focus().evaluate("e => e.closest('main') !== null")


# Filter, copy, links that light up


def headings(tab: Tab) -> list[str]:
    return tab.shown("article.statement h3")


def test_filter_by_words(fresh: Tab) -> None:
    """What is left has all the words, what is gone lacks one; the count says so; Escape brings all back."""
    page = fresh.page
    whole = page.locator("article.statement").count()
    fresh.filter("Lemma momentum")
    texts = page.locator("article.statement").evaluate_all(
        "all => all.map(e => [e.checkVisibility(), e.textContent.toLowerCase()])"
    )
    assert [seen for seen, _ in texts] == ["lemma" in text and "momentum" in text for _, text in texts]
    left = sum(seen for seen, _ in texts)
    assert 0 < left < whole
    assert page.get_by_role("status").first.text_content() == f"{left} of {whole} statements"
    box = page.get_by_role("searchbox")
    box.press("Escape")
    fresh.answered("")
    assert box.input_value() == ""
    assert len(headings(fresh)) == whole


def test_filter_without_result_says_so(fresh: Tab) -> None:
    fresh.filter("no such words anywhere")
    assert headings(fresh) == []
    assert fresh.page.get_by_role("status").first.text_content().startswith("0 of")


@pytest.mark.parametrize("verdict", ["proved", "refuted", "open", "assumed"])
def test_filter_by_verdict(fresh: Tab, verdict: str) -> None:
    said = "article.statement > header .verdict"
    every = fresh.shown(said)
    fresh.page.locator("select[name=verdict]").select_option(verdict)
    fresh.answered()
    shown = fresh.shown(said)
    assert shown == [verdict] * every.count(verdict)
    assert 0 < len(shown) < len(every)


def test_filter_by_paper(browser: Any, report_file: Path) -> None:
    with opened(browser, report_file) as tab:
        tab.page.locator("select[name=paper]").select_option("qg")
        tab.answered()
        shown = tab.page.evaluate(
            "[...document.querySelectorAll('article.statement')].filter(e => !e.hidden).map(e => e.id)"
        )
    assert shown
    assert all(statement.startswith("qg.") for statement in shown)


def test_a_link_finds_what_is_filtered_out_and_folded(fresh: Tab) -> None:
    """Also a step of a proof that nobody has unfolded: it stands in the window after the click."""
    page = fresh.page
    fresh.filter("no such words anywhere")
    page.evaluate("location.hash = '#def.theorem4.3/069'")
    step = page.locator("[id='def.theorem4.3/069']")
    step.wait_for()
    fresh.still()
    assert 0 <= step.bounding_box()["y"] < 900


def test_an_address_opens_at_its_place(browser: Any, report_file: Path) -> None:
    for place in ("qg.theorem3.1", "def.theorem4.3/069"):
        with opened(browser, report_file, place="#" + place) as tab:
            tab.still()
            target = tab.page.locator(f"[id='{place}']")
            assert target.is_visible(), place
            assert 0 <= target.bounding_box()["y"] < 500, place


def test_copied_lines_check_the_witness(browser: Any, small_file: Path) -> None:
    """The button puts the lines in the clipboard; pasted into Python they say that the claim fails."""
    rights = ["clipboard-read", "clipboard-write"]
    with opened(browser, small_file, place="#def.theorem4.3/069", permissions=rights) as tab:
        step = tab.page.locator("[id='def.theorem4.3/069']")
        step.locator("summary").click()
        button = step.get_by_role("button", name="Copy")
        button.click()
        step.get_by_role("button", name="Copied").wait_for()
        copied = tab.page.evaluate("navigator.clipboard.readText()")
        assert copied == step.locator("pre code").text_content()
        assert "Copied" in [status.text_content() for status in tab.page.get_by_role("status").all()]
    done = subprocess.run([sys.executable, "-I", "-c", copied], capture_output=True, text=True, check=True)
    assert "False" in done.stdout


def test_links_to_one_place_light_up_together(fresh: Tab) -> None:
    """By pointer and by keyboard, and go out again."""
    page = fresh.page
    link = page.locator("#overview a[href='#def.theorem4.3']").first
    place = page.locator("[id='def.theorem4.3']")
    dark = place.evaluate("e => getComputedStyle(e).backgroundColor")
    for begin, end in ((link.hover, lambda: page.mouse.move(0, 0)), (link.focus, link.blur)):
        begin()
        assert place.evaluate("e => getComputedStyle(e).backgroundColor") != dark
        end()
        assert place.evaluate("e => getComputedStyle(e).backgroundColor") == dark


def test_fold_and_unfold(fresh: Tab) -> None:
    fresh.filter("Theorem 4.3")
    fresh.page.get_by_role("button", name="Unfold all").click()
    shown = "article.statement:not([hidden]) details"
    assert fresh.page.locator(shown).evaluate_all("all => all.every(e => e.open)")
    fresh.page.get_by_role("button", name="Fold all", exact=True).click()
    assert not fresh.page.locator(shown).evaluate_all("all => all.some(e => e.open)")


# Someone who knows none of the papers

ASKED = "Theorem 4.3"


def reads_the_answer(tab: Tab) -> None:
    """In the window, without unfolding anything: it fails, for which λ it holds, what is right, why."""
    article = tab.page.locator("[id='def.theorem4.3']")
    assert 0 <= article.bounding_box()["y"] < 700
    text = normalize("NFKC", "".join(article.inner_text().split()))  # MathML shows λ as an italic letter
    assert text.startswith("Theorem4.3")
    assert "refuted" in text
    assert "No.Asprinted" in text
    assert "λ≤2/3" in text
    assert re.search(r"Repaired,itisprovedforη≤δ/\(4L\)", text)
    assert re.search(r"twoworkers,λ=0\.9999", text, re.IGNORECASE)


def test_a_stranger_follows_the_card(browser: Any, report_file: Path) -> None:
    """Three acts: find the card by its words, read it, follow it."""
    with opened(browser, report_file) as tab:
        card = tab.page.locator("#overview .card", has_text=ASKED).first
        assert "refuted" in card.inner_text()
        card.locator("a", has_text=ASKED).first.click()
        tab.still()
        reads_the_answer(tab)


def test_a_stranger_uses_the_filter(browser: Any, report_file: Path) -> None:
    with opened(browser, report_file) as tab:
        tab.filter(ASKED)
        tab.page.locator(
            "article.statement:not([hidden]) h3", has_text=ASKED
        ).first.scroll_into_view_if_needed()
        tab.still()
        reads_the_answer(tab)


def test_a_stranger_has_a_phone_and_no_javascript(browser: Any, report_file: Path) -> None:
    with opened(browser, report_file, width=375, java_script_enabled=False) as tab:
        tab.page.locator("#overview .card a", has_text=ASKED).first.click()
        reads_the_answer(tab)
