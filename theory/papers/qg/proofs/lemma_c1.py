"""Proof of Lemma C.1: one step lowers f at the virtual sequence.

gh = ∇f(x̂), G_k = ∇f_k(x_k), B_k = ∇f_k(x̄), n_k the nodes' noises, e = x̂ − x̄, c_k = x_k − x̄. F and F_next are
f(x̂^(t)) and f(x̂^(t+1)).
"""

from typing import Any

from theory.axioms import descent, independent, lipschitz, unbiased
from theory.papers.qg import corrected, lemmas
from theory.papers.qg.proofs.common import NODES, NOISE, SMOOTH, VIRTUAL_STEP, noisy
from theory.proof.build import reals, vectors
from theory.proof.step import to
from theory.proof.vectors import Used, dot, mean, sq
from theory.statement import total

STATEMENT = "qg.lemmaC.1"
SIZES = (SMOOTH, NODES, NOISE, VIRTUAL_STEP)


def gradients(v: Any) -> Any:
    """(1/n) Σ ∇f_i(x_i)."""
    return mean(v.each("G"))


def centre(v: Any) -> Any:
    """∇f(x̄)."""
    return mean(v.each("B"))


def stepped(v: Any, eta_tilde: Any, squared: Any) -> Any:
    """f(x̂) − η̃⟨∇f(x̂), mean ∇f_i(x_i)⟩ and what is added to it."""
    return v.number("F") - eta_tilde * dot(v.gh, v.each("G")) + squared


def bounded(v: Any, eta_tilde: Any, L: Any, n: Any, sigma_sq: Any) -> Any:
    """Display 072."""
    noise = L * eta_tilde**2 * sigma_sq / n
    return stepped(v, eta_tilde, L * eta_tilde**2 * sq(gradients(v)) + noise)


def polarised(v: Any, eta_tilde: Any, L: Any, n: Any, sigma_sq: Any) -> Any:
    """Display 073."""
    return (
        v.number("F")
        + L * eta_tilde**2 * sq(gradients(v))
        + L * eta_tilde**2 * sigma_sq / n
        - eta_tilde / 2 * sq(gradients(v))
        - eta_tilde / 2 * sq(v.gh)
        + eta_tilde / 2 * sq(gradients(v) - v.gh)
    )


def shifted(v: Any, eta_tilde: Any, L: Any, n: Any, sigma_sq: Any) -> Any:
    """Display 074."""
    return (
        v.number("F")
        + (L * eta_tilde**2 - eta_tilde / 2) * sq(gradients(v))
        + L * eta_tilde**2 * sigma_sq / n
        - eta_tilde / 4 * sq(centre(v))
        + eta_tilde / 2 * sq(v.gh - centre(v))
        + eta_tilde / 2 * sq(gradients(v) - v.gh)
    )


def gathered(v: Any, eta_tilde: Any, L: Any, n: Any, sigma_sq: Any) -> Any:
    """Display 075."""
    return (
        v.number("F")
        - eta_tilde / 4 * sq(centre(v))
        + L * eta_tilde**2 * sigma_sq / n
        - eta_tilde / 4 * sq(gradients(v))
        + 3 * eta_tilde / 2 * sq(v.gh - centre(v))
        + eta_tilde * sq(v.each("G") - v.each("B"))
    )


def last(v: Any, eta_tilde: Any, L: Any, n: Any, sigma_sq: Any) -> Any:
    """Display 076."""
    return (
        v.number("F")
        - eta_tilde / 4 * sq(centre(v))
        + L * eta_tilde**2 * sigma_sq / n
        + 3 * L**2 * eta_tilde / 2 * sq(v.e)
        + L**2 * eta_tilde * sq(v.each("c"))
    )


def statement(v: Any, lemma: Any, eta_tilde: Any, L: Any, n: Any, sigma_sq: Any) -> Any:
    """The lemma, as printed or strengthened, whose function takes η and β; η̃ is η at β = 0."""
    return total(
        lemma(
            eta_tilde,
            0,
            L,
            sigma_sq,
            1,
            n,
            v.number("F"),
            sq(centre(v)),
            sq(gradients(v)),
            sq(v.e),
            sq(v.each("c")),
        )
    )


def smooth(v: Any, eta_tilde: Any, L: Any) -> list[Used]:
    """∇f between x̂ and x̄, and every ∇f_i between x_i and x̄."""
    return [
        Used(lipschitz(v.gh - centre(v), v.e, L), 3 * eta_tilde / 2),
        Used(lipschitz(v.each("G") - v.each("B"), v.each("c"), L), eta_tilde),
    ]


STARTED = vectors(
    STATEMENT,
    SIZES,
    lambda v, eta_tilde, L: (
        v.number("F_next"),
        to(
            "070",
            "<=",
            v.number("F")
            + dot(v.gh, -eta_tilde * mean(v.each("G") + v.each("n")))
            + L / 2 * sq(-eta_tilde * mean(v.each("G") + v.each("n"))),
        ),
        to("071", "==", stepped(v, eta_tilde, L * eta_tilde**2 * sq(mean(v.each("G") + v.each("n"))))),
    ),
    using={
        "070": lambda v, eta_tilde, L: [
            Used(
                descent(
                    v.number("F_next"),
                    v.number("F"),
                    v.gh,
                    -eta_tilde * mean(v.each("G") + v.each("n")),
                    L,
                ),
                1,
            )
        ],
        "071": lambda v: [unbiased(v.each("n"), v.gh, v.each("G"))],
    },
    more={
        "071": {
            "severity": "cosmetic",
            "repair": "qg.lemmaC.1/071-repaired",
            "note": "the factor L/2 of the line before has become L: the line holds with ≤, and the "
            "lemma's noise term could be halved",
        }
    },
)

