"""DEF's products and sums under c/(t+1), Eq. (75) to (92), multiplied out, and Eq. (74) on runs."""

from __future__ import annotations

from math import prod
from typing import Any

from theory.hunt.quarry import Within
from theory.methods.def_ import DEF
from theory.methods.schedules import Harmonic
from theory.methods.sgd import SGD
from theory.papers.def_ import optimisation as opt
from theory.proof.claim import le
from theory.statement import apply, total
from toys.exact import Exact, ExactScale
from toys.hunts.family import LEFT, Family, Values
from toys.hunts.linear import Quadratics, largest, run, second_moment

SCHEDULE = (Within("schedule_c", 0.01, 10, log=True), Within("pl", 0.01, 1, log=True))
STEPS = Within("steps", 1, 40, whole=True)
PASSED = Within("contraction", 0.01, 0.99)


def shrunk(a: Any, first: int, steps: int) -> Any:
    """Π_{first ≤ t < T} (1 − a/(t+1))."""
    return prod((1 - a / (t + 1) for t in range(first, steps)), start=a * 0 + 1)


def exponent(values: Values) -> Any:
    """a = μc/2, times δ where there is one."""
    return values["pl"] * values["schedule_c"] * values.get("contraction", 1) / 2


def product(values: Values) -> Values:
    """①, ③ or ④."""
    first = int(values["earlier_iteration"]) + 1 if "earlier_iteration" in values else 0
    return {**values, LEFT: shrunk(exponent(values), first, int(values["steps"]))}


def summed(values: Values) -> Values:
    """② or ⑥: Σ_t η_t² Π_{t' > t} (1 − a/(t'+1))."""
    a, steps = exponent(values), int(values["steps"])
    squares = ((values["schedule_c"] / (t + 1)) ** 2 * shrunk(a, t + 1, steps) for t in range(steps))
    return {**values, LEFT: sum(squares)}


def quotient(values: Values) -> Any:
    """c²/(a−1)·T^{−1}, also where it is negative."""
    return opt.slow_quotient(exponent(values) - 1, values["schedule_c"], values["steps"])


WORDS = "c up to 10, μ up to 1, at most 40 steps"
EQ_75 = Family("def.eq75", f"① multiplied out; {WORDS}", (*SCHEDULE, STEPS), product)
EQ_78 = Family("def.eq78", f"② summed; {WORDS}", (*SCHEDULE, STEPS), summed, right=quotient)
EQ_87 = Family("def.eq87", f"③ multiplied out; {WORDS}", (*SCHEDULE, PASSED, STEPS), product)
EQ_88 = Family(
    "def.eq88",
    f"④ multiplied out; {WORDS}",
    (*SCHEDULE, PASSED, STEPS, Within("earlier_iteration", 0, 39, whole=True)),
    product,
    requires=lambda values: (le(values["earlier_iteration"] + 1, values["steps"]),),
)
EQ_92 = Family("def.eq92", f"⑥ summed; {WORDS}", (*SCHEDULE, PASSED, STEPS), summed, right=quotient)


def descended(values: Values, method: Any, workers: int) -> Values:
    """E F(y_T) after a run on F(θ) = μθ²/2 with noise; M is the largest gradient of the run."""
    slope, one, steps = values["pl"], values["pl"] * 0 + 1, int(values["steps"])
    problem = Quadratics(slope, [values["centre"]] * workers, values["sigma"], steps)
    point = method.model(run(method, problem)[-1], Exact(workers))
    reach = max(largest(problem.true(points)) for points in problem.points)
    return {
        "pl": slope,
        "schedule_c": values["schedule_c"],
        "steps": values["steps"],
        "workers": workers * one,
        "smoothness": one,
        "noise": values["sigma"] ** 2,
        "batch": one,
        "gradient_sq": reach**2,
        "gap": slope * values["centre"] ** 2 / 2,
        LEFT: slope * second_moment(point - problem.centres[:1]) / 2,
    }


def detached(values: Values) -> Values:
    rho, detach = values["rho"], values["detach"]
    step_size: Any = Harmonic(values["schedule_c"])
    method = DEF(step_size=step_size, momentum=0, detach=detach, compressor=ExactScale(1 - rho))
    return {**descended(values, method, 2), "contraction": 1 - rho**2, "detach": detach}


def alone(values: Values) -> Values:
    step_size: Any = Harmonic(values["schedule_c"])
    return descended(values, SGD(step_size), 1)


def slow(c: Values) -> Any:
    """Eq. (74) with Eq. (75) and (78), of DEF or of SGD."""
    equation = opt.eq74 if "contraction" in c else opt.eq74_uncompressed
    summed = opt.slow_quotient(opt.exponent(c["pl"], c["schedule_c"]) - 1, c["schedule_c"], c["steps"])
    product = opt.product_bound(c["pl"], c["schedule_c"], c["steps"])
    return total(apply(equation, {**c, "product": product, "summed": summed}))


QUADRATIC = (
    Within("schedule_c", 0.001, 0.25, log=True),
    Within("pl", 0.01, 1, log=True),
    Within("steps", 1, 10, whole=True),
    Within("centre", 0, 10),
    Within("sigma", 0, 3),
)
EQ_74 = Family(
    "def.eq74.eq78",
    "two workers, F(θ) = μ(θ − centre)²/2 from 0, L = 1, noise ±sigma, C(Δ) = (1−ρ)Δ, after so many steps",
    (*QUADRATIC, Within("rho", 0.05, 0.95), Within("detach", 0, 1)),
    detached,
    right=slow,
)
EQ_74_SGD = Family(
    "def.eq74.eq78.sgd",
    "one worker, F(θ) = μ(θ − centre)²/2 from 0, L = 1, noise ±sigma, after so many steps",
    QUADRATIC,
    alone,
    right=slow,
)
