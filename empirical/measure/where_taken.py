"""What holds at the workers' own points, where a method takes its gradients away from the theorem's point."""

from __future__ import annotations

from empirical.measure.snapshot import Found, Snapshot, largest
from empirical.squares import square


def observe(snapshot: Snapshot) -> Found:
    """σ² and max_k ‖∇F_k(x_k)‖² at the points of the last step's gradients, and ‖mean_k ∇F_k(x_k)‖².

    Nothing where all workers take their gradients at the model that they share.
    """
    setup = snapshot.setup
    if not setup.own_points:
        return {}
    if snapshot.drawn is None:
        names = ("noise_where_taken", "largest_local_gradient_sq_where_taken", "mean_local_gradient_sq")
        return dict.fromkeys(names, snapshot.nothing)
    seen = setup.comm.local(setup.problem.seen, snapshot.drawn.points)
    gradients = seen[..., 2:]
    return {
        "noise_where_taken": largest(seen[..., 1]),
        "largest_local_gradient_sq_where_taken": largest(square(gradients)),
        "mean_local_gradient_sq": square(setup.comm.observed_mean(gradients))[..., 0],
    }
