"""The checkers prove what is true, refuse what is false by a little, and refute only with a witness."""

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from fractions import Fraction

import pytest
import z3

from theory.arithmetic import absolute, exp, log, maximum, sqrt
from theory.axioms import contraction, independent, lipschitz, unbiased
from theory.proof.boxes import Boxed
from theory.proof.claim import eq, given, le, lt
from theory.proof.compound import Induction, Together
from theory.proof.implication import Context, Implication
from theory.proof.ledger import steps_of
from theory.proof.quadratic import Quadratic
from theory.proof.sampling import Sampled
from theory.proof.slack import slack
from theory.proof.step import Step
from theory.proof.vectors import Fact, Space, Used, dot, mean, sq
from theory.proof.verdict import Finding
from theory.proof.witness import evaluated
from tightrope import judging

DELTA = given("0 < δ ≤ 1", lambda delta: (lt(0, delta), le(delta, 1)))
POSITIVE = given("a > 0", lambda a: lt(0, a))
BETA = given("0 ≤ β < 1", lambda beta: (le(0, beta), lt(beta, 1)))
WORKERS = given("K ≥ 1", lambda K: le(1, K))

IMPLICATIONS = {
    # a true claim, and a false one a constant away from it
    "product": (
        lambda delta: le((1 + delta / 4) * (1 + delta / 2) * (1 - delta), 1 - delta / 4),
        lambda delta: le((1 + delta / 4) * (1 + delta / 2) * (1 - delta), 1 - delta / 3),
    ),
    "root": (
        lambda delta: le(sqrt(1 - delta), 1 - delta / 2),
        lambda delta: le(sqrt(1 - delta), 1 - 51 * delta / 100),
    ),
    "absolute": (
        lambda delta: le(absolute(delta - 1), 1 - delta),
        lambda delta: lt(absolute(delta - 1), 1 - delta),
    ),
    "maximum": (
        lambda delta: le(maximum(delta, delta**2), delta),
        lambda delta: le(maximum(delta, delta**2), delta**2),
    ),
    "equality": (
        lambda delta: eq((1 - delta**2) / (1 + delta), 1 - delta),
        lambda delta: eq((1 - delta**2) / (1 + delta), 1 - 2 * delta),
    ),
}


@pytest.mark.parametrize("name", IMPLICATIONS)
def test_implications(name: str) -> None:
    true, false = IMPLICATIONS[name]
    assert Implication((DELTA,), true).judge().verdict == "proved"
    finding = Implication((DELTA,), false).judge()
    assert finding.verdict == "refuted"
    assert finding.witness is not None
    assert 0 < finding.witness.values["delta"] <= 1


def test_what_no_solver_decides_is_open() -> None:
    """An exponential is beyond the solver: open, never proved or refuted."""
    assert Implication((DELTA,), lambda delta: le(1 + delta, exp(delta))).judge().verdict == "open"


def test_a_denominator_that_may_vanish_is_named() -> None:
    """x/x = 1 holds wherever x/x is defined; that it is, the hypothesis does not say."""
    finding = Implication((given("x ≥ 0", lambda x: le(0, x)),), lambda x: eq(x / x, 1)).judge()
    assert finding.verdict == "proved"
    assert finding.assuming == ("x != 0",)


def test_a_witness_may_hold_a_hypothesis_with_equality() -> None:
    """δ ≤ 1 at δ = 1, where its balls meet, beside a claim that only balls decide."""
    point = {"delta": Fraction(1)}
    assert evaluated(point, (DELTA,), lambda delta: le(exp(delta), 1 + delta)) is not None
    assert evaluated(point, (DELTA,), lambda delta: le(1 + delta, exp(delta))) is None
    beyond = {"delta": Fraction(101, 100)}
    assert evaluated(beyond, (DELTA,), lambda delta: le(exp(delta), 1 + delta)) is None


QUADRATICS = {
    "young": (
        lambda v, a: le(sq(v.x + v.y), (1 + a) * sq(v.x) + (1 + 1 / a) * sq(v.y)),
        lambda v, a: le(sq(v.x + v.y), (1 + a) * sq(v.x) + (1 + 1 / a) * sq(v.y) * 99 / 100),
    ),
    "jensen": (
        lambda v: le(sq(mean(v.each("x"))), sq(v.each("x"))),
        lambda v: le(sq(v.each("x")), sq(mean(v.each("x")))),
    ),
    "polarisation": (
        lambda v: eq(2 * dot(v.x, v.y), sq(v.x) + sq(v.y) - sq(v.x - v.y)),
        lambda v: eq(2 * dot(v.x, v.y), sq(v.x) + sq(v.y) - sq(v.x + v.y)),
    ),
    "vectors": (
        lambda v, a: eq(a * (v.x + v.y), a * v.x + a * v.y),
        lambda v, a: eq(a * (v.x + v.y), a * v.x + v.y),
    ),
}


@pytest.mark.parametrize("name", QUADRATICS)
def test_quadratic_forms(name: str) -> None:
    true, false = QUADRATICS[name]
    assert Quadratic((POSITIVE,), true).judge().verdict == "proved"
    finding = Quadratic((POSITIVE,), false).judge()
    assert finding.verdict == "refuted"
    assert finding.witness is not None


