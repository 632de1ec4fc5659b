"""The papers' lemmas about a run: for each what stands on its left side, and what it knows of the state.

A series has the axes (time, seeds). A lemma that bounds a quantity for every t is held against it at every t;
one that bounds step t + 1 by the state at step t, at every step with the state's own values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from empirical.measure.snapshot import Records

Series = Callable[[Records, int], np.ndarray]
"""From the records of a run and the local steps of its rounds to numbers of shape (time, seeds)."""


@dataclass(frozen=True)
class Claim:
    """A lemma as a run can answer it."""

    id: str
    left: Mapping[str, Series]
    """The parts of the left side, by what weighs them: an output, a constant, or "" for 1."""
    says: str
    """The left side in letters."""
    state: Mapping[str, Series] = field(default_factory=dict)
    """The constants that the state gives, by their names in the glossary."""
    output: str | None = None
    """Which of the statement's outputs is the bound, where it is not its formula."""
    every_outcome: bool = False
    """Whether the lemma is about every outcome, not about the expectation."""
    first: int = 0
    """The time of the first number."""
    stride: Callable[[int], int] = lambda local_steps: 1
    """The steps between two numbers."""
    variants: tuple[str, ...] = ("published", "repaired", "strengthened")


def at(name: str) -> Series:
    """The state's own number at t = 0, 1, …."""
    return lambda records, local_steps: records[name]


def before(name: str) -> Series:
    """The same before each step."""
    return lambda records, local_steps: records[name][:-1]


def after(name: str) -> Series:
    """The same after each step, or what was seen during it."""
    return lambda records, local_steps: records[name][1:]


def synchronised(name: str) -> Series:
    """What was seen at the end of each round."""
    return lambda records, local_steps: records[name][local_steps::local_steps]


def segments(name: str) -> Series:
    """The same of every segment; segments follow each other where times do."""

    def series(records: Records, local_steps: int) -> np.ndarray:
        by_segment = np.moveaxis(synchronised(name)(records, local_steps), -1, 1)
        return by_segment.reshape(-1, by_segment.shape[-1])

    return series


def over_round(name: str) -> Series:
    """The mean over each round's steps."""

    def series(records: Records, local_steps: int) -> np.ndarray:
        steps = records[name][1:]
        rounds = len(steps) // local_steps
        whole: np.ndarray = steps[: rounds * local_steps].reshape(rounds, local_steps, -1).mean(axis=1)
        return whole

    return series


def so_far(series: Series) -> Series:
    """The sum over all rounds up to each."""
    return lambda records, local_steps: series(records, local_steps).cumsum(axis=0)


def mean_so_far(series: Series) -> Series:
    """The mean over all rounds up to each."""

    def means(records: Records, local_steps: int) -> np.ndarray:
        total = so_far(series)(records, local_steps)
        return total / np.arange(1, len(total) + 1)[:, None]

    return means


def rounds_so_far(records: Records, local_steps: int) -> np.ndarray:
    """How many rounds have ended."""
    rounds = len(synchronised("bits")(records, local_steps))
    return np.arange(1, rounds + 1, dtype=float)[:, None]


def every_round(local_steps: int) -> int:
    return local_steps


def _norms(output: str, name: str, says: str) -> Claim:
    return Claim("cdadam.lemmaB.3", {"": after(name)}, says, output=output, every_outcome=True, first=1)


GMC = (
    Claim("gmc.lemma4", {"": at("residual_sq")}, "mean_k ‖e_{t,k}‖²"),
    Claim("gmc.lemma5", {"": at("virtual_gap_sq")}, "‖z_t − w_t‖²"),
    Claim("gmc.lemma9", {"": at("residual_sq")}, "mean_k ‖e_{t,k}‖²"),
    Claim("gmc.lemma11", {"": at("virtual_gap_sq")}, "‖z̄_t − w̄_t‖²"),
)

DEF = (
    Claim(
        "def.lemmaA.1",
        {"": after("detached_gradient_sq")},
        "mean_k ‖g_t − λg_{k,t}‖²",
        state={name: before(name) for name in ("residual_mean_sq", "residual_variance")},
    ),
    Claim("def.lemmaA.2", {"": at("detach_distance_sq")}, "mean_k ‖e_t − λe_{k,t}‖²"),
    Claim("def.lemmaA.3", {"": at("residual_sq")}, "mean_k ‖e_{k,t}‖²"),
)

