"""QG-DSGDm: the statements of Appendix C, as printed."""

from collections.abc import Mapping

from theory.papers import costs
from theory.papers.qg import formulas as qg
from theory.papers.qg import lemmas, potential
from theory.papers.qg.hypotheses import (
    ABOUT_QG,
    BATCH,
    CONSENSUS_STEP,
    GRADIENT_SQ,
    HEAVY_BALL,
    MOMENTUM,
    MOMENTUM_STEP,
    NOISE_STEP,
    QG,
    SMOOTH_STEP,
    STATE,
)
from theory.statement import Formula, Statement

ETA_TILDE: Mapping[str, Formula] = {"eta_tilde": qg.virtual_step}
DRIFT: Mapping[str, Formula] = {**ETA_TILDE, "zeta_tilde_sq": qg.drift_sq}
UNITS = {"eta_tilde": "w^2/F", "zeta_tilde_sq": GRADIENT_SQ}

ASSUMPTIONS = ("qg.assumption2.1", "qg.assumption2.2", "qg.assumption2.3")
EXPLICIT = (MOMENTUM, CONSENSUS_STEP, SMOOTH_STEP, MOMENTUM_STEP)
"""What the proof of Theorem C.7 asks of η and β before it chooses η."""

WEIGHTS: Mapping[str, Formula] = {
    "consensus": potential.consensus_factor,
    "momentum_spread": potential.momentum_factor,
    "virtual_gap": potential.virtual_factor,
}

_UNSEEN = f"{STATE}; its left-hand side is no quantity that a run reports"

SETTING = (
    Statement(
        id="qg.eq8",
        place="Eq. (8), Appendix C",
        says="QG-DSGDm in matrices: X^(t+1) = W(X^(t) − η(βM^(t) + G^(t))), M^(t+1) = μM^(t) + "
        "(1−μ)(X^(t) − X^(t+1))/η = (μ + (1−μ)βW)M^(t) + (1−μ)WG^(t) + ((1−μ)/η)(I − W)X^(t).",
        requires=HEAVY_BALL,
        uses=("qg.eq3",),
    ),
    Statement(
        id="qg.assumption2",
        place="Assumption 2, Appendix C",
        says="Assumption 1 again: smooth and bounded below, bounded variances σ² and ζ², a doubly "
        "stochastic W that contracts by 1−ρ.",
        uses=ASSUMPTIONS,
        verdict="assumed",
    ),
    Statement(
        id="qg.assumption2.1",
        place="Assumption 2, item 1",
        says="f is bounded below by f*, and every f_i is smooth: ‖∇f_i(y) − ∇f_i(x)‖ ≤ L‖y − x‖.",
        verdict="assumed",
    ),
    Statement(
        id="qg.assumption2.2",
        place="Assumption 2, item 2",
        says="On each node E g_i(x) = ∇f_i(x) and E‖g_i(x) − ∇f_i(x)‖² ≤ σ²; across nodes "
        "(1/n) Σ_i ‖∇f_i(x) − ∇f(x)‖² ≤ ζ².",
        verdict="assumed",
    ),
    Statement(
        id="qg.assumption2.3",
        place="Assumption 2, item 3",
        says="W1 = 1 and Wᵀ1 = 1; with Z̄ = Z11ᵀ/n, E‖ZW − Z̄‖² ≤ (1−ρ)‖Z − Z̄‖² for every d×n matrix Z.",
        outputs={"lambda2": qg.second_eigenvalue},
        requires=ABOUT_QG,
        verdict="assumed",
        note="lambda2 = √(1−ρ) is a conversion of ours for a fixed symmetric W",
    ),
    Statement(
        id="qg.eq9",
        place="Eq. (9), Appendix C",
        says="The averages over nodes obey x̄ ← x̄ − η(βm̄ + ḡ) and m̄ ← (1−(1−μ)(1−β))m̄ + (1−μ)ḡ.",
        outputs={"buffer_memory": qg.buffer_memory},
        requires=HEAVY_BALL,
        uses=("qg.eq8", "qg.assumption2.3"),
    ),
    Statement(
        id="qg.eq10",
        place="Eq. (10), Appendix C",
        says="The virtual sequence makes plain steps x̂ ← x̂ − (η/(1−β))ḡ, and e^(t) = x̂^(t) − x̄^(t).",
        outputs=ETA_TILDE,
        output_units=UNITS,
        requires=HEAVY_BALL,
        note="that x̂ starts at x̄ is said in the proof of Lemma C.6",
        verdict="assumed",
    ),
)