def test_facts_carry_a_claim_and_are_needed() -> None:
    def claim(v, delta):
        return le(sq(v.x - v.c), (1 - delta) * sq(v.x))

    used = Quadratic((DELTA,), claim, lambda v, delta: [Used(contraction(v.x - v.c, v.x, delta), 1)])
    assert used.judge().verdict == "proved"
    assert used.judge().axioms == ("contraction",)
    assert Quadratic((DELTA,), claim).judge().verdict == "refuted"


def test_a_negative_multiplier_proves_nothing() -> None:
    problem = Quadratic(
        (POSITIVE,),
        lambda v, a: le(a, sq(v.x)),
        lambda v, a: [Used(Fact("bound", le(sq(v.x), a)), a - 2 * a)],
    )
    assert problem.judge().verdict != "proved"


def test_no_equality_from_an_inequality() -> None:
    def claim(v, delta):
        return eq(sq(v.x - v.c), (1 - delta) * sq(v.x))

    problem = Quadratic((DELTA,), claim, lambda v, delta: [Used(contraction(v.x - v.c, v.x, delta), 1)])
    assert problem.judge().verdict == "refuted"


def test_incomplete_facts_refute_nothing() -> None:
    """Points of a smooth function need more than the inequality that a step takes from them."""
    problem = Quadratic(
        (POSITIVE,),
        lambda v, a: le(sq(v.d), a**2 * sq(v.p) * 99 / 100),
        lambda v, a: [Used(lipschitz(v.d, v.p, a), 1)],
    )
    assert problem.judge().verdict == "open"


def test_noise() -> None:
    """E‖n̄ + g‖² = σ²/K + ‖g‖² where the workers' noises are independent, and not where they are not."""

    def claim(v, K, V):
        return le(sq(mean(v.each("n")) + v.g), V / K + sq(v.g))

    def bounded(v, V, K):
        return Used(Fact("bound", le(sq(v.each("n")), V)), 1 / K)

    independently = lambda v, K, V: [independent(v.each("n"), K, v.g), bounded(v, V, K)]  # noqa: E731
    only_unbiased = lambda v, K, V: [unbiased(v.each("n"), v.g), bounded(v, V, K)]  # noqa: E731
    variance = given("σ² ≥ 0", lambda V: le(0, V))
    assert Quadratic((WORKERS, variance), claim, independently).judge().verdict == "proved"
    assert Quadratic((WORKERS, variance), claim, only_unbiased).judge().verdict != "proved"


def test_induction() -> None:
    def bound(beta, c):
        return c / (1 - beta)

    positive = given("c ≥ 0", lambda c: le(0, c))
    start = Implication((BETA, positive), lambda beta, c: le(0, bound(beta, c)))
    step = Implication((BETA, positive), lambda beta, c: le(beta * bound(beta, c) + c, bound(beta, c)))
    wrong = Implication((BETA, positive), lambda beta, c: le(beta * bound(beta, c) + 2 * c, bound(beta, c)))
    assert Induction({"start": start, "step": step}).judge().verdict == "proved"
    assert Induction({"start": start, "step": wrong}).judge().verdict == "open"


def test_the_slack_of_an_induction_and_of_a_box() -> None:
    """0 ≤ c is left as it is; c/(1−β) is the least bound, and for β ≤ 1/2 three quarters of twice that do."""
    positive = given("c ≥ 0", lambda c: le(0, c))

    half = given("0 ≤ β ≤ 1/2", lambda beta: (le(0, beta), le(2 * beta, 1)))

    def bounded_by(times):
        step = lambda beta, c: le(beta * times * c / (1 - beta) + c, times * c / (1 - beta))  # noqa: E731
        given_c = Implication((positive,), lambda c: le(0 - c, 0))
        return Induction({"start": given_c, "step": Implication((half, positive), step)})

    assert slack(bounded_by(1)) is None
    assert slack(bounded_by(2)) == Fraction(99, 100)
    assert slack(Together({"given": Implication((positive,), lambda c: le(0 - c, 0))})) is None
    side = {"x": (Fraction(1, 100), Fraction(10))}
    assert slack(Boxed(side, lambda x: lt(log(1 + x), x))) is None
    assert slack(Boxed(side, lambda x: lt(log(1 + x), 2 * x))) == Fraction(99, 100)


@pytest.mark.parametrize(
    ("parts", "missing"),
    [
        (("step",), "a start,"),
        (("start", "factor"), "a step,"),
        (("starting", "steps"), "a start and a step,"),
        ((), "a"),
    ],
)
def test_no_induction_without_its_start_and_its_step(parts: tuple[str, ...], missing: str) -> None:
    """What has them under the names of the ledger is one, and a mere collection of parts does not say so."""
    true = Implication((BETA,), lambda beta: le(0, beta))
    with pytest.raises(ValueError, match=missing):
        Induction(dict.fromkeys(parts, true))
    named = Induction(dict.fromkeys(("start of the sum", "step, the sum"), true))
    assert named.judge().by == "induction"
    assert Together({"above": true}).judge().by == "parts"
    with pytest.raises(ValueError, match="without parts"):
        Together({})


