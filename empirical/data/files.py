"""Files of a data set, with messages that name what is missing or wrong."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import numpy as np

from theory.errors import BadInput


def read_bytes(folder: Path, name: str, length: int) -> np.ndarray:
    """The bytes of a file, or of its form compressed by gzip, which must be so many.

    Raises BadInput for a file that is missing, cannot be read, or has another length.
    """
    plain, packed = folder / name, folder / f"{name}.gz"
    path = plain if plain.is_file() else packed
    try:
        found = gzip.decompress(path.read_bytes()) if path is packed else path.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"data: {folder} lacks {name}; expected: a file of {length} bytes") from None
    except (OSError, EOFError, zlib.error) as wrong:
        raise BadInput(f"data: {path} cannot be read: {wrong}") from None
    if len(found) != length:
        raise BadInput(f"data: {path} has {len(found)} bytes; expected: {length}")
    return np.frombuffer(found, dtype=np.uint8)
