"""What is wrong with an HTML page as a file: each check returns complaints, none where all is well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

import html5lib

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "headers")
LOADING = ("src", "srcset", "data", "poster", "action", "formaction", "background", "ping", "manifest")
"""Attributes by which a browser fetches something or sends something away."""
NO_ICON = "data:,"
"""The address of an empty icon, without which a server would be asked for one."""
VOID_OF_CONTENT = {"a", "button", "input", "select", "textarea", "summary", "label"}
"""Elements that must not stand inside a link, a button or a summary."""


@dataclass(frozen=True)
class Page:
    """A page as a browser's parser reads it."""

    text: str

    @cached_property
    def _parser(self) -> html5lib.HTMLParser:
        return html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)

    @cached_property
    def root(self) -> Element:
        return self._parser.parse(self.text)

    @property
    def errors(self) -> list[tuple[tuple[int, int], str, object]]:
        """Where the text is not valid HTML: line and column, the standard's name of it, of what."""
        assert self.root is not None
        return list(self._parser.errors)

    @cached_property
    def elements(self) -> list[tuple[Element, tuple[str, ...]]]:
        """Every element in order with the names of those around it."""
        return list(_below(self.root, ()))

    def all(self, *names: str) -> list[Element]:
        return [element for element, _ in self.elements if name(element) in names]

    def with_class(self, word: str) -> list[Element]:
        return [element for element, _ in self.elements if word in element.get("class", "").split()]


