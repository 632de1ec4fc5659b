"""The multiple-step variant of QG-DSGDm."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from theory.methods.base import Array, Communicator, Gradient
from theory.methods.qg import QG


class State(NamedTuple):
    model: Array  # x_i^(t), local
    buffer: Array  # m̂_i^(t−1)
    moved: Array  # d_i of the last step, or the sum of d_i/τ since the buffer followed it last


@dataclass(frozen=True, eq=False)
class QGMultistep(QG):
    r"""QG-DSGDm whose buffer follows the models every τ steps only.

    .. math::
        m̂_i^{(t)} = m̂_i^{(t−1)} \;\text{unless τ divides t, where}\;
        m̂_i^{(t)} = μm̂_i^{(t−1)} + (1−μ)(x_i^{(t)} − x_i^{(t+1)})/η

    Source: qg, Algorithm 3, t = 1, 2, …; models are averaged at every step. As printed, d is that of the last
    step alone. In the authors' code it is the sum of all d since the buffer followed last, divided by τ, and
    the buffer follows first after the first step, then every τ steps. With τ = 1 both are QG-DSGDm.
    """

    local_steps: int
    whole_round: bool = field(default=False, kw_only=True)
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "authors_code": {"buffer": 0.9, "whole_round": True}
    }

    def init(self, x: Array, grad: Gradient, comm: Communicator) -> Any:
        zero = comm.per_worker(0 * x)
        return State(model=comm.per_worker(x), buffer=zero, moved=zero)

    def kept(self, before: Array, after: Any, comm: Communicator, t: int) -> Any:
        moved = self.moved(before, after, t)
        if self.whole_round:
            due, moved = t, after.moved + moved / self.local_steps
        else:
            due = t + 1
        if due % self.local_steps:
            return after._replace(moved=moved)
        return after._replace(buffer=self.followed(after.buffer, moved), moved=0 * moved)

    def virtual_gap(self, state: Any, before: Any, comm: Communicator) -> Array | None:
        """None: Eq. (10) is for a buffer that follows every step."""
        return None
