"""The hunt finds what is false from nothing but a seed, and does not find what is proved."""

import json
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest

from theory.arithmetic import power, sqrt
from theory.hunt.quarry import Within
from theory.hunt.search import Search, Trophy
from theory.hunt.steps import quarries
from theory.papers import all_statements
from theory.proof.claim import Comparison, eq, given, le, lt
from theory.proof.compound import Induction
from theory.proof.implication import Implication
from theory.proof.quadratic import Quadratic
from theory.proof.step import Problem
from theory.proof.vectors import Fact, Used, dot, mean, sq
from theory.readings.interval import Interval
from tightrope import hunting
from tightrope.command_line import run
from tightrope.hunting import Hunt
from toys.hunts import FAMILIES
from toys.hunts.family import Family
from toys.hunts.family import Hunted as OfFamily
from toys.hunts.linear import Quadratics, second_moment

DELTA = given("0 < δ ≤ 1", lambda delta: (lt(0, delta), le(delta, 1)))
POSITIVE = given("a > 0", lambda a: lt(0, a))
TRUE = Implication((DELTA,), lambda delta: le(0, delta))


def searched(problem: Problem, tries: int = 2000, seed: int = 0) -> list[Trophy]:
    return [Search(quarry, "test", seed).run(tries, 20) for quarry in quarries(problem)]


