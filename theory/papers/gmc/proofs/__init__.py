"""The proofs of gmc, one file a statement."""

FILES: tuple[str, ...] = (
    "lemma3",
    "lemma4",
    "lemma5",
    "theorem6",
    "rates",
    "lemma9",
    "lemma10",
    "lemma11",
    "theorem12",
    "section5",
    "appendix_a",
    "strengthened",
    "young",
    "young_plus",
)
"""The proof files, in the paper's order."""

SET_ASIDE: dict[str, str] = {
    "definition": "001 002 009 010 098",
    "algorithm": "003 004 006 007 031 032 033 034",
    "assumption": "012 013 014 015 016",
    "restated": "018 019 020 021 022 024 025 026 027 028 038 044 060 064 072 081 083 085 087 091 093 103 108 "
    "123 131 133",
    "left-hand side only": "049 050 056 068 090 102",
}
"""Displayed lines that claim nothing to be judged, by reason: their numbers with spaces between them."""
