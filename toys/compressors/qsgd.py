"""QSGD: every component rounded at random to one of the levels of the vector's norm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, cast

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor

from theory.constants import Estimate
from theory.papers.qprsgd.quantiser import rounding_variance, worst_case_factor
from toys.compressors import elias
from toys.compressors.message import Sent, bits_of, each
from toys.compressors.packing import (
    Scratch,
    Wire,
    integers,
    joined,
    numbers,
    pieces,
    read_integers,
    read_numbers,
)
from toys.streams import WORD_BITS, Stream


@dataclass(frozen=True, eq=False)
class Levels(Sent):
    """The norm, and for every component its signed level in ⌈log₂(2s+1)⌉ bits."""

    norm: Float[Tensor, "*lead workers 1"]
    signed: Int[Tensor, "*lead workers dimension"]
    levels: int

    def dense(self) -> Float[Tensor, "*lead workers dimension"]:
        return (self.signed * self.norm).div_(self.levels)

    def count(self) -> Float[Tensor, "*lead workers"]:
        return each(self.signed.shape[-1], self.norm)

    @property
    def _width(self) -> int:
        return (2 * self.levels).bit_length()

    def bits(self) -> Float[Tensor, "*lead workers"]:
        return each(bits_of(self.norm) + self._width * self.signed.shape[-1], self.norm)

    def encode(self, *at: int) -> Wire:
        return joined((numbers(self.norm[at]), self._coded(self.signed[at].cpu().numpy())))

    def decode(self, wire: Wire, *at: int) -> Float[Tensor, " dimension"]:
        head = bits_of(self.norm)
        norm = read_numbers(wire.part(0, head), self.norm)
        signed = torch.from_numpy(self._read(wire.part(head, wire.bits - head))).to(norm.device)
        return Levels(norm[None], signed[None], self.levels).dense()[0]

    def _coded(self, signed: np.ndarray) -> Wire:
        return integers(signed, self._width, -self.levels)

    def _read(self, wire: Wire) -> np.ndarray:
        return read_integers(wire, self._width, -self.levels, np.int32)


@dataclass(frozen=True, eq=False)
class EliasLevels(Levels):
    """The norm, and for every component its sign and the Elias code of |level| + 1 (qprsgd, appendix)."""

    @property
    def varies(self) -> bool:
        return True

    def bits(self) -> Float[Tensor, "*lead workers"]:
        codes = elias.gamma_bits(np.abs(_array(self.signed)) + 1).sum(-1) + self.signed.shape[-1]
        return each(bits_of(self.norm), self.norm) + torch.from_numpy(codes).to(self.norm.device)

    def _coded(self, signed: np.ndarray) -> Wire:
        return elias.encoded(signed < 0, np.abs(signed.astype(np.int64)) + 1)

    def _read(self, wire: Wire) -> np.ndarray:
        negative, n = elias.decoded(wire, self.signed.shape[-1])
        return np.where(negative, 1 - n, n - 1)


def _array(signed: Tensor) -> np.ndarray:
    return signed.cpu().numpy().astype(np.int64)


@dataclass(frozen=True)
class QSGD:
    r"""Q_s(v)_i = ‖v‖·sign(v_i)·ζ_i/s, where ζ_i is s|v_i|/‖v‖ rounded at random to a neighbouring integer.

    Rounded up with the probability that makes the mean right, so E Q_s(v) = v (qprsgd, Eq. (2)–(4)).

    With y = sv_i/‖v‖ the signed level is ⌊y + u⌋ for u uniform on [0, 1). The bits of u come in two parts:
    the first 16 are the component's own, those behind are the same for all components of a message. So every
    component has its exact probabilities to 2⁻⁴⁰, and two of them depend on each other by less than 2⁻¹⁶.
    A norm so small that 2¹⁶s/‖v‖ is no number any more counts as 0.
    """

    levels: int
    name: ClassVar[str] = "qsgd"
    linear: ClassVar[bool] = False
    unbiased: ClassVar[bool] = True
    shared_seed: ClassVar[bool] = False
    sparsifying: ClassVar[bool] = False
    message: ClassVar[type[Levels]] = Levels

    def compress(self, vector: Float[Tensor, "*lead workers dimension"], stream: Stream) -> Levels:
        dimension = vector.shape[-1]
        norm = torch.linalg.vector_norm(vector, dim=-1, keepdim=True)
        scale = (self.levels * 2.0**WORD_BITS) / norm
        scale = torch.where(scale.isfinite(), scale, 0.0)
        words = stream.words(dimension + 2)
        common = _fraction(words[..., dimension:]).to(vector.dtype)
        signed = torch.empty(vector.shape, dtype=_integers(self.levels), device=vector.device)
        number = Scratch(vector, vector.dtype)
        level = Scratch(vector, torch.int32 if self.levels < 2**14 else torch.int64)
        own = Scratch(words, level.dtype)
        for piece in pieces(dimension):
            scaled = torch.mul(vector[..., piece], scale, out=number.of(piece)).add_(common).floor_()
            rounded = level.of(piece).copy_(scaled).add_(own.of(piece).copy_(words[..., piece]))
            rounded.add_(2 ** (WORD_BITS - 1)).bitwise_right_shift_(WORD_BITS)
            # rounding may have carried y beyond s by its last digit
            signed[..., piece] = rounded.clamp_(-self.levels, self.levels)
        return self.message(norm, signed, self.levels)

    def variance_factor(self, dimension: int) -> float:
        """ω in E‖Q_s(v) − v‖² ≤ ω‖v‖²: √d/s − 1 where d ≥ 4s², else d/(4s²)."""
        return float(cast(float, worst_case_factor(dimension, self.levels)))

    def error_sq(self, vector: Float[Tensor, "*lead workers dimension"]) -> Float[Tensor, "*lead workers"]:
        """E‖Q_s(v) − v‖² = ‖v‖²/s²·Σ p_i(1−p_i), exactly; v is not 0."""
        norm = torch.linalg.vector_norm(vector, dim=-1, keepdim=True)
        of_each: Any = rounding_variance(cast(Any, vector), cast(Any, norm), self.levels)
        return cast(Tensor, of_each.sum(-1))

    def contraction(self, dimension: int) -> Estimate | None:
        """δ = 1 − ω where that is above 0; None where Q_s may lose more than all of ‖v‖²."""
        contracted = 1 - self.variance_factor(dimension)
        return Estimate(contracted, "upper", how="1 − ω of Q_s") if contracted > 0 else None


@dataclass(frozen=True)
class EliasQSGD(QSGD):
    """QSGD whose levels travel in Elias codes: short where most of them are 0."""

    name: ClassVar[str] = "qsgd-elias"
    message: ClassVar[type[Levels]] = EliasLevels


def _fraction(words: Int[Tensor, "*runs 2"]) -> Float[Tensor, "*runs 1"]:
    """24 random bits as a number of [0, 1), as many as every floating-point format here holds."""
    unsigned = words.to(torch.float64) + 2 ** (WORD_BITS - 1)
    high, low = unsigned[..., :1], (unsigned[..., 1:] / 2**8).floor()
    number: Tensor = (high * 2**8 + low) / 2**24
    return number


def _integers(levels: int) -> torch.dtype:
    """The smallest integers that hold −s … s."""
    return next(t for t in (torch.int8, torch.int16, torch.int32) if levels <= torch.iinfo(t).max)
