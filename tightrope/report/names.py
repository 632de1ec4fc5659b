"""Short names of papers, and of statements: Theorem 6 for gmc.theorem6, (11) for qprsgd.eq11."""

from __future__ import annotations

import re

_KINDS = ("lemma", "theorem", "corollary", "remark", "assumption", "algorithm", "definition", "table")
_PART = re.compile(rf"({'|'.join(_KINDS)}|section|eq|display)(\w+)")


def short_title(title: str) -> str:
    """What a paper is about, of its title: what stands before "for" or a colon, without "On the …of"."""
    return re.sub(r"^On the \w+ of ", "", re.split(r":| for ", title)[0])


def short_name(identifier: str) -> str:
    """What a reader calls a statement; a display of its proof as 6/58; an axiom by its words."""
    _, _, within = identifier.partition(".")
    if not within:
        return identifier.replace("_", " ")
    name = ""
    for part in re.sub(r"(?<=[A-Z\d])\.(?=\d)", "_", within).split("."):
        found = _PART.fullmatch(part)
        kind, number = found.groups() if found else ("", part)
        name = _joined(name, kind, number.replace("_", "." if found else " "))
    return name


def _joined(name: str, kind: str, number: str) -> str:
    if kind == "display":
        return f"{name.rpartition(' ')[2]}/{number}"
    shapes = {"": number, "eq": f"({number})", "section": f"§{number}"}
    return f"{name} {shapes.get(kind, f'{kind.capitalize()} {number}')}".strip()
