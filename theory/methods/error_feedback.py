"""Plain error feedback."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from theory.methods.base import Array, Communicator, Compressor, Gradient, Tier
from theory.methods.schedules import at


class State(NamedTuple):
    model: Array  # x_t, shared
    residual: Array  # e_{k,t}


@dataclass(frozen=True, eq=False)
class ErrorFeedback:
    r"""What compression loses is kept and added to the next message.

    .. math::
        p_{k,t}   &= η∇f(x_t; ξ_{k,t}) + e_{k,t} \\
        e_{k,t+1} &= p_{k,t} − C(p_{k,t}) \\
        x_{t+1}   &= x_t − (1/K) Σ_k C(p_{k,t})

    Source: Karimireddy et al., 2019, the baseline of gmc and def. The step size is inside the residual.
    """

    step_size: float
    compressor: Compressor
    tier: ClassVar[Tier] = "linear"

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> State:
        return State(model=x, residual=comm.per_worker(0 * x))

    def step(self, state: State, grad: Gradient, comm: Communicator, t: int) -> State:
        state = state._replace(residual=at(self.step_size, t) * grad(state.model) + state.residual)
        message = self.compressor.compress(state.residual, comm.stream("compress", t))
        state = state._replace(residual=state.residual - message.dense())
        return state._replace(model=state.model - comm.mean(message))

    def model(self, state: State, comm: Communicator) -> Array:
        return state.model
