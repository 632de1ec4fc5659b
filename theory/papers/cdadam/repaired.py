"""What CD-Adam's proofs give where they differ from print. Ours.

(B.9) takes ‖A − B‖ for ‖A‖ − ‖B‖, which holds in one dimension only; with tr A − tr B, coordinate by
coordinate, M₂ has dG_∞G̃_∞ where GG̃ is printed. Lemmas B.4 and B.5 leave out what the first messages lose,
θ^tG and (1+θ)tθ^tG at step t, and 2θG²/(1−θ)² in M₂. Top-k contracts the squared norm by 1 − k/d.
`proofs/repaired.py` has the derivation.
"""

from theory.arithmetic import Value, maximum, sqrt
from theory.papers.cdadam import lemmas, theorem
from theory.papers.cdadam.compressors import random_contraction, theta
from theory.papers.cdadam.constants import largest_root, server_linf
from theory.statement import Terms


def top_error(kept: Value, dimension: Value, vector_l2: Value) -> Terms:
    """‖C_top(x) − x‖₂ ≤ (1 − k/d)^{1/2}‖x‖₂, and 0 where all components are kept."""
    return {"left out": sqrt(maximum(0, 1 - random_contraction(kept, dimension))) * vector_l2}


def first_of_workers(contraction: Value, gradient_l2: Value) -> Value:
    """θG, the largest θ^tG."""
    return theta(contraction) * gradient_l2


def first_of_server(contraction: Value, gradient_l2: Value) -> Value:
    """θ(1+θ)/(1−θ)·G, no less than (1+θ)tθ^tG for every t."""
    return theta(contraction) * (1 + theta(contraction)) / (1 - theta(contraction)) * gradient_l2


def lemmaB4(
    contraction: Value,
    gradient_l2: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    step_size: Value,
    noise: Value,
    batch: Value,
) -> Terms:
    """E‖ĝ_t − g_t‖₂ ≤ θG + what Lemma B.4 prints."""
    of = (contraction, gradient_l2, epsilon_adam, smoothness, dimension, step_size, noise, batch)
    return {"first message": first_of_workers(contraction, gradient_l2), **lemmas.lemmaB4(*of)}


def lemmaB5(
    contraction: Value,
    gradient_l2: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    step_size: Value,
    noise: Value,
    batch: Value,
) -> Terms:
    """E‖g̃_t − ĝ_t‖₂ ≤ θ(1+θ)/(1−θ)·G + what Lemma B.5 prints."""
    of = (contraction, gradient_l2, epsilon_adam, smoothness, dimension, step_size, noise, batch)
    return {"first messages": first_of_server(contraction, gradient_l2), **lemmas.lemmaB5(*of)}


def compression_sum(
    contraction: Value,
    gradient_l2: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    step_size: Value,
    steps: Value,
    noise: Value,
    batch: Value,
) -> Terms:
    """2θ/(1−θ)²·αν^{−1/2}G² + what Eq. (B.19) prints."""
    of = (contraction, gradient_l2, epsilon_adam, smoothness, dimension, step_size, steps, noise, batch)
    share = 2 * theta(contraction) / (1 - theta(contraction)) ** 2
    first = share * step_size * gradient_l2**2 / sqrt(epsilon_adam)
    return {"first messages": first, **theorem.compression_sum(*of)}


def momentum_constant(
    contraction: Value,
    gradient_l2: Value,
    gradient_linf: Value,
    epsilon_adam: Value,
    dimension: Value,
    momentum: Value,
) -> Value:
    """M₂ = (G̃_∞²+ν)^{1/2}ν^{−1/2}·(dG_∞G̃_∞/(1−β₁) + 2θG²/(1−θ)²)."""
    root = largest_root(contraction, gradient_linf, epsilon_adam) / sqrt(epsilon_adam)
    preconditioner = dimension * gradient_linf * server_linf(contraction, gradient_linf) / (1 - momentum)
    first_messages = 2 * theta(contraction) / (1 - theta(contraction)) ** 2 * gradient_l2**2
    return root * (preconditioner + first_messages)


def gathered(
    contraction: Value,
    gradient_l2: Value,
    gradient_linf: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    momentum: Value,
    momentum2: Value,
    gap: Value,
    step_size: Value,
    steps: Value,
    noise: Value,
    batch: Value,
    history_norms: Value,
) -> Terms:
    """The last line of (B.20) with the repaired M₂."""
    bounds = (contraction, gradient_l2, gradient_linf, epsilon_adam)
    run = (gap, step_size, steps, noise, batch, history_norms)
    return {
        **theorem.gathered(*bounds, smoothness, dimension, momentum, momentum2, *run),
        "preconditioner": momentum_constant(*bounds, dimension, momentum) / steps,
    }
