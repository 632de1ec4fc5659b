"""DEF's Lemma A.2 and Theorem 4.3 at the best parameters of their own proofs (ours), and those parameters."""

from dataclasses import replace

from theory.papers.def_ import residual, young
from theory.papers.def_.conditions import COMPRESSES, STEP_SIZE_43, STEP_SIZE_REPAIRED
from theory.papers.def_.statements_convergence import APPENDIX_A, SECTION_4_1
from theory.statement import Constraint, Solved
from theory.technique import Parameter, Technique

GAMMA = "γ = 1/√(1−δ) − 1"
BOUND = "η²[√(gP + γ²Q) + ηL√Q]²/g², P = B₁σ², Q = (1−λ)²M², g = γ² − η²L²"
RANGE = Solved("step_size", young.step_size_range, "η < (1/√(1−δ) − 1)/L")
ROOM = Constraint(
    id="room",
    left=lambda step_size, smoothness: step_size * smoothness,
    relation="<",
    right=young.best_young,
    text="ηL < 1/√(1−δ) − 1",
    place="Lemma A.2 with the best parameters",
    domain=True,
    solved=RANGE,
)
PRINTED = {s.id: s for s in (*SECTION_4_1, *APPENDIX_A)}

STATEMENTS = (
    replace(
        PRINTED["def.lemmaA.2"],
        variant="strengthened",
        says=f"The mean squared distance of the detached points from y_t is at most {BOUND}, {GAMMA}, "
        "wherever ηL < γ; no parameters of its proof give less.",
        formula=young.lemma_a2,
        outputs={"B1": residual.noise_factor, "gamma": young.best_young},
        conditions=(ROOM, COMPRESSES),
        note="ours, by the paper's proof, with 1 for B₂",
    ),
    replace(
        PRINTED["def.theorem4.3"],
        variant="strengthened",
        says=f"Theorem 4.3 with the distance {BOUND}, {GAMMA}, wherever ηL < γ.",
        formula=young.theorem43,
        outputs={"B1": residual.noise_factor, "gamma": young.best_young},
        conditions=(STEP_SIZE_43, ROOM, COMPRESSES),
        note="ours, by the paper's proof, with 1 for B₂",
    ),
)

YOUNG = Parameter(
    name="young",
    letter="β",
    place="display 053, Eq. (41)",
    published=residual.half_share_young,
    published_text="√((1−δ/2)/(1−δ)) − 1",
    best=young.best_young,
    best_text="1/√(1−δ) − 1",
)
SPLIT = Parameter(
    name="split",
    letter="θ",
    place="display 041, where the paper's 2 is 1 + θ",
    published=lambda: 1,
    published_text="1",
    best=young.best_split,
    best_text="√Q/(L√D), D the bound itself, Q = (1−λ)²M²",
)
LIMIT = Solved("step_size", residual.step_size_limit_repaired, STEP_SIZE_REPAIRED.text)
LOST = "the paper replaces B₃ by its limit δ/2, which it is only at the largest η"
GIVEN = {
    "workers": 8,
    "detach": 0.5,
    "smoothness": 1,
    "noise": 1,
    "batch": 1,
    "gradient_sq": 1,
}
TECHNIQUES = (
    Technique(
        statement="def.lemmaA.2",
        against="repaired",
        sharpened="def.lemmaA.2",
        free=(YOUNG, SPLIT),
        bound=young.lemma_a2_with,
        lost=LOST,
        limit=LIMIT,
        weakest=RANGE,
        given=GIVEN,
    ),
    Technique(
        statement="def.theorem4.3",
        against="repaired",
        sharpened="def.theorem4.3",
        free=(YOUNG, SPLIT),
        bound=young.theorem43_with,
        lost=LOST,
        limit=LIMIT,
        weakest=RANGE,
        given={**GIVEN, "steps": 1e4, "gap": 1},
    ),
    Technique(
        statement="def.lemmaA.3",
        against="published",
        sharpened="def.lemmaA.3",
        free=(replace(YOUNG, place="Lemma A.3", published=young.best_young, published_text="1/√(1−δ) − 1"),),
        bound=young.lemma_a3_with,
        lost="nothing: the paper's β is the best one",
        limit=None,
        weakest=None,
        given={"noise": 1, "batch": 1, "gradient_sq": 1, "step_size": 1},
    ),
)
