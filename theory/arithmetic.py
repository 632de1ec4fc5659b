"""Functions that follow their argument, so that one text of a formula has many readings.

A formula uses `+ - * / **` with integer literals and these functions, nothing else. What they return is of
the kind they were given: a float, a NumPy array, or a `Reading` (exact fraction, rigorous interval, SymPy
expression, physical dimension, polynomial).
"""

import math
import sys
from collections.abc import Callable
from functools import reduce
from typing import Any, Protocol, cast

from theory.errors import OutsideDomain, Void
from theory.readings.base import Reading


class Value(Protocol):
    """Whatever a formula may be given: it need only know arithmetic."""

    def __add__(self, other: Any, /) -> "Value": ...
    def __radd__(self, other: Any, /) -> "Value": ...
    def __sub__(self, other: Any, /) -> "Value": ...
    def __rsub__(self, other: Any, /) -> "Value": ...
    def __mul__(self, other: Any, /) -> "Value": ...
    def __rmul__(self, other: Any, /) -> "Value": ...
    def __truediv__(self, other: Any, /) -> "Value": ...
    def __rtruediv__(self, other: Any, /) -> "Value": ...
    def __pow__(self, other: Any, /) -> "Value": ...
    def __neg__(self) -> "Value": ...


def _is_plain(x: Value) -> bool:
    return isinstance(x, int | float)


def _elementwise(name: str, *arguments: Value) -> Value:
    """The function of that name from the framework of the first argument that is no plain number.

    NumPy and torch name them alike; the argument's own module is loaded already, so none is imported.
    """
    array = next(x for x in arguments if not _is_plain(x))
    framework = sys.modules[type(array).__module__.partition(".")[0]]
    return cast(Value, getattr(framework, name)(*arguments))


def _real(function: Callable[[float], float], x: Value) -> Value:
    """A function of one float; raises OutsideDomain where it has no value."""
    try:
        return function(cast(float, x))
    except ValueError as error:
        raise OutsideDomain(f"{function.__name__} of {x}") from error


def _raised(base: Any, exponent: Any) -> Value:
    """A power of plain numbers or arrays; Python's own is complex where a base is negative."""
    found = base**exponent
    if isinstance(found, complex):
        raise OutsideDomain(f"{base} to the power of {exponent}")
    return cast(Value, found)


def sqrt(x: Value) -> Value:
    """√x."""
    if isinstance(x, Reading):
        return x.sqrt()
    return _real(math.sqrt, x) if _is_plain(x) else _elementwise("sqrt", x)


def root(x: Value, degree: int) -> Value:
    """The `degree`-th root of x ≥ 0."""
    if isinstance(x, Reading):
        return x.root(degree)
    return _raised(x, 1 / degree)


def power(base: Value, exponent: Value) -> Value:
    """A real power of a positive base."""
    for x in (base, exponent):
        if isinstance(x, Reading):
            return x.lift(base).power(x.lift(exponent))
    return _raised(base, exponent)


def exp(x: Value) -> Value:
    """e to the x."""
    if isinstance(x, Reading):
        return x.exp()
    return math.exp(cast(float, x)) if _is_plain(x) else _elementwise("exp", x)


def log(x: Value) -> Value:
    """The natural logarithm of x > 0."""
    if isinstance(x, Reading):
        return x.log()
    return _real(math.log, x) if _is_plain(x) else _elementwise("log", x)


def log2(x: Value) -> Value:
    """The logarithm of x > 0 to base 2, which counts bits."""
    if isinstance(x, Reading):
        return x.log() / x.lift(2).log()
    return _real(math.log2, x) if _is_plain(x) else _elementwise("log2", x)


def expm1(x: Value) -> Value:
    """e to the x, less 1: a float keeps its digits where x is small."""
    if isinstance(x, Reading):
        return x.exp() - 1
    return math.expm1(cast(float, x)) if _is_plain(x) else _elementwise("expm1", x)


def compound(rate: Value, periods: Value) -> Value:
    """(1 + rate)^periods − 1 for rate > −1: a float keeps its digits where rate is small."""
    for x in (rate, periods):
        if isinstance(x, Reading):
            return (1 + x.lift(rate)).power(x.lift(periods)) - 1
    if _is_plain(rate):
        return expm1(periods * _real(math.log1p, rate))
    return expm1(periods * _elementwise("log1p", rate))


def absolute(x: Value) -> Value:
    """|x|."""
    if isinstance(x, Reading):
        return x.absolute()
    return cast(Value, abs(cast(Any, x)))


def _extreme(name: str, values: tuple[Value, ...]) -> Value:
    for x in values:
        if isinstance(x, Reading):
            return reduce(lambda a, b: cast(Reading, getattr(a, name)(b)), map(x.lift, values))
    return reduce(lambda a, b: _extreme_of_two(name, a, b), values)


def _extreme_of_two(name: str, a: Value, b: Value) -> Value:
    if not (_is_plain(a) and _is_plain(b)):
        return _elementwise(name, a, b)
    plain = cast(tuple[float, float], (a, b))
    return max(plain) if name == "maximum" else min(plain)


def maximum(*values: Value) -> Value:
    """The largest of the values."""
    return _extreme("maximum", values)


def minimum(*values: Value) -> Value:
    """The smallest of the values."""
    return _extreme("minimum", values)


def ceiling(x: Value) -> Value:
    """The least integer that is not below x."""
    if isinstance(x, Reading):
        return x.ceiling()
    return math.ceil(cast(float, x)) if _is_plain(x) else _elementwise("ceil", x)


def positive(x: Value, name: str) -> Value:
    """Return x, which a formula may divide by only where it is positive.

    The paper divides by `name` and needs it positive. A number that is not makes the bound void (`Void`);
    an array is NaN there; a symbol, a dimension and a polynomial pass unchanged.
    """
    if isinstance(x, Reading):
        return x.positive(name)
    if _is_plain(x):
        if not cast(float, x) > 0:
            raise Void(f"{name} = {x:.6g} is not positive, so the bound is void")
        return x
    import numpy as np

    array = cast(Any, x)
    void = array <= 0
    return cast(Value, np.where(void, np.nan, array)) if void.any() else x
