"""The trusted base: every axiom holds for random instances of its class, and each of its neighbours fails."""

import axioms_extension
import axioms_functions
import axioms_norms
import axioms_random
import numpy as np
import pytest

from theory.axioms import AXIOMS

CASES = {**axioms_extension.CASES, **axioms_functions.CASES, **axioms_random.CASES, **axioms_norms.CASES}
"""Every axiom's test."""
INSTANCES = 200
PROVED_EACH_TIME = ("induction",)
"""Tests that ask a solver, of which twenty instances have to be enough."""


def instances(axiom: str) -> range:
    return range(20 if axiom in PROVED_EACH_TIME else INSTANCES)


def test_every_axiom_has_a_test_and_a_neighbour() -> None:
    assert CASES.keys() == AXIOMS.keys()
    assert all(case.neighbours for case in CASES.values())


@pytest.mark.parametrize("axiom", CASES)
def test_axioms_hold(axiom: str) -> None:
    for seed in instances(axiom):
        assert CASES[axiom].holds(np.random.default_rng(seed)), seed


@pytest.mark.parametrize(("axiom", "name"), [(a, n) for a, case in CASES.items() for n in case.neighbours])
def test_neighbours_fail(axiom: str, name: str) -> None:
    """A statement a little stronger, or without a hypothesis, is broken by what the same test draws."""
    neighbour = CASES[axiom].neighbours[name]
    assert not all(neighbour(np.random.default_rng(seed)) for seed in instances(axiom))
