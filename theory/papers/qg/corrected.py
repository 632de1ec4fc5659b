r"""QG-DSGDm: statements of Appendix C repaired and strengthened; their proofs are in `proofs`.

η̃ = η/(1−β); σ² is σ²/batch; the noises of different nodes are independent, and all nodes start equal.
"""

from theory.arithmetic import Value, maximum, positive, root, sqrt
from theory.papers.common import batch_variance
from theory.papers.qg import formulas as qg
from theory.papers.qg import lemmas, potential
from theory.papers.qg.convergence import ASSUMPTIONS, EXPLICIT
from theory.papers.qg.hypotheses import (
    BATCH,
    CONSENSUS_STEP,
    GRADIENT_SQ,
    HEAVY_BALL,
    MOMENTUM,
    ONE_WORKER,
    QG,
    SMOOTH_STEP,
    STATE,
)
from theory.statement import Constraint, Statement, Terms


def nesterov_buffer(momentum: Value) -> Value:
    """√β/(1+√β), the μ at which one worker's QG-SGDm is SGDm-N."""
    return sqrt(momentum) / (1 + sqrt(momentum))


NESTEROV_BUFFER = Constraint(
    id="nesterov_buffer",
    left=lambda buffer: buffer,
    relation="==",
    right=nesterov_buffer,
    text="μ = √β/(1+√β)",
    place="Appendix B.3.2, repaired",
)
PROVED_STEP = Constraint(
    id="proved_step",
    left=lambda step_size: step_size,
    relation="<=",
    right=lambda smoothness: 1 / (7 * smoothness),
    text="η ≤ 1/(7L)",
    place="proof of Lemma C.4",
)
CONSTANT = 119
"""What stands for O(·) in the repaired Theorem C.7."""


def buffer_spread(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    current_consensus_sq: Value,
    current_momentum_spread_sq: Value,
) -> Terms:
    """Display 111 with 8 for the 4 of its consensus term."""
    terms = lemmas.buffer_spread(
        step_size,
        momentum,
        buffer,
        smoothness,
        noise,
        batch,
        heterogeneity,
        current_consensus_sq,
        current_momentum_spread_sq,
    )
    return {**terms, "consensus": 2 * terms["consensus"]}


def lemma_c1(
    step_size: Value,
    momentum: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    workers: Value,
    current_gap: Value,
    current_gradient_sq: Value,
    current_mean_gradient_sq: Value,
    current_virtual_gap_sq: Value,
    current_consensus_sq: Value,
) -> Terms:
    """Lemma C.1 with Lη̃²σ²/(2n), L²η̃/n and 3η̃/8 for its Lη̃²σ²/n, 3L²η̃/n and, of the mean gradient, η̃/4."""
    terms = lemmas.lemma_c1(
        step_size,
        momentum,
        smoothness,
        noise,
        batch,
        workers,
        current_gap,
        current_gradient_sq,
        current_mean_gradient_sq,
        current_virtual_gap_sq,
        current_consensus_sq,
    )
    return {
        **terms,
        "mean gradient": 3 * terms["mean gradient"] / 2,
        "noise": terms["noise"] / 2,
        "consensus": terms["consensus"] / 3,
    }


def lemma_c2(
    step_size: Value,
    momentum: Value,
    smoothness: Value,
    strong_convexity: Value,
    noise: Value,
    batch: Value,
    workers: Value,
    current_distance_sq: Value,
    current_gap: Value,
    current_virtual_gap_sq: Value,
    current_consensus_sq: Value,
) -> Terms:
    """Lemma C.2 with 4Lη̃ and Lη̃/n for its 8Lη̃ and 5Lη̃/n."""
    terms = lemmas.lemma_c2(
        step_size,
        momentum,
        smoothness,
        strong_convexity,
        noise,
        batch,
        workers,
        current_distance_sq,
        current_gap,
        current_virtual_gap_sq,
        current_consensus_sq,
    )
    step = qg.virtual_step(step_size, momentum)
    return {
        **terms,
        "virtual gap": 4 * smoothness * step * current_virtual_gap_sq,
        "consensus": smoothness * step * current_consensus_sq,
    }


def lemma_c6(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    noise: Value,
    batch: Value,
    current_virtual_gap_sq: Value,
    current_mean_gradient_sq: Value,
) -> Terms:
    """Lemma C.6 with half of its mean gradient term."""
    terms = lemmas.lemma_c6(
        step_size, momentum, buffer, noise, batch, current_virtual_gap_sq, current_mean_gradient_sq
    )
    return {**terms, "mean gradient": terms["mean gradient"] / 2}


