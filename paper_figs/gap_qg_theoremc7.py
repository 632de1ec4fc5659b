"""Theorem C.7 of qg over T, by its inequality: measured, worst case, sharpened and published bound."""

from paper_figs.figure import main
from paper_figs.gap import figure_of

data, draw, claims = figure_of("qg.theoremC.7")

if __name__ == "__main__":
    main("gap_qg_theoremc7")
