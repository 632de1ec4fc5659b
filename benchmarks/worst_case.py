"""Worst cases beside PEPit: assembled, solved and certified here; assembled and solved there.

PEPit is the extra `bench`. Without it its rows are left out, and standard error says so.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from functools import partial
from importlib.util import find_spec

from benchmarks.agreement import Disagreement
from benchmarks.by_hand import pepit
from benchmarks.timing import Row, Target, Told, Work, compared, interleaved
from theory.worst_case.answer import worst_case
from theory.worst_case.classes import Smooth
from theory.worst_case.program import program
from theory.worst_case.question import Question
from theory.worst_case.solve import assembled

SOLVERS_DIGITS = 1e-4
"""How far PEPit's number may be from ours: its default solver has about four digits."""
ASSEMBLES = Target(">=", 20)
PROVES = Target(">=", 3)
PROVES_AS_INSTALLED = Target(">=", 5)
MANY_WORKERS = Target("<", 1)
CERTIFIES = Target("<", 0.5)
"""All of issue 7."""


def gradient_descent(steps: int) -> Question:
    step = {"step_size": Fraction(1)}
    return Question("sgd", steps, Smooth(), "gap_final", step, distance_sq=Fraction(1))


def error_feedback(workers: int, steps: int, exchangeable: bool = True) -> Question:
    return Question(
        "ef",
        steps,
        Smooth(Fraction(1), Fraction(-1)),
        "average_gradient_sq",
        {"step_size": Fraction(1, 4)},
        workers=workers,
        exchangeable=exchangeable,
        compressor="contractive",
        contraction=Fraction(1, 2),
        gap=Fraction(1),
        heterogeneity=Fraction(1),
    )


def proved(asked: Question) -> float:
    """The proved upper bound."""
    found = worst_case(asked, lower=False)
    if found.upper is None:
        raise Disagreement("worst case: nothing is proved")
    return float(found.upper.value)


def rows(steps: int = 20, few: int = 5, many: int = 8, rounds: int = 3) -> list[Row]:
    """Gradient descent and error feedback; what symmetry does, and what a proof costs."""
    found = [*alone(steps, few, many, rounds)]
    if find_spec("PEPit") is None:
        print(f"{__name__}: PEPit is not installed (the extra bench); its rows are left out", file=sys.stderr)
        return found
    return [*beside(steps, few, rounds), *found]


def beside(steps: int, few: int, rounds: int) -> list[Row]:
    """Ours in turns with PEPit."""
    name = __name__
    descent, feedback = gradient_descent(steps), error_feedback(2, few)
    peers = partial(pepit.gradient_descent, steps), partial(pepit.error_feedback, 2, few)
    apart = [_agree(descent, peers[0], "CLARABEL"), _agree(descent, peers[0], None)]
    apart.append(_agree(feedback, peers[1], "CLARABEL"))
    works = {
        "program": Work(lambda: assembled(program(descent))),
        "PEPit assembling": Told(partial(pepit.assembling, peers[0])),
        "proved": Work(partial(proved, descent)),
        "PEPit, Clarabel": Work(partial(pepit.solved, peers[0], "CLARABEL")),
        "PEPit as installed": Work(partial(pepit.solved, peers[0], None)),
        "feedback proved": Work(partial(proved, feedback)),
        "PEPit, Clarabel, feedback": Work(partial(pepit.solved, peers[1], "CLARABEL")),
    }
    times = interleaved(rounds, works)
    gd, ef = f"gradient descent, N = {steps}", f"error feedback, K = 2, N = {few}"
    faster = partial(compared, name, unit="program", times=times, judged="times faster")
    return [
        faster(what=f"{gd}: assembled", ours="program", peer="PEPit assembling", target=ASSEMBLES),
        faster(
            what=f"{gd}: assembled, solved, certified; the peer certifies nothing",
            ours="proved",
            peer="PEPit, Clarabel",
            target=PROVES,
            difference=apart[0],
        ),
        faster(
            what=f"{gd}: the same",
            ours="proved",
            peer="PEPit as installed",
            target=PROVES_AS_INSTALLED,
            difference=apart[1],
        ),
        faster(
            what=f"{ef}, through symmetry: assembled, solved, certified",
            ours="feedback proved",
            peer="PEPit, Clarabel, feedback",
            difference=apart[2],
        ),
    ]


def _agree(asked: Question, peer: pepit.Asked, solver: str | None) -> float:
    ours, theirs = proved(asked), pepit.solved(peer, solver)
    apart = abs(ours - theirs) / ours
    if not apart <= SOLVERS_DIGITS:
        raise Disagreement(f"worst case: {ours} here, {theirs} of PEPit")
    return apart


def alone(steps: int, few: int, many: int, rounds: int) -> list[Row]:
    """What needs no peer."""
    works = {
        f"K = {many}": Work(partial(proved, error_feedback(many, few))),
        "K = 2, each worker written out": Work(partial(proved, error_feedback(2, few, exchangeable=False))),
        "certifying": Told(partial(_part, gradient_descent(steps), 2)),
        "solving": Told(partial(_part, gradient_descent(steps), 1)),
    }
    times = interleaved(rounds, works)
    return [
        compared(
            __name__,
            f"error feedback, K = {many}, N = {few}, through symmetry",
            "program",
            times,
            f"K = {many}",
            "K = 2, each worker written out",
            "seconds",
            MANY_WORKERS,
        ),
        compared(
            __name__,
            f"certifying gradient descent, N = {steps}",
            "program",
            times,
            "certifying",
            "solving",
            "seconds",
            CERTIFIES,
        ),
    ]


def _part(asked: Question, part: int) -> float:
    """The seconds of assembling, solving or certifying."""
    return worst_case(asked, lower=False).seconds[part]
