"""Real data: `mushrooms` ships with the package; a LIBSVM file of the user's is read by its path."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from theory.constants_file import read_text
from theory.errors import BadInput

SHIPPED = ("mushrooms",)
"""UCI Mushroom (CC BY 4.0), 8124 rows of 112 one-hot columns, labels ±1; the source is in SOURCES.md."""


MOST_NUMBERS = 5 * 10**8
"""Numbers that a data set may have: it is held densely, 8 bytes each."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows and their labels ±1."""

    name: str
    rows: Float[Tensor, "total dimension"]
    labels: Float[Tensor, " total"]


def load(name: str) -> Dataset:
    """Return a shipped data set by its name, or a LIBSVM file by its path."""
    if name in SHIPPED:
        return _mushrooms()
    path = Path(name)
    if not path.suffix and "\0" not in name and not path.exists():
        raise BadInput(f"data: read {name!r}; allowed: {', '.join(SHIPPED)}, or the path of a LIBSVM file")
    return read_libsvm(path)


def _mushrooms() -> Dataset:
    with np.load(Path(__file__).with_name("mushrooms.npz"), allow_pickle=False) as file:
        bits = np.unpackbits(file["x_bits"], axis=1)[:, : int(file["columns"])]
        labels = file["y"]
    return Dataset(
        "mushrooms",
        torch.from_numpy(bits.astype(np.float64)),
        torch.from_numpy(labels.astype(np.float64)),
    )


def read_libsvm(path: Path) -> Dataset:
    """Read lines "label index:value …" with indices from 1 and two labels, of which the larger becomes +1."""
    entries: list[tuple[int, int, float]] = []
    labels: list[float] = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        try:
            labels.append(_finite(words[0]))
            for word in words[1:]:
                index, _, value = word.partition(":")
                entries.append((len(labels) - 1, int(index) - 1, float(value)))
        except ValueError:
            raise BadInput(
                f"{path}, line {number}: read {line[:60]!r}; allowed: label index:value …"
            ) from None
    return Dataset(path.name, _dense(path, entries, len(labels)), _signs(path, labels))


def _finite(text: str) -> float:
    number = float(text)
    if not np.isfinite(number):
        raise ValueError(text)
    return number


def _dense(path: Path, entries: list[tuple[int, int, float]], rows: int) -> Tensor:
    if not entries or min(column for _, column, _ in entries) < 0:
        raise BadInput(f"{path}: has no entry index:value with an index from 1 on; a LIBSVM file is expected")
    columns = max(column for _, column, _ in entries) + 1
    if rows * columns > MOST_NUMBERS:
        raise BadInput(
            f"{path}: has index {columns}; allowed: at most {MOST_NUMBERS:.0e} numbers, rows × columns"
        )
    where = np.array([(row, column) for row, column, _ in entries])
    dense = np.zeros((rows, columns))
    dense[where[:, 0], where[:, 1]] = [value for _, _, value in entries]
    if not np.isfinite(dense).all():
        raise BadInput(f"{path}: holds a value that is not finite")
    return torch.from_numpy(dense)


def _signs(path: Path, labels: list[float]) -> Tensor:
    kinds = sorted(set(labels))
    if len(kinds) != 2:
        raise BadInput(f"{path}: has {len(kinds)} different labels; allowed: exactly two")
    return torch.tensor([1.0 if label == kinds[1] else -1.0 for label in labels], dtype=torch.float64)
