"""QG-DSGDm's consensus distance and Theorem C.7's average by their own splits (ours), and those splits."""

from collections.abc import Mapping
from fractions import Fraction

from theory.papers import costs
from theory.papers.qg import young
from theory.papers.qg.convergence import ASSUMPTIONS
from theory.papers.qg.formulas import buffer_memory
from theory.papers.qg.hypotheses import BATCH, GRADIENT_SQ, QG
from theory.statement import Constraint, Formula, Solved, Statement
from theory.technique import Parameter, Technique

RANGE = Solved("momentum", young.momentum_range, "β < (1/√(1−ρ) − 1 − Lη)/2")
ROOM = Constraint(
    id="contraction",
    left=lambda: 0,
    relation="<",
    right=young.contraction_room,
    text="√(1−ρ)·(1 + 2β + Lη) < 1, which is A < 1",
    place="Lemmas C.3 and C.4 by their own splits",
    domain=True,
)
DESCENT = Constraint(
    id="descent",
    left=lambda: 0,
    relation="<",
    right=young.descent_discriminant,
    text="2Lη̃β/((1−μ)(1−β)) < 1 − Lη̃",
    place="Lemmas C.1 and C.6 by their own splits",
    domain=True,
)
SMALL = Constraint(
    id="smooth_step",
    left=lambda step_size, smoothness: step_size * smoothness,
    relation="<",
    right=lambda momentum: 1 - momentum,
    text="Lη̃ < 1",
    place="Lemma C.1 by its own split",
)
X = (
    "X = (1−ρ)η²[AH + √(H² + (1−A²)σ²)]²/(1−A²)², A = r(1+ηℓ), ℓ = L + β[(1+r)/η + rL]/(1−βr), "
    "H = ζ/(1−βr) + βνσ, ν = (1−μ)r/√(1−k²), k = μ + (1−μ)βr, r = √(1−ρ)"
)
OUTPUTS: Mapping[str, Formula] = {
    "A": young.contraction_root,
    "ell": young.buffer_gain,
    "nu": young.buffer_noise,
    "k": young.buffer_kept,
    "r": young.mixed,
}
UNITS = {"ell": "F/w^2"}

STATEMENTS = (
    Statement(
        id="qg.lemmaC.5.young",
        variant="strengthened",
        place="Lemmas C.3 to C.5, Appendix C, by their own splits",
        says=f"From equal models and empty buffers the mean squared consensus distance is at most {X}, for "
        "every t, wherever r(1 + 2β + Lη) < 1.",
        quantity="consensus_sq",
        unit="w^2",
        formula=young.lemma_c5,
        outputs=OUTPUTS,
        output_units=UNITS,
        conditions=(ROOM,),
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.eq8"),
        note=f"ours; {BATCH}",
    ),
    Statement(
        id="qg.theoremC.7.display137.young",
        variant="strengthened",
        place="proof of Theorem C.7, last line (display 137), by the splits of its lemmas",
        says="The average squared gradient norm over T steps is at most 2(f(x̄⁰) − f*)/(η̃T) + Lη̃σ²/n + "
        f"L²η̃²β²σ²/(an(1−μ)(1−β)) + L²X, {X}, a = [1−Lη̃ + √((1−Lη̃)² − 4(Lη̃β/((1−μ)(1−β)))²)]/2.",
        quantity="average_gradient_sq",
        unit=GRADIENT_SQ,
        formula=young.display137,
        outputs={"X": young.consensus_distance, "a": young.best_descent, **OUTPUTS},
        output_units={"X": "w^2", **UNITS},
        conditions=(ROOM, DESCENT, SMALL),
        cost=costs.GOSSIP_IN_FULL,
        requires=QG,
        uses=(*ASSUMPTIONS, "qg.eq9", "qg.eq10", "qg.lemmaC.5.young"),
        note=f"ours, by the paper's proof with the best weights of its potential; {BATCH}",
    ),
)


def _share(momentum: object, buffer: object) -> object:
    """K/(1−K), K = (1−μ)(1−β)."""
    kept = buffer_memory(momentum, buffer)  # type: ignore[arg-type]
    return (1 - kept) / kept


FREE = (
    Parameter(
        "young_p",
        "p",
        "display 096",
        lambda consensus: consensus / 2,
        "ρ/2",
        young.good_p,
        "η(βm+Lx+ζ)/x",
    ),
    Parameter("young_q", "q", "display 096", lambda: 1, "1", young.good_q, "(Lx+ζ)/(βm)"),
    Parameter("young_s", "s", "display 099", lambda: 1, "1", young.good_s, "ζ/(Lx)"),
    Parameter("young_u", "u", "display 105", _share, "K/(1−K)", young.good_u, "(1−μ)(…)/(km)"),
    Parameter("young_v", "v", "display 108", lambda: 1, "1", young.good_v, "ηr(Lx+ζ)/((1+r)x)"),
    Parameter("young_w", "w", "display 110", lambda: 1, "1", young.good_s, "ζ/(Lx)"),
    Parameter(
        "descent",
        "a",
        "display 074",
        lambda: Fraction(1, 2),
        "1/2",
        young.best_descent,
        "[1−Lη̃+√(…)]/2",
        largest=young.best_descent,
        largest_text="[1−Lη̃+√(…)]/2",
    ),
)
TECHNIQUES = (
    Technique(
        statement="qg.theoremC.7.display137",
        against="published",
        sharpened="qg.theoremC.7.display137.young",
        free=FREE,
        bound=young.display137_with,
        lost="the weights of Φ, here the best ones for any splits; the slack that Lemmas C.1, C.3 to C.6 and "
        "displays 134 to 137 leave in their constants",
        limit=Solved("momentum", young.momentum_limit, "β/(1−β) ≤ ρ/21"),
        weakest=RANGE,
        given={
            "workers": 8,
            "batch": 1,
            "buffer": 0.1,
            "smoothness": 1,
            "noise": 1,
            "heterogeneity": 1,
            "step_size": 0.001,
            "steps": 1e5,
            "gap": 1,
        },
        axis="consensus",
        near="the buffers' noise is added to their norm, as a triangle inequality would",
    ),
)
