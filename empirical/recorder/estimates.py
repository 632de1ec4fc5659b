"""From the table of recorded points to constants with their intervals.

For K workers with gradients g_k of n samples each, whose variance is v_k = σ_k²/n, expectations over the
samples are

    E ‖g_k‖²              = ‖∇F_k‖² + v_k
    E ‖mean_k g_k‖²       = ‖∇F‖²   + mean_k v_k/K
    mean_k ‖∇F_k − ∇F‖²   = mean_k ‖∇F_k‖² − ‖∇F‖²

so that everything follows without bias from ‖g_k‖², ‖mean_k g_k‖² and an unbiased σ̂_k² of the same point.
Over points the mean has Student's interval; where a constant drifts along the run, the points' spread holds
its drift too, and the interval is the wider for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from empirical.measure.statistics import over_seeds, spread_of
from empirical.recorder.table import Table
from theory.constants import GLOSSARY, Constants, Estimate
from theory.errors import TightropeError
from toys.compressors import ToyCompressor
from toys.compressors.compressor import stated

Estimates = dict[str, Estimate]


@dataclass(frozen=True)
class Settings:
    """What is known of the run without measuring; `used` has the optimiser's settings, all that occurred."""

    workers: int
    dimension: int
    steps: int
    every: int
    skipped: int
    iid: bool
    lower_bound: float
    bits: float
    compressor: ToyCompressor | None
    feedback: bool
    used: Mapping[str, Set[Any]]


def constants_of(table: Table, settings: Settings, run: Mapping[str, Any] | None) -> Constants:
    """The constants file of a run.

    Raises TightropeError where nothing was recorded.
    """
    if not len(table["gradient_sq"]):
        raise TightropeError(
            f"nothing was recorded in {settings.steps} steps, of which {settings.skipped} overflowed; each "
            "step needs recorder.after_backward() and recorder.after_step()"
        )
    notes: list[str] = []
    noise = _noise_of_points(table, settings, notes)
    known = {
        **_settings(table, settings, notes),
        **_noise(noise),
        **_gradients(table, noise, settings),
        **_smoothness(table),
        **_contraction(table, settings, notes),
        **_gap(table, settings),
    }
    about = {"points": len(noise), "every": settings.every, "skipped": settings.skipped, "notes": notes}
    return Constants(
        known={name: known[name] for name in GLOSSARY if name in known},
        run=None if run is None else _ran(run, settings),
        measured=_measured(table, noise, settings),
        provenance={"recorder": about},
    )


