"""Theorem 4.3 of def over λ: measured, worst case, sharpened, repaired and published bound."""

from __future__ import annotations

from collections.abc import Sequence

from paper_figs.figure import Claim, judged, main
from paper_figs.gap import figure_of
from theory.papers import load
from theory.statement import apply
from toys.gap import Row, case

STATEMENT = "def.theorem4.3"


data, draw, _ = figure_of(STATEMENT)


def claims(data: Sequence[Row]) -> Sequence[Claim]:
    """Remark 4.5: a λ below 1 is the best; asked of the bound's form and of the worst case itself."""
    best = float(apply(load(STATEMENT).outputs["lambda_star"], case(STATEMENT).given))
    least = min((r.worst, r.at) for r in data if r.worst is not None)[1]
    inside = min(r.at for r in data) < least < max(r.at for r in data)
    return (
        Claim(
            "gap_def_theorem43.detached",
            "a λ between 0 (no error feedback in the gradients' points) and 1 does best",
            "Remark 4.5 (2)",
            f"the worst case is least at λ = {least:.3g} of the scan; the bound's own λ* is {best:.3g}",
            judged([inside]),
        ),
    )


if __name__ == "__main__":
    main("gap_def_theorem43")
