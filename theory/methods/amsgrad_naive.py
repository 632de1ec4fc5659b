"""AMSGrad with naive compression."""

from dataclasses import dataclass
from typing import Any

from theory.methods.amsgrad import AMSGrad
from theory.methods.base import Array, Communicator, Gradient
from theory.methods.two_way import TwoWay


@dataclass(frozen=True, eq=False)
class AMSGradNaive(TwoWay, AMSGrad):
    r"""AMSGrad on compressed gradients; what compression loses is lost.

    .. math:: g̃_t = C((1/n) Σ_i C(g_t^{(i)}))

    Source: cdadam, section 4. The outer C is there where `two_way`. The step size, the averages and the
    presets are those of AMSGrad, to which the identity leads back.
    """

    def to_server(self, state: Any, grad: Gradient, comm: Communicator, t: int) -> tuple[Any, Array]:
        return state, comm.mean(self.sent(grad(state.model), comm, t))

    def to_workers(self, state: Any, gathered: Array, comm: Communicator, t: int) -> tuple[Any, Array]:
        return state, self.answered(gathered, comm, t)
