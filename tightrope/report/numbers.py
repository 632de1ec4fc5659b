"""Numbers as the page writes them: powers of ten with their exponent raised."""

from __future__ import annotations

from typing import Any

from tightrope.output import number

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_of_ten(exponent: int) -> str:
    """Such as 10⁻³."""
    return "10" + str(exponent).translate(_RAISED)


def written(x: Any) -> str:
    """Four significant digits: 0.05645, −646, 1.145·10⁴, 10⁻⁹."""
    digits, _, exponent = number(x).partition("e")
    digits = digits.replace("-", "−")
    if not exponent:
        return digits
    power = power_of_ten(int(exponent))
    return {"1": power, "−1": f"−{power}"}.get(digits, f"{digits}·{power}")
