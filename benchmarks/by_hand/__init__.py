"""Main bounds of each paper as a competent user writes them for NumPy, each common part computed once.

They are the peer of the statements' own text, so they share nothing with it: each is written from the printed
formula. NaN stands where a quantity that the paper divides by is not positive, and one mask does for all that
are positive together.
"""

from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.by_hand.cdadam import eqB21
from benchmarks.by_hand.def_ import theorem43
from benchmarks.by_hand.gmc import theorem6, theorem12
from benchmarks.by_hand.qg import display137
from benchmarks.by_hand.qprsgd import theorem1_best

PEERS: Mapping[str, Callable[..., Any]] = {
    "gmc.theorem6": theorem6,
    "gmc.theorem12": theorem12,
    "def.theorem4.3": theorem43,
    "cdadam.eqB.21": eqB21,
    "qprsgd.theorem1.best": theorem1_best,
    "qg.theoremC.7.display137": display137,
}
"""A statement, and its formula by hand."""
