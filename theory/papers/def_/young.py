r"""DEF's detached distance for any parameters of its proof, and for the best ones. Ours.

The proofs of Lemmas A.1 and A.2 split twice: with β, and with 2 = 1 + θ where ∇F(y_t) is taken out. For any β
and θ, with P = B₁σ² and Q = (1−λ)²M²,

    D ≤ (1−δ)(1+1/β)η²[P + (1+1/θ)Q]/(1 − (1−δ)(1+β) − (1−δ)(1+1/β)(1+θ)η²L²).

The best β is γ = 1/√(1−δ) − 1 whatever θ is, which leaves η²[P + (1+1/θ)Q]/(γ² − (1+θ)η²L²). Where D is the
least value of that, its numerator is D times its denominator and so are their derivatives by θ:
θ = √Q/(L√D) and γ²D = η²(P + (L√D + √Q)²), whose positive root is the bound. B₂ is 1, as in
`lemma_a2_repaired`.
"""

from theory.arithmetic import Value, positive, sqrt
from theory.papers.common import batch_variance
from theory.papers.def_.residual import kept_back, noise_factor
from theory.statement import Terms, total


def best_young(contraction: Value) -> Value:
    """γ = 1/√(1−δ) − 1, the best β."""
    return 1 / sqrt(kept_back(contraction)) - 1


def factor_with(contraction: Value, step_size: Value, smoothness: Value, young: Value, split: Value) -> Value:
    """(1−δ)(1+1/β)/(1 − (1−δ)(1+β) − (1−δ)(1+1/β)(1+θ)η²L²)."""
    added = kept_back(contraction) * (1 + 1 / young)
    drift = added * (1 + split) * step_size**2 * smoothness**2
    left = 1 - kept_back(contraction) * (1 + young) - drift
    return added / positive(left, "1 − (1−δ)(1+β) − (1−δ)(1+1/β)(1+θ)η²L²")


def lemma_a2_with(
    contraction: Value,
    workers: Value,
    detach: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
    young: Value,
    split: Value,
) -> Terms:
    """(1/K) Σ_k E‖e_t − λe_{k,t}‖² for any β and θ."""
    factor = factor_with(contraction, step_size, smoothness, young, split) * step_size**2
    return {
        "noise": factor * noise_factor(workers, detach) * batch_variance(noise, batch),
        "second moment": factor * (1 + 1 / split) * (1 - detach) ** 2 * gradient_sq,
    }


def room(contraction: Value, step_size: Value, smoothness: Value) -> Value:
    """γ² − η²L²."""
    return best_young(contraction) ** 2 - step_size**2 * smoothness**2


def step_size_range(contraction: Value, smoothness: Value) -> Value:
    """(1/√(1−δ) − 1)/L, below which some β and θ give a bound."""
    return best_young(contraction) / smoothness


def lemma_a2(
    contraction: Value,
    workers: Value,
    detach: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Terms:
    """η²[√(gP + γ²Q) + ηL√Q]²/g² with g = γ² − η²L², multiplied out."""
    g = positive(room(contraction, step_size, smoothness), "(1/√(1−δ) − 1)² − η²L²")
    square = best_young(contraction) ** 2
    P = noise_factor(workers, detach) * batch_variance(noise, batch)
    Q = (1 - detach) ** 2 * gradient_sq
    drift = step_size**2 * smoothness**2
    both = 2 * step_size * smoothness * sqrt(Q * (g * P + square * Q))
    return {
        "noise": step_size**2 * P / g,
        "second moment": step_size**2 * (square + drift) * Q / g**2,
        "both": step_size**2 * both / g**2,
    }


def best_split(
    contraction: Value,
    workers: Value,
    detach: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    batch: Value,
    gradient_sq: Value,
) -> Value:
    """θ = √Q/(L√D)."""
    least = lemma_a2(contraction, workers, detach, step_size, smoothness, noise, batch, gradient_sq)
    root = sqrt(positive(total(least), "the bound"))
    return sqrt((1 - detach) ** 2 * gradient_sq) / (smoothness * root)


def theorem43_given(
    distance: Terms,
    workers: Value,
    batch: Value,
    steps: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    gap: Value,
) -> Terms:
    """The terms of Theorem 4.3 where the detached distance is at most `distance`."""
    return {
        "initial gap": 4 * gap / (step_size * steps),
        "noise": step_size * (2 * smoothness * batch_variance(noise, batch) / workers),
        "compression": 4 * smoothness**2 * total(distance),
    }


def theorem43_with(
    contraction: Value,
    workers: Value,
    detach: Value,
    batch: Value,
    steps: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    gradient_sq: Value,
    gap: Value,
    young: Value,
    split: Value,
) -> Terms:
    """Theorem 4.3 for any β and θ of its lemmas."""
    distance = lemma_a2_with(
        contraction, workers, detach, step_size, smoothness, noise, batch, gradient_sq, young, split
    )
    return theorem43_given(distance, workers, batch, steps, step_size, smoothness, noise, gap)


def theorem43(
    contraction: Value,
    workers: Value,
    detach: Value,
    batch: Value,
    steps: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    gradient_sq: Value,
    gap: Value,
) -> Terms:
    """Theorem 4.3 with the least distance."""
    distance = lemma_a2(contraction, workers, detach, step_size, smoothness, noise, batch, gradient_sq)
    return theorem43_given(distance, workers, batch, steps, step_size, smoothness, noise, gap)


# Lemma A.3, whose β is the best one as printed


def lemma_a3_with(
    contraction: Value, step_size: Value, noise: Value, batch: Value, gradient_sq: Value, young: Value
) -> Terms:
    """(1−δ)(1+1/β)η²(σ²+M²)/(1 − (1−δ)(1+β)), Lemma A.3 for any β."""
    left = positive(1 - kept_back(contraction) * (1 + young), "1 − (1−δ)(1+β)")
    G2 = batch_variance(noise, batch) + gradient_sq
    return {"residual": kept_back(contraction) * (1 + 1 / young) * step_size**2 * G2 / left}
