"""The IDX files of Fashion-MNIST, compressed by gzip or not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from empirical.data.files import read_bytes
from empirical.data.pictures import Pictures, checked_labels
from theory.errors import BadInput

UNSIGNED_BYTES = 0x08
"""The third byte of the header, which says what the numbers are; the fourth is the number of axes."""


@dataclass(frozen=True)
class IDX:
    """Pictures and labels in files of their own: a header of big-endian 32-bit integers, then bytes."""

    name: str = "fashion_mnist"
    side: int = 28
    classes: int = 10
    total: int = 60000
    tests: int = 10000

    @property
    def first(self) -> str:
        return _images("train")

    def found_in(self, folder: Path) -> Path | None:
        """The folder, where it has the first file."""
        return folder if any((folder / f"{self.first}{end}").is_file() for end in ("", ".gz")) else None

    def read(self, folder: Path) -> Pictures:
        images, labels = self._part(folder, "train", self.total)
        return Pictures(self.name, images, labels, *self._part(folder, "t10k", self.tests), self.classes)

    def _part(self, folder: Path, part: str, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        images = _numbers(folder, _images(part), (count, self.side, self.side))
        labels = _numbers(folder, f"{part}-labels-idx1-ubyte", (count,))
        return torch.from_numpy(images.copy())[:, None], checked_labels(folder, labels, self.classes)


def _images(part: str) -> str:
    return f"{part}-images-idx3-ubyte"


def _numbers(folder: Path, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """The array in a file, which must have this shape."""
    header = np.array([UNSIGNED_BYTES << 8 | len(shape), *shape], dtype=">u4").view(np.uint8)
    found = read_bytes(folder, name, len(header) + int(np.prod(shape)))
    if not np.array_equal(found[: len(header)], header):
        read = found[: len(header)].view(">u4").tolist()
        raise BadInput(f"data: {folder / name} begins with {read}; expected: {header.view('>u4').tolist()}")
    return found[len(header) :].reshape(shape)


FORMATS = (IDX(),)
