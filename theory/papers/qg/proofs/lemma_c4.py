"""Proof of Lemma C.4: one step of the buffers' spread, up to display 111.

x, m are the columns of X and M; G_k = ∇f_k(x_k) and B_k = ∇f_k(x̄); n_k the nodes' noises, so that the columns
of G are G_k + n_k. wx, wm, wg and wn are what W makes of x, m, G_k and n_k. K in the comments is (1−μ)(1−β).
"""

from typing import Any

from theory.axioms import unbiased
from theory.papers.qg.proofs.common import (
    BETA,
    BUFFER,
    ETA,
    NOISE,
    RHO,
    mixed,
    mixing,
    noisy,
    spread,
)
from theory.proof.build import vectors
from theory.proof.step import to
from theory.proof.vectors import Used, mean, sq

STATEMENT = "qg.lemmaC.4"
SIZES = (RHO, BETA, BUFFER, ETA, NOISE)


def room(mu: Any, beta: Any) -> Any:
    """K = (1−μ)(1−β)."""
    return (1 - mu) * (1 - beta)


def kept(v: Any, mu: Any, beta: Any) -> Any:
    """(μI + (1−μ)βW)(M − M̄)."""
    return mu * spread(v.each("m")) + (1 - mu) * beta * spread(v.each("wm"))


def pulled(v: Any, mu: Any, eta: Any) -> Any:
    """((1−μ)/η)(I − W)X."""
    return (1 - mu) / eta * (v.each("x") - mixed(v, "wx", v.each("x")))


def pushed(v: Any, mu: Any) -> Any:
    """(1−μ)W E[G − Ḡ]."""
    return (1 - mu) * spread(v.each("wg"))


def mixed_noise(v: Any) -> Any:
    """W(G − E[G])."""
    return mixed(v, "wn", v.each("n"))


def next_model(v: Any, eta: Any, beta: Any) -> Any:
    """X^(t+1) = W(X − η(βM + G))."""
    gradient = mixed(v, "wg", v.each("G")) + mixed_noise(v)
    return mixed(v, "wx", v.each("x")) - eta * (beta * mixed(v, "wm", v.each("m")) + gradient)


def without_noise(v: Any, mu: Any, beta: Any, eta: Any) -> Any:
    """The square that displays 103 and 104 share."""
    return sq(kept(v, mu, beta) + pulled(v, mu, eta) + pushed(v, mu))


def two_terms(mu: Any, beta: Any, first: Any, second: Any, sigma_sq: Any) -> Any:
    """Displays 105 and 106: Young's inequality with K/(1−K)."""
    share = room(mu, beta)
    return (1 + share / (1 - share)) * first + 4 * sigma_sq + (1 + (1 - share) / share) * second


def contracted(v: Any, mu: Any, beta: Any, sigma_sq: Any, rest: Any) -> Any:
    """Displays 107 to 111: (1−K)‖M − M̄‖² + 4σ² and what is added to it."""
    return (1 - room(mu, beta)) * sq(spread(v.each("m"))) + 4 * sigma_sq + rest


def unseen(v: Any) -> list[Any]:
    """The noise, also after mixing, has mean 0 given all else."""
    known = [v.each(name) for name in ("m", "wm", "x", "wx", "G", "wg")]
    return [unbiased(v.each("n"), *known), unbiased(v.each("wn"), *known)]


SPLIT = vectors(
    STATEMENT,
    SIZES,
    lambda v, mu, beta, eta, sigma_sq: (
        sq(spread(mu * v.each("m") + (1 - mu) / eta * (v.each("x") - next_model(v, eta, beta)))),
        to(
            "102",
            "==",
            sq(kept(v, mu, beta) + (1 - mu) * spread(v.each("wg") + v.each("wn")) + pulled(v, mu, eta)),
        ),
        to(
            "103",
            "==",
            without_noise(v, mu, beta, eta) + sq((1 - mu) * mixed_noise(v) - mean(v.each("n"))),
        ),
    ),
    using={
        "103": lambda v, sigma_sq: [*unseen(v), Used(noisy(v.each("n"), sigma_sq), 0)],
    },
    more={
        "103": {
            "severity": "cosmetic",
            "repair": "qg.lemmaC.4/103-repaired",
            "note": "the factor 1−μ stands before W(G − E[G]) only; it belongs before Ḡ − E[Ḡ] too. As "
            "printed the right side is larger by μ²E‖ḡ − E[ḡ]‖²",
        },
    },
)

