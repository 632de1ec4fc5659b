"""Theorem 6 of gmc over T: measured, worst case, sharpened and published bound."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from paper_figs import gap
from paper_figs.figure import Claim, main
from toys.gap import Row, case

STATEMENT = "gmc.theorem6"


def data() -> Sequence[Row]:
    return gap.rows(STATEMENT)


def draw(data: Sequence[Row]) -> Figure:
    found = case(STATEMENT)
    return gap.draw(found, found.along.name, data)


def claims(data: Sequence[Row]) -> Sequence[Claim]:
    """The paper says nothing of worst cases."""
    return ()


if __name__ == "__main__":
    main("gap_gmc_theorem6")
