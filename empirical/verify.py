"""The lemmas held against a run: left side over bound at every time, and what chance allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from scipy import stats

from empirical.lemmas import CLAIMS, Claim
from empirical.measure.snapshot import Records
from empirical.measure.statistics import CONFIDENCE
from empirical.rounding import share
from theory.constants import Constants
from theory.errors import Void
from theory.evaluate import applicability
from theory.papers import all_statements
from theory.statement import Check, Statement, apply, needs

Reading = Literal["a priori", "a posteriori"]

Outcome = Literal["holds", "VIOLATED", "above by chance", "above in one draw", "not claimed", "void"]
OUTCOMES: Mapping[Outcome, str] = {
    "holds": "measured is at most the bound at every time",
    "VIOLATED": f"measured exceeds the bound, and by more than chance with confidence {CONFIDENCE:g} for all "
    "times together",
    "above by chance": "the mean over seeds exceeds the bound somewhere, by no more than chance allows",
    "above in one draw": "one seed exceeds the bound of an expectation, which more seeds would judge",
    "not claimed": "a hypothesis fails, so that the lemma says nothing of this run",
    "void": "the bound is no number at these constants",
}


@dataclass(frozen=True, eq=False)
class Verified:
    """One lemma, in one variant, with the constants of one reading, along a run."""

    claim: Claim
    statement: Statement
    reading: Reading
    seen: tuple[str, ...]
    """The constants that are suprema over the run: none in a reading a priori."""
    constraints: tuple[Check, ...]
    left: np.ndarray
    """(time, seeds)."""
    bound: np.ndarray
    """(time, seeds): the state's own numbers differ from seed to seed."""
    times: np.ndarray
    rounding: float
    void: str | None = None

    @property
    def unmet(self) -> tuple[Check, ...]:
        return tuple(check for check in self.constraints if check.holds is False)

    @cached_property
    def ratio(self) -> np.ndarray:
        """Mean over seeds of the left side over that of the bound; 0 over 0 is 0."""
        left, bound = self.left.mean(1), self.bound.mean(1)
        ratio: np.ndarray = np.divide(left, bound, out=np.where(left > 0, np.inf, 0.0), where=bound > 0)
        return ratio

    @cached_property
    def worst(self) -> int:
        """The index of the largest ratio."""
        return int(self.ratio.argmax())

    @cached_property
    def apart(self) -> np.ndarray:
        """Left side less bound, less what rounding may add, seed by seed."""
        slack = self.rounding * (np.abs(self.left) + np.abs(self.bound))
        return np.asarray(self.left - self.bound - slack)

    @property
    def violated(self) -> bool:
        """Whether the left side exceeds the bound for certain.

        Of a lemma about every outcome, in any. Of an expectation by Student's test over seeds, with half of
        the error for the sum over time, which a lemma for every t bounds too, and half for all times together
        (Bonferroni).
        """
        if self.claim.every_outcome:
            return bool((self.apart > 0).any())
        error = (1 - CONFIDENCE) / 2
        in_all, each = _surely_positive(self.apart.sum(0, keepdims=True), error), error / len(self.apart)
        return bool(in_all.any() or _surely_positive(self.apart, each).any())

    @property
    def outcome(self) -> Outcome:
        if self.void is not None:
            return "void"
        if self.unmet:
            return "not claimed"
        if self.violated:
            return "VIOLATED"
        if self.ratio[self.worst] <= 1 + 2 * self.rounding:
            return "holds"
        return "above in one draw" if self.left.shape[1] < 2 else "above by chance"


def _surely_positive(samples: np.ndarray, error: float) -> np.ndarray:
    """Of rows of samples, which have a positive mean by a one-sided Student test at this error each."""
    n = samples.shape[1]
    if n < 2:
        return np.zeros(len(samples), dtype=bool)
    quantile = float(stats.t.ppf(1 - error, n - 1))
    return np.asarray(samples.mean(1) > quantile * samples.std(1, ddof=1) / np.sqrt(n))


@dataclass(frozen=True)
class Unanswered:
    """A lemma that this run cannot answer, and why."""

    statement: Statement
    why: str
    other_method: bool = False
    """Whether it is about another method altogether."""