CLAIMS: dict[str, tuple[Problem, Problem]] = {
    # a true claim, and a false one a constant away from it
    "reals": (
        Implication((DELTA,), lambda delta: le((1 + delta / 4) * (1 - delta), 1 - 3 * delta / 4)),
        Implication((DELTA,), lambda delta: le((1 + delta / 4) * (1 - delta), 1 - 31 * delta / 40)),
    ),
    "equations": (
        Implication(
            (given("rs = 1, r > 0", lambda r, s: (eq(r * s, 1), lt(0, r))),), lambda r, s: le(2, r + s)
        ),
        Implication(
            (given("rs = 1, r > 0", lambda r, s: (eq(r * s, 1), lt(0, r))),),
            lambda r, s: le(21, 10 * (r + s)),
        ),
    ),
    "vectors": (
        Quadratic((POSITIVE,), lambda v, a: le(sq(v.x + v.y), (1 + a) * sq(v.x) + (1 + 1 / a) * sq(v.y))),
        Quadratic((POSITIVE,), lambda v, a: le(sq(v.x + v.y), (1 + a) * sq(v.x) + sq(v.y) / a)),
    ),
    "facts": (
        Quadratic(
            (),
            lambda v: le(2 * dot(v.x, v.y), 5 * sq(v.x)),
            lambda v: [Used(Fact("bound", le(sq(v.y), 4 * sq(v.x))), 1)],
        ),
        Quadratic(
            (),
            lambda v: le(2 * dot(v.x, v.y), 3 * sq(v.x)),
            lambda v: [Used(Fact("bound", le(sq(v.y), 4 * sq(v.x))), 1)],
        ),
    ),
    "families": (
        Quadratic((), lambda v: le(sq(mean(v.each("x"))), sq(v.each("x")))),
        Quadratic((), lambda v: le(sq(v.each("x")), sq(mean(v.each("x"))))),
    ),
    "induction": (
        Induction({"start": TRUE, "step": Implication((DELTA,), lambda delta: le(1 - delta, 1))}),
        Induction({"start": TRUE, "step": Implication((DELTA,), lambda delta: le(1, 1 - delta / 50))}),
    ),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_steps(name: str) -> None:
    true, false = (searched(problem) for problem in CLAIMS[name])
    assert all(trophy.witness is None and trophy.tries > 100 for trophy in true)
    assert any(trophy.witness is not None for trophy in false)


def test_a_witness_is_exact_and_a_seed_repeats_it() -> None:
    """Equations hold exactly at the witness, not to rounding."""
    _, false = CLAIMS["equations"]
    (one,), (again,) = searched(false), searched(false)
    assert one.witness == again.witness
    assert one.witness is not None
    assert one.witness.values["r"] * one.witness.values["s"] == 1
    assert searched(false, seed=1)[0].point != one.point


def test_without_a_point_nothing_is_said_to_be_tried() -> None:
    never = Implication((given("a < 0, a > 0", lambda a: (lt(a, 0), lt(0, a))),), lambda a: le(a, 0))
    (trophy,) = searched(never, 100)
    assert (trophy.tries, trophy.drawn, trophy.ratio) == (0, 100, None)


@pytest.mark.parametrize("error", [TypeError, KeyError, ValueError])
def test_an_error_in_a_claim_is_an_error(error: type[Exception]) -> None:
    """It does not pass for a claim that has no value there."""

    def wrong(delta: object) -> Comparison:
        raise error("a slip of ours")

    with pytest.raises(error, match="a slip"):
        searched(Implication((DELTA,), wrong), 10)


def test_a_claim_without_a_value_is_not_broken() -> None:
    """The root of a negative number, a division by 0, a power of one: none is a try, and none an error."""
    for claim in (
        lambda a: le(sqrt(0 - a), -1),
        lambda a: le(power(0 - a, a / 3), -1),
        lambda a: le(1, 1 / (a - a)),
    ):
        (trophy,) = searched(Implication((POSITIVE,), claim), 50)
        assert (trophy.tries, trophy.witness) == (0, None)


# Families


def hunted(family: Family, variant: str, tries: int) -> Trophy:
    known = [h for h in hunting.hunts(family.statement) if isinstance(h.quarry, OfFamily)]
    (one,) = [h for h in known if h.quarry.family is family and h.variant == variant]
    return Search(one.quarry, one.seed_name).run(tries, 600)


NAMES = [f"{family.statement} {at}" for at, family in enumerate(FAMILIES)]


PUBLISHED = {s.id: s.verdict for s in all_statements() if s.variant == "published"}
FALSE = {
    name: family
    for name, family in zip(NAMES, FAMILIES, strict=True)
    if "published" in family.only and PUBLISHED[family.statement] == "refuted"
}


def test_all_that_is_refuted_is_hunted() -> None:
    refuted = {name for name, verdict in PUBLISHED.items() if verdict == "refuted"}
    assert {family.statement for family in FALSE.values()} == refuted


@pytest.mark.parametrize("family", FALSE.values(), ids=FALSE)
def test_what_is_refuted_is_found_again(family: Family) -> None:
    """By the default seed, within the default tries."""
    trophy = hunted(family, "published", 5000)
    assert trophy.witness is not None
    assert trophy.ratio is None or trophy.ratio > 1


PROVED = [
    (family, s.variant)
    for family in FAMILIES
    for s in all_statements()
    if family.bounds(s) and s.verdict == "proved"
]


@pytest.mark.parametrize(("family", "variant"), PROVED, ids=[f"{f.statement} {v}" for f, v in PROVED])
def test_what_is_proved_survives_the_same_hunt(family: Family, variant: str) -> None:
    """Of Theorem 4.3 repaired no problem of the family is tried: no path is caught at η ≤ δ/(4L)."""
    trophy = hunted(family, variant, 40 if family.statement == "def.theorem4.3" else 200)
    assert trophy.witness is None
    assert trophy.tries > 100 or family.statement == "def.theorem4.3"


def test_coins_give_the_moments_of_sgd() -> None:
    """E x² of x' = (1 − γ)x − γ·coin after three steps, (1 − (1−γ)⁶)/(1 − (1−γ)²)·γ²."""
    gamma, one = Fraction(1, 3), Fraction(1)
    problem = Quadratics(one, [0 * one], one, 3)
    x = problem.start
    for _ in range(3):
        x = x - gamma * problem(x)
    q = (1 - gamma) ** 2
    assert second_moment(x) == gamma**2 * (1 - q**3) / (1 - q)


# The command


def test_a_contradiction_is_loud(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 1, and only where what is called proved has a counterexample."""
    _, false = CLAIMS["reals"]
    (quarry,) = quarries(false)
    for verdict, status in (("proved", 1), ("refuted", 0)):
        hunt = Hunt("def.x/1", "published", verdict, "claim", quarry, False, "test")
        monkeypatch.setattr("tightrope.verbs.hunt_.hunts", lambda what, hunt=hunt: (hunt,))
        assert run(["hunt", "def.x/1", "--tries", "500"]) == status
        assert ("THE LEDGER IS CONTRADICTED" in capsys.readouterr().out) == (status == 1)


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["hunt", "qprsgd.lemma3/the lemma", "--tries", "200", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    (one,) = document["hunts"]
    assert (one["kind"], one["verdict"], document["contradictions"]) == ("step", "refuted", 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["def.lemmaA.22"], "did you mean def.lemmaA.2"),
        (["gmc.assumption1"], "has neither a family"),
        (["gmc", "--tries", "0"], "tries: read 0"),
        (["gmc", "--seed", "-1"], "seed: read -1"),
        (["gmc", "--seconds", "nan"], "seconds: read nan"),
    ],
)
def test_bad_input(arguments: Sequence[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["hunt", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_ctrl_c_gives_what_was_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(self: Search, tries: int, seconds: float) -> Trophy:
        self.trophy.tries = 7
        raise KeyboardInterrupt

    monkeypatch.setattr(Search, "run", interrupted)
    assert run(["hunt", "gmc.lemma4"]) == 130
    out, err = capsys.readouterr()
    assert "no counterexample in 7 tries" in out
    assert "interrupted in hunt 1" in err


def test_a_quantity_stays_between_its_ends() -> None:
    numbers = np.random.default_rng(0)
    for unknown in (Within("k", 2, 9, whole=True), Within("x", 1e-6, 1, log=True), Within("y", -1, 1)):
        values = [unknown.value(unknown.drawn(numbers) + unknown.reach(0.9)) for _ in range(50)]
        assert all(unknown.admits(Fraction(value).limit_denominator(10**9)) for value in values)


def test_a_claim_reads_floats_and_fractions_alike() -> None:
    """What the search scores and what it confirms are one text."""
    for family in (f for f in FAMILIES if f.statement != "def.theorem4.3"):  # not caught here
        quarry = family.of("published")
        values = {u.name: Fraction(u.value(0.4)).limit_denominator(10**6) for u in family.unknowns}
        exact = family.left({n: _reading(x) for n, x in family.constants(values).items()})
        rough = family.left(family.constants({name: float(x) for name, x in values.items()}))
        assert (exact.low + exact.high) / 2 == pytest.approx(float(rough), rel=1e-9), quarry.statement.id


def _reading(x: Fraction) -> Interval:
    return Interval.fraction(*Fraction(x).as_integer_ratio())
