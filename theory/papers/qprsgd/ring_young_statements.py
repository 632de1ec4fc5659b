"""QPRSGD's Lemma 6 and Theorem 1 at the best parameters of their proofs (ours), and those parameters."""

from dataclasses import replace

from theory.papers.qprsgd import ring_repaired, ring_stronger, ring_young
from theory.papers.qprsgd.ring_repaired_statements import DESCENT, STEP
from theory.papers.qprsgd.ring_repaired_statements import STATEMENTS as REPAIRED
from theory.statement import Constraint, Solved
from theory.technique import Parameter, Technique

RANGE = Solved("step_size", ring_young.step_size_range, "γ < √2/(L√((K+1)(K−2)))")
ROOM = Constraint(
    id="drift_denominator",
    left=lambda: 0,
    relation="<",
    right=ring_young.room,
    text="0 < 1 − Lγ√((K+1)(K−2)/2)",
    place="Lemma 6 with the best parameters",
    domain=True,
)
BOUND = "[(a+b)/(1−j)]², a = γ√((K−1)K/2·(1−1/M))σ, b = γ(K−1)√(K/2)κ, j = Lγ√((K+1)(K−2)/2)"
KNOWN = {(one.id, one.variant): one for one in REPAIRED}

STATEMENTS = (
    replace(
        KNOWN["qprsgd.lemma6", "repaired"],
        variant="strengthened",
        says="Summed over the K local steps, the workers' mean squared distance from their mean is at most "
        f"{BOUND}, wherever j < 1; no parameters of its proof give less.",
        formula=ring_young.lemma6,
        conditions=(ROOM,),
        note="ours, by the repaired proof",
    ),
    replace(
        KNOWN["qprsgd.theorem1", "strengthened"],
        id="qprsgd.theorem1.young",
        place="Theorem 1 with Eq. (9), section IV-A, with the best parameters of Lemma 6",
        says="The repaired Theorem 1 with the smaller constant of Lemma 1 and the strengthened Lemma 6: its "
        f"drift is (8C₁KLγ+1)/ε·L²D/K, D = {BOUND}.",
        formula=ring_young.theorem1,
        outputs={"C1": ring_repaired.smaller_ring_factor, "epsilon": ring_stronger.best_descent_margin},
        conditions=(replace(DESCENT, left=ring_stronger.descent_loss), ROOM, STEP),
        uses=("qprsgd.assumption1", "qprsgd.lemma4", "qprsgd.remark1", "qprsgd.lemma6", "qprsgd.theorem1"),
        note="ours; σ² is σ²/batch",
    ),
)

FREE = (
    Parameter(
        "young_q", "q", "display 129, repaired", lambda: 1, "1", ring_young.best_young_q, "(b + j√D)/a"
    ),
    Parameter("young_r", "r", "display 134, repaired", lambda: 1, "1", ring_young.best_young_r, "b/(j√D)"),
)
MARGIN = Parameter(
    "descent_margin",
    "ε",
    "Theorem 1, which leaves it open",
    ring_repaired.best_descent_margin,
    "1 − 8C₁KLγ",
    ring_young.descent_limit,
    "1 − 8C₁KLγ, C₁ the smaller one",
    largest=ring_young.descent_limit,
    largest_text="1 − 8C₁KLγ",
)
OF_6 = Technique(
    statement="qprsgd.lemma6",
    against="repaired",
    sharpened="qprsgd.lemma6",
    free=FREE,
    bound=ring_young.lemma6_with,
    lost="nothing",
    limit=Solved("step_size", ring_young.step_size_limit, "γ < 1/(L√(2(K+1)(K−2)))"),
    weakest=RANGE,
    given={"workers": 8, "batch": 1, "local_steps": 8, "smoothness": 1, "noise": 1},
    axis="heterogeneity",
)
TECHNIQUES = (
    OF_6,
    replace(
        OF_6,
        statement="qprsgd.theorem1",
        sharpened="qprsgd.theorem1.young",
        free=(*FREE, MARGIN),
        bound=ring_young.theorem1_with,
        lost="C₁, for which Lemma 1 strengthened has a smaller one",
        limit=None,
        weakest=None,
        given={
            **OF_6.given,
            "dimension": 64,
            "levels": 64,
            "step_size": 0.05,
            "steps": 1e4,
            "gap": 1,
        },
    ),
)
