"""QPRSGD on the ring: Lemma 6 on concave quadratics."""

from __future__ import annotations

from theory.hunt.quarry import Within
from theory.methods.pr_sgd import PRSGD
from toys.hunts.family import LEFT, Family, Values
from toys.hunts.linear import Quadratics, run, second_moment


def drift(values: Values) -> Values:
    """One round of local steps from 0, without exchange: of equal workers one is enough.

    Theirs are independent, so that E x̄² = E x²/M and the mean of E(x − x̄)² is (1 − 1/M)E x².
    """
    z, slope, workers = values["z"], values["slope"], values["workers"]
    local_steps = int(values["local_steps"])
    one = z * 0 + 1
    problem = Quadratics(slope, [0 * one], one, local_steps)
    run(PRSGD(step_size=z, local_steps=local_steps + 1), problem)
    squares = sum(second_moment(x) for x in problem.points)
    return {
        "workers": workers,
        "batch": one,
        "local_steps": values["local_steps"],
        "step_size": z,
        "smoothness": one,
        "noise": one,
        "heterogeneity": 0 * one,
        "local_gradient_sq": slope**2 * squares / workers / local_steps,
        "model_gradient_sq": slope**2 * squares / workers / local_steps,
        LEFT: (1 - 1 / workers) * squares,
    }


LEMMA_6 = Family(
    "qprsgd.lemma6",
    "M equal workers with F_m(x) = ax²/2, |a| ≤ L = 1, noise ±1, from x̃_n = 0, γ = z; κ = 0",
    (
        Within("z", 0.001, 0.5, log=True),
        Within("slope", -1, 1),
        Within("workers", 2, 1000, log=True, whole=True),
        Within("local_steps", 2, 12, whole=True),
    ),
    drift,
)
