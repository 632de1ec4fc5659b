"""1-bit Adam: Adam whose variance is frozen after a warm-up, so that its momentum can be compressed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from theory.methods.adam import Adam
from theory.methods.base import Array, Communicator, Gradient
from theory.methods.schedules import at
from theory.methods.two_way import TwoWay


class State(NamedTuple):
    model: Array  # x_t, shared
    buffer: Array  # m_t, shared
    variance: Array  # v_t, shared; v_{T_w} from step T_w on
    residual: Array  # δ_t^{(i)}
    answer_residual: Array  # δ_t, the server's


@dataclass(frozen=True, eq=False)
class OneBitAdam(TwoWay, Adam):
    r"""Adam for T_w steps; from then on momentum with error feedback, over the variance that was reached.

    .. math::
        m_t^{(i)} &= β₁m_{t−1} + (1 − β₁)g_t^{(i)} \\
        p_t^{(i)} &= m_t^{(i)} + δ_{t−1}^{(i)},                δ_t^{(i)} = p_t^{(i)} − C(p_t^{(i)}) \\
        p_t       &= (1/n) Σ_i C(p_t^{(i)}) + δ_{t−1},         δ_t = p_t − m_t \\
        m_t       &= C(p_t) \\
        x_{t+1}   &= x_t − α m_t/√(v_{T_w} + ν)

    Source: Tang et al., 2021, Algorithm 1, with ν under the root as everywhere in cdadam. The preset
    `authors_code` is the baseline of cdadam's authors: what is compressed is the gradient,
    m_t = β₁m_{t−1} + (1 − β₁)g̃_t. With a warm-up that does not end it is Adam. The step size is outside both
    averages and the residual.
    """

    warm_up: int
    compress_gradient: bool = False
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"authors_code": {"compress_gradient": True}}

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> Any:
        zero = 0 * x
        return State(x, zero, zero, residual=comm.per_worker(zero), answer_residual=zero)

    def step(self, state: Any, grad: Gradient, comm: Communicator, t: int) -> Any:
        if t < self.warm_up:
            return super().step(state, grad, comm, t)
        gradient = grad(state.model)
        if self.compress_gradient:
            state, received = self.fed_back(state, gradient, comm, t)
            buffer = self.averaged(state.buffer, self.decayed(received, state))
        else:
            momenta = self.averaged(state.buffer, self.decayed(gradient, state))
            state, buffer = self.fed_back(state, momenta, comm, t)
        direction = self.direction(buffer, state.variance, t, max(self.warm_up - 1, 0))
        moved = state.model - at(self.step_size, t) * direction
        return state._replace(model=moved, buffer=buffer)
