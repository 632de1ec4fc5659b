"""The papers' main theorems beside runs of a real network: the rows, and the table that is shipped."""

from pathlib import Path

import pytest

from empirical.config import Config, configure, parse_settings
from theory.constants import Constants, Estimate
from theory.evaluate import evaluate
from theory.papers import all_statements, load
from tightrope.tightness import CASES, COLUMNS, NETWORK, as_csv, as_markdown, command, read_csv, rows

DOCS = Path(__file__).parents[1] / "docs"

KNOWN = {
    "contraction": 0.25,
    "momentum": 0.01,
    "workers": 8,
    "batch": 16,
    "steps": 300,
    "step_size": 0.005,
    "smoothness": 10.0,
    "noise": 4.0,
    "gradient_sq": 2.0,
    "gap": 2.3,
    "dimension": 100,
}
RUN = {
    "method": "gmc",
    "schedule": "constant",
    "nesterov": False,
    "compressor": {"name": "top", "linear": False, "shared_seed": False, "sparsifying": True},
}


def constants(known: dict | None = None, run: dict | None = None) -> Constants:
    found = {name: Estimate(value) for name, value in (known or KNOWN).items()}
    measured = {"average_gradient_sq": Estimate(0.5, "estimate", interval=(0.4, 0.8))}
    return Constants(known=found, run=run or RUN, measured=measured)


def published(**changes: dict) -> dict:
    return next(row for row in rows("gmc", constants(**changes)) if row["variant"] == "published")


def test_a_row_has_the_bound_over_the_most_that_was_measured() -> None:
    row = published()
    bound = evaluate(load("gmc.theorem6"), constants())
    assert float(row["largest_measured"]) == 0.8
    assert float(row["ratio"]) == pytest.approx(bound.value / 0.8, rel=1e-5)
    assert row["dominant"] == bound.dominant
    assert (row["broken"], row["no_number"]) == ("", "")


def test_a_broken_hypothesis_is_told_with_by_how_much() -> None:
    """η is at most 0.0495 for this momentum and this L."""
    assert "2.02 times too large" in published(known={**KNOWN, "step_size": 0.1})["broken"]


def test_what_is_not_known_is_named_and_never_invented() -> None:
    row = published(known={name: value for name, value in KNOWN.items() if name != "noise"})
    assert row["no_number"] == "missing: noise"
    assert row["ratio"] == row["smallest_bound"] == ""


def test_a_theorem_about_another_method_says_so() -> None:
    assert "gmc" in published(run={**RUN, "method": "def"})["no_number"]


@pytest.mark.parametrize("name", CASES)
def test_the_command_of_a_case_is_its_run(name: str) -> None:
    """The settings on the command line, read as the verb reads them."""
    settings = command(CASES[name]).split(" --set ")[1:]
    expected = configure(Config(), {**NETWORK, **CASES[name].settings})
    assert configure(Config(), parse_settings(settings)) == expected


def test_the_shipped_table_is_complete_and_in_the_document() -> None:
    table = read_csv(DOCS / "tightness.csv")
    wanted = {
        (name, s.id, s.variant, s.verdict)
        for name, case in CASES.items()
        for s in all_statements()
        if s.id in case.theorems
    }
    assert tuple(table[0]) == COLUMNS
    assert {(row["case"], row["statement"], row["variant"], row["ledger"]) for row in table} == wanted
    assert all(row["command"] == command(CASES[row["case"]]) for row in table)
    assert all(bool(row["ratio"]) != bool(row["no_number"]) for row in table)
    assert as_csv(table) == (DOCS / "tightness.csv").read_bytes()
    document = (DOCS / "tightness.md").read_text().splitlines()
    assert [line for line in document if line.startswith("|")] == as_markdown(table)
