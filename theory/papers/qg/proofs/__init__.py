"""The proofs of qg, one file a statement."""

FILES: tuple[str, ...] = (
    "setting",
    "appendix_b2",
    "appendix_b3",
    "appendix_b32",
    "lemma_c1",
    "lemma_c2",
    "lemma_c2_product",
    "lemma_c2_repaired",
    "lemma_c3",
    "lemma_c4",
    "lemma_c4_gradients",
    "lemma_c5",
    "lemma_c6",
    "theorem_c7",
    "theorem_c7_potential",
    "theorem_c7_sum",
    "theorem_c7_better",
    "young",
    "theorem_c7_rate",
    "theorem_3_1",
)
"""The proof files, in the paper's order."""

SET_ASIDE: dict[str, str] = {
    "definition": "001 003 011 012 013 014 044 067 068 116 132",
    "algorithm": "002 022 030 032 033 034 050 051 052 053",
    "restated": "028 038 045 061 062 120 124 131",
    "left-hand side only": "128",
    "experiment": "138",
}
"""Displayed lines that claim nothing to be judged, by reason: their numbers with spaces between them."""
