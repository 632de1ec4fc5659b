"""Certificates: why a claim on real polynomials holds, in a form that plain arithmetic checks.

What is known and the claim's contrary are facts: p > 0, p ≥ 0, p = 0, p ≠ 0. An identity

    Σ coefficient · product of facts and squares + Σ multiplier · equation = 0,  coefficients > 0,

is a contradiction if one of its products is of strict facts alone, for then its left side is positive. A
lemma is a fact whose contrary is contradicted so, and is known from there on. Cases are contradicted one by
one.
Nothing here searches, and nothing here asks a solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod
from operator import mul
from typing import Any

from theory.errors import BadInput
from theory.proof.system import Choice, Fact, Polynomial, System

LARGEST = 10**7
"""Terms that a product may have before it is multiplied out: some seconds of work."""
Rational = Any
"""A rational number of python-flint."""


@dataclass(frozen=True)
class Product:
    """A coefficient, the facts that it multiplies by their numbers, and polynomials that it takes squared."""

    coefficient: Rational
    facts: tuple[int, ...]
    squares: tuple[Polynomial, ...] = ()


@dataclass(frozen=True)
class Identity:
    """Products of facts and multiples of equations that add up to 0."""

    products: tuple[Product, ...]
    equations: tuple[tuple[int, Polynomial], ...]
    """The number of a fact that is an equation, and what multiplies it."""


@dataclass(frozen=True)
class Chain:
    """Lemmas one after another, each with its identity, and the identity that contradicts it all.

    Facts are numbered: what is known, the claim's contrary, what each case adds, the lemmas. In a lemma's own
    identity its contrary has its number.
    """

    lemmas: tuple[tuple[Fact, Identity], ...]
    end: Identity


@dataclass(frozen=True)
class Cases:
    """The polynomial is negative, or it is not; the first adds −p > 0 to the facts, the second p ≥ 0.

    Each adds the equation of every choice that is made by this polynomial, too.
    """

    polynomial: Polynomial
    negative: Proof
    otherwise: Proof


Proof = Chain | Cases


def proves(system: System, proof: Proof) -> bool:
    """Whether the proof contradicts what is known together with the claim's contrary."""
    return _contradicts([*system.known, system.claim.contrary()], system.choices, proof)


def _contradicts(facts: Sequence[Fact], choices: Sequence[Choice], proof: Proof) -> bool:
    if isinstance(proof, Cases):
        negative, otherwise = split(choices, proof.polynomial)
        return _contradicts([*facts, *negative], choices, proof.negative) and _contradicts(
            [*facts, *otherwise], choices, proof.otherwise
        )
    known = list(facts)
    for lemma, identity in proof.lemmas:
        if not _holds(identity, [*known, lemma.contrary()]):
            return False
        known.append(lemma)
    return _holds(proof.end, known)


def split(choices: Sequence[Choice], polynomial: Polynomial) -> tuple[list[Fact], list[Fact]]:
    """What is known where a polynomial is negative, and where it is not."""
    chosen = [choice for choice in choices if choice.when == polynomial]
    return (
        [Fact(">", -polynomial), *(Fact("==", choice.otherwise) for choice in chosen)],
        [Fact(">=", polynomial), *(Fact("==", choice.then) for choice in chosen)],
    )


def _holds(identity: Identity, facts: Sequence[Fact]) -> bool:
    """Whether the sum is 0, of allowed parts, and one of them positive."""
    if any(not 0 <= n < len(facts) for n in _numbers(identity)):
        return False
    if any(facts[n].relation != "==" for n, _ in identity.equations):
        return False
    if any(p.coefficient < 0 or any(facts[n].relation == "==" for n in p.facts) for p in identity.products):
        return False
    zero = facts[-1].polynomial * 0
    _refuse_what_is_too_large(identity, facts)
    total = sum((_value(p, facts, zero + 1) for p in identity.products), start=zero)
    total = sum((facts[n].polynomial * multiplier for n, multiplier in identity.equations), start=total)
    strict = any(
        p.coefficient > 0 and not p.squares and all(facts[n].relation != ">=" for n in p.facts)
        for p in identity.products
    )
    return strict and bool(total == 0)


def _refuse_what_is_too_large(identity: Identity, facts: Sequence[Fact]) -> None:
    """A product has at most as many terms as there are choices of factors' terms, and of its degrees."""
    products = [_factors(p, facts) for p in identity.products]
    multiples = [[facts[n].polynomial, multiplier] for n, multiplier in identity.equations]
    for factors in (*products, *multiples):
        choices = prod(len(f.to_dict()) for f in factors)
        degrees = prod(1 + sum(column) for column in zip(*(f.degrees() for f in factors), strict=True))
        if min(choices, degrees) > LARGEST:
            raise BadInput(
                f"certificate: a product may have over {LARGEST} terms, which is too large to check"
            )


def _numbers(identity: Identity) -> list[int]:
    return [n for p in identity.products for n in p.facts] + [n for n, _ in identity.equations]


def _value(product: Product, facts: Sequence[Fact], one: Polynomial) -> Polynomial:
    return reduce(mul, _factors(product, facts), one * product.coefficient)


def _factors(product: Product, facts: Sequence[Fact]) -> list[Polynomial]:
    """What is not 0 is positive when squared."""
    twice = [facts[n].polynomial for n in product.facts if facts[n].relation == "!="]
    return [*(facts[n].polynomial for n in product.facts), *twice, *product.squares, *product.squares]
