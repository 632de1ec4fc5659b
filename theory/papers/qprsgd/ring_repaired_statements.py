"""The statements of QPRSGD about ring all-reduce that its proofs give: repaired, or stronger. Ours."""

from dataclasses import replace

from theory.papers import costs
from theory.papers.common import SQUARED_GRADIENT, SQUARED_PARAMETER, about
from theory.papers.qprsgd import ring, ring_repaired, ring_statements, ring_stronger
from theory.papers.qprsgd.ring_statements import DRIFT_DENOMINATOR
from theory.papers.qprsgd.runs import RING, RING_NOISE
from theory.statement import Constraint, Statement

WORKERS = Constraint(
    id="workers",
    left=lambda workers: workers,
    relation="<=",
    right=ring_repaired.workers_limit,
    text="M ≤ (d/4s²)(1 + d/4s²)(exp(d/4s²) − d/4s² − 1)⁻¹",
    place="Eq. (7) with d/4s² in front in place of d",
)
DESCENT = Constraint(
    id="descent",
    left=ring_repaired.descent_loss,
    relation="<",
    right=lambda: 1,
    text="8C₁KLγ < 1",
    place="Theorem 1 repaired: some ε > 0 exists",
    domain=True,
)
STEP = Constraint(
    id="local_descent",
    left=lambda smoothness, step_size: smoothness * step_size,
    relation="<=",
    right=lambda: 1,
    text="Lγ ≤ 1",
    place="Theorem 1 repaired, in place of the third inequality",
)

LOCAL = (DRIFT_DENOMINATOR, STEP)

STATEMENTS = (
    Statement(
        id="qprsgd.lemma1",
        variant="strengthened",
        place="Lemma 1, section IV-A",
        says="Lemma 1 with ½[(1+x/M)((1+x/M)^M − 1)/x − 1], x = d/4s², in place of C₁, which is larger.",
        unit=SQUARED_PARAMETER,
        formula=ring_repaired.ring_noise,
        outputs={"C1": ring_repaired.smaller_ring_factor},
        requires=RING_NOISE,
        uses=("qprsgd.lemma4", "qprsgd.lemma5"),
        note="ours: the proof without its ⟨a, b⟩ ≤ (‖a‖² + ‖b‖²)/2, which costs up to a factor 2",
    ),
    Statement(
        id="qprsgd.remark1",
        variant="strengthened",
        place="Remark 1 with Eq. (6), section IV-A",
        says="The strengthened Lemma 1 for all segments together.",
        quantity="quantisation_noise_sq",
        unit=SQUARED_PARAMETER,
        formula=ring_repaired.ring_noise,
        outputs={"C1": ring_repaired.smaller_ring_factor},
        requires=RING_NOISE,
        uses=("qprsgd.lemma1",),
        note="ours: the strengthened Lemma 1, summed",
    ),
    Statement(
        id="qprsgd.remark2",
        variant="repaired",
        place="Remark 2 with Eqs. (7) and (8), section IV-A",
        says="Eq. (8) holds where M is at most Eq. (7) with d/4s² in front in place of d.",
        unit=SQUARED_PARAMETER,
        formula=ring.remark2,
        outputs={"C1": ring.ring_factor, "workers_limit": ring_repaired.workers_limit},
        conditions=(WORKERS,),
        requires=RING_NOISE,
        uses=("qprsgd.lemma1", "qprsgd.lemma4"),
        note="ours; as printed the remark has a counterexample with 48 workers",
    ),
    Statement(
        id="qprsgd.lemma6",
        variant="repaired",
        place="Lemma 6, appendix C",
        says="Summed over the K local steps, the workers' mean squared distance from their mean is at most "
        "a noise and a heterogeneity term; no gradient norms are needed.",
        unit=SQUARED_PARAMETER,
        formula=ring_repaired.lemma6,
        conditions=(DRIFT_DENOMINATOR,),
        requires=(about("ar-qprsgd"),),
        uses=("qprsgd.assumption1",),
        note="ours: (1 − 1/M)σ² in place of σ²(M+1)/(2M), at most twice as much, as local gradients carry "
        "earlier noise; both sums of gradient norms fall away",
    ),
    Statement(
        id="qprsgd.theorem1",
        variant="repaired",
        place="Theorem 1 with Eq. (9), section IV-A, at its best ε and δ",
        says="Theorem 1 with 2C₁ in place of C₁, (1 − 1/M)σ² + 2(K−1)κ² as the drift's spread, and the "
        "conditions 8C₁KLγ ≤ 1 − ε, Lγ ≤ 1 and 2(K+1)(K−2)L²γ² ≤ 1 − δ.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=ring_repaired.theorem1,
        outputs={
            "C1": ring.ring_factor,
            "epsilon": ring_repaired.best_descent_margin,
            "delta": ring.best_drift_margin,
        },
        conditions=(DESCENT, *LOCAL),
        cost=costs.RING,
        requires=RING,
        uses=("qprsgd.assumption1", "qprsgd.lemma4", "qprsgd.remark1", "qprsgd.lemma6"),
        note="ours; samples independent over workers and fresh at every step; σ² is σ²/batch",
    ),
    Statement(
        id="qprsgd.theorem1",
        variant="strengthened",
        place="Theorem 1 with Eq. (9), section IV-A, at its best ε and δ",
        says="The repaired Theorem 1 with the smaller constant of the strengthened Lemma 1 in place of C₁.",
        quantity="average_gradient_sq",
        unit=SQUARED_GRADIENT,
        formula=ring_stronger.theorem1,
        outputs={
            "C1": ring_repaired.smaller_ring_factor,
            "epsilon": ring_stronger.best_descent_margin,
            "delta": ring.best_drift_margin,
        },
        conditions=(replace(DESCENT, left=ring_stronger.descent_loss), *LOCAL),
        cost=costs.RING,
        requires=RING,
        uses=("qprsgd.assumption1", "qprsgd.lemma4", "qprsgd.remark1", "qprsgd.lemma6"),
        note="ours; the proof knows C₁ only as what Remark 1 bounds the ring's noise with; σ² is σ²/batch",
    ),
)

CONDITIONS = {one.id: one for one in (DESCENT, *LOCAL, WORKERS)}
"""The conditions of the repaired Theorem 1 and Eq. (7), by what they stand for."""


def _on_the_repaired_theorem(printed: Statement) -> Statement:
    """A corollary of Theorem 1, or its row of Table I, with what the repaired theorem asks for."""
    limit = {"workers_limit": ring_repaired.workers_limit}
    return replace(
        printed,
        variant="repaired",
        conditions=tuple(CONDITIONS.get(one.id, one) for one in printed.conditions),
        outputs={name: limit.get(name, formula) for name, formula in printed.outputs.items()},
        note="ours: the same rate from the repaired Theorem 1 and, where Eq. (7) is used, from Eq. (7) with "
        "d/4s² in front; an O(·) line has no value; N is sufficiently large",
    )


COROLLARIES = tuple(
    _on_the_repaired_theorem(one)
    for one in (*ring_statements.TABLE, *ring_statements.RING_MAIN)
    if one.id.startswith(("qprsgd.corollary", "qprsgd.tableI"))
)