STARTED_REPAIRED = vectors(
    STATEMENT,
    SIZES,
    lambda v, eta_tilde, L: (
        v.number("F")
        + dot(v.gh, -eta_tilde * mean(v.each("G") + v.each("n")))
        + L / 2 * sq(-eta_tilde * mean(v.each("G") + v.each("n"))),
        to(
            "071-repaired",
            "==",
            stepped(v, eta_tilde, L / 2 * eta_tilde**2 * sq(mean(v.each("G") + v.each("n")))),
        ),
    ),
    using={"071-repaired": lambda v: [unbiased(v.each("n"), v.gh, v.each("G"))]},
    more={"071-repaired": {"variant": "repaired"}},
)

DEPENDENT = vectors(
    STATEMENT,
    SIZES,
    lambda v, eta_tilde, L, n, sigma_sq: (
        stepped(v, eta_tilde, L * eta_tilde**2 * sq(mean(v.each("G") + v.each("n")))),
        to("072", "<=", bounded(v, eta_tilde, L, n, sigma_sq)),
    ),
    using={
        "072": lambda v, eta_tilde, L, sigma_sq: [
            unbiased(v.each("n"), v.gh, v.each("G")),
            Used(noisy(v.each("n"), sigma_sq), L * eta_tilde**2),
        ]
    },
    more={
        "072": {
            "severity": "as_printed_only",
            "repair": "qg.lemmaC.1/072-with-independence",
            "note": "Assumption 2 does not say that the noises of different nodes are independent; "
            "where all nodes have the same noise, its mean has variance σ² and not σ²/n",
        }
    },
)

INDEPENDENT = vectors(
    STATEMENT,
    SIZES,
    lambda v, eta_tilde, L, n, sigma_sq: (
        stepped(v, eta_tilde, L * eta_tilde**2 * sq(mean(v.each("G") + v.each("n")))),
        to("072-with-independence", "<=", bounded(v, eta_tilde, L, n, sigma_sq)),
    ),
    using={
        "072-with-independence": lambda v, eta_tilde, L, n, sigma_sq: [
            independent(v.each("n"), n, v.gh, v.each("G")),
            Used(noisy(v.each("n"), sigma_sq), L * eta_tilde**2 / n),
        ]
    },
)

REARRANGED = vectors(
    STATEMENT,
    SIZES,
    lambda v, eta_tilde, L, n, sigma_sq: (
        bounded(v, eta_tilde, L, n, sigma_sq),
        to("073", "==", polarised(v, eta_tilde, L, n, sigma_sq)),
        to("074", "<=", shifted(v, eta_tilde, L, n, sigma_sq)),
        to("075", "<=", gathered(v, eta_tilde, L, n, sigma_sq)),
        to("076", "<=", last(v, eta_tilde, L, n, sigma_sq)),
    ),
    using={"076": smooth},
)

ENDED = vectors(
    STATEMENT,
    SIZES,
    lambda v, eta_tilde, L, n, sigma_sq: (
        gathered(v, eta_tilde, L, n, sigma_sq),
        to("069", "<=", statement(v, lemmas.lemma_c1, eta_tilde, L, n, sigma_sq)),
    ),
    using={"069": smooth},
    more={
        "069": {
            "note": "display 076 has L²η̃/n before the consensus distance, a third of the 3L²η̃/n that "
            "the lemma prints"
        }
    },
)

STRENGTHENED = vectors(
    STATEMENT,
    SIZES,
    lambda v, eta_tilde, L, n, sigma_sq: (
        v.number("F_next"),
        to("069-strengthened", "<=", statement(v, corrected.lemma_c1, eta_tilde, L, n, sigma_sq)),
    ),
    using={
        "069-strengthened": lambda v, eta_tilde, L, n, sigma_sq: [
            Used(
                descent(
                    v.number("F_next"),
                    v.number("F"),
                    v.gh,
                    -eta_tilde * mean(v.each("G") + v.each("n")),
                    L,
                ),
                1,
            ),
            independent(v.each("n"), n, v.gh, v.each("G"), v.each("B")),
            Used(noisy(v.each("n"), sigma_sq), L * eta_tilde**2 / (2 * n)),
            *smooth(v, eta_tilde, L),
        ]
    },
    more={"069-strengthened": {"variant": "strengthened"}},
)

ARITHMETIC = reals(
    STATEMENT,
    (SMOOTH, VIRTUAL_STEP),
    lambda eta_tilde, L: (
        L * eta_tilde**2 - eta_tilde / 2,
        to("the step size after 075", "<=", -eta_tilde / 4),
    ),
)

STEPS = (
    *STARTED,
    *STARTED_REPAIRED,
    *DEPENDENT,
    *INDEPENDENT,
    *REARRANGED,
    *ENDED,
    *STRENGTHENED,
    *ARITHMETIC,
)

CLOSES = (STATEMENT,)
