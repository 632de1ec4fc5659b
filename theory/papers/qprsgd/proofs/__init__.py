"""The proofs of qprsgd, one file a statement."""

RING = (
    "lemmas4_5",
    "lemma1",
    "lemma1_coefficients",
    "lemma1_strengthened",
    "remark2",
    "lemma6",
    "lemma6_statement",
    "theorem1_terms",
    "theorem1",
    "theorem1_sum",
    "ring_young",
    "corollaries1",
    "gossip_main_text",
)
GOSSIP = (
    "gossip_lemma2",
    "gossip_lemma2_end",
    "gossip_lemma3",
    "gossip_lemma3_drift",
    "gossip_lemma3_sums",
    "gossip_lemma3_end",
    "gossip_lemma3_example",
    "gossip_lemma7",
    "gossip_lemma10",
    "gossip_theorem2",
    "gossip_theorem2_end",
    "gossip_theorem2_example",
    "gossip_young",
    "gossip_corollary",
    "gossip_corollary_end",
    "gossip_corollary_example",
    "gossip_rates",
    "code_length",
)
FILES = (*RING, *GOSSIP)
"""The proof files, in the paper's order."""

ASIDE_RING = {
    "definition": "001 002 003 004 005 007 008 009 023 043 044 049 050 051 058 068 111",
    "algorithm": "014 015 016 038",
    "assumption": "011 017 018 019 020 021 040 045 046 070 071",
    # what is judged elsewhere, and the second halves of right sides that run over two lines
    "restated": "031 034 035 039 042 048 059 063 064 065 066 069 072 077 120",
    "left-hand side only": "012 025 033 041 047 052 060 062 087 092 094 099 104 106 118 122 126 135 139",
    "unreadable": "132 133",
}
ASIDE_GOSSIP = {
    # 145 and 164: a Frobenius norm; 198 and 199: D₁′ and D₂′; 257: Eq. (14); 281: the code
    "definition": "145 167 198 199 217 235 247 257 281",
    # 151 puts 149 in; 165, 166, 219 to 223, 272, 277, 280: statements, whose proofs end in them
    "restated": "151 165 166 219 220 221 222 223 272 277 280",
    # also lines that only continue an expression: 141 of 140, 179 and 180 of 178, 214 of 213
    "left-hand side only": "141 146 150 153 157 159 161 174 177 179 180 181 186 190 192 195 200 202 206 209 "
    "212 214 224 243 248 252 260 266 270",
    # 154 has λ − ε − 1 for powers of λ; 227 to 232 repeat pieces of later displays
    "unreadable": "154 227 228 229 230 231 232",
}
SET_ASIDE: dict[str, str] = {
    reason: f"{ASIDE_RING.get(reason, '')} {ASIDE_GOSSIP.get(reason, '')}"
    for reason in {**ASIDE_RING, **ASIDE_GOSSIP}
}
"""Displayed lines that claim nothing to be judged, by reason: their numbers with spaces between them."""