LEMMAS = (
    Statement(
        id="qg.lemmaC.1",
        place="Lemma C.1, Appendix C",
        says="One step lowers E f(x̂) by (η̃/4)‖∇f(x̄)‖² and (η̃/4)‖mean_i ∇f_i(x_i)‖² up to noise, the "
        "virtual gap and the consensus distance.",
        unit="F",
        formula=lemmas.lemma_c1,
        outputs=ETA_TILDE,
        output_units=UNITS,
        conditions=(SMOOTH_STEP,),
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.eq9", "qg.eq10"),
        note=f"it bounds E f(x̂_{{t+1}}) − f*, and current_gap is E f(x̂_t) − f*; {_UNSEEN}; {BATCH}",
    ),
    Statement(
        id="qg.lemmaC.2",
        place="Lemma C.2, Appendix C",
        says="With μ-strongly convex f_i one step contracts E‖x̂ − x*‖² by 1 − μη̃/2 up to noise, the "
        "virtual gap and the consensus distance.",
        unit="w^2",
        formula=lemmas.lemma_c2,
        outputs=ETA_TILDE,
        output_units=UNITS,
        conditions=(SMOOTH_STEP,),
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.eq9", "qg.eq10"),
        note=f"μ is strong convexity here; current_gap is f(x̄_t) − f*; no theorem uses the lemma; "
        f"{_UNSEEN}; {BATCH}",
    ),
    Statement(
        id="qg.lemmaC.3",
        place="Lemma C.3, Appendix C",
        says="One step contracts the mean squared consensus distance by 1 − ρ/4 up to heterogeneity, noise "
        "and the spread of the buffers.",
        quantity="consensus_sq",
        unit="w^2",
        formula=lemmas.lemma_c3,
        outputs=ETA_TILDE,
        output_units=UNITS,
        conditions=(CONSENSUS_STEP,),
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.eq8"),
        note=f"the printed η̃ does not occur in it; {STATE}; {BATCH}",
    ),
    Statement(
        id="qg.lemmaC.4",
        place="Lemma C.4, Appendix C",
        says="One step lowers the scaled spread of the buffers up to the consensus distance, heterogeneity "
        "and noise.",
        unit="w^2",
        formula=lemmas.lemma_c4,
        outputs={"scale": lemmas.momentum_scale},
        output_units={"scale": "w^4/F^2"},
        conditions=(MOMENTUM,),
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.eq8", "qg.lemmaC.4.display111"),
        note=f"the proof ends with η ≤ 1/(7L), which the lemma does not print; it bounds the spread times "
        f"the output scale; {_UNSEEN}; {BATCH}",
    ),
    Statement(
        id="qg.lemmaC.4.display111",
        place="proof of Lemma C.4, the line before both sides are multiplied (display 111)",
        says="One step contracts the mean squared spread of the buffers by 1 − (1−μ)(1−β) up to noise, the "
        "consensus distance and heterogeneity.",
        quantity="momentum_spread_sq",
        unit=GRADIENT_SQ,
        formula=lemmas.buffer_spread,
        outputs={"buffer_memory": qg.buffer_memory},
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.eq8", "qg.lemmaC.3"),
        note=f"the proof takes −I ≺ W ≺ I, so a symmetric W; {STATE}; {BATCH}",
    ),
    Statement(
        id="qg.lemmaC.5",
        place="Lemma C.5, Appendix C",
        says="The mean squared consensus distance plus the scaled spread of the buffers falls by ρ/8 of the "
        "former, up to heterogeneity and noise.",
        unit="w^2",
        formula=lemmas.lemma_c5,
        outputs={"scale": lemmas.momentum_scale},
        output_units={"scale": "w^4/F^2"},
        conditions=(CONSENSUS_STEP, MOMENTUM),
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.lemmaC.3", "qg.lemmaC.4"),
        note=f"the output scale weighs the spread; {_UNSEEN}; {BATCH}",
    ),
    Statement(
        id="qg.lemmaC.6",
        place="Lemma C.6, Appendix C",
        says="One step contracts E‖x̂ − x̄‖² by 1 − (1−μ)(1−β) up to the mean gradient and noise.",
        quantity="virtual_gap_sq",
        unit="w^2",
        formula=lemmas.lemma_c6,
        outputs={**ETA_TILDE, "buffer_memory": qg.buffer_memory},
        output_units=UNITS,
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.eq9", "qg.eq10"),
        note=f"{STATE}; {BATCH}",
    ),
)