def display134(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    workers: Value,
    steps: Value,
    gap: Value,
    current_consensus_sq: Value,
    current_momentum_spread_sq: Value,
    current_virtual_gap_sq: Value,
    current_gap: Value,
) -> Terms:
    """Display 134 with the 4Lη̃σ²/n and 6L²η̃²β²σ²/((1−μ)(1−β)) that display 133 gives."""
    terms = potential.display134(
        step_size,
        momentum,
        buffer,
        smoothness,
        consensus,
        noise,
        batch,
        heterogeneity,
        workers,
        steps,
        gap,
        current_consensus_sq,
        current_momentum_spread_sq,
        current_virtual_gap_sq,
        current_gap,
    )
    return {**terms, "noise": 4 * terms["noise"], "momentum": terms["momentum"] / (1 - momentum)}


def display137(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    workers: Value,
    steps: Value,
    gap: Value,
) -> Terms:
    """2(f(x̄⁰)−f*)/(η̃T) + η̃Lσ²/n + η̃²·105L²ζ̃²/ρ²."""
    step = qg.virtual_step(step_size, momentum)
    drift = potential.drift_term(step, momentum, buffer, smoothness, consensus, noise, batch, heterogeneity)
    return {
        "initial gap": 2 * gap / (step * steps),
        "noise": potential.noise_term(step, smoothness, noise, batch, workers),
        "drift": 105 * drift,
    }


def drift_load(
    smoothness: Value,
    steps: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    momentum: Value,
    buffer: Value,
) -> Value:
    """L²ζ̃²T, which divides under the cube root of the fifth branch."""
    return smoothness**2 * qg.drift_sq(noise, batch, heterogeneity, momentum, buffer) * steps


def chosen_step(
    workers: Value,
    batch: Value,
    steps: Value,
    smoothness: Value,
    noise: Value,
    heterogeneity: Value,
    gap: Value,
    consensus: Value,
    momentum: Value,
    buffer: Value,
) -> Value:
    """The least of Theorem C.7's four branches and ∛((f(x̄⁰)−f*)ρ²/(L²ζ̃²T)), as 1/max of the reciprocals."""
    room = positive(gap * consensus**2, "(f(x̄⁰) − f*)ρ²")
    printed = qg.chosen_step(workers, batch, steps, smoothness, noise, gap, consensus, momentum, buffer)
    load = drift_load(smoothness, steps, noise, batch, heterogeneity, momentum, buffer)
    return 1 / maximum(1 / printed, root(load / room, 3))


def rate(
    workers: Value,
    batch: Value,
    steps: Value,
    smoothness: Value,
    noise: Value,
    heterogeneity: Value,
    gap: Value,
    consensus: Value,
    momentum: Value,
    buffer: Value,
) -> Terms:
    """4·√(…) + 119·∛(…) + 14·(…)LΔ/T: the three terms of Theorem C.7 with factors that are proved."""
    drift2 = qg.drift_sq(noise, batch, heterogeneity, momentum, buffer)
    drifting = root(smoothness**2 * gap**2 * drift2 / (consensus**2 * steps**2), 3)
    mixing = 1 / consensus + 1 / (1 - momentum) + momentum / qg.momentum_room(momentum, buffer)
    return {
        "statistical": 4 * sqrt(smoothness * batch_variance(noise, batch) * gap / (workers * steps)),
        "drift": CONSTANT * drifting,
        "mixing": 14 * mixing * smoothness * gap / steps,
    }


