"""Sampled-threshold top-s: about s components, without looking for the s largest."""

from dataclasses import dataclass
from typing import ClassVar

from jaxtyping import Float
from torch import Tensor

from theory.constants import Estimate
from toys.compressors.message import Selected
from toys.streams import Stream


@dataclass(frozen=True)
class SampledTop:
    """C(v) keeps the components whose magnitude is not below a threshold that a random sample sets.

    The sample S has d/100 components (gmc, section 5.1), but never so few that a share s/d of it is less
    than one; θ is the m-th largest magnitude in it, m = |S|s/d rounded. The components kept are the largest
    ones, and at least m of them are, so the class is that of top-m.
    """

    kept: int
    name: ClassVar[str] = "sampled"
    linear: ClassVar[bool] = False
    unbiased: ClassVar[bool] = False
    shared_seed: ClassVar[bool] = False
    sparsifying: ClassVar[bool] = True

    def sizes(self, dimension: int) -> tuple[int, int]:
        """|S| and m."""
        sample = max(dimension // 100, -(-dimension // self.kept))
        return sample, max(1, (2 * sample * self.kept + dimension) // (2 * dimension))

    def compress(self, vector: Float[Tensor, "*lead workers dimension"], stream: Stream) -> Selected:
        sample, above = self.sizes(vector.shape[-1])
        magnitude = vector.abs()
        looked_at = magnitude.gather(
            -1, stream.subset(vector.shape[-1], sample).expand(*vector.shape[:-1], sample)
        )
        threshold = looked_at.topk(above, dim=-1).values[..., -1:]
        return Selected(vector, (magnitude >= threshold).to(vector.dtype))

    def contraction(self, dimension: int) -> Estimate:
        above = self.sizes(dimension)[1]
        return Estimate(
            above / dimension, "upper", how=f"at least {above} of the largest components are always kept"
        )
