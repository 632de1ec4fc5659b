"""What the formulas by hand are given, and their one way to mask."""

from __future__ import annotations

from typing import Any

import numpy as np

Number = Any
"""A float or an array."""


def where_positive(x: Number) -> Number:
    """The number, NaN where it is not positive."""
    return np.where(x > 0, x, np.nan)
