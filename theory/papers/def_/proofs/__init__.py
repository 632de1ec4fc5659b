"""The proofs of def, one file a statement."""

FILES: tuple[str, ...] = (
    "section3",
    "section4",
    "lemma_a1",
    "lemma_a2",
    "lemma_a2_constant",
    "lemma_a2_step_size",
    "lemma_a2_itself",
    "lemma_a2_repaired",
    "lemma_a3",
    "theorem43",
    "theorem43_sum",
    "young",
    # generalisation
    "eq58",
    "eq55",
    "eq59",
    "eq61",
    "eq67",
    "eq68",
    "eq69_itself",
    "eq70",
    "eq73",
    "eq73_itself",
    "eq75",
    "eq85",
    "eq85_together",
    "eq86",
    "eq74_cases",
    "lemma_c1",
    "theorem410",
)
"""The proof files, in the paper's order."""

SET_ASIDE: dict[str, str] = {
    "definition": "001 013 014 033 039",
    "algorithm": "002 011 171 174 175 176",
    "assumption": "003 016 018 023",
    "restated": "024 025 026 027 028 029 030 031",
    "left-hand side only": "036 113 156",
    "unreadable": "047",
}
"""Displayed lines that claim nothing to be judged, by reason: their numbers with spaces between them."""
