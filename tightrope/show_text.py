"""A statement as text: its inequality in two alphabets, its constants, its hypotheses, what it uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from theory.constants import GLOSSARY
from theory.evaluate import Bound
from theory.papers import all_statements, load_paper
from theory.papers.verdicts import shipped_step
from theory.shown import Condition, Shown, used_by
from theory.statement import Requirement, Statement
from tightrope.bounds_text import bound_text
from tightrope.output import columns, width, wrapped
from tightrope.show_formulas import compared, folded, in_letters, in_names

_FINDINGS = {"adding": "adds unlike units", "comparing": "compares unlike units"}


def show_text(shown: Shown, bound: Bound | None) -> list[str]:
    """All that is known of a statement, and its value where constants are given."""
    statement = shown.statement
    paper = load_paper(statement.paper)
    sections = {
        "": [*_heading(statement), "", *wrapped(statement.says, "  ")],
        "In the paper's letters": in_letters(shown),
        "In the glossary's names": in_names(shown),
        "At these constants": [] if bound is None else _evaluated(shown, bound),
        "Constants": _constants(shown),
        "Hypotheses": _hypotheses(shown),
        "What the run must be": _requires(statement.requires),
        "Uses": uses_tree(shown),
        "Used by": wrapped(", ".join(used_by(statement)), "  "),
        "Steps of the proof": [line for step in statement.steps for line in _step(step)],
        "Note": wrapped(statement.note, "  ") if statement.note else [],
        "Units": [line for text in findings(statement).values() for line in wrapped(text, "  ", "  ")],
        "Cite as": paper.bibtex.splitlines(),
    }
    lines: list[str] = []
    for title, body in sections.items():
        if body:
            lines += [*([title] if title else []), *body, ""]
    return lines[:-1]


def _step(step: str) -> list[str]:
    """A step's verdict and claim; of a refuted one the witness, what is right, and where that is proved."""
    found = shipped_step(step)
    place = step.partition("/")[2]
    verdict = found["verdict"] + (f" ({found['confirmed_by']})" if "confirmed_by" in found else "")
    lines = wrapped(f"{place}  {verdict}  {found['says']}", "  ", "      ")
    for name, before in (("witness", "at "), ("note", ""), ("repair", "repaired: ")):
        lines += wrapped(before + found[name], "      ", "      ") if name in found else []
    return lines


def _heading(statement: Statement) -> list[str]:
    paper = load_paper(statement.paper)
    others = [s.variant for s in all_statements(statement.paper) if s.id == statement.id and s != statement]
    also = [f"Also {', '.join(others)}: see --variant"] if others else []
    return [
        *wrapped(f"{statement.id} ({statement.variant}, {statement.verdict}) · {statement.place}"),
        *wrapped(f"{paper.title} ({paper.authors}, {paper.year})"),
        *also,
    ]


def _evaluated(shown: Shown, bound: Bound) -> list[str]:
    """The bound's value; what no run reports goes by the paper's letters."""
    statement = replace(bound.statement, quantity=bound.statement.quantity or shown.left[0])
    about = wrapped(about_run(bound), "  ", "  ") if bound.misfit else []
    return [*bound_text(replace(bound, statement=statement))[1:-1], *about]


def about_run(bound: Bound) -> str:
    """A sentence that says why a statement is not, or may not be, about the run."""
    what = "Not about this run" if bound.applies is False else "Perhaps not about this run"
    return f"{what}: {bound.misfit}."


# Its constants


def _constants(shown: Shown) -> list[str]:
    statement = shown.statement
    names = [(letter, name, statement.unit_of(name)) for name, letter in shown.letters.items()]
    if not names:
        return []
    left = columns([("letter", "name", "unit"), *names], "  ")
    meanings = ["meaning", *(GLOSSARY[name].meaning for name in shown.letters)]
    indent = " " * (max(map(width, left)) + 2)
    lines = [line for row, text in zip(left, meanings, strict=True) for line in _beside(row, text, indent)]
    fixed = [name for name, letter in shown.letters.items() if letter == "1"]
    return [*lines, *(line for name in fixed for line in wrapped(_fixed(name), "  "))]


