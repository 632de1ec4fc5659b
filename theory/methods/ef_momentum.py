"""Error feedback with momentum."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from theory.methods.base import Array, Communicator, Compressor, Gradient, Tier
from theory.methods.momentum import direction
from theory.methods.schedules import at


class State(NamedTuple):
    model: Array  # x_t, shared
    buffer: Array  # m_{k,t}
    residual: Array  # e_{k,t}


@dataclass(frozen=True, eq=False)
class MomentumErrorFeedback:
    r"""Error feedback of a momentum that every worker accumulates from its own gradients.

    .. math::
        g_{k,t}   &= ∇f(x_t; ξ_{k,t}) + (weight decay)·x_t \\
        m_{k,t+1} &= μm_{k,t} + g_{k,t} \\
        p_{k,t}   &= ηm_{k,t+1} + e_{k,t} \qquad\text{or, with Nesterov,}\quad
                     η(g_{k,t} + μm_{k,t+1}) + e_{k,t} \\
        e_{k,t+1} &= p_{k,t} − C(p_{k,t}) \\
        x_{t+1}   &= x_t − (1/K) Σ_k C(p_{k,t})

    Source: Zheng et al., 2019, whose momentum is Nesterov's, without the compression of the server's answer;
    heavy ball is def's Eq. (11). The step size is inside the residual: their factor η_{t−1}/η_t on a
    residual outside says the same. With μ = 0 it is error feedback.
    """

    step_size: float
    momentum: float
    compressor: Compressor
    nesterov: bool = False
    weight_decay: float = 0
    tier: ClassVar[Tier] = "linear"

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> State:
        zero = comm.per_worker(0 * x)
        return State(model=x, buffer=zero, residual=zero)

    def point(self, state: State) -> Array:
        """Where the workers take their gradients."""
        return state.model

    def gradient(self, state: State, grad: Gradient) -> Array:
        """The gradient with its weight decay."""
        point = self.point(state)
        return grad(point) + self.weight_decay * point

    def accumulated(self, state: State, grad: Gradient, t: int) -> State:
        """The state with m_{k,t+1}, and with p_{k,t} in place of the residual."""
        gradient = self.gradient(state, grad)
        state = state._replace(buffer=self.momentum * state.buffer + gradient)
        moved = at(self.step_size, t) * direction(gradient, state.buffer, self.momentum, self.nesterov)
        return state._replace(residual=moved + state.residual)

    def step(self, state: State, grad: Gradient, comm: Communicator, t: int) -> State:
        state = self.accumulated(state, grad, t)
        message = self.compressor.compress(state.residual, comm.stream("compress", t))
        state = state._replace(residual=self.left(state.residual - message.dense(), comm, t))
        return state._replace(model=state.model - comm.mean(message))

    def left(self, residual: Array, comm: Communicator, t: int) -> Array:
        """The residuals with which the next step begins."""
        return residual

    def model(self, state: State, comm: Communicator) -> Array:
        return state.model
