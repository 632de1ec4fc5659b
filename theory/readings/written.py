"""A formula read as it is written: the operations in their order, without arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from theory.readings.base import Reading


class Node:
    """One operation of a formula's text with its operands; equal where the text is equal.

    The kinds: "number" (an int), "constant" (a glossary name), "output" (a statement's output, by its name),
    "sum", "minus", "product", "quotient", "power", "root" (of a degree), "exp", "log", "log2", "absolute",
    "maximum", "minimum", "ceiling".
    """

    __slots__ = ("_hash", "kind", "parts")

    def __init__(self, kind: str, *parts: Node | int | str) -> None:
        self.kind = kind
        self.parts = parts
        self._hash = hash((kind, parts))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Node) or self._hash != other._hash:
            return False
        return self.kind == other.kind and self.parts == other.parts

    def __repr__(self) -> str:
        return f"{self.kind}({', '.join(map(repr, self.parts))})"

    def named(self, outputs: Mapping[Node, str]) -> Node:
        """The same text with the name of an output wherever its whole expression stands."""
        if self in outputs:
            return Node("output", outputs[self])
        return self.named_within(outputs)

    def named_within(self, outputs: Mapping[Node, str]) -> Node:
        """The same in the operands only: an output's own definition keeps its outermost operation."""
        return Node(self.kind, *(p.named(outputs) if isinstance(p, Node) else p for p in self.parts))

    def mentions(self, kind: str) -> frozenset[str]:
        """The names of the constants or of the outputs that occur."""
        if self.kind == kind:
            return frozenset(str(p) for p in self.parts)
        return frozenset().union(*(p.mentions(kind) for p in self.parts if isinstance(p, Node)))


class Written(Reading):
    """A formula's own text. SymPy's reading rearranges and expands it; this one keeps the paper's form."""

    __slots__ = ()
    holds = Node

    @classmethod
    def literal(cls, number: int) -> Self:
        return cls(Node("number", number))

    @classmethod
    def constant(cls, name: str) -> Self:
        """A constant of the glossary."""
        return cls(Node("constant", name))

    def _of(self, kind: str, *others: Self) -> Self:
        return type(self)(Node(kind, self.value, *(other.value for other in others)))

    def _added(self, other: Self) -> Self:
        return self._of("sum", other)

    def _negated(self) -> Self:
        return self._of("minus")

    def _multiplied(self, other: Self) -> Self:
        return self._of("product", other)

    def _divided(self, other: Self) -> Self:
        """A quotient; log x / log 2, which is how a reading gets the logarithm to base 2, is that."""
        if self.value.kind == "log" and other.value == Node("log", Node("number", 2)):
            return type(self)(Node("log2", *self.value.parts))
        return self._of("quotient", other)

    def _raised(self, exponent: int) -> Self:
        return self._of("power", self.literal(exponent))

    def root(self, degree: int) -> Self:
        return type(self)(Node("root", self.value, degree))

    def power(self, exponent: Self) -> Self:
        return self._of("power", exponent)

    def exp(self) -> Self:
        return self._of("exp")

    def log(self) -> Self:
        return self._of("log")

    def absolute(self) -> Self:
        return self._of("absolute")

    def maximum(self, other: Self) -> Self:
        return self._of("maximum", other)

    def minimum(self, other: Self) -> Self:
        return self._of("minimum", other)

    def ceiling(self) -> Self:
        return self._of("ceiling")
