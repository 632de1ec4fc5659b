"""Constants: one glossary for all papers, and a constant with what is known of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from theory.errors import BadInput, shown

COLUMNS = ("gmc", "def", "cdadam", "qprsgd", "qg")
"""The papers whose letters stand in the glossary; any other has its own in its notation."""
PAPERS = COLUMNS
"""All papers, in the order that holds everywhere."""

Kind = Literal["given", "exact", "upper", "estimate", "seen"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Constant:
    """One row of the glossary: what a name means, its unit, and the values that make sense."""

    name: str
    meaning: str
    unit: str = "1"
    low: float = 0
    high: float = math.inf
    low_allowed: bool = True
    high_allowed: bool = True
    integer: bool = False
    letters: Mapping[str, str] = field(default_factory=dict)

    @property
    def allowed(self) -> str:
        """The admissible values in words."""
        kind = "an integer" if self.integer else "a number"
        below = f"{'≥' if self.low_allowed else '>'} {self.low:g}"
        above = "" if self.high == math.inf else f" and {'≤' if self.high_allowed else '<'} {self.high:g}"
        return f"{kind} {below}{above}"

    def admits(self, number: float) -> bool:
        try:
            if not math.isfinite(number) or (self.integer and number != int(number)):
                return False
        except OverflowError:  # an integer beyond the floats
            return False
        enough = number >= self.low if self.low_allowed else number > self.low
        return enough and (number <= self.high if self.high_allowed else number < self.high)


def _row(
    name: str, letters: str, meaning: str, unit: str = "1", values: str = "[0, inf)", **more: bool
) -> Constant:
    """A row from its letters in the order of COLUMNS ("–" where a paper has none) and its range of values."""
    low, high = values[1:-1].split(", ")
    written = zip(COLUMNS, (letter.strip() for letter in letters.split("|")), strict=True)
    return Constant(
        name,
        meaning,
        unit,
        low=float(low),
        high=float(high),
        low_allowed=values[0] == "[",
        high_allowed=values[-1] == "]",
        letters={paper: letter for paper, letter in written if letter != "–"},
        **more,
    )


def _count(name: str, letters: str, meaning: str) -> Constant:
    return _row(name, letters, meaning, values="[1, inf)", integer=True)


def checked_number(name: str, value: Any, row: Constant) -> float:
    """A setting that a row admits; anything else is bad input."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not row.admits(value):
        raise BadInput(f"{name}: read {shown(value)}; allowed: {row.allowed}")
    return float(value)


