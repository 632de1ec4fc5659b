"""GMC: global momentum compression."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from theory.methods.base import Array, Communicator, Compressor, Gradient, Tier
from theory.methods.schedules import at, is_constant


class State(NamedTuple):
    model: Array  # w_t, shared
    previous: Array  # w_{t−1}, shared
    residual: Array  # e_{t,k}


@dataclass(frozen=True, eq=False)
class GMC:
    r"""Error feedback in which every worker's message carries the momentum of the model they share.

    .. math::
        e_{t+½,k} &= e_{t,k} + ∇f(w_t; I_{t,k}) − (β/η)(w_t − w_{t−1}) \\
        e_{t+1,k} &= e_{t+½,k} − C(e_{t+½,k}) \\
        w_{t+1}   &= w_t − (η/K) Σ_k C(e_{t+½,k})

    Source: gmc, Algorithm 1, from w_{−1} = w_0 and e_{0,k} = 0. The step size is outside the residual.
    """

    step_size: float
    momentum: float
    compressor: Compressor
    tier: ClassVar[Tier] = "linear"

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> State:
        return State(model=x, previous=x, residual=comm.per_worker(0 * x))

    def point(self, state: State, step_size: Array) -> Array:
        """Where the workers take their gradients."""
        return state.model

    def step(self, state: State, grad: Gradient, comm: Communicator, t: int) -> State:
        step_size = at(self.step_size, t)
        state = state._replace(
            residual=state.residual + grad(self.point(state, step_size)) - self.pushed(state, step_size),
            previous=state.model,
        )
        message = self.compressor.compress(state.residual, comm.stream("compress", t))
        state = state._replace(residual=state.residual - message.dense())
        return state._replace(model=state.model - step_size * comm.mean(message))

    def pushed(self, state: State, step_size: Array) -> Array:
        """The momentum of the model that all share, (β/η)(w_t − w_{t−1})."""
        return self.momentum / step_size * (state.model - state.previous)

    def model(self, state: State, comm: Communicator) -> Array:
        return state.model

    def virtual_gap(self, state: State, before: State, comm: Communicator) -> Array | None:
        """z_t − w_t = β/(1−β)·(w_t − w_{t−1}) − η/(1−β)·ē_t (Lemma 3).

        None where the step size changes: the residuals of all times enter z_t with one η.
        """
        if not is_constant(self.step_size):
            return None
        moved = self.momentum * (state.model - state.previous)
        return (moved - self.step_size * comm.observed_mean(state.residual)) / (1 - self.momentum)
