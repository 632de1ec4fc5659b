"""EF21: compressed differences of gradients, one way and two ways."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from theory.methods.base import Array, Communicator, Compressor, Gradient, Tier
from theory.methods.schedules import at
from theory.methods.two_way import estimated


class State(NamedTuple):
    model: Array  # x_t, shared
    estimate: Array  # g_{k,t−1}, every worker's estimate of its gradient
    gathered: Array  # g_{t−1}, their mean
    received: Array  # what all workers know of it, shared


@dataclass(frozen=True, eq=False)
class EF21:
    r"""Every worker sends by how much its gradient differs from the estimate that its receivers have of it.

    .. math::
        c_{k,t} &= C(∇f(x_t; ξ_{k,t}) − g_{k,t−1}), \qquad g_{k,t} = g_{k,t−1} + c_{k,t} \\
        g_t     &= g_{t−1} + (1/K) Σ_k c_{k,t} \\
        x_{t+1} &= x_t − ηg_t

    Source: Richtárik et al., 2021, Algorithm 2, from g_{k,−1} = 0, which makes the first estimate
    C(∇f(x_0)). No step size is inside an estimate. Without compression it is SGD.
    """

    step_size: float
    compressor: Compressor
    tier: ClassVar[Tier] = "linear"

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> State:
        return State(model=x, estimate=comm.per_worker(0 * x), gathered=0 * x, received=0 * x)

    def step(self, state: State, grad: Gradient, comm: Communicator, t: int) -> State:
        message = self.compressor.compress(grad(state.model) - state.estimate, comm.stream("compress", t))
        state = estimated(state, message, comm)
        state = state._replace(received=self.answered(state, comm, t))
        return state._replace(model=state.model - at(self.step_size, t) * state.received)

    def answered(self, state: State, comm: Communicator, t: int) -> Array:
        """What the workers know of the mean estimate."""
        return state.gathered

    def model(self, state: State, comm: Communicator) -> Array:
        return state.model


@dataclass(frozen=True, eq=False)
class TwoWayEF21(EF21):
    r"""EF21 whose server sends by how much the mean differs from what it has sent before.

    .. math:: b_t = C(g_t − ĝ_{t−1}), \qquad ĝ_t = ĝ_{t−1} + b_t, \qquad x_{t+1} = x_t − ηĝ_t

    Source: Fatkhullin et al., 2021, EF21-BC, with one compressor for both ways and all estimates from 0.
    """

    def answered(self, state: State, comm: Communicator, t: int) -> Array:
        message = self.compressor.compress(state.gathered - state.received, comm.shared_stream("answer", t))
        return state.received + comm.broadcast(message)
