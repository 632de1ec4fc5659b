"""DGC: deep gradient compression, with and without momentum factor masking."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from theory.methods.base import Array, Communicator, Compressor, Gradient, Tier
from theory.methods.schedules import at


class State(NamedTuple):
    model: Array  # w_t, shared
    buffer: Array  # u_{t,k}, the local momentum
    residual: Array  # v_{t,k}
    decay: Array  # h_t, the momentum of the weight decay, shared


@dataclass(frozen=True, eq=False)
class DGC:
    r"""Error feedback of a momentum that every worker accumulates from its own gradients.

    .. math::
        u_{t+1,k} &= βu_{t,k} + ∇f(w_t; I_{t,k}) \\
        v_{t+½,k} &= v_{t,k} + u_{t+1,k} \\
        v_{t+1,k} &= v_{t+½,k} − C(v_{t+½,k}) \\
        h_{t+1}   &= βh_t + (weight decay)·w_t \\
        w_{t+1}   &= w_t − (η/K) Σ_k C(v_{t+½,k}) − ηh_{t+1}

    Source: Lin et al., 2018, as gmc section 3.2 compares with it, which has no weight decay; that of the
    authors' code has a momentum of its own and is not compressed. Without compression it is momentum SGD.
    The step size is outside the residual.
    """

    step_size: float
    momentum: float
    compressor: Compressor
    weight_decay: float = 0
    tier: ClassVar[Tier] = "linear"

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> State:
        zero = comm.per_worker(0 * x)
        return State(model=x, buffer=zero, residual=zero, decay=0 * x)

    def step(self, state: State, grad: Gradient, comm: Communicator, t: int) -> State:
        state = state._replace(decay=self.momentum * state.decay + self.weight_decay * state.model)
        state = state._replace(buffer=self.momentum * state.buffer + grad(state.model))
        state = state._replace(residual=state.residual + state.buffer)
        message = self.compressor.compress(state.residual, comm.stream("compress", t))
        state = state._replace(buffer=self.kept(state.buffer, message.support()))
        state = state._replace(residual=state.residual - message.dense())
        moved = at(self.step_size, t) * (comm.mean(message) + state.decay)
        return state._replace(model=state.model - moved)

    def kept(self, buffer: Array, sent: Array) -> Array:
        """The momentum that stays after a message."""
        return buffer

    def model(self, state: State, comm: Communicator) -> Array:
        return state.model


@dataclass(frozen=True, eq=False)
class MaskedDGC(DGC):
    r"""DGC with momentum factor masking: the momentum is cleared where it was sent.

    .. math:: u_{t+1,k} ← u_{t+1,k} · (1 − [sent])

    Without compression everything is sent, so it is plain SGD (gmc, Remark 2).
    """

    tier: ClassVar[Tier] = "coordinatewise"

    def kept(self, buffer: Array, sent: Array) -> Array:
        return buffer * (1 - sent)
