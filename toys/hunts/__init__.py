"""Hunts for counterexamples to whole statements: families of small problems, one text a file."""

from __future__ import annotations

from toys.hunts import (
    adaptive,
    contracting,
    detached,
    gossip,
    messages,
    nodes,
    potential,
    products,
    ring,
    rounds,
    sparsified,
    turn,
    two_runs,
    two_way,
)
from toys.hunts.family import Family

DEF = (
    contracting.EQ_5,
    contracting.EQ_42,
    contracting.EQ_43,
    detached.LEMMA_A2,
    detached.THEOREM_43,
    two_runs.EQ_68,
    two_runs.EQ_69,
    two_runs.EQ_70,
    two_runs.EQ_71,
    two_runs.EQ_71_IA,
    turn.EQ_73,
    products.EQ_75,
    products.EQ_78,
    products.EQ_74,
    products.EQ_74_SGD,
    sparsified.EQ_85,
    sparsified.EQ_85_SCALED,
    products.EQ_87,
    products.EQ_88,
    products.EQ_92,
    sparsified.EQ_86,
    sparsified.EQ_86_SCALED,
)
CDADAM = (
    two_way.TOP,
    two_way.RANDOM,
    two_way.MAXIMUM_NORM,
    two_way.LEMMA_B4,
    two_way.LEMMA_B5,
    two_way.EQ_B19,
    adaptive.EQ_B20,
)
QPRSGD = (
    messages.REMARK_2,
    rounds.THEOREM_1,
    ring.LEMMA_6,
    messages.LEMMA_2,
    gossip.LEMMA_3,
    gossip.THEOREM_2,
    gossip.GRADIENT,
    gossip.COROLLARY_21,
    messages.THEOREM_3,
)
QG = (
    nodes.SECTION_B32,
    nodes.LEMMA_C4,
    nodes.DISPLAY_111,
    nodes.THEOREM_C7,
    potential.RISING,
    potential.RISING_REPAIRED,
    potential.AVERAGED,
    potential.AVERAGED_REPAIRED,
)

FAMILIES: tuple[Family, ...] = (*DEF, *CDADAM, *QPRSGD, *QG)
"""In the order of the papers."""
