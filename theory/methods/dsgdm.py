"""DSGDm: decentralised SGD with local momentum, its buffers kept or synchronised."""

from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from theory.methods.base import Array, Communicator, Gradient, Tier
from theory.methods.schedules import at


class State(NamedTuple):
    model: Array  # x_i^(t), local
    buffer: Array  # m_i^(t−1), which QG-DSGDm writes m̂


@dataclass(frozen=True, eq=False)
class DSGDm:
    r"""Every worker steps along a heavy-ball momentum of its own gradients and averages its model.

    .. math::
        m_i^{(t)}   &= βm_i^{(t−1)} + ∇F_i(x_i^{(t)}; ξ_i^{(t)}) \\
        x_i^{(t+½)} &= x_i^{(t)} − ηm_i^{(t)} \\
        x_i^{(t+1)} &= Σ_j w_{ij} x_j^{(t+½)}

    Source: qg, Algorithm 1, lines 4, 6 and 7, from m_i = 0. The step size is outside the momentum. A weight
    decay is added to the gradient, and so enters the momentum, as in the authors' code. With β = 0 it is
    DSGD.
    """

    step_size: float
    momentum: float
    weight_decay: float = field(default=0.0, kw_only=True)
    tier: ClassVar[Tier] = "linear"

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> State:
        return State(model=comm.per_worker(x), buffer=comm.per_worker(0 * x))

    def step(self, state: State, grad: Gradient, comm: Communicator, t: int) -> State:
        before, state = state.model, self.local_step(state, grad, t)
        state = state._replace(model=self.averaged(state.model, comm, t))
        return self.kept(before, state, comm, t)

    def local_step(self, state: State, grad: Gradient, t: int) -> State:
        """x^(t+½) and m^(t)."""
        step_size = at(self.step_size, t)
        momentum, direction = self.pushed(state, grad, step_size)
        return state._replace(model=state.model - step_size * direction, buffer=momentum)

    def gradient(self, x: Array, grad: Gradient) -> Array:
        """The gradient with its weight decay."""
        return grad(x) + self.weight_decay * x

    def pushed(self, state: State, grad: Gradient, step_size: Array) -> tuple[Array, Array]:
        """m^(t), and the direction of the local step."""
        momentum = self.momentum * state.buffer + self.gradient(state.model, grad)
        return momentum, momentum

    def averaged(self, half: Array, comm: Communicator, t: int) -> Array:
        """x^(t+1) of the local steps' x^(t+½)."""
        return comm.mix(half, t)

    def kept(self, before: Array, after: State, comm: Communicator, t: int) -> State:
        """The state after a step from x^(t) that has left x^(t+1), with the buffer of the next step."""
        return after

    def model(self, state: State, comm: Communicator) -> Array:
        return comm.observed_mean(state.model)


@dataclass(frozen=True, eq=False)
class RingDSGDm(DSGDm):
    r"""DSGDm that averages its momentum buffers with the neighbours, as it does its models.

    .. math:: m_i^{(t)} ← Σ_j w_{ij} m_j^{(t)}

    Source: qg, Table 5, "momentum buffer (ring)", after the local step as in Yu et al., 2019. The buffers
    travel over whatever topology the models travel over; in the paper it is a ring.
    """

    def kept(self, before: Array, after: State, comm: Communicator, t: int) -> State:
        return after._replace(buffer=comm.mix(after.buffer, t))


@dataclass(frozen=True, eq=False)
class CompleteDSGDm(DSGDm):
    r"""DSGDm whose momentum buffers are averaged over all workers.

    .. math:: m_i^{(t)} ← (1/n) Σ_j m_j^{(t)}

    Source: qg, section 3.2 and Table 5, "momentum buffer (complete)".
    """

    def kept(self, before: Array, after: State, comm: Communicator, t: int) -> State:
        return after._replace(buffer=comm.per_worker(comm.mean(after.buffer)))
