"""Theorem 6 of gmc over T: measured, worst case, sharpened and published bound."""

from paper_figs.figure import main
from paper_figs.gap import figure_of

data, draw, claims = figure_of("gmc.theorem6")

if __name__ == "__main__":
    main("gap_gmc_theorem6")
