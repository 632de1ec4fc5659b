"""QG-DSGDm: decentralised SGD with quasi-global momentum."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from theory.methods.base import Array, Communicator, Gradient
from theory.methods.dsgdm import DSGDm, State
from theory.methods.schedules import at, is_constant


@dataclass(frozen=True, eq=False)
class QG(DSGDm):
    r"""The buffer follows the difference of two consecutive synchronised models, not the local gradients.

    .. math::
        m_i^{(t)}   &= βm̂_i^{(t−1)} + ∇F_i(x_i^{(t)}; ξ_i^{(t)}) \\
        x_i^{(t+½)} &= x_i^{(t)} − ηm_i^{(t)} \\
        x_i^{(t+1)} &= Σ_j w_{ij} x_j^{(t+½)} \\
        d_i^{(t)}   &= (x_i^{(t)} − x_i^{(t+1)})/η \\
        m̂_i^{(t)}   &= μm̂_i^{(t−1)} + (1−μ)d_i^{(t)}

    Source: qg, Algorithm 1 and Eq. (3), from m̂_i = 0. The step size is outside the buffer, and d has that of
    the step itself. The paper's experiments set μ = β; the authors' code has μ = 0.9 whatever β. With β = 0
    it is DSGD, without gradients and with η = 1 it is Eq. (4).
    """

    buffer: float
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"authors_code": {"buffer": 0.9}}

    def local_step(self, state: State, grad: Gradient, t: int) -> State:
        """x^(t+½), and m̂^(t−1) still: nothing but this step needs m^(t)."""
        return super().local_step(state, grad, t)._replace(buffer=state.buffer)

    def kept(self, before: Array, after: State, comm: Communicator, t: int) -> State:
        return after._replace(buffer=self.followed(after.buffer, self.moved(before, after, t)))

    def moved(self, before: Array, after: State, t: int) -> Array:
        """d, with the step size of the step itself."""
        return (before - after.model) / at(self.step_size, t)

    def followed(self, buffer: Array, moved: Array) -> Array:
        """μm̂ + (1−μ)d."""
        moved = (1 - self.buffer) * moved
        return self.buffer * buffer + moved

    def virtual_gap(self, state: State, before: State, comm: Communicator) -> Array | None:
        r"""x̂_t − x̄_t of Eq. (10), x̂ from x̄ in steps of η/(1−β) along the mean gradient.

        By Eq. (9) it changes by ηβ(m̄ − ḡ/(1−β)), and m̄ by (1−μ)(ḡ − (1−β)m̄), so that it is
        −ηβ/((1−μ)(1−β))·m̄. None where the step size changes.
        """
        if not is_constant(self.step_size):
            return None
        scale = self.step_size * self.momentum / ((1 - self.buffer) * (1 - self.momentum))
        return -scale * comm.observed_mean(state.buffer)


@dataclass(frozen=True, eq=False)
class QGSGDm(QG):
    r"""QG-DSGDm on one worker; several act as one that takes their mean gradient.

    .. math::
        x^{(t+1)} &= x^{(t)} − η(βm̂^{(t−1)} + (1/K) Σ_k ∇F_k(x^{(t)}; ξ_k^{(t)})) \\
        m̂^{(t)}   &= μm̂^{(t−1)} + (1−μ)(x^{(t)} − x^{(t+1)})/η

    Source: qg, section 4.2 and Appendix B.3.1. It is momentum SGD where μ = 0, and quasi-hyperbolic momentum
    in general (see QHM).
    """

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> State:
        return State(model=x, buffer=0 * x)

    def step(self, state: State, grad: Gradient, comm: Communicator, t: int) -> State:
        return super().step(state, lambda x: comm.mean(grad(x)), comm, t)

    def averaged(self, half: Array, comm: Communicator, t: int) -> Array:
        return half

    def model(self, state: State, comm: Communicator) -> Array:
        return state.model
