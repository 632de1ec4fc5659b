"""What a checked worst-case certificate says, without anything that checks it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WorstCaseChecked:
    """What a file claims of a worst case, whether it holds, and how that was seen."""

    kind: str
    says: str
    hypotheses: tuple[str, ...]
    value: str
    """An exact fraction."""
    proved: bool
    how: str