THEOREM = (
    Statement(
        id="qg.theoremC.7",
        place="Theorem C.7, Appendix C",
        says="With η = min(ρ/(7L), (1−β)/(4L), (1−μ)(1−β)²/(4βL), √(4nΔ/(Lσ²T))), Δ = f(x̄⁰) − f*, and "
        "β/(1−β) ≤ ρ/21, the average squared gradient norm is O(√(Lσ²Δ/(nT)) + ∛(L²Δ²ζ̃²/(ρ²T²)) + "
        "(1/ρ + 1/(1−β) + β/((1−μ)(1−β)²))LΔ/T).",
        quantity="rate",
        outputs={
            "rate": qg.rate,
            "eta": qg.chosen_step,
            "eta_consensus": qg.consensus_step,
            "eta_smooth": qg.smooth_step,
            "eta_momentum": qg.momentum_step,
            "eta_noise": qg.noise_step,
            "zeta_tilde_sq": qg.drift_sq,
        },
        output_units={
            **dict.fromkeys(("eta", "eta_consensus", "eta_smooth", "eta_momentum", "eta_noise"), "w^2/F"),
            **dict.fromkeys(("rate", "zeta_tilde_sq"), GRADIENT_SQ),
        },
        conditions=(*EXPLICIT, NOISE_STEP),
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.theoremC.7.display137"),
        note="an O(·) line has no value; the explicit inequality is qg.theoremC.7.display137. The theorem "
        "takes η equal to the minimum; each constraint asks that η be at most one branch. It prints "
        f"E‖∇f(x̄^t)‖ without the square that Theorem 3.1 and its own proof have; {BATCH}",
    ),
    Statement(
        id="qg.theoremC.7.potential",
        place="proof of Theorem C.7, the definition of Φ (display 132)",
        says="Φ^t weighs the consensus distance by 24L²η̃/ρ, the spread of the buffers by "
        "144L²η̃³β²(1−β)/(ρ²(1−μ)) and the virtual gap by 3L²η̃/(2(1−μ)(1−β)), and adds E[f(x̄^t) − f*].",
        unit="F",
        formula=potential.potential,
        outputs={**ETA_TILDE, **WEIGHTS},
        output_units={
            **UNITS,
            "consensus": "F/w^2",
            "momentum_spread": "w^2/F",
            "virtual_gap": "F/w^2",
        },
        requires=QG,
        note="a definition, with the state at step t; the proof says Φ⁰ = f(x̄⁰) − f*, which needs equal "
        "models and empty buffers at the start",
    ),
    Statement(
        id="qg.theoremC.7.display133",
        place="proof of Theorem C.7, the recursion of Φ (display 133)",
        says="One step lowers Φ by (η̃/4)‖∇f(x̄)‖² up to the mean gradient, noise and drift.",
        unit="F",
        formula=potential.potential_step,
        outputs=DRIFT,
        output_units=UNITS,
        conditions=(MOMENTUM, CONSENSUS_STEP, SMOOTH_STEP),
        requires=QG,
        uses=("qg.lemmaC.1", "qg.lemmaC.5", "qg.lemmaC.6", "qg.theoremC.7.potential"),
        note=f"it bounds Φ^{{t+1}}; {_UNSEEN}; {BATCH}",
    ),
    Statement(
        id="qg.theoremC.7.display134",
        place="proof of Theorem C.7, first line of the last chain (display 134)",
        says="Averaged over t, the squared gradient norm is at most (4/(η̃T))(Φ⁰ − Φ^T) + Lη̃σ²/n + "
        "6L²η̃²β²σ²/(1−μ) + 1248L²η̃²(1−β)²ζ̃²/ρ².",
        quantity="average_gradient_sq",
        unit=GRADIENT_SQ,
        formula=potential.display134,
        outputs=DRIFT,
        output_units=UNITS,
        conditions=EXPLICIT,
        requires=QG,
        uses=("qg.theoremC.7.display133",),
        note="the line prints x^(t) where the proof has x̄^(t) elsewhere; its state constants are those of "
        f"step T and make Φ^T; {BATCH}",
    ),
    Statement(
        id="qg.theoremC.7.display135",
        place="proof of Theorem C.7, second line of the last chain (display 135)",
        says="The same with Φ⁰ = f(x̄⁰) − f*, Φ^T dropped and β² replaced through β/(1−β) ≤ ρ/21.",
        quantity="average_gradient_sq",
        unit=GRADIENT_SQ,
        formula=potential.display135,
        outputs=DRIFT,
        output_units=UNITS,
        conditions=EXPLICIT,
        requires=QG,
        uses=("qg.theoremC.7.display134",),
        note=BATCH,
    ),
    Statement(
        id="qg.theoremC.7.display136",
        place="proof of Theorem C.7, third line of the last chain (display 136)",
        says="The same with ρ² and (1−β)² replaced by 1.",
        quantity="average_gradient_sq",
        unit=GRADIENT_SQ,
        formula=potential.display136,
        outputs=DRIFT,
        output_units=UNITS,
        conditions=EXPLICIT,
        requires=QG,
        uses=("qg.theoremC.7.display135",),
        note=BATCH,
    ),
    Statement(
        id="qg.theoremC.7.display137",
        place="proof of Theorem C.7, last line (display 137)",
        says="QG-DSGDm's average squared gradient norm over T steps is at most 4(f(x̄⁰) − f*)/(η̃T) + "
        "η̃Lσ²/n + 1249η̃²L²ζ̃²/ρ²: an initial, a noise and a drift term.",
        quantity="average_gradient_sq",
        unit=GRADIENT_SQ,
        formula=potential.display137,
        outputs=DRIFT,
        output_units=UNITS,
        conditions=EXPLICIT,
        cost=costs.GOSSIP_IN_FULL,
        requires=QG,
        uses=("qg.theoremC.7.display136",),
        note=f"the explicit inequality behind Theorems 3.1 and C.7, before η is chosen; {BATCH}",
    ),
)

CONVERGENCE = (*SETTING, *LEMMAS, *THEOREM)
