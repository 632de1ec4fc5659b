"""PR-SGD: parallel restarted SGD."""

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from theory.methods.base import Array, Communicator, Gradient, Tier
from theory.methods.schedules import at


class State(NamedTuple):
    model: Array  # x_{n;k}^{(m)}


@dataclass(frozen=True, eq=False)
class PRSGD:
    r"""Every worker takes K local steps, after which the workers' models are averaged.

    .. math::
        x_{n;k+1}^{(m)} &= x_{n;k}^{(m)} − γ_n ∇f_m(x_{n;k}^{(m)}; ξ_k^{(m)}), \quad k = 0, …, K−1 \\
        x_{n+1;0}^{(m)} &= (1/M) Σ_j x_{n;K}^{(j)}

    Source: Yu et al., 2019, a baseline of qprsgd. Step t is local step t mod K of round n = ⌊t/K⌋, and a
    step-size schedule is one over rounds. The point that the paper evaluates is x̄_{n;k}, the mean over
    workers. With K = 1 it is parallel SGD.
    """

    step_size: float
    local_steps: int
    tier: ClassVar[Tier] = "linear"

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> Any:
        return State(model=comm.per_worker(x))

    def step(self, state: Any, grad: Gradient, comm: Communicator, t: int) -> Any:
        state = self.local_step(state, grad, t)
        return state if (t + 1) % self.local_steps else self.synchronised(state, comm, t)

    def local_step(self, state: Any, grad: Gradient, t: int) -> Any:
        """The state after step t, before a synchronisation."""
        step_size = at(self.step_size, t // self.local_steps)
        return state._replace(model=state.model - step_size * grad(state.model))

    def synchronised(self, state: Any, comm: Communicator, t: int) -> Any:
        """The state at the start of the next round."""
        return State(model=comm.per_worker(comm.mean(state.model)))

    def model(self, state: Any, comm: Communicator) -> Array:
        return comm.observed_mean(state.model)
