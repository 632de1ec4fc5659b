"""Hunts for counterexamples to whole statements: families of small problems, one text a file."""

from __future__ import annotations

from toys.hunts import detached, gossip, ring, two_way
from toys.hunts.family import Family

FAMILIES: tuple[Family, ...] = (
    detached.LEMMA_A2,
    detached.THEOREM_43,
    two_way.RANDOM,
    two_way.MAXIMUM_NORM,
    two_way.LEMMA_B4,
    two_way.LEMMA_B5,
    ring.LEMMA_6,
    gossip.LEMMA_3,
    gossip.THEOREM_2,
    gossip.GRADIENT,
    gossip.COROLLARY_21,
)
"""In the order of the papers."""
