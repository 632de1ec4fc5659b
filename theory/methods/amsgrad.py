"""AMSGrad, uncompressed: Adam whose step size of a component never grows again."""

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from theory.arithmetic import maximum
from theory.methods.adam import Adam
from theory.methods.base import Array, Communicator, Gradient


class State(NamedTuple):
    model: Array  # x_t, shared
    buffer: Array  # m_t, shared
    variance: Array  # v_t, shared
    largest: Array  # v̂_t, shared


@dataclass(frozen=True, eq=False)
class AMSGrad(Adam):
    r"""Adam with the largest variance so far in place of the present one.

    .. math::
        v̂_t     &= max(v̂_{t−1}, v_t) \\
        x_{t+1} &= x_t − α m_t/√(v̂_t + ν)

    Source: Reddi et al., 2018, as cdadam, Algorithm 1, lines 13 to 16, updates. The preset `authors_code`
    takes the maximum over the uncorrected v_t and corrects v̂_t.
    """

    under_root: ClassVar[str] = "largest"

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> Any:
        return State(model=x, buffer=0 * x, variance=0 * x, largest=0 * x)

    def varied(self, state: Any, gradient: Array) -> Any:
        state = super().varied(state, gradient)
        return state._replace(largest=maximum(state.largest, state.variance))
