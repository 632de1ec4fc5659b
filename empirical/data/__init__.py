"""Pictures: `fashion_mnist_small` ships with the package; the full sets are read where a user has them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from empirical.data import cifar, idx
from empirical.data.pictures import Pictures, shipped
from theory.errors import BadInput, nearest, shown
from toys.data import FOLDER

SMALL = "fashion_mnist_small"

PLACES: Mapping[str, tuple[Path, ...]] = {
    "fashion_mnist": (Path("/usr/share/datasets/fashion-mnist"),),
    "cifar10": (),
    "cifar100": (),
}
"""Sets that are not shipped, and where a system's package puts them: Debian's dataset-fashion-mnist."""

FORMATS = (*idx.FORMATS, *cifar.FORMATS)
"""What a folder may hold."""


def load(name: str) -> Pictures:
    """A set of pictures by its name, or the folder of one by its path.

    Raises BadInput for an unknown name, and for a folder that lacks a file or whose file is not what its
    format says.
    """
    if name == SMALL:
        return shipped(name)
    return read_folder(_folder_of(name))


def _folder_of(name: str) -> Path:
    if name in PLACES:
        places = [*([Path(os.environ[FOLDER]) / name] if os.environ.get(FOLDER) else []), *PLACES[name]]
        found = next((place for place in places if place.is_dir()), None)
        if found is None:
            looked = " and ".join(map(str, places)) or f"no folder, as {FOLDER} is not set"
            raise BadInput(
                f"data: {name} was not found (looked in {looked}); give its folder by its path, or put it as "
                f"{name} into the folder that {FOLDER} names"
            )
        return found
    path = Path(name)
    if "\0" in name or not path.is_dir():
        known = (SMALL, *PLACES)
        raise BadInput(f"data: read {shown(name)}; {nearest(name, known)}, or the path of a folder")
    return path


def read_folder(path: Path) -> Pictures:
    """The pictures in a folder, whose format is told by the files that it has."""
    for form in FORMATS:
        found = form.found_in(path)
        if found is not None:
            return form.read(found)
    raise BadInput(
        f"data: {path} holds no pictures; allowed: a folder with {', or '.join(f.first for f in FORMATS)}"
    )
