"""Momentum SGD on averaged gradients."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from theory.methods.base import Array, Communicator, Gradient, Tier
from theory.methods.momentum import direction
from theory.methods.schedules import at


class State(NamedTuple):
    model: Array  # w_t, shared
    buffer: Array  # m_t, shared


@dataclass(frozen=True, eq=False)
class MomentumSGD:
    r"""One momentum of the workers' averaged gradients, which all of them know.

    .. math::
        g_t     &= (1/K) Σ_k ∇f(w_t; I_{t,k}) + (weight decay)·w_t \\
        m_{t+1} &= βm_t + g_t \\
        w_{t+1} &= w_t − ηm_{t+1} \qquad\text{or, with Nesterov,}\quad w_t − η(g_t + βm_{t+1})

    Source: Polyak, 1964; Sutskever et al., 2013, both as torch.optim.SGD has them, without dampening. The
    step size is outside the momentum.
    """

    step_size: float
    momentum: float
    nesterov: bool = False
    weight_decay: float = 0
    tier: ClassVar[Tier] = "linear"

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> State:
        return State(model=x, buffer=0 * x)

    def step(self, state: State, grad: Gradient, comm: Communicator, t: int) -> State:
        gradient = comm.mean(grad(state.model)) + self.weight_decay * state.model
        state = state._replace(buffer=self.momentum * state.buffer + gradient)
        moved = at(self.step_size, t) * direction(gradient, state.buffer, self.momentum, self.nesterov)
        return state._replace(model=state.model - moved)

    def model(self, state: State, comm: Communicator) -> Array:
        return state.model
