"""CD-Adam's last relation of (B.20) on one number: a run in floats for the search, in balls at the end."""

from __future__ import annotations

from functools import reduce
from typing import Any

from theory.arithmetic import maximum, minimum, sqrt
from theory.hunt.quarry import Within
from theory.methods.cdadam import CDAdam
from theory.papers.cdadam import theorem
from theory.statement import apply, total
from toys.hunts.family import Family, Values


class Sent:
    """A message of one number."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def dense(self) -> Any:
        return self.value

    def support(self) -> Any:
        return 1


class Scale:
    """C(v) = (1−θ)v of one number of any reading."""

    def __init__(self, factor: Any) -> None:
        self.factor = factor

    def compress(self, vector: Any, stream: None) -> Sent:
        return Sent(self.factor * vector)


class Alone:
    """One worker with one number."""

    workers = 1

    def per_worker(self, x: Any) -> Any:
        return x

    def mean(self, x: Any) -> Any:
        return x.dense()

    def broadcast(self, x: Any) -> Any:
        return x.dense()

    def stream(self, purpose: str, step: int, part: int = 0) -> None:
        return None

    def shared_stream(self, purpose: str, step: int, part: int = 0) -> None:
        return None


def slope(c: Values, point: Any) -> Any:
    """∇f: Lx between −1 and 1, and ±1 beyond, so that G = G_∞ = 1."""
    return minimum(1, maximum(-1, c["smoothness"] * point))


def path(c: Values) -> tuple[list[Any], list[Any]]:
    """∇f(x_t) and g̃_t at every step of Algorithm 1."""
    compressor: Any = Scale(1 - c["theta"])
    names = ("step_size", "momentum", "momentum2", "epsilon_adam")
    method = CDAdam(compressor=compressor, weight_decay=0, **{name: c[name] for name in names})
    comm: Any = Alone()
    state = method.init(c["start"], lambda point: slope(c, point), comm)
    slopes, received = [], []
    steps: Any = getattr(c["steps"], "value", c["steps"])
    for t in range(int(float(steps))):
        slopes.append(slope(c, state.model))
        state = method.step(state, lambda point: slope(c, point), comm, t)
        received.append(state.received)
    return slopes, received


def least(c: Values) -> Any:
    """min_t ‖∇f(x_t)‖²."""
    return reduce(minimum, (gradient**2 for gradient in path(c)[0]))


def gathered(c: Values) -> Any:
    """The right side, with Σ_i ‖g̃_{1:T,i}‖₂ of the run."""
    squares = sum(received**2 for received in path(c)[1])
    return total(apply(theorem.gathered, {**c, "history_norms": sqrt(squares)}))


def sized(values: Values) -> Values:
    """The constants, with f(x) = Lx²/2 up to 1/L and |x| − 1/(2L) beyond."""
    place, L = abs(values["start"]), values["smoothness"]
    one = L * 0 + 1
    return {
        **values,
        **dict.fromkeys(("gradient_l2", "gradient_linf", "dimension", "batch"), one),
        "noise": 0 * one,
        "contraction": 1 - values["theta"] ** 2,
        "gap": L * place**2 / 2 if L * place < 1 else place - 1 / (2 * L),
    }


EQ_B20 = Family(
    "cdadam.eqB.20",
    "one worker, one coordinate, f(x) = Lx²/2 up to the slope ±1 and linear beyond, no noise, C(v) = (1−θ)v",
    (
        Within("start", -5, 5),
        Within("smoothness", 0.01, 1000, log=True),
        Within("step_size", 1e-4, 10, log=True),
        Within("momentum", 0, 0.99),
        Within("momentum2", 0.001, 0.999),
        Within("epsilon_adam", 1e-8, 10, log=True),
        Within("theta", 0, 0.9),
        Within("steps", 1, 20, whole=True),
    ),
    sized,
    left=least,
    right=gathered,
    only=("published",),
)
