"""QG-DSGDm: the statements of Appendix B (and one line of Appendix D), as printed."""

from theory.papers.qg import formulas as qg
from theory.papers.qg.hypotheses import ABOUT_QG, HEAVY_BALL, NESTEROV, ONE_WORKER, SOME_MOMENTUM
from theory.statement import Requirement, Statement

EQUIVALENCES = (
    Statement(
        id="qg.algorithm2",
        place="Algorithm 2, Appendix B.1",
        says="QG-DAdam: Adam's two moments with the buffers m̂ and v̂ fed by d/‖d‖₂, d = x^(t) − x^(t+1).",
        requires=(Requirement("method", ("qg-dadam",), "the algorithm is QG-DAdam"),),
        note="line 5 prints ĝ ⊙ ĝ, where no ĝ is defined and line 4 has g",
        verdict="assumed",
    ),
    Statement(
        id="qg.algorithm3",
        place="Algorithm 3, Appendix B.1",
        says="The multiple-step variant renews the buffer every τ steps only; τ = 1 is QG-DSGDm.",
        requires=HEAVY_BALL,
        uses=("qg.algorithm1",),
        verdict="assumed",
    ),
    Statement(
        id="qg.algorithm7",
        place="Algorithms 6 and 7, Appendix B.2",
        says="DMSGD, re-organised: g at x_i^(t−½); a local step with βm̂ + g from x^(t) (option I) or "
        "x^(t−½) (option II); average; m̂ = μ(x^(t−½) − x^(t+½)) + (1−μ)(x^(t) − x^(t+1)).",
        note="Algorithms 6 and 7 agree under x₆^(t) = x₇^(t−½) but for the factor η in front of βm̂; the "
        "paper calls the re-organisation a simplification",
    ),
    Statement(
        id="qg.algorithm8",
        place="Algorithm 8 and section B.2",
        says="In one form with QG-DSGDm, DMSGD's buffer is, for option II, μ(βm̂^(t−1) + g^(t)) + "
        "(1−μ)(x^(t) − x^(t+1))/η, and for option I the same with (x^(t−1) − x^(t))/η − βm̂^(t−2) − g^(t−1) "
        "added inside the first bracket; QG-DSGDm's is μm̂^(t−1) + (1−μ)(x^(t) − x^(t+1))/η.",
        uses=("qg.algorithm7",),
        note="it takes the gradient at x^(t) where Algorithm 7 has x^(t−½); two lines print 1−ω where all "
        "others print 1−μ; read as 1−μ after the definition just above them",
    ),
    Statement(
        id="qg.eq5",
        place="Eq. (5), Appendix B.3.1",
        says="With m̂ = m/(1−μ) and β̂ = μ + (1−μ)β, one worker's QG-DSGDm is m̂ ← β̂m̂ + g, "
        "x ← x − η(m̂^(t) − μm̂^(t−1)) = x − η((1−μ/β̂)m̂ + (μ/β̂)g).",
        outputs={
            "beta_hat": qg.combined_momentum,
            "momentum_weight": qg.momentum_weight,
            "gradient_weight": qg.gradient_weight,
        },
        conditions=(ONE_WORKER, SOME_MOMENTUM),
        requires=HEAVY_BALL,
        uses=("qg.eq3",),
    ),
    Statement(
        id="qg.sectionB.3.1",
        place="Appendix B.3.1, after Eq. (5)",
        says="SGDm, m̂ ← βm̂ + g, x ← x − ηm̂, is Eq. (5) with μ = 0.",
        conditions=(ONE_WORKER,),
        requires=HEAVY_BALL,
        uses=("qg.eq5",),
    ),
    Statement(
        id="qg.eq6",
        place="Eq. (6), Appendix B.3.2",
        says="SGDm-N, x^(t+½) = x^(t) + βm^(t−1); m^(t) = βm^(t−1) − η∇f(x^(t+½)); x^(t+1) = x^(t+½) − "
        "η∇f(x^(t+½)), and its form in PyTorch, x^(t+½) = x^(t) + βm^(t−1); m^(t) = βm^(t−1) + "
        "∇f(x^(t+½)); x^(t+1) = x^(t) − ηm^(t), are equivalent for constant β.",
        note="(6) prints x + βm where Eq. (7), said to be equivalent to it, prints x − ηβm",
    ),
    Statement(
        id="qg.eq7",
        place="Eq. (7), Appendix B.3.2",
        says="SGDm-N, m^(t) = βm^(t−1) − η∇f(x^(t) + βm^(t−1)); x^(t+1) = x^(t) + m^(t), and with the step "
        "size moved out of the momentum, m^(t) = βm^(t−1) + ∇f(x^(t) − ηβm^(t−1)); x^(t+1) = x^(t) − "
        "ηm^(t), make the same iterates when m^(0) = 0.",
    ),
    Statement(
        id="qg.sectionB.3.2",
        place="Appendix B.3.2",
        says="QHM, and so QG-DSGDm on one worker, is equivalent to SGDm-N with η → η/(1−β): in "
        "y = x − ηβm it is y ← y − η((1−β)∇f(y) + βm), m ← βm + (1−β)∇f(y).",
        outputs={"eta_rescaled": qg.virtual_step},
        output_units={"eta_rescaled": "w^2/F"},
        conditions=(ONE_WORKER,),
        requires=HEAVY_BALL,
        uses=("qg.eq5", "qg.eq7"),
    ),
    Statement(
        id="qg.sectionB.3.3",
        place="Appendix B.3.3",
        says="On one worker QG-DSGDm-N is, with m̂ = m/(1−μ): x^(t+½) = x + β(1−μ)m̂, m̂ ← β̂m̂ + "
        "∇f(x^(t+½)), x ← x − η((1−μ/β̂)m̂ + (μ/β̂)∇f(x^(t+½))); SGDm-N is μ = 0.",
        outputs={
            "beta_hat": qg.combined_momentum,
            "momentum_weight": qg.momentum_weight,
            "gradient_weight": qg.gradient_weight,
        },
        conditions=(ONE_WORKER, SOME_MOMENTUM),
        requires=NESTEROV,
        uses=("qg.eq5", "qg.eq6"),
        note="x + βm adds a gradient to a parameter, as Eq. (6) does",
    ),
    Statement(
        id="qg.sectionD.9",
        place="Appendix D.9, item 3 of the first list",
        says="With μ = 0 QG-DSGDm is W((1 + βη_t/η_{t−1})x^(t) − (βη_t/η_{t−1})x^(t−1) − η_t∇f(x^(t))).",
        requires=ABOUT_QG,
        uses=("qg.eq3",),
    ),
)
