"""Curves as a small inline picture that the page's style sheet draws: some kilobytes, a millisecond each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np
from markupsafe import Markup

from tightrope.output import number
from tightrope.report.markup import maths, render
from tightrope.report.numbers import power_of_ten

WIDTH, HEIGHT = 360.0, 200.0
"""Of the picture, in units of which a phone shows about one in a pixel."""
LEFT, RIGHT, TOP, BOTTOM = 46.0, 16.0, 8.0, 24.0
"""Room around the curves: for the labels of the ticks, of which the widest is such as 10⁻¹²."""
MOST_TICKS = 6


@dataclass(frozen=True, eq=False)
class Line:
    """A curve through points, with a band around it where there is one."""

    label: Markup | str
    look: str
    """Classes of the style sheet: a colour's name, dash-0 to dash-3, thin."""
    x: np.ndarray
    y: np.ndarray
    low: np.ndarray | None = None
    high: np.ndarray | None = None

    @property
    def heights(self) -> np.ndarray:
        """All that has to fit on the axis."""
        return np.concatenate([part for part in (self.y, self.low, self.high) if part is not None])


@dataclass(frozen=True)
class Axis:
    """One direction of a picture: numbers from low to high, put between two places."""

    low: float
    high: float
    start: float
    end: float
    log: bool
    whole: bool = False
    """Whether the numbers are counts, of which no half is marked."""

    def __call__(self, values: np.ndarray) -> np.ndarray:
        """Where numbers stand."""
        low, high, at = self.low, self.high, values
        if self.log:
            low, high, at = log10(low), log10(high), np.log10(values)
        return np.asarray(self.start + (self.end - self.start) * (at - low) / (high - low))

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Places and labels of a few round numbers."""
        values = self._decades() if self.log else []
        values = values if len(values) > 1 else self._round()
        places = self(np.array(values))
        return [(round(float(p), 1), self._written(v)) for p, v in zip(places, values, strict=True)]

    def _decades(self) -> list[float]:
        first, last = ceil(log10(self.low) - 1e-9), floor(log10(self.high) + 1e-9)
        stride = max(1, ceil((last - first + 1) / MOST_TICKS))
        return [10.0**k for k in range(first, last + 1, stride)]

    def _round(self) -> list[float]:
        """Multiples of 1, 2 or 5 times a power of ten."""
        span = self.high - self.low
        power = 10.0 ** floor(log10(span / MOST_TICKS))
        power = max(power, 1.0) if self.whole else power
        stride = next(m * power for m in (1, 2, 5, 10) if span / (m * power) <= MOST_TICKS)
        return [k * stride for k in range(ceil(self.low / stride), floor(self.high / stride) + 1)]

    def _written(self, value: float) -> str:
        exponent = log10(value) if self.log else 0.0
        if self.log and exponent == round(exponent) and abs(exponent) > 2:
            return power_of_ten(round(exponent))
        if abs(value) < 1e5:
            return number(value)
        power = floor(log10(abs(value)))
        return f"{value / 10.0**power:g}·{power_of_ten(power)}"


def picture(
    identifier: str,
    title: str,
    description: str,
    lines: Sequence[Line],
    letters: str = "",
    log_x: bool = False,
    log_y: bool = False,
    level: float | None = None,
) -> Markup:
    """Curves over steps as a figure with its title, a description for those who do not see it, and a key.

    `identifier` is the page's for this picture, `letters` LaTeX beside the title; `level` is a height that is
    marked.
    """
    drawn = [_positive(line) for line in lines] if log_y else list(lines)
    across = _axis(np.concatenate([line.x for line in drawn]), LEFT, WIDTH - RIGHT, log_x, whole=True)
    heights = np.concatenate([line.heights for line in drawn])
    up = _axis(heights if level is None else np.append(heights, level), HEIGHT - BOTTOM, TOP, log_y)
    return render(
        "lines.html",
        id=identifier,
        title=title,
        letters=maths(letters) if letters else "",
        description=description,
        curves=[(line, _path(across, up, line), _band(across, up, line)) for line in drawn],
        across=across,
        up=up,
        level=None if level is None else round(float(up(np.array(level))), 1),
        width=WIDTH,
        height=HEIGHT,
    )


def _positive(line: Line) -> Line:
    """The points that an axis of logarithms has room for; a band that reaches down to 0 ends at the curve."""
    kept = line.y > 0
    low = None if line.low is None else np.where(line.low > 0, line.low, line.y)[kept]
    high = None if line.high is None else line.high[kept]
    return Line(line.label, line.look, line.x[kept], line.y[kept], low, high)


def _axis(values: np.ndarray, start: float, end: float, log: bool, whole: bool = False) -> Axis:
    """An axis for these numbers; around a single one it reaches a little to both sides."""
    low, high = float(values.min()), float(values.max())
    if low == high:
        low, high = (low / 2, high * 2) if log else (low - (abs(low) or 1), high + (abs(high) or 1))
    return Axis(low, high, start, end, log, whole)


def _points(across: np.ndarray, up: np.ndarray) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, up, strict=True))


def _path(across: Axis, up: Axis, line: Line) -> str:
    return _points(across(line.x), up(line.y))


def _band(across: Axis, up: Axis, line: Line) -> str:
    """There along the upper edge and back along the lower one."""
    if line.low is None or line.high is None:
        return ""
    there = across(line.x)
    return _points(np.append(there, there[::-1]), np.append(up(line.high), up(line.low)[::-1]))
