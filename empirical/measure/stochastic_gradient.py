"""The stochastic gradients of the run: G, G_∞ and E‖g‖²."""

from __future__ import annotations

from collections.abc import Mapping

from empirical.measure.snapshot import Found, OfWorkers, Records, Snapshot, largest, mean
from empirical.squares import norms
from theory.constants import Estimate

NORMS = {"gradient_l2": "‖g_k‖₂", "gradient_linf": "‖g_k‖_∞"}


def observe(snapshot: Snapshot) -> Found:
    """The largest norms over workers and (1/K) Σ_k ‖g_k‖² of what the last step drew."""
    if snapshot.drawn is None:
        return dict.fromkeys((*NORMS, "stochastic_gradient_sq"), snapshot.nothing)
    squares, components = norms(snapshot.drawn.gradients)
    return {
        "gradient_l2": OfWorkers(squares, lambda all_workers: all_workers.amax(1).sqrt()),
        "gradient_linf": largest(components),
        "stochastic_gradient_sq": mean(squares),
    }


def constants(snapshot: Snapshot, records: Records) -> Mapping[str, Estimate]:
    known = snapshot.setup.problem.constants()
    found = {}
    for name, norm in NORMS.items():
        seen, upper = records[name][1:], known.get(name)
        beside = f"; over space at most {upper.how}" if upper else "; no bound over space is known"
        if seen.size:
            how = f"max of {norm} over {seen.size} draws of {snapshot.setup.comm.workers} workers{beside}"
            found[name] = Estimate(float(seen.max()), "seen", how=how, upper=upper.value if upper else None)
    return found
