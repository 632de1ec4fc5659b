"""What the proofs of Appendices B and C share: ranges, inductions, and residuals for η_t = c/(t+1)."""

from collections.abc import Sequence
from typing import Any

from theory.proof.claim import Hypothesis, given, le, lt
from theory.proof.compound import Induction
from theory.proof.implication import Implication
from theory.proof.quadratic import Quadratic
from theory.proof.step import Problem, Step, texts
from theory.proof.vectors import Fact, Used
from theory.statement import Formula

DELTA = given("0 < δ < 1", lambda delta: (lt(0, delta), lt(delta, 1)))
STEP = given("η > 0", lambda eta: lt(0, eta))
SMOOTH = given("L > 0", lambda L: lt(0, L))
WORKERS = given("K ≥ 1", lambda K: le(1, K))
SAMPLES = given("1 ≤ K < N", lambda K, N: (le(1, K), lt(K, N)))
DETACH = given("0 ≤ λ ≤ 1", lambda lam: (le(0, lam), le(lam, 1)))
BOUND = given("G > 0", lambda G: lt(0, G))
SCHEDULE = given("c > 0", lambda c: lt(0, c))
ROOT = given("0 < r < 1 with r² = δ", lambda r, delta: (lt(0, r), lt(r, 1), le(r**2, delta), le(delta, r**2)))
EXPONENT = given("a > 0", lambda a: lt(0, a))
STEPS = given("T ≥ 1", lambda T: le(1, T))


def norm(v: Any, name: str) -> Any:
    """The expectation of a norm, as a number with a name."""
    return v.number(f"‖{name}‖")


def using(axiom: str, comparison: Any, multiplier: Any = 1, complete: bool = True) -> Used:
    """A fact with its multiplier."""
    return Used(Fact(axiom, comparison, complete), multiplier)


def shrinking(statement: str, place: str, claim: str, **more: Any) -> tuple[Step, ...]:
    """s_{t+1} ≤ ρ(s_t + 1/(t+1)) from s_0 = 0 gives s_t ≤ ρ(2−ρ)/(1−ρ)²/(t+1) for t ≥ 1.

    ρ/(1−ρ) is the bound on s_t itself, and ρ(2−ρ)/(1−ρ)² that on (t+1)s_t.
    """
    rho_and_t = given("0 < ρ < 1, t ≥ 1", lambda rho, t: (lt(0, rho), lt(rho, 1), le(1, t)))
    parts = {
        "start": Implication((rho_and_t,), lambda rho: le(2 * rho, rho * (2 - rho) / (1 - rho) ** 2)),
        "start of the sum": Implication((rho_and_t,), lambda rho: le(rho, rho / (1 - rho))),
        "step of the sum": Implication(
            (rho_and_t,), lambda rho, t: le(rho * (rho / (1 - rho) + 1 / (t + 1)), rho / (1 - rho))
        ),
        # (t+2)s_{t+1} = ρ((t+1)s_t + s_t + (t+2)/(t+1))
        "step": Implication(
            (rho_and_t,),
            lambda rho, t: le(
                rho * (rho * (2 - rho) / (1 - rho) ** 2 + rho / (1 - rho) + (t + 2) / (t + 1)),
                rho * (2 - rho) / (1 - rho) ** 2,
            ),
        ),
    }
    head = (f"{statement}/{place}", claim, texts([rho_and_t]), Induction(parts))
    return (Step(*head, variant="repaired", **more),)


def induced(
    statement: str, place: str, claim: str, hypotheses: Sequence[Hypothesis], **more: Any
) -> "Induced":
    """One step for every T, from parts on named numbers: `induced(…)(start=(…), step=(…))`."""
    return Induced(statement, place, claim, tuple(hypotheses), more)


class Induced:
    """An induction that waits for its parts, each a claim with the facts that it uses."""

    def __init__(
        self, statement: str, place: str, claim: str, hypotheses: tuple[Hypothesis, ...], more: Any
    ) -> None:
        self._head = (f"{statement}/{place}", claim, texts(hypotheses))
        self._hypotheses, self._more = hypotheses, more

    def __call__(self, **parts: Any) -> tuple[Step, ...]:
        problems = {name: self._problem(part) for name, part in parts.items()}
        return (Step(*self._head, Induction(problems), **self._more),)

    def _problem(self, part: Any) -> Problem:
        """A part is a claim, (claim, facts), or (claim, facts, further hypotheses)."""
        claim, facts, further = (*part, None, ())[:3] if isinstance(part, tuple) else (part, None, ())
        stated: Formula = claim
        return Quadratic((*self._hypotheses, *(further or ())), stated, facts)