def _beside(row: str, text: str, indent: str) -> list[str]:
    """A text in the column that starts after `indent`, the row being left of its first line."""
    first, *rest = wrapped(text, indent)
    return [row + first[width(row) :], *rest]


def _fixed(name: str) -> str:
    """What a constant that the paper's letters lack does to the formula."""
    return f"The paper has 1 for {name}, so its letters leave {name} out; the names have it."


# Its hypotheses


def _hypotheses(shown: Shown) -> list[str]:
    lines: list[str] = []
    for statement, path in assumptions(shown):
        through = f" (through {path[-1]})" if path else ""
        lines += wrapped(f"{statement.id}{through}: {statement.says}", "  ", "  ")
    return [*lines, *(line for c in shown.conditions for line in _condition(shown, c))]


def assumptions(shown: Shown) -> list[tuple[Statement, tuple[str, ...]]]:
    """The assumptions that a statement rests on, each with the statements through which it does."""
    used = ((shown.known[name], path) for name, path in shown.uses.items() if name in shown.known)
    return [(s, path) for s, path in used if s.verdict == "assumed" and not _is_definition(s)]


def _is_definition(statement: Statement) -> bool:
    """Whether nothing is assumed, although the verdict is that: a quantiser is what it is defined to be."""
    return (statement.note or "").startswith("a definition")


def _condition(shown: Shown, condition: Condition) -> list[str]:
    constraint = condition.constraint
    kind = "; without it the bound means nothing" if constraint.domain else ""
    kind += "; orders of growth, so it is not decided" if constraint.order else ""
    lines = wrapped(f"{constraint.text}   ({constraint.place}{kind})", "  ", "  ")
    lines += folded(compared(condition, shown.in_names), "    ", "  ")
    if constraint.solved is not None:
        lines += wrapped(f"exactly: {constraint.solved.text}", "    ", "  ")
    return lines


def _requires(requirements: Iterable[Requirement]) -> list[str]:
    return [line for r in requirements for line in wrapped(f"{allowed(r)}: {r.why}", "  ", "  ")]


def allowed(requirement: Requirement) -> str:
    """The values that a requirement admits, in words."""
    words = {True: "true", False: "false", None: "not said"}
    values = [words[v] if isinstance(v, bool | None) else str(v) for v in requirement.allowed]
    return f"{requirement.key} = {' or '.join(values)}"


def findings(statement: Statement) -> dict[str, str]:
    """What the dimension reading has found, in words, by what it has found it in."""
    found = {"formula": statement.dimension_finding, **statement.output_findings}
    found |= {f"constraint {c.id}": c.dimension_finding for c in statement.conditions}
    return {where: _finding(where, text) for where, text in found.items() if text is not None}


def _finding(where: str, finding: str) -> str:
    doing, _, units = finding.partition(" ")
    what = "the printed formula" if where == "formula" else f"the printed {where}"
    if doing == "claiming":
        found, _, claimed = units.partition(" and ")
        return f"{what} has unlike units: a term in {found}, where {claimed} is claimed"
    return f"{what} {_FINDINGS.get(doing, doing)}: {units}"


# What it uses


def uses_tree(shown: Shown) -> list[str]:
    """What a statement uses, indented below what uses it, each id once."""
    seen: set[str] = set()
    lines: list[str] = []

    def grow(names: Iterable[str], depth: int) -> None:
        for name in names:
            if name not in seen:
                seen.add(name)
                used = shown.known.get(name)
                lines.append(_clipped(f"{'  ' * depth}{name}: {used.says if used else 'is not encoded'}"))
                grow(used.uses if used else (), depth + 1)

    grow(shown.statement.uses, 1)
    return lines


def _clipped(line: str) -> str:
    return line if len(line) <= 100 else line[:99].rstrip() + "…"