# The squares that both sides of 104 share are left out; 105 is for any a and b.
NOISE_TERM = vectors(
    STATEMENT,
    SIZES,
    lambda v, mu, sigma_sq: (
        sq((1 - mu) * mixed_noise(v) - mean(v.each("n"))),
        to("104", "==", 4 * sigma_sq),
    ),
    using={
        "104": lambda v, mu, rho, sigma_sq: [
            Used(mixing(v.each("wn"), v.each("n"), rho), (1 - mu) ** 2),
            Used(noisy(v.each("n"), sigma_sq), 1),
        ]
    },
    more={
        "104": {
            "severity": "cosmetic",
            "repair": "qg.lemmaC.4/104-repaired",
            "note": "the noise term is at most 4σ², not equal to it: for the = read ≤; σ² would do for 4σ²",
        },
    },
)

YOUNG = vectors(
    STATEMENT,
    SIZES,
    lambda v, mu, beta, sigma_sq: (
        sq(v.each("a") + v.each("b")) + 4 * sigma_sq,
        to("105", "<=", two_terms(mu, beta, sq(v.each("a")), sq(v.each("b")), sigma_sq)),
    ),
    more={"105": {"note": "1 − (1−μ)(1−β) divides; at μ = β = 0 it is 0, and nothing has to be split"}},
)

SPLIT_REPAIRED = vectors(
    STATEMENT,
    SIZES,
    lambda v, mu, beta, eta, sigma_sq: (
        sq(kept(v, mu, beta) + (1 - mu) * spread(v.each("wg") + v.each("wn")) + pulled(v, mu, eta)),
        to(
            "103-repaired",
            "==",
            without_noise(v, mu, beta, eta) + sq((1 - mu) * (mixed_noise(v) - mean(v.each("n")))),
        ),
        to("104-repaired", "<=", without_noise(v, mu, beta, eta) + 4 * sigma_sq),
    ),
    using={
        "103-repaired": unseen,
        "104-repaired": lambda v, mu, rho, sigma_sq: [
            Used(mixing(v.each("wn"), v.each("n"), rho), (1 - mu) ** 2),
            Used(noisy(v.each("n"), sigma_sq), (1 - mu) ** 2),
        ],
    },
    more={"103-repaired": {"variant": "repaired"}, "104-repaired": {"variant": "repaired"}},
)

CONTRACTED = vectors(
    STATEMENT,
    SIZES,
    lambda v, mu, beta, eta, sigma_sq: (
        two_terms(mu, beta, sq(kept(v, mu, beta)), sq(pulled(v, mu, eta) + pushed(v, mu)), sigma_sq),
        to(
            "106",
            "<=",
            two_terms(
                mu,
                beta,
                sq((1 - room(mu, beta)) * spread(v.each("m"))),
                sq(pulled(v, mu, eta) + pushed(v, mu)),
                sigma_sq,
            ),
        ),
        to(
            "107",
            "<=",
            contracted(v, mu, beta, sigma_sq, 1 / room(mu, beta) * sq(pulled(v, mu, eta) + pushed(v, mu))),
        ),
    ),
    using={
        "106": lambda v, mu, beta, rho: [
            Used(
                mixing(v.each("wm"), v.each("m"), rho),
                ((1 - mu) * beta) * (mu + (1 - mu) * beta) / (1 - room(mu, beta)),
            )
        ]
    },
    more={
        "106": {
            "note": "argued from W ≺ I, which fails for the vector 1 and says nothing where W is not "
            "symmetric; on M − M̄ the line follows from item 3 of Assumption 2 alone"
        }
    },
)

STEPS = (
    *SPLIT,
    *NOISE_TERM,
    *YOUNG,
    *SPLIT_REPAIRED,
    *CONTRACTED,
)