def checked_count(name: str, value: Any, low: int, high: int) -> int:
    """An integer from low to high; anything else is bad input."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise BadInput(f"{name}: read {shown(value)}; allowed: an integer from {low} to {high}")
    return value


_ABOVE_0 = "(0, inf)"

_ROWS = (
    #                      gmc | def | cdadam | qprsgd | qg
    _count("workers", "K | K | n | M | n", "number of workers"),
    _count("batch", "b | 1 | τ | 1 | 1", "samples per stochastic gradient on one worker"),
    _count("dimension", "d | d | d | d | d", "number of parameters"),
    _count("kept", "s | – | k | – | –", "components sent by a sparsifier"),
    _count("steps", "T | T | T | N | T", "iterations (synchronisations for qprsgd)"),
    _count("local_steps", "– | – | – | K | –", "gradient steps between synchronisations"),
    _row("step_size", "η | η | α | γ | η", "step size", "w^2/F", _ABOVE_0),
    _row("momentum", "β | μ | β₁ | – | β", "momentum coefficient", values="[0, 1)"),
    _row("momentum2", "– | – | β₂ | – | –", "second-moment coefficient", values="[0, 1)"),
    _row("buffer", "– | – | – | – | μ", "quasi-global buffer coefficient", values="[0, 1)"),
    _row("detach", "λ | λ | – | – | –", "detach coefficient", values="[0, 1]"),
    _row("epsilon_adam", "– | – | ν | – | –", "constant under the root", "F^2/w^2", _ABOVE_0),
    _row("smoothness", "L | L | L | L | L", "Lipschitz constant of every local gradient", "F/w^2", _ABOVE_0),
    _row("pl", "– | μ | – | – | –", "Polyak–Łojasiewicz constant", "F/w^2", _ABOVE_0),
    _row("noise", "σ² | σ² | σ² | σ² | σ²", "bound on E‖∇f(w;ξ) − ∇F_k(w)‖² for ONE sample", "F^2/w^2"),
    _row("heterogeneity", "– | – | – | κ² | ζ²", "bound on mean_k ‖∇F_k(w) − ∇F(w)‖²", "F^2/w^2"),
    _row("gradient_sq", "M² | M² | – | – | –", "bound on ‖∇F_k(w)‖²", "F^2/w^2"),
    _row("gradient_l2", "– | – | G | – | –", "bound on ‖stochastic gradient‖₂", "F/w"),
    _row("gradient_linf", "– | – | G_∞ | – | –", "bound on ‖stochastic gradient‖_∞", "F/w"),
    _row(
        "gap",
        "F(z₀) − F* | F(y₀) − F* | Δf | F(x̄₀) − F* | f(x̄⁰) − f*",
        "F(w₀) − F*, F* or the lower bound used for it",
        "F",
    ),
    _row("loss_range", "– | 1 | – | – | –", "range of one sample's loss", "F", _ABOVE_0),
    _row(
        "contraction",
        "δ | δ | π | – | –",
        "δ of the compressor's class: E‖C(v) − v‖² ≤ (1−δ)‖v‖²",
        values="(0, 1]",
    ),
    _count("levels", "– | – | – | s | –", "quantisation levels"),
    _row("consensus", "– | – | – | – | ρ", "ρ in E‖ZW − Z̄‖² ≤ (1−ρ)‖Z − Z̄‖²", values="(0, 1]"),
    _row("lambda2", "– | – | – | ρ | √(1−ρ)", "second largest eigenvalue modulus of W", values="[0, 1)"),
    _row("eigen_spread", "– | – | – | μ | –", "max_{i≥2} |λ_i(W) − 1|", values="[0, 2]"),
    _count("samples", "– | N | – | – | –", "training-set size"),
    _row("schedule_c", "– | c | – | – | –", "c in η_t = c/(t+1)", "w^2/F", _ABOVE_0),
    _row("target", "– | – | ε | – | –", "ε of an ε-stationary point", "F^2/w^2", _ABOVE_0),
    # appended to the glossary by docs/interface.md
    _row(
        "sent",
        "m | – | – | – | –",
        "components that a worker sends per step, averaged over workers and steps",
    ),
    _row(
        "changed", "c | – | – | – | –", "components in which the model changes per step, averaged over steps"
    ),
    _row("young", "– | β | γ | – | –", "free parameter of Young's inequality in a proof", values=_ABOVE_0),
    _row("vector_l1", "– | – | ‖x‖₁ | – | –", "‖x‖₁ of the vector that is compressed", "F/w", _ABOVE_0),
    _row("vector_l2", "– | – | ‖x‖₂ | – | –", "‖x‖₂ of the vector that is compressed", "F/w", _ABOVE_0),
    _row("previous_error", "– | – | ‖ŵ_t − w_t‖ | – | –", "‖ŵ_t − w_t‖ of a compression sequence", "F/w"),
    _row("drift", "– | – | ‖w_{t+1} − w_t‖ | – | –", "‖w_{t+1} − w_t‖ of the sequence compressed", "F/w"),
    _row("moved", "– | – | ‖x_t − x_{t−1}‖₂ | – | –", "length of the model's last step", "w"),
    _row(
        "update_length",
        "– | – | ‖α_tV̂_t^{−1/2}g̃_t‖₂ | – | –",
        "‖α_t V̂_t^{−1/2} g̃_t‖₂, the update without momentum",
        "w",
    ),
    _row(
        "history_norms",
        "– | – | Σ_i‖g̃_{1:T,i}‖₂ | – | –",
        "E Σ_i ‖g̃_{1:T,i}‖₂, norms over time of g̃'s components",
        "F/w",
    ),
    _row("warmup", "– | – | – | – | –", "share of the steps that 1-bit Adam sends in full", values="[0, 1]"),
    # the state at a step t, from which a one-step lemma bounds step t + 1
    _row("current_gap", "– | – | – | – | f(·_t) − f*", "f − f* at step t, at the lemma's own point", "F"),
    _row("current_gradient_sq", "– | – | – | – | ‖∇f(x̄_t)‖²", "‖∇f(x̄_t)‖²", "F^2/w^2"),
    _row(
        "current_mean_gradient_sq",
        "– | – | – | – | ‖Σ∇f_i(x_{i,t})/n‖²",
        "‖mean_i ∇f_i(x_{i,t})‖², the mean taken where the workers are",
        "F^2/w^2",
    ),
    _row(
        "current_consensus_sq", "– | – | – | – | ‖X_t − X̄_t‖²/n", "mean_i ‖x_{i,t} − x̄_t‖² at step t", "w^2"
    ),
    _row(
        "current_momentum_spread_sq",
        "– | – | – | – | ‖M_t − M̄_t‖²/n",
        "mean_i ‖m_{i,t} − m̄_t‖² of the buffers at step t",
        "F^2/w^2",
    ),
    _row("current_virtual_gap_sq", "– | – | – | – | ‖e_t‖²", "‖x̂_t − x̄_t‖² at step t", "w^2"),
    _row("current_distance_sq", "– | – | – | – | ‖x̂_t−x*‖²", "‖x̂_t − x*‖² at step t", "w^2"),
    _row("current_parameters_sq", "– | – | – | – | ‖x_t‖²", "‖x_t‖² at step t", "w^2"),
    _row("strong_convexity", "– | – | – | – | μ", "strong convexity constant of every f_i", "F/w^2"),
    _row(
        "descent_margin",
        "– | – | – | ε | –",
        "ε of qprsgd's Theorem 1, the share of the descent that its proof keeps",
        values="(0, 1)",
    ),
    _row(
        "drift_margin",
        "– | – | – | δ | –",
        "δ of qprsgd's Theorem 1, what its proof keeps of 1 − 2(K+1)(K−2)L²γ²",
        values="(0, 1)",
    ),
    _row(
        "update_sq",
        "– | – | – | ‖w‖² | –",
        "squared norm of the vector that is quantised, averaged over workers",
        "w^2",
    ),
    _row(
        "mean_update_sq",
        "– | – | – | ‖w̄‖² | –",
        "squared norm of the workers' mean of the vectors that are quantised",
        "w^2",
    ),
    _row(
        "stochastic_gradient_sq",
        "– | – | – | – | –",
        "E‖∇f_m(x_m;ξ)‖², averaged over workers, local steps and synchronisations",
        "F^2/w^2",
    ),
    _row(
        "local_gradient_sq",
        "– | – | – | – | –",
        "E‖mean_m ∇F_m(x_m)‖², averaged over local steps and synchronisations",
        "F^2/w^2",
    ),
    _row(
        "model_gradient_sq",
        "– | – | – | – | –",
        "E‖∇F(x̄)‖² at the workers' mean, averaged over the points that a lemma names",
        "F^2/w^2",
    ),
    _row(
        "quantisation_sq",
        "– | – | – | – | –",
        "E‖Q(v) − v‖² of one worker's message, averaged over workers and synchronisations",
        "w^2",
    ),
    _count("float_bits", "– | – | – | F | –", "bits of one number in full precision"),
    _row("norm_exponent", "– | – | – | p | –", "exponent p of a bound on Σ_i v_i^p", values=_ABOVE_0),
    _row("norm_power", "– | – | – | ρ | –", "bound on Σ_i v_i^p", values=_ABOVE_0),
    # appended for def
    _row(
        "trade_off", "– | α | – | – | –", "trade-off of gradient variance and second moment", values="[0, 1]"
    ),
    _row("residual_mean_sq", "– | ‖e_t‖² | – | – | –", "‖mean_k e_{t,k}‖², in expectation", "w^2"),
    _row("residual_variance", "– | Var(e_t) | – | – | –", "mean_k ‖e_{t,k} − e_t‖², in expectation", "w^2"),
    _row(
        "residual_inner",
        "– | ⟨e_t,e_{k,t}⟩ | – | – | –",
        "inner product of the mean residual and one worker's",
        "w^2",
        "(-inf, inf)",
    ),
    _row("residual_sq", "– | ‖e_{k,t}‖² | – | – | –", "‖e_{k,t}‖² of one worker", "w^2"),
    _row("iteration", "– | t | – | – | –", "the iteration t", integer=True),
    _row("earlier_iteration", "– | t' | – | – | –", "an iteration t' up to t", integer=True),
    _row(
        "first_difference",
        "– | t₀ | – | – | –",
        "t₀, the step up to which two data sets that differ in one sample are not told apart",
        values=_ABOVE_0,
    ),
    _row(
        "stability",
        "– | E‖y_T−ỹ_T‖ | – | – | –",
        "E‖y_T − ỹ_T‖ of the models trained on two data sets that differ in one sample",
        "w",
    ),
    _row(
        "averaging_ratio",
        "– | β | – | – | –",
        "β of geometric Polyak–Ruppert averaging, whose weights are ∝ β^{t'}",
        values="(0, 1)",
    ),
)

GLOSSARY: Mapping[str, Constant] = {row.name: row for row in _ROWS}
"""Every constant by its name, in the order of the glossary."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A constant or a measured quantity with what is known of it.

    `kind` says how far to trust the value: `given` by the user, `exact` (a closed form, to rounding),
    `upper` (proved to be on the safe side), `estimate` (with its interval), or `seen`: a supremum or
    infimum over the points of one run. A bound computed from a `seen` constant is a posteriori. `upper` is a
    proved bound over all of space that stands beside a seen value, where one is known; `seen` is what the run
    saw beside a value that is known of the class.
    """

    value: float
    kind: Kind = "given"
    interval: tuple[float, float] | None = None
    confidence: float | None = None
    how: str | None = None
    seen: Mapping[str, float] | None = None
    upper: float | None = None
    seeds: int | None = None


@dataclass(frozen=True, slots=True)
class Constants:
    """What a constants file says: the constants, and optionally the run, its measurements, its provenance."""

    known: Mapping[str, Estimate]
    run: Mapping[str, Any] | None = None
    measured: Mapping[str, Estimate] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def values(self) -> dict[str, float]:
        """The constants as plain numbers; counts are integers."""
        return {
            name: int(estimate.value) if GLOSSARY[name].integer else estimate.value
            for name, estimate in self.known.items()
        }

    def a_priori(self) -> Constants:
        """The same with every proved bound over space in place of what one run saw."""
        known = {
            name: e if e.upper is None else replace(e, value=e.upper, kind="upper", upper=None)
            for name, e in self.known.items()
        }
        return replace(self, known=known)

    def a_posteriori(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of `names` whose values are suprema over one run, not over space."""
        return tuple(n for n in names if n in self.known and self.known[n].kind == "seen")
