"""What CD-Adam's statements ask of the constants and of the run, and the units of this paper."""

from collections.abc import Mapping

from theory.arithmetic import Value, sqrt
from theory.papers.cdadam import theorem
from theory.papers.common import CONSTANT_STEP, about, compressor
from theory.statement import Constraint


def root_of_momentum2(momentum2: Value) -> Value:
    """β₂^{1/2}."""
    return sqrt(momentum2)


STRICT_DECAYS = Constraint(
    id="momentum",
    left=lambda momentum: momentum,
    relation="<",
    right=root_of_momentum2,
    text="β₁ < β₂^{1/2}",
    place="Theorem 6.4",
)
DECAYS = Constraint(
    id="momentum",
    left=lambda momentum: momentum,
    relation="<=",
    right=root_of_momentum2,
    text="β₁/β₂^{1/2} = γ ≤ 1",
    place="Lemma B.2",
)
DECAY_GAP = Constraint(
    id="decay_gap",
    left=lambda momentum: momentum,
    relation="<",
    right=root_of_momentum2,
    text="0 < 1 − γ, that is β₁ < β₂^{1/2}",
    place="Lemma B.2, the denominator",
    domain=True,
)
STEP_SIZE = Constraint(
    id="step_size",
    left=lambda step_size: step_size,
    relation="<=",
    right=theorem.step_size_for,
    text="α ≤ ε/(3M₃), which is αM₃ ≤ ε/3",
    place="Theorem 6.4, which takes equality; the display after (B.21)",
)
BATCH = Constraint(
    id="batch",
    left=theorem.batch_for,
    relation="<=",
    right=lambda batch: batch,
    text="⌈max{1, (3M₄σ/ε)²}⌉ ≤ τ, which is M₄σ/√τ ≤ ε/3",
    place="Theorem 6.4, which takes equality; the display after (B.21)",
)
STEPS = Constraint(
    id="steps",
    left=theorem.early_part,
    relation="<=",
    right=lambda target: target / 3,
    text="M₁/(Tα) + M₂/T ≤ ε/3",
    place="Theorem 6.4, which takes the least such T for its α; the display after (B.21)",
)
KEPT = Constraint(
    id="kept",
    left=lambda kept: kept,
    relation="<=",
    right=lambda dimension: dimension,
    text="1 ≤ k ≤ d",
    place="Appendix A",
)
NORMS_BELOW = Constraint(
    id="norms_below",
    left=lambda vector_l2: vector_l2,
    relation="<=",
    right=lambda vector_l1: vector_l1,
    text="‖x‖₂ ≤ ‖x‖₁",
    place="true of every vector",
    domain=True,
)
NORMS_ABOVE = Constraint(
    id="norms_above",
    left=lambda vector_l1: vector_l1,
    relation="<=",
    right=lambda vector_l2, dimension: sqrt(dimension) * vector_l2,
    text="‖x‖₁ ≤ √d ‖x‖₂",
    place="true of every vector",
    domain=True,
)

METHOD = about("cdadam")
RUN = (METHOD, CONSTANT_STEP)
SCALED_SIGN = (*RUN, compressor("sign"))
"""Algorithm 1 has this compressor as its input."""


NORMALISED_STEP: Mapping[str, str] = {"step_size": "w"}
"""V̂_t^{−1/2} m_t has no unit, so α is a length in parameter space."""