def test_boxes() -> None:
    side = {"x": (Fraction(1, 100), Fraction(10))}
    assert Boxed(side, lambda x: lt(log(1 + x), x)).judge().verdict == "proved"
    finding = Boxed(side, lambda x: lt(log(1 + x), x * 9 / 10)).judge()
    assert finding.verdict == "refuted"
    assert finding.witness is not None


def test_a_tight_claim_on_a_box_is_open() -> None:
    """log(1 + x) ≤ x is an equality at 0, where no ball decides."""
    assert Boxed({"x": (0, 1)}, lambda x: le(log(1 + x), x)).judge().verdict == "open"


def test_sampling_says_how_often() -> None:
    box = {"x": (0, 10)}
    finding = Sampled((), box, lambda x: le(2 * x, x**2 + 1), tries=50).judge()
    assert (finding.verdict, finding.tries) == ("sampled", 50)
    assert Sampled((), box, lambda x: le(2 * x, x**2 + x), tries=500).judge().verdict == "refuted"


def test_no_refutation_without_a_witness() -> None:
    with pytest.raises(ValueError, match="witness"):
        Finding("refuted", "z3")
    with pytest.raises(ValueError, match="tries"):
        Finding("sampled", "sampling")


@pytest.mark.parametrize(
    "problem",
    [Implication((DELTA,), IMPLICATIONS["root"][0]), Quadratic((POSITIVE,), QUADRATICS["young"][0])],
)
def test_exported_questions_are_unsatisfiable(problem) -> None:
    """What a sceptic reads back has a negation in it that nothing fulfils."""
    questions = problem.questions()
    assert questions
    for question in questions:
        solver = z3.Solver()
        solver.from_string(question.smt2())
        assert solver.check() == z3.unsat


def test_what_is_not_proved_exports_a_question_that_has_an_answer() -> None:
    (question,) = Implication((DELTA,), IMPLICATIONS["root"][1]).questions()
    solver = z3.Solver()
    solver.from_string(question.smt2())
    assert solver.check() == z3.sat
    assert Quadratic((POSITIVE,), QUADRATICS["young"][1]).questions() == ()


def test_products_with_what_is_not_known_stay() -> None:
    """Noise of mean 0 given x says nothing of its product with y, which may be drawn with it."""

    def claim(v):
        return eq(sq(v.n + v.x + v.y), sq(v.n) + sq(v.x + v.y))

    assert Quadratic((), claim, lambda v: [unbiased(v.n, v.x, v.y)]).judge().verdict == "proved"
    assert Quadratic((), claim, lambda v: [unbiased(v.n, v.x)]).judge().verdict == "refuted"


def test_orthogonality_is_between_named_vectors() -> None:
    """A sum can be known while its parts are not, and no noise is known before it is drawn."""
    v = Space(1)
    for known in (v.x + v.y, v.n, v.n + v.x):
        with pytest.raises(ValueError, match=r"orthogonality is between|not known before"):
            unbiased(v.n, known)
    with pytest.raises(ValueError, match="orthogonality is between"):
        unbiased(v.n + v.m, v.x)


def test_what_moves_with_the_noise_is_not_known_before_it() -> None:
    """h = ∇F(x + n) − ∇F(x) depends on n: for F = L‖x‖²/2 it is Ln, and E⟨n, h⟩ is not 0."""

    def claim(v, L):
        return le(sq(v.n + v.h), (1 + L**2) * sq(v.n))

    step = given("L > 0", lambda L: lt(0, L))
    orthogonal = Quadratic(
        (step,), claim, lambda v, L: [unbiased(v.n, v.h), Used(lipschitz(v.h, v.n, L), 1)]
    ).judge()
    assert orthogonal.verdict == "open"
    assert "known before it" in orthogonal.why
    elsewhere = Quadratic(
        (step,), claim, lambda v, L: [unbiased(v.n, v.h), Used(Fact("bound", le(sq(v.h), 0)), 1)]
    ).judge()
    assert elsewhere.verdict == "proved"


def test_an_interruption_of_the_solver_is_none_of_its_answers() -> None:
    """By itself z3 takes Ctrl-C and answers unknown, which is kept as a verdict, and the run goes on."""
    a, b, c = z3.Ints("a b c")
    cubes = z3.And(a > 1, b > 1, c > 1, a**3 + b**3 == c**3)
    interruption = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    interruption.start()
    with pytest.raises(KeyboardInterrupt):
        Context([]).ask(z3.Not(cubes))
    interruption.join()


def test_an_interruption_within_a_destructor_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    def with_a_destructor(steps: Sequence[Step], cache: None) -> Iterator[Step]:
        for step in steps:
            Interrupted()
            yield step

    monkeypatch.setattr(judging, "judged", with_a_destructor)
    lost: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lost.append)
    with pytest.raises(KeyboardInterrupt):
        judging.judge(steps_of("gmc")[:2], None)
    assert lost
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
