"""The search for a certificate: signs of factors first, then facts without those factors, then the claim.

What is found here is nothing until `certificate.proves` has checked it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from operator import mul

from flint import fmpq

from theory.proof.certificate import Cases, Chain, Identity, Product, Proof, proves, split
from theory.proof.elimination import Elimination, closed, coefficient, reduced, without
from theory.proof.products import LEVELS, Atom, Level, contradiction
from theory.proof.system import Choice, Fact, Polynomial, System

SECONDS = 2.0
"""How long the search for one certificate may take."""
LONGEST_ROOT = 40
"""Terms of a polynomial whose square is tried."""
HIGHEST = 4
"""The degree up to which an equation is solved for its variable."""
ONE = fmpq(1)


def found(system: System, seconds: float = SECONDS) -> Proof | None:
    """A proof of the claim that has been checked; None where none is found in time."""
    facts = [*system.known, system.claim.contrary()]
    proof = _cased(facts, len(system.known), system.choices, system.choices, time.process_time() + seconds)
    return proof if proof is not None and proves(system, proof) else None


def _cased(
    facts: list[Fact], goal: int, choices: Sequence[Choice], left: Sequence[Choice], until: float
) -> Proof | None:
    """Case by case over the choices that are left."""
    if not left:
        return _Search(facts, goal, until).proof()
    when = left[0].when
    rest = [choice for choice in left if choice.when != when]
    sides = []
    for new in split(choices, when):
        side = _cased([*facts, *new], goal, choices, rest, until)
        if side is None:
            return None
        sides.append(side)
    return Cases(when, *sides)


def _factors(polynomial: Polynomial) -> list[tuple[Polynomial, int]]:
    """Irreducible factors with their powers."""
    return [] if polynomial == 0 else [(f, int(power)) for f, power in polynomial.factor()[1]]


def _monic(polynomial: Polynomial) -> Polynomial:
    return polynomial if polynomial == 0 else polynomial / polynomial.leading_coefficient()


class _Search:
    """Facts and lemmas towards one contradiction."""

    def __init__(self, facts: list[Fact], goal: int, until: float) -> None:
        self.facts = list(facts)
        self.given = len(facts)
        self.goal = goal
        self.until = until
        self.lemmas: list[tuple[Fact, Identity]] = []
        self.signs: dict[str, int] = {}
        """The number of the fact that gives a factor's sign, by the factor's text."""
        self.eliminations: list[Elimination] = []
        self.replaced: set[int] = set()
        """Facts for which a lemma says as much in fewer factors."""

    def proof(self) -> Proof | None:
        self._eliminate(1)
        end = self._end(LEVELS[0])
        for highest in (1, HIGHEST) if end is None else ():
            self._find_signs()
            self._simplify()
            self._eliminate(highest)
        for level in LEVELS:
            end = end or self._end(level)
        return None if end is None else _pruned(self.given, self.lemmas, end)

    def _late(self) -> bool:
        return time.process_time() > self.until

    def _learn(self, fact: Fact, identity: Identity | None) -> int | None:
        """A lemma's number; the contrary had it in the lemma's own identity."""
        if identity is None:
            return None
        self.facts.append(fact)
        self.lemmas.append((fact, identity))
        return len(self.facts) - 1

    def _sum(self, products: Sequence[Product], *further: Fact) -> Polynomial:
        facts = [*self.facts, *further]
        total = facts[0].polynomial * 0
        for product in products:
            values = [facts[n].polynomial ** (2 if facts[n].relation == "!=" else 1) for n in product.facts]
            values += [q**2 for q in product.squares]
            total = total + reduce(mul, values, total * 0 + product.coefficient)
        return total

    # signs

    def _find_signs(self) -> None:
        """The signs of all factors, the simple ones first; once more, with what was learned."""
        factors = {str(f): f for fact in self.facts for f, _ in _factors(fact.polynomial)}
        variables = self.facts[0].polynomial.context().gens()
        factors |= {str(x): x for x in variables}
        waiting = sorted(factors.values(), key=lambda f: (f.total_degree(), len(f.to_dict())))
        for _ in range(2):
            waiting = [f for f in waiting if not self._late() and not self._sign(f)]

    def _sign(self, factor: Polynomial) -> bool:
        for number, fact in enumerate(self.facts):
            if fact.relation == ">" and number != self.goal and _monic(fact.polynomial) == _monic(factor):
                self.signs[str(factor)] = number
                return True
        for sign in (1, -1):
            lemma = Fact(">", factor * sign)
            learned = self._learn(lemma, self._refuted(lemma.contrary(), LEVELS[0]))
            if learned is not None:
                self.signs[str(factor)] = learned
                return True
        return False

    def _refuted(self, contrary: Fact, level: Level) -> Identity | None:
        """The identity that contradicts a further fact."""
        return self._contradicted(len(self.facts), contrary, level, contrary)

    def _contradicted(self, number: int, goal: Fact, level: Level, *further: Fact) -> Identity | None:
        """The identity of products of a fact with the others; `further` is one that is not among them yet."""
        atom = self._normal(Atom(goal.polynomial, (number,), goal.relation == ">"))
        squares, multipliers = ([], []) if level is LEVELS[0] else self._squares(atom.polynomial)
        products = contradiction(
            atom, [*self._atoms(), *squares], level, self.until, multipliers, self._normal
        )
        return (
            None if products is None else closed(products, self._sum(products, *further), self.eliminations)
        )

    def _normal(self, atom: Atom) -> Atom:
        polynomial, extra = reduced(atom.polynomial, self.eliminations)
        return replace(atom, polynomial=polynomial, facts=atom.facts + extra)

    def _squares(self, goal: Polynomial) -> tuple[list[Atom], list[Atom]]:
        """Squares that may help, and the multipliers of the goal that go with them.

        4a(ax² + bx + c) = (2ax + b)² + 4ac − b², where 2ax + b is the derivative.
        """
        roots = [f for f, _ in _factors(goal) if str(f) not in self.signs]
        multipliers = []
        for variable, degree in enumerate(goal.degrees()):
            used = self._positive(coefficient(goal, variable, 2)) if degree == 2 else None
            if used is not None:
                roots.append(goal.derivative(variable))
                multipliers.append(Atom(self._sum([Product(ONE, used)]), used, True))
        variables = goal.context().gens()
        free = [variables[n] for n in _variables(goal) if str(variables[n]) not in self.signs]
        roots += [x for x in free if x not in roots]
        return [Atom(q**2, (), False, (q,)) for q in roots if len(q.to_dict()) <= LONGEST_ROOT], multipliers

    def _positive(self, polynomial: Polynomial) -> tuple[int, ...] | None:
        """The facts whose product is the polynomial up to a constant; None where a sign is not known."""
        factors = _factors(polynomial)
        if any(str(f) not in self.signs for f, _ in factors):
            return None
        return tuple(self.signs[str(f)] for f, power in factors for _ in range(power))

    # facts without factors of known sign

    def _simplify(self) -> None:
        for number in range(len(self.facts)):
            settled = number in self.replaced or number in self.signs.values()
            shorter = None if settled else self._shorter(number)
            if shorter is not None:
                self.replaced.add(number)
                if number == self.goal:
                    self.goal = shorter

    def _shorter(self, number: int) -> int | None:
        """A lemma that leaves the positive factors of a fact away: p = s·q with s > 0."""
        fact = self.facts[number]
        factors = _factors(fact.polynomial)
        used = tuple(self.signs[str(f)] for f, power in factors if str(f) in self.signs for _ in range(power))
        unknown = [(f, power) for f, power in factors if str(f) not in self.signs]
        squares = tuple(f for f, power in unknown if fact.relation == ">" for _ in range(power // 2))
        if not used and not squares:
            return None
        positive = self._sum([Product(ONE, used, squares)])
        q = divmod(fact.polynomial, positive)[0]
        if q.is_constant() and number != self.goal:
            return None
        own = len(self.facts)
        products, equations = {
            ">=": ([Product(ONE, (own, *used)), Product(ONE, (number,))], []),
            ">": ([Product(ONE, (own, *used), squares), Product(ONE, (number,))], []),
            "==": ([Product(ONE, (own, *used))], [(number, -q)]),
            "!=": ([Product(ONE, (number,))], [(own, -fact.polynomial * positive)]),
        }[fact.relation]
        return self._learn(Fact(fact.relation, q), Identity(tuple(products), tuple(equations)))

    # equations

    def _eliminate(self, highest: int) -> None:
        """Take equations for eliminations, one variable each, the simplest first, up to a degree."""
        while not self._late():
            taken = {e.variable for e in self.eliminations}
            numbers = {e.number for e in self.eliminations}
            candidates = [
                found
                for number, fact in enumerate(self.facts)
                if fact.relation == "==" and number not in numbers | self.replaced
                for found in self._candidates(number, fact, taken)
                if found.degree <= highest
            ]
            if not candidates:
                return
            best = min(
                candidates, key=lambda e: (e.degree, len(e.leading.to_dict()), len(e.equation.to_dict()))
            )
            self.eliminations.append(best)
            for number in range(len(self.facts)):
                if self.facts[number].relation == "==" and number not in numbers | self.replaced | {
                    best.number
                }:
                    lemma = without(number, self.facts[number], [best], len(self.facts))
                    if lemma is not None and self._learn(*lemma) is not None:
                        self.replaced.add(number)

    def _candidates(self, number: int, fact: Fact, taken: set[int]) -> Iterator[Elimination]:
        for variable, degree in enumerate(fact.polynomial.degrees()):
            if degree == 0 or variable in taken:
                continue
            leading = coefficient(fact.polynomial, variable, degree)
            used = self._positive(leading)
            if used is None or any(e.variable in _variables(leading) for e in self.eliminations):
                continue
            positive = self._sum([Product(ONE, used)])
            if any(positive.degrees()[e.variable] for e in self.eliminations):
                continue
            scale = divmod(leading, positive)[0].leading_coefficient()
            yield Elimination(number, scale, fact.polynomial / scale, variable, int(degree), positive, used)

    # the claim

    def _atoms(self) -> list[Atom]:
        """All inequalities but the goal, reduced, each once up to a positive factor, strict where one is."""
        atoms: dict[str, Atom] = {}
        for number, fact in enumerate(self.facts):
            if fact.relation not in (">", ">=") or number == self.goal or number in self.replaced:
                continue
            polynomial, extra = reduced(fact.polynomial, self.eliminations)
            if polynomial.is_constant() and not polynomial.is_zero() and polynomial.leading_coefficient() > 0:
                continue
            strict = fact.relation == ">"
            scale = abs(polynomial.leading_coefficient()) if polynomial != 0 else ONE
            text = str(polynomial / scale)
            if text not in atoms or (strict and not atoms[text].strict):
                atoms[text] = Atom(polynomial, (number, *extra), strict)
        return list(atoms.values())

    def _end(self, level: Level) -> Identity | None:
        """The contradiction with the claim's contrary."""
        if self._late():
            return None
        goal = self.facts[self.goal]
        if goal.relation == "!=":
            return self._equal(goal, level)
        if goal.relation == "==":
            return None
        return self._contradicted(self.goal, goal, level)

    def _equal(self, goal: Fact, level: Level) -> Identity | None:
        """p is not 0, and yet it is: by the equations alone, or because p ≥ 0 and p ≤ 0."""
        square = [Product(ONE, (self.goal,))]
        end = closed(square, self._sum(square), self.eliminations)
        if end is not None or level is LEVELS[0]:
            return end
        halves = []
        for sign in (1, -1):
            lemma = Fact(">=", goal.polynomial * sign)
            number = self._learn(lemma, self._refuted(lemma.contrary(), level))
            if number is None:
                return None
            halves.append(number)
        return Identity((*square, Product(ONE, tuple(halves))), ())


def _variables(polynomial: Polynomial) -> list[int]:
    return [n for n, degree in enumerate(polynomial.degrees()) if degree]


def _pruned(given: int, lemmas: Sequence[tuple[Fact, Identity]], end: Identity) -> Chain:
    """The chain with only those lemmas that are used."""
    used = set(_numbers(end))
    for at in reversed(range(len(lemmas))):
        if given + at in used:
            used |= set(_numbers(lemmas[at][1]))
    kept = [at for at in range(len(lemmas)) if given + at in used]
    new = {n: n for n in range(given)} | {given + at: given + i for i, at in enumerate(kept)}
    return Chain(
        tuple((lemmas[at][0], _renumbered(lemmas[at][1], new)) for at in kept), _renumbered(end, new)
    )


def _numbers(identity: Identity) -> list[int]:
    return [n for p in identity.products for n in p.facts] + [n for n, _ in identity.equations]


def _renumbered(identity: Identity, new: dict[int, int]) -> Identity:
    products = (replace(p, facts=tuple(new[n] for n in p.facts)) for p in identity.products)
    return Identity(tuple(products), tuple((new[n], multiplier) for n, multiplier in identity.equations))
