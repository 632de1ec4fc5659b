"""Lemma 4 of gmc over δ: measured, worst case, sharpened and published bound."""

from paper_figs.figure import main
from paper_figs.gap import figure_of

data, draw, claims = figure_of("gmc.lemma4")

if __name__ == "__main__":
    main("gap_gmc_lemma4")
