"""A worst case asked for: a method, N steps, what is known of functions, compressor, mixing and start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from typing import Any

from theory.constants import GLOSSARY
from theory.errors import BadInput, nearest, shown
from theory.methods import compressors, defaults, hyper_parameters, make, method_class, preset_of
from theory.methods.asked import asks
from theory.methods.parameters import PARAMETERS
from theory.worst_case.classes import Smooth
from theory.worst_case.communicator import OPERATIONS
from theory.worst_case.compressors import COMPRESSORS

MOST_STEPS = 200
SQUARES = (
    "gap",
    "distance_sq",
    "heterogeneity",
    "heterogeneity_at_optimum",
    "gradient_sq",
    "noise",
)
"""What is known in numbers that are linear in function values and Gram matrices, by the names of a file."""
_ROWS = {"distance_sq": "gap", "heterogeneity_at_optimum": "heterogeneity"}


@dataclass(frozen=True, eq=False)
class Question:
    """The largest value of a measure after N steps of a method, over a class of problems.

    `gap` bounds F(x_0) − F* and `distance_sq` ‖x_0 − x*‖²; one of them must be there, or a `lyapunov` start:
    any state at which the method's Lyapunov function is at most 1. `heterogeneity` bounds
    mean_k ‖∇F_k − ∇F‖² everywhere, `heterogeneity_at_optimum` at x* alone, `gradient_sq` ‖∇F_k‖² everywhere
    and `noise` the variance of one worker's stochastic gradient. What holds everywhere is asked of the points
    of the run: necessary for a problem of the class, and an upper bound needs no more. Exchangeable workers
    are reduced; otherwise they are written out one by one.

    `inside` asks for what is sufficient: problems of which it is certain that they exist in all of space, so
    that a value attained there is attained in the class.
    """

    method: str
    steps: int
    functions: Smooth
    measure: str
    parameters: Mapping[str, Fraction | int | bool] = field(default_factory=dict)
    preset: str = "paper"
    workers: int = 1
    exchangeable: bool = True
    compressor: str | None = None
    contraction: Fraction | None = None
    consensus: Fraction | None = None
    """ρ of an unknown mixing matrix, which shrinks squared deviations by 1 − ρ."""
    mixing: Sequence[Sequence[Sequence[Fraction]]] | None = None
    """The mixing matrices of a period, by rows."""
    identical: bool = False
    """Whether all F_k are F."""
    gap: Fraction | None = None
    distance_sq: Fraction | None = None
    lyapunov: bool = False
    heterogeneity: Fraction | None = None
    heterogeneity_at_optimum: Fraction | None = None
    gradient_sq: Fraction | None = None
    noise: Fraction | None = None
    outcomes: tuple[Fraction, ...] | None = None
    """The probabilities of every noise's values, where they are finitely many; else its variance is all."""
    inside: bool = False

    def __post_init__(self) -> None:
        _check_method(self)
        _check_numbers(self)
        _check_start(self)
        _check_workers(self)
        _check_outcomes(self)

    @property
    def alike(self) -> bool:
        """Whether one row stands for all workers."""
        return self.exchangeable and self.workers > 1

    @property
    def descends(self) -> bool:
        """Whether one worker follows its own gradient, sends all and nothing is noisy."""
        return self.workers == 1 and self.compressor is None and self.noise is None

    @property
    def tilted(self) -> bool:
        """Whether the F_k are to be F + ⟨b_k, ·⟩, whose heterogeneity is the same everywhere."""
        return self.inside and self.workers > 1 and self.heterogeneity is not None

    def made(self, compressor: Any) -> Any:
        """The method with its hyper-parameters in exact fractions."""
        usual = {name: exact(value) for name, value in defaults(self.method, self.preset).items()}
        chosen = {**usual, **{n: exact(v) for n, v in self.parameters.items()}}
        sending = dict.fromkeys((n for n, needed in compressors(self.method).items() if needed), compressor)
        return make(self.method, self.preset, **chosen, **sending)

    def normalised(self) -> tuple[Question, Fraction]:
        """The same question of a problem of size 1, and what its values are multiplied by.

        Constraints, bounds and measures are linear in the Gram matrix and the values; all may be divided by
        one number. What is left of scale, L, is taken out where gradients are numbered.
        """
        if self.lyapunov:
            return self, Fraction(1)
        size = self.distance_sq or (self.gap or Fraction(1)) / self.functions.smoothness
        known = {n: v / size for n in SQUARES if (v := getattr(self, n)) is not None}
        return replace(self, **known), size


_asks = cache(asks)