CORRECTED = (
    Statement(
        id="qg.sectionB.3.2",
        variant="repaired",
        place="Appendix B.3.2",
        says="QG-DSGDm on one worker is equivalent to SGDm-N with momentum β̂ = √β and η → η/(1−β) where "
        "μ = √β/(1+√β), and for no other μ where β > 0.",
        outputs={
            "mu": nesterov_buffer,
            "beta_hat": qg.combined_momentum,
            "eta_rescaled": qg.virtual_step,
        },
        output_units={"eta_rescaled": "w^2/F"},
        conditions=(ONE_WORKER, NESTEROV_BUFFER),
        requires=HEAVY_BALL,
        uses=("qg.eq5", "qg.eq7"),
    ),
    Statement(
        id="qg.lemmaC.1",
        variant="strengthened",
        place="Lemma C.1, Appendix C",
        says="Lemma C.1 with half of its noise, a third of its consensus term, and −3η̃/8 for −η̃/4 before the "
        "squared mean gradient.",
        unit="F",
        formula=lemma_c1,
        conditions=(SMOOTH_STEP,),
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.eq9", "qg.eq10"),
        note=f"it bounds E f(x̂_{{t+1}}) − f*, and current_gap is E f(x̂_t) − f*; {STATE}; {BATCH}",
    ),
    Statement(
        id="qg.lemmaC.2",
        variant="repaired",
        place="Lemma C.2, Appendix C",
        says="Lemma C.2 as printed, with 4Lη̃ and Lη̃/n for 8Lη̃ and 5Lη̃/n, by a proof that needs no smaller η.",
        unit="w^2",
        formula=lemma_c2,
        conditions=(SMOOTH_STEP,),
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.eq9", "qg.eq10"),
        note=f"μ is strong convexity here; current_gap is f(x̄_t) − f*; {BATCH}",
    ),
    Statement(
        id="qg.lemmaC.4",
        variant="repaired",
        place="Lemma C.4, Appendix C",
        says="Lemma C.4 with the bound η ≤ 1/(7L) that its proof takes.",
        unit="w^2",
        formula=lemmas.lemma_c4,
        conditions=(MOMENTUM, PROVED_STEP),
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.eq8"),
        note=f"display 108 of its proof needs the factor 8 for 4, for which display 112 has room; {BATCH}",
    ),
    Statement(
        id="qg.lemmaC.4.display111",
        variant="repaired",
        place="proof of Lemma C.4, the line before both sides are multiplied (display 111)",
        says="Display 111 with 8(1−μ)(1+η²L²)/(η²(1−β)) before the consensus distance.",
        quantity="momentum_spread_sq",
        unit=GRADIENT_SQ,
        formula=buffer_spread,
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.eq8"),
        note=f"for any W of Assumption 2, symmetric or not; {STATE}; {BATCH}",
    ),
    Statement(
        id="qg.lemmaC.6",
        variant="strengthened",
        place="Lemma C.6, Appendix C",
        says="Lemma C.6 with half of its mean gradient term.",
        quantity="virtual_gap_sq",
        unit="w^2",
        formula=lemma_c6,
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.eq9", "qg.eq10"),
        note=f"{STATE}; {BATCH}",
    ),
    Statement(
        id="qg.theoremC.7",
        variant="repaired",
        place="Theorem C.7, Appendix C",
        says="With η also at most ∛((f(x̄⁰)−f*)ρ²/(L²ζ̃²T)), the average squared gradient norm is at most "
        "4√(Lσ²Δ/(nT)) + 119∛(L²Δ²ζ̃²/(ρ²T²)) + 14(1/ρ + 1/(1−β) + β/((1−μ)(1−β)²))LΔ/T.",
        unit=GRADIENT_SQ,
        formula=rate,
        outputs={"eta": chosen_step},
        output_units={"eta": "w^2/F"},
        conditions=(MOMENTUM,),
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.theoremC.7.display137"),
        note="for η equal to the output eta; without the fifth branch heterogeneous nodes keep the gradient "
        f"above a constant; {BATCH}",
    ),
    Statement(
        id="qg.theoremC.7.display133",
        variant="repaired",
        place="proof of Theorem C.7, the recursion of Φ (display 133)",
        says="Display 133 for the Φ that has f(x̂) where the printed one has f(x̄).",
        unit="F",
        formula=potential.potential_step,
        conditions=(MOMENTUM, CONSENSUS_STEP, SMOOTH_STEP),
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.lemmaC.1", "qg.lemmaC.5", "qg.lemmaC.6"),
        note=f"current_gap is E f(x̂_t) − f* here; {STATE}; {BATCH}",
    ),
    Statement(
        id="qg.theoremC.7.display134",
        variant="repaired",
        place="proof of Theorem C.7, first line of the last chain (display 134)",
        says="Averaged over t, the squared gradient norm is at most (4/(η̃T))(Φ⁰ − Φ^T) + 4Lη̃σ²/n + "
        "6L²η̃²β²σ²/((1−μ)(1−β)) + 1248L²η̃²(1−β)²ζ̃²/ρ².",
        quantity="average_gradient_sq",
        unit=GRADIENT_SQ,
        formula=display134,
        conditions=EXPLICIT,
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.lemmaC.1", "qg.lemmaC.5", "qg.lemmaC.6"),
        note="its state constants are those of step T and make Φ^T, in which current_gap is E f(x̂_T) − f*; "
        f"{BATCH}",
    ),
    Statement(
        id="qg.theoremC.7.display137",
        variant="strengthened",
        place="proof of Theorem C.7, last line (display 137)",
        says="The average squared gradient norm over T steps is at most 2(f(x̄⁰) − f*)/(η̃T) + η̃Lσ²/n + "
        "105η̃²L²ζ̃²/ρ²: half, all and a twelfth of the printed terms.",
        quantity="average_gradient_sq",
        unit=GRADIENT_SQ,
        formula=display137,
        conditions=EXPLICIT,
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.lemmaC.5"),
        note=f"by a descent that keeps half of the squared gradient; {BATCH}",
    ),
)
