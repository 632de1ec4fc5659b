"""QPRSGD's Lemma 2 and Theorem 2 by the splits of their proofs (ours), and those splits."""

from dataclasses import replace

from theory.papers.qprsgd import gossip_young
from theory.papers.qprsgd.gossip_repaired_statements import STATEMENTS as REPAIRED
from theory.statement import Constraint, Formula, Solved
from theory.technique import Parameter, Technique

RANGE = Solved("eigen_spread", gossip_young.spread_range, "μ < 2s√(1−ρ²)/√d")


def _positive(name: str, right: Formula, text: str) -> Constraint:
    place = "Theorem 2 by the splits of its proof"
    return Constraint(id=name, left=lambda: 0, relation="<", right=right, text=text, place=place, domain=True)


LEVELS = replace(_positive("levels", gossip_young.noise_room, "√d·μ < 2s√(1−ρ²)"), solved=RANGE)
LOCAL = _positive("drift_denominator", gossip_young.local_room, "0 < 1 − f, f = Lγ√(K(K−1)/2)")
DRIFT = _positive("gradient_denominator", gossip_young.drift_room, "0 < 1 − α, α = KLγS/(1−f)")
DESCENT = _positive(
    "local_descent",
    lambda local_steps, smoothness, step_size: 1 - 2 * local_steps * smoothness * step_size,
    "0 < 1 − 2KLγ",
)
SOLVED = _positive("solved_error", gossip_young.solved_room, "0 < (1−α)² − 2ef²")
WEIGHT = _positive("gradient_weight", gossip_young.gradient_weight, "0 < 1 − E, E = e/((1−α)² − 2ef²)")
KNOWN = {(one.id, one.variant): one for one in REPAIRED}
D2 = "D₂ = (d/4s²)(1 + μ/(1−ρ))²/(1 − √d·μ/(2s√(1−ρ²)))²"

STATEMENTS = (
    replace(
        KNOWN["qprsgd.lemma2", "strengthened"],
        id="qprsgd.lemma2.young",
        place="Lemma 2, section IV-B, summed over n, with the best parameters of its proof",
        says=f"The repaired Lemma 2 with {D2} in place of D₂′, and for more quantisers: √d·μ < 2s√(1−ρ²); no "
        "parameters of its proof give less.",
        formula=gossip_young.lemma2,
        outputs={"D2": gossip_young.noise_factor},
        conditions=(LEVELS,),
        uses=(*KNOWN["qprsgd.lemma2", "strengthened"].uses, "qprsgd.lemma2"),
        note="ours; noises of different synchronisations are orthogonal, so they add up with 1/(1−ρ²)",
    ),
    replace(
        KNOWN["qprsgd.theorem2.gradient", "strengthened"],
        id="qprsgd.theorem2.gradient.young",
        place="Theorem 2, section IV-B, solved for the gradient, by the splits of its proof",
        says="The average squared gradient norm at the workers' mean is at most "
        "[Eu + √(Eu² + (1−E)C)]²/(1−E)², E = e/((1−α)² − 2ef²), "
        "e = K²L²γ²[S + √((K−1)/2K)]² + KLγD₂/M, α = KLγS/(1−f), "
        "S = √D₂/√(1−ρ²) + 1/(1−ρ), f = Lγ√(K(K−1)/2), "
        "u = κ + Lγ√((K−1)/2M)σ + Lγ[√((K−1)/2)σ + (K−1)κ/√2]/(1−f), "
        f"C = 2(F(x₁)−F*)/(γKN) + Lγσ²/(M(1−2KLγ)) + eσ²/(1−α), {D2}.",
        formula=gossip_young.theorem2_gradient,
        outputs={
            "E": gossip_young.solved_error,
            "C": gossip_young.start,
            "u": gossip_young.added,
            "e": gossip_young.error,
            "alpha": gossip_young.drift,
            "S": gossip_young.drift_root,
            "D2": gossip_young.noise_factor,
            "gradient_weight": gossip_young.gradient_weight,
        },
        output_units={"C": "F^2/w^2", "u": "F/w"},
        conditions=(LEVELS, LOCAL, DRIFT, DESCENT, SOLVED, WEIGHT),
        uses=("qprsgd.theorem2", "qprsgd.lemma2.young", "qprsgd.lemma6", "qprsgd.lemma10"),
        note="ours, by the paper's proof, with all squares kept until the end",
    ),
)


def _even(name: str, letter: str, place: str, best: Formula | None, best_text: str) -> Parameter:
    """A parameter that the paper takes as 1."""
    return Parameter(name, letter, place, lambda: 1, "1", best, best_text)


SEARCH = "by search"
FREE = (
    _even("young_a", "a", "display 144", gossip_young.best_a, "1/(μS)"),
    _even("young_b", "b", "display 152", gossip_young.best_b, "√(1−ρ²)/((1−ρ)√D₂)"),
)
FREE_2 = (
    *FREE,
    _even("young_c", "c", "display 207", gossip_young.best_b, "√(1−ρ²)/((1−ρ)√D₂)"),
    _even("young_e", "e", "display 245", gossip_young.best_e, "√((K−1)/2K)/S"),
    _even("young_p", "p", "display 183", None, SEARCH),
    _even("young_v", "v", "display 172", None, SEARCH),
    _even("weight_drift", "w₁", "display 176", None, SEARCH),
    _even("weight_spread", "w₂", "display 176", None, SEARCH),
    _even("weight_moved", "w₃", "display 176", None, SEARCH),
)
OF_2 = Technique(
    statement="qprsgd.lemma2",
    against="repaired",
    sharpened="qprsgd.lemma2.young",
    free=FREE,
    bound=gossip_young.lemma2_with,
    lost="1/(1−ρ)² in display 156, where noises that are orthogonal add up with 1/(1−ρ²)",
    limit=Solved("eigen_spread", gossip_young.spread_limit, "μ < s(1−ρ)/√d"),
    weakest=RANGE,
    given={
        "workers": 8,
        "dimension": 64,
        "levels": 8,
        "steps": 1,
        "local_steps": 1,
        "step_size": 1,
        "stochastic_gradient_sq": 1,
    },
    axis="lambda2",
)
TECHNIQUES = (
    OF_2,
    Technique(
        statement="qprsgd.theorem2.gradient",
        against="repaired",
        sharpened="qprsgd.theorem2.gradient.young",
        free=FREE_2,
        bound=gossip_young.theorem2_with,
        lost=f"{OF_2.lost}; 6 and 3 in display 184; the drift over local steps, whose parts are added before "
        "they are squared; 1 + 1 in display 254, where what the descent leaves says the split",
        limit=None,
        weakest=None,
        given={
            "workers": 4,
            "batch": 1,
            "dimension": 16,
            "levels": 16,
            "lambda2": 0.5,
            "eigen_spread": 0.5,
            "steps": 2000,
            "local_steps": 2,
            "smoothness": 1,
            "step_size": 0.01,
            "noise": 1,
            "gap": 1,
        },
        axis="heterogeneity",
        near="g² is split by α, and the split of display 254 leaves half of the descent",
    ),
)
