"""Templates, formulas and anchors of the page; all text that is put into it is escaped here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from latex2mathml.converter import convert
from markupsafe import Markup, escape

from theory.papers import all_statements

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Section:
    """A part of the page: its anchor, its title, what it shows, and its name in the page's navigation."""

    id: str
    title: str
    body: Markup
    short: str = ""
    """Where the title is too long for the navigation."""

    def _repr_html_(self) -> str:
        """The part in a notebook: the page's style for it alone, and a link that leads out of it is text."""
        style = gathered("css").replace(":root", ":scope") + _SCOPE
        ids = frozenset(re.findall(r' id="([^"]+)"', self.body))
        body = _LINK.sub(lambda link: link[0] if link[1] in ids else link[2], self.body)
        return f'<div class="tightrope"><style>@scope (.tightrope) {{\n{style}}}</style>\n{body}</div>'


_SCOPE = ":scope { color: var(--ink); background: var(--paper); padding: 0.1rem; }"
_LINK = re.compile(r'<a [^>]*href="#([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def render(template: str, **values: Any) -> Markup:
    """A template of `tightrope/report/templates`, filled in; what is not Markup is escaped.

    A run's name or a text in its files may hold what no page can: such characters are replaced.
    """
    text = _environment().get_template(template).render(**values)
    return Markup(_NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", text))


_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def begun(sentence: str) -> str:
    """A sentence with a capital at its start, where a word begins it and no letter of mathematics."""
    return sentence[:1].upper() + sentence[1:] if _BEGINS_WITH_A_WORD.match(sentence) else sentence


_BEGINS_WITH_A_WORD = re.compile(r"[a-z]{2,}([ ,;:-]|$)|a [^\W\d_]")


@cache
def _environment() -> Environment:
    from tightrope.report.sentence import indexed, sentence

    environment = Environment(
        loader=PackageLoader("tightrope.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"anchor": anchor, "maths": maths, "place": place}
    environment.filters |= {
        "begun": begun,
        "formulas": sentence,
        "indexed": indexed,
        "sentence": lambda text: sentence(begun(text)),
    }
    return environment


_LEAN: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r' xmlns="[^"]*"| display="inline"| stretchy="true"| fence="(true|false)"| form="(pre|post)fix"', ""),
    (
        '(?:<mi mathvariant="normal">[^<]</mi>){2,}',
        lambda found: f"<mi>{re.sub('<[^>]*>', '', found[0])}</mi>",
    ),
    (r"&#x([0-9A-F]+);", lambda found: str(escape(chr(int(found[1], 16))))),
    (r"<mrow>(<m[ion]\b[^>]*>[^<]*</m[ion]>)</mrow>", r"\1"),
    (r"^(<math[^>]*>)<mrow>(.*)</mrow></math>$", r"\1\2</math>"),
    (r"((?:^<math>|[(⟨,]</mo>)<mo[^>]*>‖</mo>|[(⟨,]</mo>)<mo>−", r'\1<mo form="prefix">−'),
)
"""What a browser knows without being told: a page has thousands of brackets."""


@cache
def maths(latex: str, display: str = "inline") -> Markup:
    r"""A formula as MathML, from one line of LaTeX; `display` is inline or block."""
    written = convert(latex, display=display)
    for pattern, lean in _LEAN:
        written = re.sub(pattern, lean, written)
    return Markup(written)


def anchor(identifier: str, variant: str = "published") -> str:
    """Where a statement or a step stands in the page: its id, and its variant unless that is published.

    A step's place may be in words; what an anchor cannot have is a hyphen in it.
    """
    name = re.sub(r"[^\w./-]+", "-", identifier)
    return name if variant == "published" else f"{name}.{variant}"


@cache
def place(identifier: str) -> str:
    """The anchor of a step, or of the first variant that a statement has, which is as printed if it is."""
    has = [s.variant for s in all_statements(identifier.partition(".")[0]) if s.id == identifier]
    return anchor(identifier, has[0] if has else "published")


def gathered(ending: str) -> Markup:
    """The page's own style sheet or script, then those of its parts."""
    files = sorted(_TEMPLATES.glob(f"*.{ending}"), key=lambda file: (file.stem != "page", file.stem))
    return Markup("").join(text_of(file.name) for file in files)


@cache
def text_of(name: str) -> Markup:
    """A style sheet or a script, as it is written."""
    return Markup((_TEMPLATES / name).read_text("utf-8"))
