"""What a proof is free to choose: its parameters, the paper's choice, and how far any choice goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from theory.statement import Formula, Solved, Variant, needs


@dataclass(frozen=True)
class Parameter:
    """A positive number that a proof chooses, such as a of ‖u+v‖² ≤ (1+a)‖u‖² + (1+1/a)‖v‖².

    `published` is the paper's choice and `best` the best one, as functions of the constants, or None where
    only a search finds it; `largest` is the end of its range where that is not infinite.
    """

    name: str
    letter: str
    place: str
    published: Formula
    published_text: str
    best: Formula | None
    best_text: str
    largest: Formula | None = None
    largest_text: str = ""

    @property
    def domain(self) -> str:
        """What the parameter may be."""
        return f"0 < {self.letter} ≤ {self.largest_text}" if self.largest else f"{self.letter} > 0"


@dataclass(frozen=True)
class Technique:
    """A proof as a family of bounds: `bound` holds for all positive parameters where it is not void."""

    statement: str
    against: Variant
    """The variant whose bound the paper's choice gives: a refuted one is no measure."""
    sharpened: str
    """The statement that has the best choice in closed form: a strengthened one, or the published itself."""
    free: tuple[Parameter, ...]
    bound: Formula
    """The bound's terms, of the constants and the parameters by their names."""
    lost: str
    """What lies between the formula at the paper's choice and the published bound."""
    limit: Solved | None
    """The range of a constant that the paper, or its repair, asks for; None where it asks for none."""
    weakest: Solved | None
    """The range in which some choice of the parameters gives a bound."""
    given: Mapping[str, float]
    """Constants of the table that stands in for a file; a constant that only scales the bound is 1."""
    axis: str = "contraction"
    near: str = ""
    """What the closed form leaves of the best choice; empty where it is the best one."""

    @property
    def constants(self) -> tuple[str, ...]:
        """What the bound needs besides the parameters."""
        names = {p.name for p in self.free}
        return tuple(n for n in needs(self.bound) if n not in names)
