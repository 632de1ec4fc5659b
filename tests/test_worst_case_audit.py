"""The ledger audited: no bound that is proved lies below a value that is attained.

A violation is a finding, not a matter of a tolerance: both sides are proved, one by the ledger and one by an
instance in fractions.
"""

import random

import pytest

from theory.papers import all_statements
from theory.statement import Statement, apply, total
from theory.worst_case.answer import worst_case
from theory.worst_case.statements import SETTINGS, needed, question

DRAWS = 4
PROVED = [s for s in all_statements() if s.id in SETTINGS and s.verdict == "proved"]


def drawn(statement: Statement, numbers: random.Random) -> dict[str, float]:
    """Constants that meet every condition of the statement, with few digits, as exact runs like them."""
    while True:
        found = {
            "contraction": numbers.randint(1, 10) / 10,
            "momentum": numbers.choice([0, 0.01, 0.05, 0.2]),
            "buffer": numbers.choice([0, 0.05, 0.5]),
            "detach": numbers.randint(0, 10) / 10,
            "consensus": numbers.randint(1, 10) / 10,
            "workers": numbers.choice([1, 2, 4]),
            "noise": numbers.choice([0.0, 0.5]),
            "batch": 1,
            "gradient_sq": numbers.choice([0.25, 1.0, 4.0]),
            "heterogeneity": numbers.choice([0.01, 0.25, 1.0]),
            "smoothness": numbers.choice([0.5, 1.0, 4.0]),
            "gap": numbers.choice([0.1, 1.0, 10.0]),
            "step_size": numbers.choice([0.01, 0.03, 0.1, 0.25, 0.45]),
            "steps": numbers.randint(1, 3),
        }
        if statement.id.startswith("qg"):
            found["workers"] = max(found["workers"], 2)
        if all(check.holds is not False for check in statement.constraints(**found)):
            return found


@pytest.mark.parametrize("statement", PROVED, ids=lambda s: f"{s.id}:{s.variant}")
def test_no_proved_bound_is_below_an_attained_value(statement: Statement) -> None:
    attained = 0
    for seed in range(DRAWS):
        constants = drawn(statement, random.Random(seed))
        assert set(needed(statement)) <= set(constants)
        found = worst_case(question(statement, constants))
        if found.lower is not None:
            attained += 1
            assert statement.formula is not None
            bound = float(total(apply(statement.formula, constants)))
            assert float(found.lower.value) <= bound * (1 + 1e-12), constants
    assert attained, "no instance at all: the audit says nothing"


def test_the_audit_sees_a_bound_that_is_too_low() -> None:
    """Half of Theorem 6's first term, without the others, is below what one step attains."""
    statement = next(s for s in PROVED if s.id == "gmc.theorem6")
    constants = {
        **drawn(statement, random.Random(0)),
        "steps": 1,
        "gradient_sq": 4.0,
        "noise": 0.0,
        "gap": 10.0,
    }
    found = worst_case(question(statement, constants))
    assert found.lower is not None
    assert float(found.lower.value) > 0.99 * min(4.0, 2 * constants["smoothness"] * 10.0)
