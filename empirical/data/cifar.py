"""The binary version of CIFAR-10 and CIFAR-100 (Krizhevsky, 2009): records of labels and pixels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from empirical.data.files import read_bytes
from empirical.data.pictures import Pictures, checked_labels

SHAPE = (3, 32, 32)
"""A picture's red, green and blue planes, each by rows."""


@dataclass(frozen=True)
class CIFAR:
    """Files of records; a record's last label is the one that is learned, as CIFAR-100's first is coarse."""

    name: str
    inner: str
    """The folder that the archive unpacks to."""
    parts: tuple[str, ...]
    test: str
    labels: int
    classes: int
    records: int
    """In each training file."""
    tests: int = 10000

    @property
    def first(self) -> str:
        return self.parts[0]

    def found_in(self, folder: Path) -> Path | None:
        """The folder, or the archive's folder in it, that has the first file."""
        places = (folder, folder / self.inner)
        return next((place for place in places if (place / self.first).is_file()), None)

    def read(self, folder: Path) -> Pictures:
        parts = [self._file(folder, part, self.records) for part in self.parts]
        images, labels = (torch.cat(each) for each in zip(*parts, strict=True))
        return Pictures(self.name, images, labels, *self._file(folder, self.test, self.tests), self.classes)

    def _file(self, folder: Path, name: str, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        length = self.labels + int(np.prod(SHAPE))
        records = read_bytes(folder, name, count * length).reshape(count, length)
        images = records[:, self.labels :].reshape(count, *SHAPE)
        labels = checked_labels(folder / name, records[:, self.labels - 1], self.classes)
        return torch.from_numpy(images.copy()), labels


CIFAR10 = CIFAR(
    "cifar10",
    "cifar-10-batches-bin",
    tuple(f"data_batch_{number}.bin" for number in range(1, 6)),
    "test_batch.bin",
    labels=1,
    classes=10,
    records=10000,
)
CIFAR100 = CIFAR(
    "cifar100", "cifar-100-binary", ("train.bin",), "test.bin", labels=2, classes=100, records=50000
)
FORMATS = (CIFAR10, CIFAR100)
