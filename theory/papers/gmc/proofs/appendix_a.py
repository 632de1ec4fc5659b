"""Displays of sections 2 and 3 without a proof of their own, and Appendix A's comparison of residuals.

w, u are w_t, w_{t−1}; x is a vector that a worker compresses, c = C(x) and k = C(ηx); r is η_t/η_{t−1}.
"""

from typing import Any

from theory.papers.gmc.proofs.common import BETA, ETA
from theory.proof.build import reals, vectors
from theory.proof.claim import eq, given, lt
from theory.proof.step import to
from theory.proof.vectors import mean

RATIO = given("r > 0", lambda r: lt(0, r))


def carried(v: Any, beta: Any, eta: Any) -> Any:
    """e_{t,k} + g − (β/η)(w_t − w_{t−1}), what Algorithm 1 compresses."""
    return v.e + v.g - beta / eta * (v.w - v.u)


SECTION_2 = (
    *vectors(
        "gmc.eq7",
        (BETA, ETA),
        lambda v, beta, eta: (
            # m_t = w_{t−1} − w_t, so that w_{t+1} = w_t − βm_t − ηg
            v.w - (beta * (v.u - v.w) + eta * v.g),
            to("005", "==", v.w - eta * (v.g - beta / eta * (v.w - v.u))),
        ),
    ),
    *vectors(
        "gmc.eq7",
        (BETA, ETA),
        lambda v, beta, eta: (
            v.w - mean(beta * v.each("m") + eta * v.each("g")),
            to("008", "==", v.w - eta * mean(v.each("g")) - beta * mean(v.each("m"))),
        ),
    ),
    *vectors(
        "gmc.eq7",
        (BETA, ETA),
        lambda v, beta, eta: (
            # Algorithm 3, whose residual f = e + g − C(e + g) has no momentum
            v.w - eta * mean(v.each("e") + v.each("g") - v.each("f")) + beta * (v.w - v.u),
            to(
                "Algorithm 3, after 032",
                "==",
                v.w
                - eta * mean(v.each("g"))
                - eta * mean(v.each("e"))
                + eta * mean(v.each("f"))
                + beta * (v.w - v.u),
            ),
        ),
    ),
    *reals(
        "gmc.remark2",
        (),
        lambda d, i, w: (
            ((d - i) * (w - (i + 1)) ** 2 + (d - i) * (w + (i + 1)) ** 2) / 2,
            to("011", "==", (d - i) * (w**2 + (i + 1) ** 2)),
        ),
    ),
)

# Without compression C(x) = x, so that every residual is x − C(x) = 0. DGC's worker has the momentum m_k and
# sends βm_k + g_k; masking sets to 0 the components of the momentum that were sent, here all of them.
UNCOMPRESSED = (
    *vectors(
        "gmc.remark2",
        (BETA, ETA),
        lambda v, beta, eta: (
            v.w - eta * mean(v.each("g") - beta / eta * (v.w - v.u)),
            to("GMC is DMSGD", "==", v.w - eta * mean(v.each("g")) + beta * (v.w - v.u)),
        ),
    ),
    *vectors(
        "gmc.remark2",
        (BETA, ETA),
        lambda v, beta, eta: (
            # w_{t−1} = w_t + η mean m_k
            v.w - eta * mean(beta * v.each("m") + v.each("g")),
            to(
                "DGC without masking is DMSGD",
                "==",
                v.w - eta * mean(v.each("g")) + beta * (v.w - (v.w + eta * mean(v.each("m")))),
            ),
        ),
    ),
    *vectors(
        "gmc.remark2",
        (BETA, ETA),
        lambda v, beta, eta: (
            v.w - eta * mean(beta * (v.each("m") - v.each("m")) + v.each("g")),
            to("DGC with masking is DSGD", "==", v.w - eta * mean(v.each("g"))),
        ),
    ),
)

HOMOGENEOUS = "for C(ηx) = ηC(x), which top-s, random-s and a random block fulfil"

NOT_HOMOGENEOUS = given(
    "C keeps both components of a vector of length 2 or more, else the larger, so δ = 1/2: at x = (2, 1), "
    "η = 1/2 both of x and only the larger one of ηx; c and k are the second components of C(x) and C(ηx)",
    lambda eta, x, c, k: (eq(2 * eta, 1), eq(x, 1), eq(c, x), eq(k, 0)),
)

UPDATES = (
    *reals(
        "gmc.lemma3",
        (NOT_HOMOGENEOUS,),
        # of one worker: what Algorithm 1 moves the model by, and Appendix A's form of it
        lambda eta, c, k: (eta * c, to("035", "==", k)),
        more={
            "035": {
                "severity": "as_printed_only",
                "repair": "gmc.lemma3/035-with-homogeneity",
                "note": "Appendix A takes η into the compressor, C(ηx) = ηC(x). One that is δ-contractive "
                "need not do that: x = (2, 1) sent whole and ηx = (1, 1/2) sent as (1, 0) give 1/2 and 0. "
                "Those of the paper do.",
            }
        },
    ),
    *vectors(
        "gmc.lemma3",
        (ETA,),
        lambda v, eta: (eta * v.c, to("035-with-homogeneity", "==", eta * v.c)),
        more={"035-with-homogeneity": {"variant": "repaired", "note": HOMOGENEOUS}},
    ),
)

RESIDUALS = (
    *vectors(
        "gmc.lemma3",
        (BETA, ETA),
        lambda v, eta: (
            eta * (v.x - v.c),
            to("036", "==", eta * v.x - eta * v.c),
        ),
        more={"036": {"note": HOMOGENEOUS}},
    ),
    *vectors(
        "gmc.lemma3",
        (BETA, ETA, RATIO),
        lambda v, beta, eta, r: (
            # η_t = rη_{t−1}; eta is η_{t−1}, and all letters are of step t − 1
            r * eta * carried(v, beta, eta),
            to("037", "==", r * (eta * v.e + eta * v.g - beta * (v.w - v.u))),
        ),
    ),
)

STEPS = (*SECTION_2, *UNCOMPRESSED, *UPDATES, *RESIDUALS)

CLOSES = ("gmc.remark2",)
