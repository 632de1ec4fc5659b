"""Adam, uncompressed: moving averages of the gradient and of its square."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar, NamedTuple

from theory.arithmetic import sqrt
from theory.methods.base import Array, Communicator, Gradient, Tier
from theory.methods.schedules import at


class State(NamedTuple):
    model: Array  # x_t, shared
    buffer: Array  # m_t, shared
    variance: Array  # v_t, shared


@dataclass(frozen=True, eq=False)
class Adam:
    r"""Every component moves by its averaged gradient over the root of its averaged square.

    .. math::
        m_t     &= β₁m_{t−1} + (1 − β₁)g̃_t \\
        v_t     &= β₂v_{t−1} + (1 − β₂)g̃_t² \\
        x_{t+1} &= x_t − α m_t/√(v_t + ν)

    Source: Kingma and Ba, 2015, as cdadam and Tang et al., 2021, write it: g̃_t is what the workers receive of
    the mean gradient, here all of it, and the averages from m_0 = v_0 = 0 are not corrected. The preset
    `authors_code` is Kingma and Ba's own form, (m_t/(1 − β₁^t))/(√(v_t/(1 − β₂^t)) + ν). Weight decay is
    added to g̃_t. The step size is outside both averages.
    """

    step_size: float
    momentum: float
    momentum2: float
    epsilon_adam: float
    _: KW_ONLY
    weight_decay: float = 0.0
    bias_correction: bool = False
    epsilon_outside: bool = False
    tier: ClassVar[Tier] = "coordinatewise"
    under_root: ClassVar[str] = "variance"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "authors_code": {"bias_correction": True, "epsilon_outside": True}
    }

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> Any:
        return State(model=x, buffer=0 * x, variance=0 * x)

    def step(self, state: Any, grad: Gradient, comm: Communicator, t: int) -> Any:
        state, gradient = self.to_server(state, grad, comm, t)
        state, gradient = self.to_workers(state, gradient, comm, t)
        gradient = self.decayed(gradient, state)
        state = state._replace(buffer=self.averaged(state.buffer, gradient))
        state = self.varied(state, gradient)
        direction = self.direction(state.buffer, getattr(state, self.under_root), t, t)
        return state._replace(model=state.model - at(self.step_size, t) * direction)

    def to_server(self, state: Any, grad: Gradient, comm: Communicator, t: int) -> tuple[Any, Array]:
        """The state after the workers have sent, and what the server puts together of the mean gradient."""
        return state, comm.mean(grad(state.model))

    def to_workers(self, state: Any, gathered: Array, comm: Communicator, t: int) -> tuple[Any, Array]:
        """The state after the server has answered, and g̃_t."""
        return state, comm.broadcast(gathered)

    def varied(self, state: Any, gradient: Array) -> Any:
        """The state with v_t."""
        return state._replace(variance=self.averaged_sq(state.variance, gradient))

    def averaged(self, buffer: Array, gradient: Array) -> Array:
        """β₁m + (1 − β₁)g."""
        return self.momentum * buffer + (1 - self.momentum) * gradient

    def averaged_sq(self, variance: Array, gradient: Array) -> Array:
        """β₂v + (1 − β₂)g²."""
        return self.momentum2 * variance + (1 - self.momentum2) * gradient * gradient

    def decayed(self, gradient: Array, state: Any) -> Array:
        return gradient + self.weight_decay * state.model

    def direction(self, buffer: Array, variance: Array, t: int, since: int) -> Array:
        """m_t/√(v + ν), where v has averaged the steps up to `since`."""
        if self.bias_correction:
            buffer = buffer / (1 - self.momentum ** (t + 1))
            variance = variance / (1 - self.momentum2 ** (since + 1))
        if self.epsilon_outside:
            return buffer / (sqrt(variance) + self.epsilon_adam)
        return buffer / sqrt(variance + self.epsilon_adam)

    def model(self, state: Any, comm: Communicator) -> Array:
        return state.model
