"""The axioms on compressors and noises, by all their outcomes, and the rules of expectation and induction."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from instances import Case, Instance, contracted, kept, signs
from numpy.random import Generator

from theory.axioms import contraction, independent, martingale, selection, unbiased, walk
from theory.proof.claim import eq, given, le
from theory.proof.compound import Induction
from theory.proof.implication import Implication
from theory.proof.vectors import Form, Orthogonal, Space, dot, mean, sq

v = Space(1.0)


def drawn(numbers: Generator) -> np.ndarray:
    """The vectors of one to three workers, in one to five dimensions."""
    return numbers.normal(size=numbers.integers((1, 1), (4, 6)))


# Compressors


def contracts(numbers: Generator, more: float = 1.0, scaled: bool = False) -> bool:
    x = drawn(numbers)
    outcomes, delta = (kept if scaled else contracted)(numbers, x)
    outcomes = outcomes / delta if scaled else outcomes
    instance = Instance({"c": outcomes, "x": np.broadcast_to(x, outcomes.shape)})
    c, x_each = v.each("c"), v.each("x")
    return instance.holds(contraction(x_each - c, x_each, more * delta).comparison)


def selects(numbers: Generator, scaled: bool = False) -> bool:
    x = drawn(numbers)
    outcomes, share = kept(numbers, x)
    outcomes = outcomes / share if scaled else outcomes
    instance = Instance({"c": outcomes, "x": np.broadcast_to(x, outcomes.shape)})
    return instance.holds(selection(v.each("c"), v.each("x")).comparison)


def sparsifies(numbers: Generator, power: int = 1, greedy: bool = False) -> bool:
    """One of n components is kept: E⟨C(x), u⟩ = δ⟨x, u⟩ for any u, and E‖C(x)‖² = δ^power‖x‖²."""
    n = int(numbers.integers(2, 6))
    x, u = numbers.normal(size=(2, n))
    keep = np.eye(n)[[np.abs(x).argmax()] * n] if greedy else np.eye(n)
    instance = Instance(
        {
            "c": (keep * x)[:, None],
            "x": np.broadcast_to(x, (n, 1, n)),
            "u": np.broadcast_to(u, (n, 1, n)),
        }
    )
    in_mean = instance.holds(eq(dot(v.c, v.u), dot(v.x, v.u) / n))
    return in_mean and instance.holds(eq(sq(v.c), sq(v.x) / n**power))


# Noises: E⟨n, u⟩ = 0 is asked as it is applied, so that a form without the products has the value of one with


def unchanged(numbers: Generator, instance: Instance, orthogonal: Orthogonal) -> bool:
    """Whether random forms in n and u have the same value after the products are left out."""
    a, b, c, e = numbers.normal(size=4)
    n, u = v.each("n"), v.each("u")
    forms: tuple[Form, ...] = (sq(a * n + b * u), sq(mean(a * n + b * u) + c * u), dot(e * n, mean(u) + u))
    return all(instance.agree(form, orthogonal.applied(form)) for form in forms)


def noise(numbers: Generator, common: bool = False, biased: float = 0.0, late: bool = False) -> Instance:
    """Three points u of one to three workers, and for each of them noise by fair coins, as large as u says.

    `common`: one coin for all workers; `biased`: a mean; `late`: u holds some of the noise.
    """
    workers, dimension = (int(i) for i in numbers.integers((1 + common, 1), (4, 4)))
    points = numbers.normal(size=(3, workers, dimension))
    coins = signs(1).repeat(workers, axis=1) if common else signs(workers)
    sizes = np.abs(points) + numbers.exponential(size=dimension)
    n = (sizes[:, None] * (coins[None, :, :, None] + biased)).reshape(-1, workers, dimension)
    u = points.repeat(len(coins), axis=0)
    return Instance({"n": n, "u": u + n / 2 if late else u}, {"K": workers})


def is_unbiased(numbers: Generator, biased: float = 0.0, late: bool = False) -> bool:
    instance = noise(numbers, numbers.uniform() < 0.5, biased, late)
    return unchanged(numbers, instance, unbiased(v.each("n"), v.each("u")))


def is_independent(numbers: Generator, common: bool = False, biased: float = 0.0) -> bool:
    instance = noise(numbers, common, biased)
    return unchanged(numbers, instance, independent(v.each("n"), instance.numbers["K"], v.each("u")))


def steps(numbers: Generator, remembers: bool) -> np.ndarray:
    """Noises of four steps whose size depends on the coins before; where one remembers, its sign does too."""
    coins = signs(4)
    past = np.cumsum(coins, axis=1) - coins
    if remembers:
        coins[:, 2] = coins[:, 1]
    sizes = 1 + np.abs(past)[..., None] * numbers.exponential(size=2)
    return coins[..., None] * sizes


def is_martingale(numbers: Generator, remembers: bool = False) -> bool:
    """Both forms: the noises as a family over steps, and their sum."""
    n = steps(numbers, remembers)
    instance = Instance({"n": n, "N": n.sum(1, keepdims=True)})
    form = sq(v.each("n") + numbers.normal() * mean(v.each("n")))
    family = instance.agree(form, martingale(v.each("n"), 4).applied(form))
    variance = instance.value(4 * sq(v.each("n")))
    return family and instance.holds(walk(v.N, variance).comparison)


# Rules: a form is an expectation, and a claim for every t is its start and its step


def towers(numbers: Generator, weighted: bool = True) -> bool:
    """A form's value is the mean of its values given each past, by the pasts' chances."""
    chances = numbers.dirichlet(np.ones(3))
    branches = numbers.normal(size=(3, 4, 2, 2))
    inside = numbers.dirichlet(np.ones(4), size=3)
    form = sq(v.each("x")) + 2 * sq(mean(v.each("x")))
    given_past = [Instance({"x": x}, chances=p).value(form) for x, p in zip(branches, inside, strict=True)]
    whole = Instance({"x": branches.reshape(-1, 2, 2)}, chances=(chances[:, None] * inside).ravel())
    return bool(np.isclose(whole.value(form), np.average(given_past, weights=chances if weighted else None)))


RATE = given("0 ≤ q ≤ 99/100, c ≥ 0", lambda q, c: (le(0, q), le(100 * q, 99), le(0, c)))


def inducts(numbers: Generator, start: int = 0, share: int = 1) -> bool:
    """a_{t+1} = q a_t + c stays below share·c/(1−q): where the parts are proved, and then in a run.

    False where the start or the step is none: no proof is found then, and the run breaks the claim.
    """
    q, c = float(numbers.uniform(0, 0.99)), float(numbers.exponential())
    parts = Induction(
        {
            "start": Implication((RATE,), lambda q, c: le(start * c / (1 - q), share * c / (1 - q))),
            "step": Implication(
                (RATE, given("a ≤ share·c/(1−q)", lambda a, q, c: le(a * (1 - q), share * c))),
                lambda a, q, c: le((q * a + c) * (1 - q), share * c),
            ),
        }
    )
    a, within = start * c / (1 - q), True
    for _ in range(20):
        within = within and a * (1 - q) <= share * c * (1 + 1e-12)
        a = q * a + c
    proved = parts.judge().verdict == "proved"
    assert within == proved
    return proved


CASES: Mapping[str, Case] = {
    "contraction": Case(
        contracts,
        {
            "a larger δ": lambda numbers: contracts(numbers, more=1.1),
            "scaled to be unbiased": lambda numbers: contracts(numbers, scaled=True),
        },
    ),
    "selection": Case(selects, {"scaled to be unbiased": lambda numbers: selects(numbers, scaled=True)}),
    "sparsification": Case(
        sparsifies,
        {
            "δ²‖x‖²": lambda numbers: sparsifies(numbers, power=2),
            "the largest is kept": lambda numbers: sparsifies(numbers, greedy=True),
        },
    ),
    "unbiased": Case(
        is_unbiased,
        {
            "a mean that is not 0": lambda numbers: is_unbiased(numbers, biased=0.1),
            "u is known later": lambda numbers: is_unbiased(numbers, late=True),
        },
    ),
    "independent": Case(
        is_independent,
        {
            "one coin for all workers": lambda numbers: is_independent(numbers, common=True),
            "a mean that is not 0": lambda numbers: is_independent(numbers, biased=0.1),
        },
    ),
    "martingale": Case(
        is_martingale, {"a step that remembers the one before": lambda n: is_martingale(n, remembers=True)}
    ),
    "tower": Case(towers, {"without the chances of the past": lambda n: towers(n, weighted=False)}),
    "induction": Case(
        inducts,
        {
            "a start above the bound": lambda numbers: inducts(numbers, start=2),
            "a step that does not close": lambda numbers: inducts(numbers, share=0),
        },
    ),
}