def verify(records: Records, constants: Constants) -> tuple[list[Verified], list[Unanswered]]:
    """Every lemma about the run's method held against it, in every variant and both readings."""
    found: list[Verified] = []
    others: list[Unanswered] = []
    for claim in CLAIMS:
        for statement in _variants(claim):
            applies, why = applicability(statement, constants)
            if not applies:
                elsewhere = constants.run is not None and constants.run.get("method") not in _methods(
                    statement
                )
                others.append(Unanswered(statement, why or "the run does not say what ran", elsewhere))
                continue
            for known in readings(constants):
                one = _held(claim, statement, records, known)
                if isinstance(one, Unanswered):
                    others.append(one)
                    break
                if not (found and _same(found[-1], one)):
                    found.append(one)
    return found, others


def _methods(statement: Statement) -> tuple[str, ...]:
    """The methods that a lemma is about."""
    return next(r.allowed for r in statement.requires if r.key == "method")


def _variants(claim: Claim) -> list[Statement]:
    paper = claim.id.partition(".")[0]
    same = (s for s in all_statements(paper) if s.id == claim.id and s.variant in claim.variants)
    return [s for s in same if claim.output is None or claim.output in s.outputs]


def _same(earlier: Verified, later: Verified) -> bool:
    """Whether two readings of one lemma say the same, as no constant in it was seen."""
    one_lemma = earlier.claim is later.claim and earlier.statement is later.statement
    return one_lemma and np.array_equal(earlier.bound, later.bound) and earlier.void == later.void


def readings(constants: Constants) -> tuple[Constants, Constants]:
    """The constants as known before the run, where they are, and as the run saw them.

    If every message kept at least a share δ' of its vector, the run was one of a compressor with δ' for δ.
    """
    known = dict(constants.known)
    contraction = known.get("contraction")
    if contraction and contraction.seen and contraction.seen.get("minimum", 0) > contraction.value:
        known["contraction"] = replace(contraction, value=contraction.seen["minimum"], kind="seen")
    return constants.a_priori(), replace(constants, known=known)


def _held(
    claim: Claim, statement: Statement, records: Records, constants: Constants
) -> Verified | Unanswered:
    values: dict[str, Any] = constants.values()
    local_steps = int(values.get("local_steps", 1))
    formula = statement.formula if claim.output is None else statement.outputs[claim.output]
    assert formula is not None
    try:
        state = {name: series(records, local_steps) for name, series in claim.state.items()}
        parts = {weight: series(records, local_steps) for weight, series in claim.left.items()}
    except KeyError as missing:
        return Unanswered(statement, f"the run has no record of {missing.args[0]}")
    missing_names = [name for name in needs(formula) if name not in {**values, **state}]
    if missing_names:
        return Unanswered(statement, f"missing: {', '.join(missing_names)}")
    void = None
    try:
        left = sum(_weight(weight, statement, values) * part for weight, part in parts.items())
        applied = apply(formula, {**values, **state})
        bound = sum(applied.values()) if isinstance(applied, Mapping) else applied
    except Void as reason:
        left, bound, void = next(iter(parts.values())), np.nan, str(reason)
    left, bound = (np.array(x) for x in np.broadcast_arrays(left, bound))
    looked = np.isfinite(left).all(1) & (np.isfinite(bound).all(1) | (void is not None))
    seen = constants.a_posteriori(tuple(n for n in needs(formula) if n not in state))
    return Verified(
        claim=claim,
        statement=statement,
        reading="a posteriori" if seen else "a priori",
        seen=seen,
        constraints=statement.constraints(**values),
        left=left[looked],
        bound=bound[looked],
        times=_times(claim, len(left), len(records["bits"]) - 1, local_steps)[looked],
        rounding=share(constants),
        void=void,
    )


def _weight(name: str, statement: Statement, values: Mapping[str, Any]) -> float:
    """1, a constant, or an output, which the repaired variant of a lemma takes over from print."""
    if not name:
        return 1.0
    if name in values:
        return float(values[name])
    same = (s for s in all_statements(statement.paper) if s.id == statement.id and name in s.outputs)
    return float(apply(next(same).outputs[name], values))


def _times(claim: Claim, rows: int, steps: int, local_steps: int) -> np.ndarray:
    """The steps done at each row of a series; the segments of a round have one time."""
    stride = claim.stride(local_steps)
    if stride == 1 and claim.stride(2) == 1:
        return claim.first + np.arange(rows)
    rounds = steps // stride
    return np.repeat(stride * np.arange(1, rounds + 1), rows // max(rounds, 1))
