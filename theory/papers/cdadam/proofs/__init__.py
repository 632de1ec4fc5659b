"""The proofs of cdadam, one file a statement."""

FILES: tuple[str, ...] = (
    "main_text",
    "compressors",
    "in_text",
    "lemmab6",
    "descent",
    "one_step",
    "theorem64",
    "conclusion",
    "lemmab3_workers",
    "first_message",
    "repaired",
    "one_dimension",
    "printed_bound",
    "strengthened",
    # appendix C
    "lemma_b3_server",
    "lemma_b3_itself",
    "lemma_b4",
    "lemma_b4_sum",
    "lemma_b4_itself",
    "lemma_b5",
    "lemma_b5_itself",
    "lemma_b2",
    "lemma_b2_sum",
)
"""The proof files, in the paper's order."""

SET_ASIDE: dict[str, str] = {
    "definition": "001 016 017 018 019 021 022 024 027 040 089 090 091 132",
    "algorithm": "002 003 004 006 034 035",
    "assumption": "005 012 013 014",
    "restated": "015 033 036 037 080 081 126",
    "left-hand side only": "055 060 066 077 082 131 133 135",
}
"""Displayed lines that claim nothing to be judged, by reason: their numbers with spaces between them."""
