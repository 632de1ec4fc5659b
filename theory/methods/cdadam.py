"""CD-Adam: AMSGrad on two-way Markov compression sequences."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from theory.methods.amsgrad import AMSGrad
from theory.methods.base import Array, Communicator, Gradient
from theory.methods.two_way import TwoWay, estimated


class State(NamedTuple):
    model: Array  # x_t, shared
    buffer: Array  # m_t, shared
    variance: Array  # v_t, shared
    largest: Array  # v̂_t, shared
    estimate: Array  # ĝ_t^{(i)}
    gathered: Array  # ĝ_t, the server's
    received: Array  # g̃_t, shared by workers and server


@dataclass(frozen=True, eq=False)
class CDAdam(TwoWay, AMSGrad):
    r"""Workers and server send what has changed since the vector that the other side holds already.

    .. math::
        ĝ_t^{(i)} &= ĝ_{t−1}^{(i)} + C(g_t^{(i)} − ĝ_{t−1}^{(i)}) \\
        ĝ_t       &= ĝ_{t−1} + (1/n) Σ_i C(g_t^{(i)} − ĝ_{t−1}^{(i)}) \\
        g̃_t       &= g̃_{t−1} + C(ĝ_t − g̃_{t−1})

    Source: cdadam, Algorithm 1, from zeros, as C(0) = 0. Workers update the model, with AMSGrad's step size,
    averages and presets. Without `two_way` the server's answer is whole and g̃_t = ĝ_t. With the identity it
    is AMSGrad.
    """

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> Any:
        zero = 0 * x
        return State(x, zero, zero, zero, estimate=comm.per_worker(zero), gathered=zero, received=zero)

    def to_server(self, state: Any, grad: Gradient, comm: Communicator, t: int) -> tuple[Any, Array]:
        message = self.sent(grad(state.model) - state.estimate, comm, t)
        state = estimated(state, message, comm)
        return state, state.gathered

    def to_workers(self, state: Any, gathered: Array, comm: Communicator, t: int) -> tuple[Any, Array]:
        received = state.received + self.answered(gathered - state.received, comm, t)
        return state._replace(received=received), received
