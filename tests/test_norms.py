"""Norms of formal vectors have equal names where the vectors are equal."""

import pytest

from theory.proof.claim import given, le
from theory.proof.norms import norm, of_mean, scaled, triangle
from theory.proof.quadratic import Quadratic
from theory.proof.vectors import Used, mean
from theory.statement import Formula

BETA = given("0 ≤ β ≤ 1", lambda beta: (le(0, beta), le(beta, 1)))

CLAIMS: dict[str, tuple[Formula, Formula, Formula | None]] = {
    # a true claim, a false one, and what both use
    "the same vector": (
        lambda v: le(norm(v.a - v.b), norm(v.b + v.c - v.a - v.c)),
        lambda v: le(norm(v.a - v.b), norm(v.a + v.b)),
        None,
    ),
    "triangle": (
        lambda v: le(norm(v.a - v.c), norm(v.a - v.b) + norm(v.c - v.b)),
        lambda v: le(norm(v.a - v.c), norm(v.a - v.b) + 99 * norm(v.c - v.b) / 100),
        lambda v: [Used(triangle(v.a - v.b, v.b - v.c), 1)],
    ),
    "average": (
        lambda v, beta: le(norm(beta * v.a + (1 - beta) * v.b), beta * norm(v.a) + (1 - beta) * norm(v.b)),
        lambda v, beta: le(norm(beta * v.a + (1 - beta) * v.b), beta * norm(v.a) + (1 - beta**2) * norm(v.b)),
        lambda v, beta: [
            Used(triangle(beta * v.a, (1 - beta) * v.b), 1),
            Used(scaled(beta, v.a), 1),
            Used(scaled(1 - beta, v.b), 1),
        ],
    ),
    "mean over workers": (
        lambda v: le(norm(mean(v.each("a") - v.each("b"))), norm(v.each("b") - v.each("a"))),
        lambda v: le(norm(v.each("b") - v.each("a")), norm(mean(v.each("a") - v.each("b")))),
        lambda v: [Used(of_mean(v.each("a") - v.each("b")), 1)],
    ),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_norms(name: str) -> None:
    true, false, using = CLAIMS[name]
    assert Quadratic((BETA,), true, using).judge().verdict == "proved"
    assert Quadratic((BETA,), false, using).judge().verdict != "proved"
