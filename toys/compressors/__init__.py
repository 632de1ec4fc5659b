"""Compressors, one a file, by the names that a configuration gives them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, ClassVar, Protocol, runtime_checkable

from torch import Tensor

from theory.constants import Estimate
from theory.errors import BadInput, nearest, shown
from toys.compressors.block import RandomBlock
from toys.compressors.identity import Identity
from toys.compressors.message import ToyMessage
from toys.compressors.sampled import SampledTop
from toys.compressors.top import Top

SPARSIFIERS = {cls.name: cls for cls in (Top, SampledTop, RandomBlock)}


@runtime_checkable
class ToyCompressor(Protocol):
    """A compressor with the class that it belongs to."""

    name: ClassVar[str]
    linear: ClassVar[bool]
    unbiased: ClassVar[bool]
    shared_seed: ClassVar[bool]
    sparsifying: ClassVar[bool]

    def compress(self, vector: Tensor, stream: Any) -> ToyMessage: ...

    def contraction(self, dimension: int) -> Estimate:
        """δ of the class, as a constant with its kind."""


def parse_compressor(text: str, dimension: int) -> ToyCompressor:
    """Read "identity", "top:11" (s components) or "top:1/1024" (a share of the dimension).

    Raises BadInput for an unknown name and for an s that is not within 1 … d.
    """
    name, _, amount = text.partition(":")
    if name == Identity.name:
        if amount:
            raise BadInput(f"compressor: read {shown(text)}; identity keeps everything and takes no number")
        return Identity()
    if name not in SPARSIFIERS:
        raise BadInput(f"compressor: read {shown(text)}; {nearest(name, [*SPARSIFIERS, Identity.name])}")
    return SPARSIFIERS[name](_kept(text, amount, dimension))


def _kept(text: str, amount: str, dimension: int) -> int:
    allowed = (
        f"a number of components from 1 to {dimension}, as in top:11, or a share, as in top:1/16 or top:0.1"
    )
    if not re.fullmatch(r"\d+(/\d+)?|\d*\.\d+", amount):
        raise BadInput(f"compressor: read {shown(text)}; allowed after the colon: {allowed}")
    try:
        number = Fraction(amount)
    except (ZeroDivisionError, ValueError):  # "1/0", or thousands of digits
        raise BadInput(f"compressor: read {shown(text)}; allowed after the colon: {allowed}") from None
    is_share = not amount.isdigit()
    kept = int(number * dimension) if is_share else int(number)
    if not 1 <= kept <= dimension:
        raise BadInput(
            f"compressor: read {shown(text)}, which keeps {kept} of {dimension}; allowed: {allowed}"
        )
    return kept
