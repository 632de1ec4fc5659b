"""AMSGrad with error feedback."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from theory.methods.amsgrad import AMSGrad
from theory.methods.base import Array, Communicator, Gradient
from theory.methods.two_way import TwoWay


class State(NamedTuple):
    model: Array  # x_t, shared
    buffer: Array  # m_t, shared
    variance: Array  # v_t, shared
    largest: Array  # v̂_t, shared
    residual: Array  # δ_t^{(i)}
    answer_residual: Array  # δ_t, the server's


@dataclass(frozen=True, eq=False)
class AMSGradEF(TwoWay, AMSGrad):
    r"""AMSGrad on gradients that are compressed with error feedback, by the workers and by the server.

    .. math::
        ĝ_t^{(i)} &= C(g_t^{(i)} + δ_{t−1}^{(i)}),  δ_t^{(i)} = g_t^{(i)} + δ_{t−1}^{(i)} − ĝ_t^{(i)} \\
        ĝ_t       &= (1/n) Σ_i ĝ_t^{(i)} + δ_{t−1} \\
        g̃_t       &= C(ĝ_t),                       δ_t = ĝ_t − g̃_t

    Source: cdadam, section 4, which leaves the server's side open; it is the workers' once more, and without
    `two_way` g̃_t = ĝ_t and δ_t = 0. The step size is outside the residual. The averages and the presets are
    those of AMSGrad, to which the identity leads back.
    """

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> Any:
        zero = 0 * x
        return State(x, zero, zero, zero, residual=comm.per_worker(zero), answer_residual=zero)

    def to_server(self, state: Any, grad: Gradient, comm: Communicator, t: int) -> tuple[Any, Array]:
        return self.gathered(state, grad(state.model), comm, t)

    def to_workers(self, state: Any, gathered: Array, comm: Communicator, t: int) -> tuple[Any, Array]:
        return self.received(state, gathered, comm, t)