CDADAM = (
    _norms("G_hat", "gathered_l2", "‖ĝ_t‖₂"),
    _norms("G_tilde", "received_l2", "‖g̃_t‖₂"),
    _norms("G_tilde", "buffer_l2", "‖m_t‖₂"),
    _norms("G_tilde_sq", "variance_l2", "‖v_t‖₂"),
    _norms("G_hat_inf", "gathered_linf", "‖ĝ_t‖_∞"),
    _norms("G_tilde_inf", "received_linf", "‖g̃_t‖_∞"),
    _norms("G_tilde_inf_sq", "variance_linf", "‖v_t‖_∞"),
    Claim("cdadam.lemmaB.4", {"": after("worker_compression_error")}, "‖ĝ_t − g_t‖₂", first=1),
    Claim("cdadam.lemmaB.5", {"": after("server_compression_error")}, "‖g̃_t − ĝ_t‖₂", first=1),
)

_ROUNDS_GRADIENTS = over_round("stochastic_gradient_sq")

_MESSAGE_NOISE = synchronised("message_noise_sq")

QPRSGD = (
    Claim(
        "qprsgd.lemma1",
        {"": segments("segment_noise_sq")},
        "‖Δ_i/M − mean_m w_i^{(m)}‖², a segment",
        state={"update_sq": segments("segment_update_sq")},
        stride=every_round,
    ),
    Claim(
        "qprsgd.remark1",
        {"": synchronised("quantisation_noise_sq")},
        "‖Δ/M − mean_m w^{(m)}‖²",
        state={"update_sq": synchronised("update_sq")},
        stride=every_round,
    ),
    Claim(
        "qprsgd.lemma5",
        {"": _MESSAGE_NOISE},
        "mean_m ‖Q(v_m) − v_m‖²",
        state={"update_sq": synchronised("message_sq")},
        stride=every_round,
    ),
    Claim(
        "qprsgd.lemma2",
        {"workers": _MESSAGE_NOISE},
        "‖C_n‖_F²",
        state={"stochastic_gradient_sq": _ROUNDS_GRADIENTS},
        stride=every_round,
        variants=("published",),
    ),
    Claim(
        "qprsgd.lemma2",
        {"workers": so_far(_MESSAGE_NOISE)},
        "Σ_n ‖C_n‖_F²",
        state={"stochastic_gradient_sq": mean_so_far(_ROUNDS_GRADIENTS), "steps": rounds_so_far},
        stride=every_round,
        variants=("repaired", "strengthened"),
    ),
)

_SPREADS = {
    "current_consensus_sq": before("consensus_sq"),
    "current_momentum_spread_sq": before("momentum_spread_sq"),
}
_CONSENSUS, _SPREAD = after("consensus_sq"), after("momentum_spread_sq")

QG = (
    Claim("qg.lemmaC.3", {"": _CONSENSUS}, "mean_i ‖x_i − x̄‖²", state=_SPREADS, first=1),
    Claim("qg.lemmaC.4.display111", {"": _SPREAD}, "mean_i ‖m_i − m̄‖²", state=_SPREADS, first=1),
    Claim("qg.lemmaC.4", {"scale": _SPREAD}, "scale · mean_i ‖m_i − m̄‖²", state=_SPREADS, first=1),
    Claim(
        "qg.lemmaC.5",
        {"": _CONSENSUS, "scale": _SPREAD},
        "mean_i ‖x_i − x̄‖² + scale · mean_i ‖m_i − m̄‖²",
        state=_SPREADS,
        first=1,
    ),
    Claim(
        "qg.lemmaC.6",
        {"": after("virtual_gap_sq")},
        "‖x̂_t − x̄_t‖²",
        state={
            "current_virtual_gap_sq": before("virtual_gap_sq"),
            "current_mean_gradient_sq": after("mean_local_gradient_sq"),
        },
        first=1,
    ),
)

CLAIMS = (*GMC, *DEF, *CDADAM, *QPRSGD, *QG)
"""Every lemma that a run can answer."""
