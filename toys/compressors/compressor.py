"""What a compressor says of itself."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol, runtime_checkable

from torch import Tensor

from theory.constants import Estimate
from toys.compressors.message import ToyMessage


@runtime_checkable
class ToyCompressor(Protocol):
    """A compressor with the class that it belongs to."""

    @property
    def name(self) -> str: ...

    @property
    def linear(self) -> bool:
        """Whether C is linear once its random numbers are drawn."""

    @property
    def unbiased(self) -> bool:
        """Whether E C(v) = v for every v."""

    @property
    def shared_seed(self) -> bool:
        """Whether all workers draw the same random numbers."""

    @property
    def sparsifying(self) -> bool:
        """Whether C(v) is v where it is not 0."""

    def variance_factor(self, dimension: int) -> float | None:
        """ω in E‖Q(v) − v‖² ≤ ω‖v‖² of an unbiased compressor; None where it is biased."""

    def compress(self, vector: Tensor, stream: Any) -> ToyMessage: ...

    def contraction(self, dimension: int) -> Estimate | None:
        """δ of the class, as a constant with its kind; None where the compressor contracts nothing."""


def stated(compressor: ToyCompressor | None) -> dict[str, Any]:
    """What a constants file says of a run's compressor; without one nothing is lost."""
    return {
        "name": compressor.name if compressor else "identity",
        "linear": compressor.linear if compressor else True,
        "unbiased": compressor.unbiased if compressor else True,
        "shared_seed": compressor.shared_seed if compressor else False,
        "sparsifying": compressor.sparsifying if compressor else True,
    }


class Biased:
    """What all biased compressors say alike."""

    unbiased: ClassVar[bool] = False

    def variance_factor(self, dimension: int) -> float | None:
        return None
