"""Proofs as plain data: polynomials by the names of variables, facts, identities; read with suspicion."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast, get_args

from flint import fmpq

from theory.errors import BadInput, nearest, shown
from theory.proof.certificate import Cases, Chain, Identity, Product, Proof
from theory.proof.system import Choice, Fact, Polynomial, Relation, System, ring

LONGEST = 4000
"""Digits of a numerator or a denominator."""
HIGHEST = 200
"""The largest exponent."""
MOST_VARIABLES = 100
DEEPEST = 20
"""Cases within cases."""

_NUMBER = re.compile(rf"-?\d{{1,{LONGEST}}}(/0*[1-9]\d{{0,{LONGEST - 1}}})?", re.ASCII)
T = TypeVar("T")
RELATIONS: tuple[Relation, ...] = get_args(Relation)


class Writer:
    """Writes what stands in a system's variables."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def system(self, system: System) -> dict[str, Any]:
        return {
            "variables": list(self.names),
            "known": [self.fact(fact) for fact in system.known],
            "choices": [[self.polynomial(p) for p in (c.when, c.then, c.otherwise)] for c in system.choices],
            "claim": self.fact(system.claim),
        }

    def polynomial(self, polynomial: Polynomial) -> list[list[Any]]:
        """Terms: a coefficient, and the exponents of the variables by their names."""
        return [
            [str(c), {self.names[i]: int(e) for i, e in enumerate(m) if e}]
            for m, c in polynomial.to_dict().items()
        ]

    def fact(self, fact: Fact) -> list[Any]:
        return [fact.relation, self.polynomial(fact.polynomial)]

    def identity(self, identity: Identity) -> dict[str, Any]:
        return {
            "products": [self._product(p) for p in identity.products],
            "equations": [[n, self.polynomial(multiplier)] for n, multiplier in identity.equations],
        }

    def _product(self, product: Product) -> list[Any]:
        """Squares only where there are some."""
        squares = [[self.polynomial(q) for q in product.squares]] if product.squares else []
        return [str(product.coefficient), list(product.facts), *squares]

    def proof(self, proof: Proof) -> dict[str, Any]:
        if isinstance(proof, Cases):
            return {
                "cases": self.polynomial(proof.polynomial),
                "negative": self.proof(proof.negative),
                "otherwise": self.proof(proof.otherwise),
            }
        lemmas = [{"fact": self.fact(f), "identity": self.identity(i)} for f, i in proof.lemmas]
        return {"lemmas": lemmas, "end": self.identity(proof.end)}


