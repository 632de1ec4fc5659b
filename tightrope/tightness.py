"""`python -m tightrope.tightness [FILE]`: the papers' main theorems beside runs of a real network."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from empirical.conduct import conduct
from empirical.config import Config, configure
from empirical.parts import CONSTANTS
from theory.constants import Constants
from theory.constants_file import read_constants, read_text, write_atomically
from theory.errors import TightropeError
from theory.evaluate import evaluate
from theory.papers import all_statements
from theory.statement import Statement
from tightrope.met import by_how_much, held
from tightrope.output import number, say
from tightrope.progress import Progress

OUT = Path("out") / "tightness.csv"
COMMAND = "python -m tightrope.tightness"

NETWORK: Mapping[str, Any] = {
    "problem": "network",
    "model": "mlp",
    "width": 0.25,
    "workers": 8,
    "batch": 16,
    "steps": 300,
    "seeds": 3,
    "observe_every": 24,
}
"""A perceptron with 16 hidden units (d = 12730) on 5000 pictures, looked at where rounds of four end."""


@dataclass(frozen=True)
class Case:
    """A method's run and the theorem about it, by one id or several."""

    theorems: tuple[str, ...]
    settings: Mapping[str, Any]


USED: Mapping[str, Case] = {
    "gmc": Case(("gmc.theorem6",), {"method": "gmc", "compressor": "top:1/100", "momentum": 0.9}),
    "gmc+": Case(("gmc.theorem12",), {"method": "gmc+", "compressor": "top:1/100", "momentum": 0.9}),
    "def": Case(("def.theorem4.3",), {"method": "def", "compressor": "block:1/10", "momentum": 0.9}),
    "def-a": Case(("def.theorem4.3",), {"method": "def-a", "compressor": "block:1/10", "momentum": 0.9}),
    "cdadam": Case(
        ("cdadam.theorem6.4",),
        {"method": "cdadam", "compressor": "sign", "step_size": 0.001, "momentum": 0.9},
    ),
    "ar-qprsgd": Case(
        ("qprsgd.theorem1", "qprsgd.theorem1.best"),
        {"method": "ar-qprsgd", "compressor": "qsgd:8", "local_steps": 4},
    ),
    "g-qprsgd": Case(
        ("qprsgd.theorem2.gradient",),
        {"method": "g-qprsgd", "compressor": "qsgd:128", "local_steps": 4, "topology": "ring"},
    ),
    "qg": Case(("qg.theoremC.7.display137",), {"method": "qg", "topology": "ring", "momentum": 0.9}),
}
"""As the papers' experiments have the methods, with η = 0.05 where no other one is named."""

WITHIN: Mapping[str, Mapping[str, Any]] = {
    "gmc": {"compressor": "top:1/4", "momentum": 0.01, "step_size": 0.004},
    "gmc+": {"compressor": "top:1/4", "momentum": 0.01, "step_size": 0.004},
    "def": {"compressor": "block:1/4", "momentum": 0.0, "step_size": 0.0005},
    "cdadam": {"epsilon_adam": 1.0},
    "ar-qprsgd": {"compressor": "qsgd:256", "step_size": 0.001},
    "g-qprsgd": {"compressor": "qsgd:4096", "step_size": 0.00003},
    "qg": {"momentum": 0.015, "step_size": 0.0003},
}
"""The same with what a choice can do for the hypotheses and the bound; L is 60 to 110 along these runs."""

CASES: Mapping[str, Case] = {
    **USED,
    **{
        f"{name}, within": Case(USED[name].theorems, {**USED[name].settings, **settings})
        for name, settings in WITHIN.items()
    },
}

COLUMNS = (
    *("case", "statement", "variant", "ledger", "quantity", "smallest_bound", "largest_measured", "ratio"),
    *("dominant", "a_posteriori", "broken", "no_number", "dimension", "seeds", "date", "version", "command"),
)
"""`ratio` is bound over measured, the one at its least and the other at its most by the intervals."""

Row = Mapping[str, str]


def measured(case: Case) -> Constants:
    """The constants of the case's runs, one for every seed."""
    config = configure(Config(), {**NETWORK, **case.settings})
    with TemporaryDirectory() as folder, Progress() as progress:
        conduct(config, Path(folder) / "run", force=False, command=command(case), report=progress)
        return read_constants(Path(folder) / "run" / CONSTANTS)


def command(case: Case) -> str:
    """What measures the case alone."""
    chosen = {**NETWORK, **case.settings}
    return " ".join(["tightrope measure", *(f"--set {name}={value}" for name, value in chosen.items())])


def rows(name: str, constants: Constants) -> Iterator[Row]:
    """The theorem of a case, in every variant, at the constants of its run."""
    case = CASES[name]
    for statement in all_statements():
        if statement.id in case.theorems:
            yield {
                **dict.fromkeys(COLUMNS, ""),
                **_cells(statement, constants),
                "case": name,
                "dimension": f"{constants.known['dimension'].value:g}",
                "seeds": " ".join(map(str, range(NETWORK["seeds"]))),
                "date": datetime.now(UTC).date().isoformat(),
                "version": version("tightrope"),
                "command": command(case),
            }


def _cells(statement: Statement, constants: Constants) -> Row:
    bound = evaluate(statement, constants)
    found = held(bound, constants)
    same = {
        "statement": statement.id,
        "variant": statement.variant,
        "ledger": statement.verdict,
        "quantity": statement.quantity or "",
        "a_posteriori": " ".join(bound.a_posteriori),
    }
    if found is None:
        return {**same, "no_number": bound.why or "nothing measured"}
    return {
        **same,
        "smallest_bound": _digits(found.smallest_bound),
        "largest_measured": _digits(found.largest_measured),
        "ratio": _digits(found.ratio),
        "dominant": bound.dominant or "",
        "broken": "; ".join(map(by_how_much, found.broken)),
    }


def _digits(x: float | None) -> str:
    return "" if x is None else f"{x:.6g}"


def as_csv(table: Sequence[Row]) -> bytes:
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue().encode()


SHOWN = ("case", "statement", "variant", "ledger", "bound ÷ measured", "dominant", "what is not met")


def shown(row: Row) -> tuple[str, ...]:
    """The row as a person reads it."""
    ratio = number(float(row["ratio"])) if row["ratio"] else "–"
    unmet = row["no_number"] or row["broken"] or "–"
    return (*(row[name] for name in SHOWN[:4]), ratio, row["dominant"] or "–", unmet)


def as_markdown(table: Sequence[Row]) -> list[str]:
    """The table for a document."""
    cells = [SHOWN, tuple("---" for _ in SHOWN), *map(shown, table)]
    return [f"| {' | '.join(cell.replace('|', '∣') for cell in line)} |" for line in cells]


def read_csv(path: Path) -> list[Row]:
    """The table as it was written."""
    return list(csv.DictReader(StringIO(read_text(path))))


def main(arguments: Sequence[str]) -> None:
    """Run every case, write the table and print it for a document; what is wrong is one message."""
    path = Path(arguments[0]) if arguments else OUT
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        table = [row for name, case in CASES.items() for row in rows(name, measured(case))]
        write_atomically(path, as_csv(table))
    except (TightropeError, OSError) as error:
        sys.exit(f"tightrope: {error}")
    say(*as_markdown(table))


if __name__ == "__main__":
    main(sys.argv[1:])
