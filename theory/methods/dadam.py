"""DAdam and QG-DAdam: Adam with gossip averaging, its averages local or quasi-global."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from theory.arithmetic import sqrt
from theory.methods.adam import Adam, State
from theory.methods.base import Array, Communicator, Gradient

ADAM = {"bias_correction": True, "epsilon_outside": True}


@dataclass(frozen=True, eq=False)
class DAdam(Adam):
    r"""Every worker takes a step of Adam with its own gradients, and averages its model.

    .. math::
        m_i^{(t)}   &= β₁m_i^{(t−1)} + (1−β₁)g_i^{(t)} \\
        v_i^{(t)}   &= β₂v_i^{(t−1)} + (1−β₂)g_i^{(t)} ⊙ g_i^{(t)} \\
        x_i^{(t+1)} &= Σ_j w_{ij} (x_j^{(t)} − ηm_j^{(t)}/\sqrt{v_j^{(t)} + ε})

    Source: qg, Table 6, which names it and prints no update: this is Algorithm 2 with local averages. The
    authors' code corrects their start at 0 and adds ε outside the root.
    """

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"authors_code": ADAM}

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> Any:
        zero = comm.per_worker(0 * x)
        return State(model=comm.per_worker(x), buffer=zero, variance=zero)

    def step(self, state: Any, grad: Gradient, comm: Communicator, t: int) -> Any:
        half = super().step(state, grad, comm, t)
        return self.kept(state, half._replace(model=comm.mix(half.model, t)))

    def to_server(self, state: Any, grad: Gradient, comm: Communicator, t: int) -> tuple[Any, Array]:
        return state, grad(state.model)

    def to_workers(self, state: Any, gathered: Array, comm: Communicator, t: int) -> tuple[Any, Array]:
        return state, gathered

    def kept(self, before: Any, after: Any) -> Any:
        """The state after a step that has left m^(t) and v^(t), with the averages of the next step."""
        return after

    def model(self, state: Any, comm: Communicator) -> Array:
        return comm.observed_mean(state.model)


@dataclass(frozen=True, eq=False)
class QGDAdam(DAdam):
    r"""DAdam whose averages follow the direction between two consecutive synchronised models.

    .. math::
        m_i^{(t)}   &= β₁m̂_i^{(t−1)} + (1−β₁)g_i^{(t)} \\
        v_i^{(t)}   &= β₂v̂_i^{(t−1)} + (1−β₂)g_i^{(t)} ⊙ g_i^{(t)} \\
        x_i^{(t+1)} &= Σ_j w_{ij} (x_j^{(t)} − ηm_j^{(t)}/\sqrt{v_j^{(t)} + ε}) \\
        d̂_i^{(t)}   &= d_i^{(t)}/‖d_i^{(t)}‖₂, \quad d_i^{(t)} = x_i^{(t)} − x_i^{(t+1)} \\
        m̂_i^{(t)}   &= β₁m̂_i^{(t−1)} + (1−β₁)d̂_i^{(t)} \\
        v̂_i^{(t)}   &= β₂v̂_i^{(t−1)} + (1−β₂)d̂_i^{(t)} ⊙ d̂_i^{(t)}

    Source: qg, Algorithm 2, from m̂_i = v̂_i = 0. Line 5 prints ĝ ⊙ ĝ, where no ĝ is defined: read as g, which
    line 4 has and the authors' code squares. d̂ has no unit while g has one, so the two averages add what
    does not add. Where d = 0, which the paper leaves open, d̂ = 0.

    The authors' code is `authors_code`: Adam's corrections, and g enters m with the weight 1 instead of 1−β₁.
    A later version of it, `authors_code_later`, has 1−β₁ again and keeps m local; v alone is quasi-global.
    """

    _: KW_ONLY
    whole_gradient: bool = False
    local_first: bool = False
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "authors_code": {**ADAM, "whole_gradient": True},
        "authors_code_later": {**ADAM, "local_first": True},
    }

    def averaged(self, buffer: Array, gradient: Array) -> Array:
        if self.whole_gradient:
            return self.momentum * buffer + gradient
        return super().averaged(buffer, gradient)

    def kept(self, before: Any, after: Any) -> Any:
        direction = _direction(before.model - after.model)
        buffer = after.buffer if self.local_first else super().averaged(before.buffer, direction)
        return after._replace(buffer=buffer, variance=self.averaged_sq(before.variance, direction))


def _direction(moved: Array) -> Array:
    """d/‖d‖₂, and 0 where d = 0."""
    length = sqrt((moved * moved).sum(axis=-1, keepdims=True))
    return moved / (length + (length == 0))