class Reader:
    """Reads the same; anything else is BadInput with the place at which it stands."""

    def __init__(self, names: Any, at: str) -> None:
        listed(names, f"{at}.variables", text)
        if len(set(names)) != len(names) or len(names) > MOST_VARIABLES:
            raise _bad(f"{at}.variables", names, f"at most {MOST_VARIABLES} names, each once")
        self.places = {name: i for i, name in enumerate(names)}
        self.context = ring(len(names))

    def system(self, document: Mapping[str, Any], at: str) -> System:
        return System(
            tuple(self.places),
            tuple(listed(document["known"], f"{at}.known", self.fact)),
            tuple(listed(document["choices"], f"{at}.choices", self._choice)),
            self.fact(document["claim"], f"{at}.claim"),
        )

    def _choice(self, value: Any, at: str) -> Choice:
        parts = listed(value, at, self.polynomial)
        if len(parts) != 3:
            raise _bad(at, value, "three polynomials")
        return Choice(*parts)

    def polynomial(self, value: Any, at: str) -> Polynomial:
        terms = dict(listed(value, at, self._term))
        if len(terms) != len(value):
            raise _bad(at, value, "each monomial once")
        return self.context.from_dict(terms)

    def _term(self, value: Any, at: str) -> tuple[tuple[int, ...], fmpq]:
        coefficient, exponents = pair(value, at)
        if not isinstance(exponents, dict):
            raise _bad(at, exponents, "exponents by the names of variables")
        powers = [0] * len(self.places)
        for name, power in exponents.items():
            if name not in self.places:
                raise BadInput(f"{at}: read the variable {shown(name)}; {nearest(name, self.places)}")
            powers[self.places[name]] = whole(power, at, HIGHEST)
        return tuple(powers), number(coefficient, at)

    def fact(self, value: Any, at: str) -> Fact:
        relation, polynomial = pair(value, at)
        if relation not in RELATIONS:
            raise _bad(at, relation, f"one of {', '.join(RELATIONS)}")
        return Fact(cast(Relation, relation), self.polynomial(polynomial, at))

    def identity(self, value: Any, at: str) -> Identity:
        found = keyed(value, at, ("products", "equations"))
        return Identity(
            tuple(listed(found["products"], f"{at}.products", self._product)),
            tuple(listed(found["equations"], f"{at}.equations", self._equation)),
        )

    def _product(self, value: Any, at: str) -> Product:
        squared = isinstance(value, list) and len(value) == 3
        coefficient, facts = pair(value[:2] if squared else value, at)
        squares = listed(value[2], at, self.polynomial) if squared else []
        return Product(number(coefficient, at), tuple(listed(facts, at, whole)), tuple(squares))

    def _equation(self, value: Any, at: str) -> tuple[int, Polynomial]:
        fact, multiplier = pair(value, at)
        return whole(fact, at), self.polynomial(multiplier, at)

    def proof(self, value: Any, at: str, depth: int = 0) -> Proof:
        if depth > DEEPEST:
            raise BadInput(f"{at}: cases within cases; allowed: {DEEPEST} deep")
        if isinstance(value, dict) and "cases" in value:
            found = keyed(value, at, ("cases", "negative", "otherwise"))
            sides = (self.proof(found[s], f"{at}.{s}", depth + 1) for s in ("negative", "otherwise"))
            return Cases(self.polynomial(found["cases"], f"{at}.cases"), *sides)
        found = keyed(value, at, ("lemmas", "end"))
        lemmas = listed(found["lemmas"], f"{at}.lemmas", self._lemma)
        return Chain(tuple(lemmas), self.identity(found["end"], f"{at}.end"))

    def _lemma(self, value: Any, at: str) -> tuple[Fact, Identity]:
        found = keyed(value, at, ("fact", "identity"))
        return self.fact(found["fact"], f"{at}.fact"), self.identity(found["identity"], f"{at}.identity")


def _bad(at: str, value: Any, allowed: str) -> BadInput:
    return BadInput(f"{at}: read {shown(value)}; allowed: {allowed}")


def keyed(value: Any, at: str, keys: Sequence[str]) -> Mapping[str, Any]:
    """An object with these keys and no others."""
    if not isinstance(value, dict):
        raise _bad(at, value, f"an object with {', '.join(keys)}")
    unknown = next((key for key in value if key not in keys), None)
    if unknown is not None:
        raise BadInput(f"{at}: read the key {shown(unknown)}; {nearest(unknown, keys)}")
    missing = [key for key in keys if key not in value]
    if missing:
        raise BadInput(f"{at}: {missing[0]} is missing")
    return value


def listed(value: Any, at: str, read: Callable[[Any, str], T]) -> list[T]:
    """A list, each element read with its place."""
    if not isinstance(value, list):
        raise _bad(at, value, "a list")
    return [read(element, f"{at}[{n}]") for n, element in enumerate(value)]


def pair(value: Any, at: str) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != 2:
        raise _bad(at, value, "a list of two")
    return value[0], value[1]


def text(value: Any, at: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise _bad(at, value, f"a text of at most {LONGEST} characters")
    return value


def whole(value: Any, at: str, most: int = 10**6) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise _bad(at, value, f"a whole number from 0 to {most}")
    return value


def number(value: Any, at: str) -> fmpq:
    """A fraction, written as a text."""
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise _bad(at, value, f'a text such as "-3/4", of at most {LONGEST} digits above and below')
    above, _, below = value.partition("/")
    return fmpq(int(above), int(below or 1))