def exact(value: Any) -> Any:
    """A number as the fraction that is written; flags and counts stay."""
    return Fraction(repr(value)) if isinstance(value, float) else value


def _check_method(question: Question) -> None:
    name = question.method
    if method_class(name).tier != "linear":
        raise BadInput(f"method: read {shown(name)}, which computes by coordinates; allowed: a linear method")
    unread = sorted(_asks(name) - OPERATIONS)
    if unread:
        raise BadInput(f"method: {name} uses {', '.join(unread)}, which a worst case cannot read")
    preset_of(name, question.preset)
    known = [p for p in hyper_parameters(name) if p in PARAMETERS]
    for parameter, value in question.parameters.items():
        if parameter not in known:
            raise BadInput(f"{parameter}: {name} has no such setting; {nearest(parameter, known)}")
        whole = isinstance(value, Fraction) and PARAMETERS[parameter].row.integer and value.denominator == 1
        plain = int(value) if whole else float(value) if isinstance(value, Fraction) else value
        PARAMETERS[parameter].checked(plain)
    if any(compressors(name).values()) and question.compressor is None:
        raise BadInput(f"compressor: {name} needs one; {nearest('', COMPRESSORS)}")
    if question.compressor is not None:
        if question.compressor not in COMPRESSORS:
            raise BadInput(
                f"compressor: read {shown(question.compressor)}; {nearest(question.compressor, COMPRESSORS)}"
            )
        if question.contraction is None:
            raise BadInput("contraction: not given; allowed: a number > 0 and ≤ 1")


def _check_numbers(question: Question) -> None:
    if isinstance(question.steps, bool) or not 1 <= question.steps <= MOST_STEPS:
        raise BadInput(f"steps: read {shown(question.steps)}; allowed: an integer from 1 to {MOST_STEPS}")
    for name in (*SQUARES, "contraction", "consensus"):
        value, row = getattr(question, name), GLOSSARY[_ROWS.get(name, name)]
        if value is not None and not row.admits(float(value)):
            raise BadInput(f"{name}: read {shown(str(value))}; allowed: {row.allowed}")


def _check_start(question: Question) -> None:
    minimiser = question.functions.has_minimiser
    for name in ("distance_sq", "heterogeneity_at_optimum"):
        if getattr(question, name) is not None and not minimiser:
            raise BadInput(f"{name}: these functions need not have a minimiser; give gap or heterogeneity")
    if question.lyapunov and not minimiser:
        raise BadInput("lyapunov: these functions need not have a minimiser; take curvature > 0")
    starts = [question.gap, question.distance_sq, question.lyapunov or None]
    if all(start is None for start in starts):
        raise BadInput("gap: not given; allowed: gap, distance_sq or a lyapunov start")
    if any(start == 0 for start in starts[:2]):
        raise BadInput("gap: read 0; allowed: a number > 0, as nothing moves from a minimiser")


def _check_outcomes(question: Question) -> None:
    p = question.outcomes
    if p is None:
        return
    if len(p) < 2 or min(p) <= 0 or sum(p) != 1:
        raise BadInput(
            f"outcomes: read {shown(list(map(str, p)))}; allowed: two or more probabilities that add up to 1"
        )
    if not question.noise:
        raise BadInput("noise: not given; outcomes need the variance that their values share")
    if question.alike:
        raise BadInput(
            "exchangeable: workers who meet different outcomes are no longer alike; write them out"
        )
    if question.measure == "minimum_gradient_sq":
        raise BadInput("measure: the least of expectations is no expectation; take average_gradient_sq")


def _check_workers(question: Question) -> None:
    if isinstance(question.workers, bool) or question.workers < 1:
        raise BadInput(f"workers: read {shown(question.workers)}; allowed: an integer ≥ 1")
    if "mix" in _asks(question.method) and question.mixing is None and question.consensus is None:
        raise BadInput(
            f"consensus: {question.method} mixes with neighbours; give ρ or the matrices of mixing"
        )
    if question.consensus is not None and not (question.exchangeable or question.inside):
        raise BadInput("consensus: an unknown mixing matrix needs exchangeable workers")
    if question.mixing is None:
        return
    if question.exchangeable and question.workers > 1:
        raise BadInput("exchangeable: a given mixing matrix tells the workers apart; write them out")
    for matrix in question.mixing:
        rows = [list(row) for row in matrix]
        square = len(rows) == question.workers and all(len(row) == question.workers for row in rows)
        if not square or any(sum(line) != 1 for line in (*rows, *zip(*rows, strict=True))):
            raise BadInput(
                f"mixing: read {shown(rows)}; allowed: {question.workers} rows and columns that add up to 1"
            )
