"""Files of a data set, with messages that name what is missing or wrong."""

from __future__ import annotations

import gzip
import zlib
from hashlib import sha256
from pathlib import Path

import numpy as np

from theory.constants_file import read_text
from theory.errors import BadInput

SUMS = "SHA256SUMS"
"""Where a folder has checksums of its files, as sha256sum writes them."""


def read_bytes(folder: Path, name: str, length: int) -> np.ndarray:
    """The bytes of a file, or of its form compressed by gzip, which must be so many.

    Raises BadInput for a file that is missing, cannot be read, or has another length, or another checksum
    than its folder says.
    """
    plain, packed = folder / name, folder / f"{name}.gz"
    path = plain if plain.is_file() else packed
    try:
        content = path.read_bytes()
        _demand_checksum(path, content)
        found = gzip.decompress(content) if path is packed else content
    except FileNotFoundError:
        raise BadInput(f"data: {folder} lacks {name}; expected: a file of {length} bytes") from None
    except (OSError, EOFError, zlib.error) as wrong:
        raise BadInput(f"data: {path} cannot be read: {wrong}") from None
    if len(found) != length:
        raise BadInput(f"data: {path} has {len(found)} bytes; expected: {length}")
    return np.frombuffer(found, dtype=np.uint8)


def _demand_checksum(path: Path, content: bytes) -> None:
    sums = path.with_name(SUMS)
    if not sums.is_file():
        return
    lines = [line.split(maxsplit=1) for line in read_text(sums).splitlines() if line.strip()]
    expected = {line[-1].removeprefix("*"): line[0] for line in lines}
    found = sha256(content).hexdigest()
    if expected.get(path.name, found) != found:
        raise BadInput(f"data: {path} has the SHA-256 {found}; expected, by {SUMS}: {expected[path.name]}")
