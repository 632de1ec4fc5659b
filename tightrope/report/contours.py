"""Curves on which a plane of numbers is 0, and where it is not negative, as paths of SVG."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, cast

import numpy as np
from contourpy import FillType, LineType, contour_generator

STRAIGHT = 0.25
"""Pixels that a curve may be off, to be drawn with fewer points."""

Plane = np.ndarray[Any, np.dtype[np.float64]]
"""Numbers over a grid, by rows from the bottom up; or the points of a line, by rows of two."""


def curves(plane: Plane, width: float, height: float) -> list[Plane]:
    """Where a plane is 0, in pixels from the upper left."""
    generator = contour_generator(*_grid(plane, width, height), plane, line_type=LineType.Separate)
    return [line for line in cast(list[Plane], generator.lines(0.0)) if len(line) > 1]


def filled(plane: Plane, width: float, height: float) -> list[Plane]:
    """Rings around where a plane is not negative; a ring within another is a hole."""
    generator = contour_generator(*_grid(plane, width, height), plane, fill_type=FillType.OuterOffset)
    points, offsets = cast(tuple[list[Plane], list[Sequence[int]]], generator.filled(0.0, np.inf))
    return [ring[a:b] for ring, cuts in zip(points, offsets, strict=True) for a, b in pairwise(cuts)]


def _grid(plane: Plane, width: float, height: float) -> tuple[Plane, Plane]:
    """The pixels of the columns and of the rows; SVG counts them from the top."""
    rows, columns = plane.shape
    return np.linspace(0, width, columns), np.linspace(height, 0, rows)


def path(lines: Sequence[Plane]) -> str:
    """Lines as one path, with the points that they need to be straight enough."""
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in thinned(line)) for line in lines)


def thinned(line: Plane) -> Plane:
    """Ramer, Douglas and Peucker: the ends, and the farthest point between while it is too far off."""
    chord, between = line[-1] - line[0], line - line[0]
    length = float(np.hypot(*chord))
    away = (chord[0] * between[:, 1] - chord[1] * between[:, 0]) / length if length else np.hypot(*between.T)
    farthest = int(np.abs(away).argmax())
    if abs(away[farthest]) <= STRAIGHT:
        return line[[0, -1]]
    return np.concatenate([thinned(line[: farthest + 1])[:-1], thinned(line[farthest:])])