def name(element: Element) -> str:
    """An element's name without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _below(element: Element, around: tuple[str, ...]) -> Iterator[tuple[Element, tuple[str, ...]]]:
    yield element, around
    for child in element:
        yield from _below(child, (*around, name(element)))


def said(element: Element) -> str:
    """An element as a complaint names it."""
    shown = "".join(f' {key}="{value[:60]}"' for key, value in list(element.items())[:3])
    return f"<{name(element)}{shown}>"


def not_valid(page: Page) -> list[str]:
    lines = page.text.splitlines()
    return [f"{at}: {what} {of} in {lines[at[0] - 1][:160]!r}" for at, what, of in page.errors]


def without_frame(page: Page) -> list[str]:
    """Language, encoding, title and viewport; both schemes; one main part."""
    head = page.text[:1024].lower()
    frame = {
        "doctype": head.startswith("<!doctype html>"),
        "charset in the first 1024 bytes": '<meta charset="utf-8"' in head,
        "language": all(e.get("lang") for e in page.all("html")),
        "title": len([e for e in page.all("title") if words(e)]) >= 1,
        "viewport": any(e.get("name") == "viewport" for e in page.all("meta")),
        "colour scheme": "color-scheme" in page.text and "prefers-color-scheme: dark" in page.text,
        "print": "@media print" in page.text,
        "one main": len(page.all("main")) == 1,
    }
    return [what for what, there in frame.items() if not there]


def double_ids(page: Page) -> list[str]:
    counts = Counter(e.get("id") for e, _ in page.elements if e.get("id") is not None)
    return [f"{id_!r} {n} times" for id_, n in counts.items() if n > 1 or not str(id_).strip()]


def dead_links(page: Page) -> list[str]:
    """Links, references of labels, and references inside drawings that lead nowhere on the page."""
    ids = {e.get("id") for e, _ in page.elements}
    wanted = [(e, target) for e, _ in page.elements for target in _targets(e)]
    return [f"#{target} of {said(e)}" for e, target in wanted if target not in ids]


def _targets(element: Element) -> Iterator[str]:
    for key, value in element.items():
        if key.rpartition("}")[2] == "href" and value.startswith("#"):
            yield value[1:]
        if key in REFERENCES:
            yield from value.split()
        yield from re.findall(r"url\(#([^)]+)\)", value)


def foreign(page: Page) -> list[str]:
    """Whatever would make a browser ask for something: addresses, style sheets, imports, frames."""
    found = [said(e) for e in page.all("base", "iframe", "object", "embed")]
    found += [said(e) for e in page.all("link") if e.get("href") != NO_ICON]
    found += [said(e) for e in page.all("script") if e.get("src") is not None]
    for element, _ in page.elements:
        found += [said(element) for key, _ in element.items() if key.rpartition("}")[2] in LOADING]
        address = next((v for k, v in element.items() if k.rpartition("}")[2] == "href"), "#")
        allowed = {"a": r"#|https?://", "link": NO_ICON}.get(name(element), "#")
        found += [] if re.match(allowed, address) else [said(element)]
    styles = [words(e) for e in page.all("style")] + [e.get("style", "") for e, _ in page.elements]
    return found + [s for style in styles for s in re.findall(r"@import[^;]*|url\((?!#)[^)]*\)", style)]


def inline_code(page: Page) -> list[str]:
    """Event handlers and addresses that are code; style attributes outside drawings."""
    handlers = [
        said(e)
        for e, _ in page.elements
        if any(k.startswith("on") or "javascript:" in v for k, v in e.items())
    ]
    return handlers + [said(e) for e, around in page.elements if e.get("style") and not _drawn(e, around)]


def _drawn(element: Element, around: tuple[str, ...]) -> bool:
    return "svg" in (name(element), *around)


def disordered_headings(page: Page) -> list[str]:
    """One h1, first; no level left out on the way down; none empty."""
    headings = [(int(name(e)[1]), words(e)) for e in page.all(*HEADINGS)]
    levels = [0, *(level for level, _ in headings)]
    found = [text for before, (level, text) in zip(levels, headings, strict=False) if level > before + 1]
    found += [f"empty h{level}" for level, text in headings if not text]
    return found if levels.count(1) == 1 else [*found, f"{levels.count(1)} headings of level 1"]


def unnamed_drawings(page: Page) -> list[str]:
    """An SVG is an image with a title, a group of links with a title, or hidden from a screen reader."""
    drawings = [e for e, around in page.elements if name(e) == "svg" and "svg" not in around]
    return [said(e) for e in drawings if e.get("aria-hidden") != "true" and not _titled(e)]


def _titled(drawing: Element) -> bool:
    title = next((child for child in drawing if name(child) == "title"), None)
    called = drawing.get("aria-label", "") if title is None else words(title)
    return drawing.get("role") in ("img", "group", "graphics-document") and bool(called.strip())


def unreachable_scrolls(page: Page) -> list[str]:
    """A region that scrolls by itself must be reached by keyboard, and say what it is."""
    regions = page.with_class("scroll")
    return [
        said(e)
        for e in regions
        if e.get("tabindex") != "0" or e.get("role") != "region" or not e.get("aria-label", "").strip()
    ]


def nested_controls(page: Page) -> list[str]:
    """Links and buttons inside links, buttons and summaries."""
    outer = {"a", "button", "summary"}
    inner = ((e, around) for e, around in page.elements if name(e) in VOID_OF_CONTENT)
    return [said(e) for e, around in inner if outer & set(around)]


def unlabelled(page: Page) -> list[str]:
    """Details without a summary first, tables without a header cell, buttons and links without words."""
    found = [said(e) for e in page.all("details") if len(e) == 0 or name(e[0]) != "summary"]
    found += [said(e) for e in page.all("table") if not any(name(c) == "th" for c in e.iter())]
    controls = [e for e in page.all("a", "button", "summary") if not words(e)]
    return found + [said(e) for e in controls if not e.get("aria-label", "").strip()]


def foreign_words(page: Page) -> list[str]:
    """Signs of a value that was printed without looking: Python's own words, and a formula left in LaTeX."""
    visible = " ".join(_visible(page.root))
    signs = r"\bNone\b|\bnan\b|<[a-z_.]+ object|Markup\(|Fraction\(|\{\{|\{%|\\frac|\\sum|&lt;|&amp;"
    return [visible[max(0, m.start() - 40) : m.end() + 40] for m in re.finditer(signs, visible)]


def _visible(element: Element) -> Iterator[str]:
    """The text of the page itself: not code, style, lines to copy, or BibTeX."""
    if name(element) in ("script", "style", "pre", "code", "annotation"):
        return
    yield element.text or ""
    for child in element:
        yield from _visible(child)
        yield child.tail or ""


CHECKS: Mapping[str, Callable[[Page], list[str]]] = {
    "valid": not_valid,
    "framed": without_frame,
    "ids are unique": double_ids,
    "links land": dead_links,
    "nothing is fetched": foreign,
    "no inline code": inline_code,
    "headings in order": disordered_headings,
    "drawings have titles": unnamed_drawings,
    "scrolling regions are reachable": unreachable_scrolls,
    "no control inside a control": nested_controls,
    "controls have words": unlabelled,
    "no words of the program": foreign_words,
}