def _ran(run: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """What the user says in the table, and has said in the recorder's settings."""
    said: dict[str, Any] = {"iid": True} if settings.iid else {}
    if settings.compressor is not None:
        said["compressor"] = stated(settings.compressor)
    return {**said, **run}


def over_points(series: np.ndarray, how: str) -> Estimate:
    """The mean over points with Student's interval, of something that is not negative."""
    seen = spread_of(series)
    if len(series) < 2:
        return Estimate(max(float(series[0]), 0.0), "seen", how=f"{how}; one point", seen=seen)
    found = over_seeds(series, f"{how}; mean over {len(series)} points, Student's interval", -np.inf)
    low, high = found.interval or (0.0, 0.0)
    return replace(
        found, value=max(found.value, 0.0), interval=(max(low, 0.0), max(high, 0.0)), seen=seen, seeds=None
    )


# Noise, and what follows from it


def _noise_of_points(table: Table, settings: Settings, notes: list[str]) -> np.ndarray:
    """σ̂² of points and workers, nan where nothing tells it; workers that are iid tell it by their spread."""
    noise, K = table["noise"], settings.workers
    between = table["gradient_sq"].mean(1) - table["mean_sq"][:, 0]
    if settings.iid and K > 1 and np.isnan(noise).any():
        of_all = table["samples"].mean(1) * K / (K - 1) * between
        return np.where(np.isnan(noise), of_all[:, None], noise)
    if np.isnan(noise).all():
        told = (
            f"; it and heterogeneity together, ζ² + (1 − 1/K)σ²/n, are {between.mean():.4g}" if K > 1 else ""
        )
        notes.append(
            f"noise: no point has two mini-batches of one worker, nor samples or batches of its own{told}"
        )
    return noise


def _told(noise: np.ndarray) -> np.ndarray:
    """Which points know the noise of every worker."""
    told: np.ndarray = ~np.isnan(noise).any(axis=1)
    return told


def _noise(noise: np.ndarray) -> Estimates:
    told = noise[_told(noise)]
    if not len(told):
        return {}
    how = f"σ² of one sample, mean over workers; the largest worker's is {told.mean(0).max():.6g}"
    return {"noise": over_points(told.mean(1), how)}


def _gradients(table: Table, noise: np.ndarray, settings: Settings) -> Estimates:
    told, squares = _told(noise), table["gradient_sq"]
    variance = noise / table["samples"]
    of_what = (
        "‖g_k‖² − σ̂_k²/n, without bias at each" if told.any() else "‖g_k‖² of mini-batches, noise included"
    )
    at = squares[told] - variance[told] if told.any() else squares
    found = {
        "gradient_sq": _largest(at, of_what),
        "gradient_l2": _largest(np.sqrt(squares), "‖g_k‖ of the mini-batches of a step"),
        "gradient_linf": _largest(table["largest"], "‖g_k‖_∞ of the mini-batches of a step"),
    }
    if settings.workers == 1:
        found["heterogeneity"] = Estimate(0.0, "exact", how="one worker")
    elif settings.iid:
        found["heterogeneity"] = Estimate(
            0.0, "exact", how="all workers draw from the same data, as was said"
        )
    elif told.any():
        apart = squares.mean(1) - table["mean_sq"][:, 0] - (1 - 1 / settings.workers) * variance.mean(1)
        found["heterogeneity"] = over_points(
            apart[told], "mean_k ‖g_k − ḡ‖² − (1 − 1/K) mean_k σ̂_k²/n, without bias"
        )
    return found


def _largest(values: np.ndarray, of_what: str) -> Estimate:
    how = f"max over {values.size} points and workers of {of_what}"
    return Estimate(max(float(values.max()), 0.0), "seen", how=how, seen=spread_of(values))


def _measured(table: Table, noise: np.ndarray, settings: Settings) -> Estimates:
    found: Estimates = {}
    told = _told(noise)
    if told.any():
        K = settings.workers
        full = table["mean_sq"][:, 0] - (noise / table["samples"]).mean(1) / K
        found["average_gradient_sq"] = over_points(
            full[told], "‖mean_k g_k‖² − mean_k σ̂_k²/(nK), without bias, where gradients were taken"
        )
    residuals = table["residual_sq"].mean(1)
    if not np.isnan(residuals).all():
        found["average_residual_sq"] = Estimate(
            float(np.nanmax(residuals)), "seen", how="mean_k ‖e_k‖², worst recorded point"
        )
    if settings.bits:
        what = "of the messages" if settings.feedback else "given to DDP's all-reduce"
        found["bits"] = Estimate(settings.bits, "exact", how=f"{what}, all workers and steps, counted")
    return found


# What stands by itself


def _smoothness(table: Table) -> Estimates:
    """No L is below any of these."""
    said, largest = [], 0.0
    for column, what in (
        ("curvature", "|eigenvalue| of the Hessian by Lanczos"),
        ("secant", "secant along a step"),
    ):
        seen = table[column][np.isfinite(table[column])]
        if seen.size:
            error = (
                f", each within {np.nanmax(table['curvature_error']):.2g}" if column == "curvature" else ""
            )
            said.append(f"largest {what} at {seen.size} points: {seen.max():.6g}{error}")
            largest = max(largest, float(seen.max()))
    if not largest:
        return {}
    return {"smoothness": Estimate(largest, "seen", how="; ".join(said) + "; from below")}


def _contraction(table: Table, settings: Settings, notes: list[str]) -> Estimates:
    """The class's δ with what the messages lost beside it; of another's compressor what was seen, no more."""
    shares, compressor = table["contraction"][np.isfinite(table["contraction"])], settings.compressor
    if not shares.size:
        return {}
    seen = spread_of(shares)
    known = compressor and compressor.contraction(settings.dimension)
    if known and not settings.feedback:
        return {"contraction": replace(known, seen=seen)}
    if compressor and not known:
        notes.append(
            f"contraction: {compressor.name} contracts nothing; messages lost {1 - seen['mean']:.4g} of ‖v‖²"
        )
        return {}
    if seen["minimum"] <= 0:
        notes.append(f"contraction: a message lost {1 - seen['minimum']:.4g} of ‖v‖², so that no δ > 0 holds")
        return {}
    how = f"least 1 − ‖C(v) − v‖²/‖v‖² of {shares.size} messages"
    return {"contraction": Estimate(min(seen["minimum"], 1.0), "seen", how=how, seen=seen)}


def _gap(table: Table, settings: Settings) -> Estimates:
    first = float(table["loss"][0].mean())
    if np.isnan(first):
        return {}
    how = f"loss of the first step's mini-batches minus {settings.lower_bound:g}, the lower bound given"
    return {"gap": Estimate(max(first - settings.lower_bound, 0.0), "estimate", how=how)}


def _settings(table: Table, settings: Settings, notes: list[str]) -> Estimates:
    """What was chosen; a setting that changed along the run or by parameter group is no constant."""
    chosen: dict[str, float] = {
        "workers": settings.workers,
        "dimension": settings.dimension,
        "steps": settings.steps,
    }
    batches = set(table["samples"].ravel().tolist())
    used = {"batch": batches, **settings.used}
    for name, values in used.items():
        if values - {None} and len(values) > 1:
            notes.append(f"{name}: had {len(values)} values in the run, and no one number stands for it")
        elif values - {None} and name in GLOSSARY:
            chosen[name] = next(iter(values))
    if any(settings.used.get("weight_decay", ())):
        notes.append("weight_decay: gradients are those of the loss, without what the optimiser adds to them")
    return {name: Estimate(int(v) if GLOSSARY[name].integer else v) for name, v in chosen.items()}
