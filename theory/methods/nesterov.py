"""DSGDm-N and QG-DSGDm-N: the local step along a Nesterov momentum."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from theory.methods.base import Array, Communicator, Gradient
from theory.methods.dsgdm import CompleteDSGDm, DSGDm, RingDSGDm, State
from theory.methods.momentum import direction
from theory.methods.qg import QG


@dataclass(frozen=True, eq=False)
class DSGDmN(DSGDm):
    r"""DSGDm whose gradient is taken where the momentum alone would lead.

    .. math::
        m_i^{(t)}   &= βm_i^{(t−1)} + ∇F_i(x_i^{(t)} − ηβm_i^{(t−1)}; ξ_i^{(t)}) \\
        x_i^{(t+1)} &= Σ_j w_{ij} (x_j^{(t)} − ηm_j^{(t)})

    Source: qg, Eq. (7), which Eq. (6) is said to equal. Eq. (6) and Appendix B.3.3 print the gradient at
    x + βm, which adds a gradient to a parameter and, as m points uphill, looks back; read as x − ηβm, and
    kept as the preset `printed`. The authors' code has the gradient g at x_i^{(t)} and PyTorch's direction

    .. math:: x_i^{(t+1)} = Σ_j w_{ij} (x_j^{(t)} − η(g_j^{(t)} + β(βm_j^{(t−1)} + g_j^{(t)}))).

    On one worker the points y = x − ηβm of the first form are the x of the second.
    """

    ahead: bool = field(default=True, kw_only=True)
    as_printed: bool = field(default=False, kw_only=True)
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "authors_code": {"ahead": False},
        "printed": {"as_printed": True},
    }

    def pushed(self, state: State, grad: Gradient, step_size: Array) -> tuple[Array, Array]:
        pull = self.momentum * state.buffer
        gradient = self.gradient(self.point(state.model, pull, step_size), grad)
        momentum = pull + gradient
        return momentum, direction(gradient, momentum, self.momentum, not self.ahead)

    def point(self, x: Array, pull: Array, step_size: Array) -> Array:
        """Where the gradient is taken."""
        if self.as_printed:
            return x + pull
        return x - step_size * pull if self.ahead else x


@dataclass(frozen=True, eq=False)
class RingDSGDmN(DSGDmN, RingDSGDm):
    """DSGDm-N that averages its momentum buffers with the neighbours (qg, Table 5)."""


@dataclass(frozen=True, eq=False)
class CompleteDSGDmN(DSGDmN, CompleteDSGDm):
    """DSGDm-N whose momentum buffers are averaged over all workers (qg, Table 5)."""


@dataclass(frozen=True, eq=False)
class QGN(DSGDmN, QG):
    r"""QG-DSGDm whose gradient is taken where the quasi-global momentum alone would lead.

    .. math::
        m_i^{(t)}   &= βm̂_i^{(t−1)} + ∇F_i(x_i^{(t)} − ηβm̂_i^{(t−1)}; ξ_i^{(t)}) \\
        x_i^{(t+1)} &= Σ_j w_{ij} (x_j^{(t)} − ηm_j^{(t)}) \\
        m̂_i^{(t)}   &= μm̂_i^{(t−1)} + (1−μ)(x_i^{(t)} − x_i^{(t+1)})/η

    Source: qg, Appendix B.3.3, read and coded as DSGDm-N is; the authors' code, which has this form in all of
    its commands, sets μ = 0.9 whatever β.
    """

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "authors_code": {"ahead": False, "buffer": 0.9},
        "printed": {"as_printed": True},
    }

    def virtual_gap(self, state: Any, before: Any, comm: Communicator) -> Array | None:
        """None: Eq. (10) is for heavy-ball momentum."""
        return None
