"""Bits on the wire: numbers, integers of any width and signs, packed without gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from jaxtyping import Float, UInt8
from torch import Tensor

PIECE = 2**16
"""Components that are worked on at a time, so that what is in between stays in the processor's cache.

It is the same for every number of workers: a sum over pieces has the same bits for one worker as for many.
"""


def pieces(dimension: int) -> Iterator[slice]:
    """The pieces of a vector, in order."""
    return (slice(start, min(start + PIECE, dimension)) for start in range(0, dimension, PIECE))


class Scratch:
    """Memory for one piece of every row of a tensor, used again for the next one."""

    def __init__(self, like: Tensor, dtype: torch.dtype) -> None:
        self.dtype = dtype
        shape = (*like.shape[:-1], min(PIECE, like.shape[-1]))
        self._held = torch.empty(shape, dtype=dtype, device=like.device)

    def of(self, piece: slice) -> Tensor:
        return self._held[..., : piece.stop - piece.start]


@dataclass(frozen=True)
class Wire:
    """What travels: bytes, of which `bits` bits count; those after them, in the last byte, are zero."""

    data: bytes
    bits: int

    @classmethod
    def of(cls, bits: np.ndarray) -> Wire:
        """From an array of zeros and ones."""
        return cls(np.packbits(bits).tobytes(), bits.size)

    def unpacked(self) -> np.ndarray:
        """An array of zeros and ones."""
        return np.unpackbits(np.frombuffer(self.data, np.uint8), count=self.bits)

    def part(self, start: int, bits: int) -> Wire:
        """The wire that holds `bits` bits of this one from place `start` on."""
        if start % 8:
            return Wire.of(self.unpacked()[start : start + bits])
        data = np.frombuffer(self.data, np.uint8)[start // 8 : -(-(start + bits) // 8)]
        return Wire.of(np.unpackbits(data, count=bits)) if bits % 8 else Wire(data.tobytes(), bits)


def joined(wires: Sequence[Wire]) -> Wire:
    """One wire after another, without gaps."""
    if all(wire.bits % 8 == 0 for wire in wires[:-1]):
        return Wire(b"".join(wire.data for wire in wires), sum(wire.bits for wire in wires))
    return Wire.of(np.concatenate([wire.unpacked() for wire in wires]))


def numbers(values: Tensor) -> Wire:
    """Numbers of the run's own precision, lowest byte first."""
    array = values.detach().cpu().contiguous().numpy()
    return Wire(array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes(), array.nbytes * 8)


def read_numbers(wire: Wire, like: Tensor) -> Tensor:
    """The numbers of a wire, of the precision and on the device of `like`."""
    array = np.empty(0, like.detach()[..., :0].cpu().numpy().dtype)
    read = np.frombuffer(wire.data, array.dtype.newbyteorder("<")).astype(array.dtype)
    return torch.from_numpy(read).to(like.device)


_WHOLE = {8: ">u1", 16: ">u2", 32: ">u4"}
"""Widths that are a number of bytes."""


def integers(values: Tensor | np.ndarray, width: int, lowest: int = 0) -> Wire:
    """Integers from `lowest` to lowest + 2^width − 1, `width` bits each, highest bit first."""
    array = np.asarray(values.cpu() if isinstance(values, Tensor) else values).reshape(-1)
    data = b"".join(_packed(array[piece].astype(np.int64) - lowest, width) for piece in pieces(array.size))
    return Wire(data, array.size * width)


def _packed(array: np.ndarray, width: int) -> bytes:
    if width in _WHOLE:
        return array.astype(_WHOLE[width]).tobytes()
    bits = array[:, None] >> np.arange(width - 1, -1, -1) & 1
    return np.packbits(bits.astype(np.uint8).reshape(-1)).tobytes()


def read_integers(
    wire: Wire, width: int, lowest: int = 0, dtype: type[np.signedinteger[Any]] = np.int64
) -> np.ndarray:
    """The integers of a wire, `width` bits each, of which `lowest` is the least."""
    found = np.empty(wire.bits // width, dtype)
    for piece in pieces(found.size):
        part = wire.part(piece.start * width, (piece.stop - piece.start) * width)
        found[piece] = _unpacked(part, width) + lowest
    return found


def _unpacked(wire: Wire, width: int) -> np.ndarray:
    if width in _WHOLE:
        return np.frombuffer(wire.data, _WHOLE[width]).astype(np.int64)
    bits = wire.unpacked().reshape(-1, width).astype(np.int64)
    return bits @ (1 << np.arange(width - 1, -1, -1, dtype=np.int64))


# Signs, eight to a byte, the first in the highest bit

_PLACES = (128, 64, 32, 16, 8, 4, 2, 1)


def packed_negative(vector: Float[Tensor, "*lead dimension"]) -> UInt8[Tensor, "*lead bytes"]:
    """One bit for every component: 1 where it is below 0."""
    if vector.device.type == "cpu":
        return torch.from_numpy(np.packbits(np.less(vector.detach().numpy(), 0), axis=-1))
    bits = torch.nn.functional.pad((vector < 0).to(torch.uint8), (0, -vector.shape[-1] % 8))
    places = torch.tensor(_PLACES, dtype=torch.uint8, device=vector.device)
    eights = bits.reshape(*bits.shape[:-1], -1, 8)
    return torch.sum(eights * places, -1, dtype=torch.uint8)


def unpacked_bits(packed: UInt8[Tensor, "*lead bytes"], dimension: int) -> UInt8[Tensor, "*lead dimension"]:
    """The bits as zeros and ones."""
    if packed.device.type == "cpu":
        return torch.from_numpy(np.unpackbits(packed.numpy(), axis=-1, count=dimension))
    places = torch.tensor(_PLACES, dtype=torch.uint8, device=packed.device)
    return ((packed[..., None] & places) > 0).to(torch.uint8).flatten(-2)[..., :dimension]
