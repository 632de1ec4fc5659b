"""The findings as HTML, Markdown and LaTeX; each format escapes what is put into its template."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from theory.prose import prose
from tightrope import __version__
from tightrope.report.errata import Document
from tightrope.report.markup import render, text_of
from tightrope.report.sentence import sentence


def html(documents: Sequence[Document]) -> str:
    """One self-contained file in the page's style."""
    css = text_of("page.css")
    return render("errata.html", documents=documents, css=css, sentence=sentence, version=__version__)


def markdown(documents: Sequence[Document]) -> str:
    """CommonMark, its formulas as Unicode text."""
    return _filled("errata.md", in_markdown, documents)


def latex(documents: Sequence[Document]) -> str:
    """A document that LaTeX makes a PDF of; it needs amsmath and amssymb."""
    return _filled("errata.tex", _in_latex, documents)


FORMATS = {"html": html, "md": markdown, "latex": latex}


def _filled(template: str, escape: Callable[[object], str], documents: Sequence[Document]) -> str:
    return _environment(escape).get_template(template).render(documents=documents, version=__version__)


@cache
def _environment(escape: Callable[[object], str]) -> Environment:
    """Templates between << >> and <% %>, which neither format has; every value is escaped."""
    return Environment(
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        loader=PackageLoader("tightrope.report"),
        autoescape=False,
        finalize=lambda value: value if isinstance(value, Markup) else escape(value),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def in_markdown(text: object) -> str:
    """Text in which no character means anything to Markdown or to HTML."""
    plain = str(text).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_{}\[\]#|~$>])", r"\\\1", plain)


def _in_latex(text: object) -> str:
    return prose(str(text))
