"""What an observer has seen, step after step."""

from __future__ import annotations

import numpy as np


class Column:
    """Rows of one shape in one array of float64, whose length doubles when it is full.

    A row takes its numbers and nothing else, and all of them are at hand without a copy.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._room = np.empty((1, *shape))
        self._length = 0

    @classmethod
    def of(cls, rows: np.ndarray) -> Column:
        column = cls(rows.shape[1:])
        column._room, column._length = np.array(rows, dtype=np.float64), len(rows)
        return column

    def append(self, rows: np.ndarray) -> None:
        """Some rows, (number, …)."""
        length = self._length + len(rows)
        if length > len(self._room):
            more = max(len(self._room), length - len(self._room))
            self._room = np.concatenate((self._room, np.empty((more, *self._room.shape[1:]))))
        self._room[self._length : length] = rows
        self._length = length

    @property
    def rows(self) -> np.ndarray:
        """All so far, (rows, …): a view."""
        return self._room[: self._length]
