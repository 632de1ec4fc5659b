"""What holds at the workers' own points, where a method takes its gradients away from the theorem's point."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from empirical.measure.snapshot import Snapshot, square


def observe(snapshot: Snapshot) -> Mapping[str, Tensor]:
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
        "noise_where_taken": snapshot.gathered(seen[..., 1]).amax(-1),
        "largest_local_gradient_sq_where_taken": snapshot.gathered(square(gradients)).amax(-1),
        "mean_local_gradient_sq": square(setup.comm.observed_mean(gradients))[..., 0],
    }
