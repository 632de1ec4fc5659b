r"""QPRSGD's Lemma 2 and Theorem 2 for any parameters of their proofs, and in closed form. Ours.

z = Lγ, x = d/4s², q = √(1−ρ²). Roots of averages over rounds, local steps and workers: g of ‖∇f_m‖², of its
mean h, of the messages' noise c, of ‖x̃ − X̄‖ y, of ‖X̄_n − x_{n;k}‖ p; A and B of ‖∇F(X̄_n)‖ and of ‖∂F1/M‖.
The proof's lines are

    c ≤ √x(μy + γKg),    y ≤ c/q + γKg/(1−ρ),    p ≤ y + γK√((K−1)/2K)·g,    g² = σ² + h²,
    h ≤ A + κ + ν + fB + αg + δ,    A² + (1−(1+1/t)Kz)B² ≤ 2(F(x₁)−F*)/(γNK) + (1+t)zσ²/M + L²p² + zc²/(γ²KM)

with ν = z√((K−1)/2M)σ, f = z√(K(K−1)/2), α = KzS/(1−f), δ = z[√((K−1)/2)σ + (K−1)κ/√2]/(1−f), and
S = √D₂/q + 1/(1−ρ), so that y ≤ γKS·g and c ≤ γK√D₂·g. Each sum is split by a parameter; the paper takes 1.
What is left of the descent after ‖∂F1/M‖² is counted says what t may be.
"""

from theory.arithmetic import Value, positive, sqrt
from theory.papers.common import batch_variance
from theory.papers.qprsgd.quantiser import variance_factor
from theory.statement import Terms


def decay(lambda2: Value) -> Value:
    """q = √(1−ρ²)."""
    return sqrt(1 - lambda2**2)


# Lemma 2


def noise_factor_with(
    dimension: Value, levels: Value, lambda2: Value, eigen_spread: Value, young_a: Value, young_b: Value
) -> Value:
    """D₂ = x[(1+1/a) + (1+a)(1+1/b)μ²/(1−ρ)²]/(1 − x(1+a)(1+b)μ²/(1−ρ²))."""
    x, mu2 = variance_factor(dimension, levels), eigen_spread**2
    own = 1 + 1 / young_a + (1 + young_a) * (1 + 1 / young_b) * mu2 / (1 - lambda2) ** 2
    left = 1 - x * (1 + young_a) * (1 + young_b) * mu2 / (1 - lambda2**2)
    return x * own / positive(left, "1 − (1+a)(1+b)dμ²/(4s²(1−ρ²))")


def noise_room(dimension: Value, levels: Value, lambda2: Value, eigen_spread: Value) -> Value:
    """1 − √d·μ/(2s√(1−ρ²))."""
    return 1 - sqrt(variance_factor(dimension, levels)) * eigen_spread / decay(lambda2)


def noise_root(dimension: Value, levels: Value, lambda2: Value, eigen_spread: Value) -> Value:
    """√D₂ = √x(1 + μ/(1−ρ))/(1 − √x·μ/q)."""
    left = positive(noise_room(dimension, levels, lambda2, eigen_spread), "1 − √d·μ/(2s√(1−ρ²))")
    return sqrt(variance_factor(dimension, levels)) * (1 + eigen_spread / (1 - lambda2)) / left


def best_a(dimension: Value, levels: Value, lambda2: Value, eigen_spread: Value) -> Value:
    """a = 1/(μS)."""
    return 1 / (eigen_spread * drift_root(dimension, levels, lambda2, eigen_spread))


def best_b(dimension: Value, levels: Value, lambda2: Value, eigen_spread: Value) -> Value:
    """b = q/((1−ρ)√D₂)."""
    return decay(lambda2) / ((1 - lambda2) * noise_root(dimension, levels, lambda2, eigen_spread))


def lemma2_with(
    workers: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    steps: Value,
    local_steps: Value,
    step_size: Value,
    stochastic_gradient_sq: Value,
    young_a: Value,
    young_b: Value,
) -> Terms:
    """Σ_n E‖C_n‖_F² for any a and b."""
    D2 = noise_factor_with(dimension, levels, lambda2, eigen_spread, young_a, young_b)
    gradients = steps * local_steps * workers * stochastic_gradient_sq
    return {"quantisation": step_size**2 * local_steps * D2 * gradients}


def noise_factor(dimension: Value, levels: Value, lambda2: Value, eigen_spread: Value) -> Value:
    """D₂."""
    return noise_root(dimension, levels, lambda2, eigen_spread) ** 2


def lemma2(
    workers: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    steps: Value,
    local_steps: Value,
    step_size: Value,
    stochastic_gradient_sq: Value,
) -> Terms:
    """Σ_n E‖C_n‖_F² ≤ γ²K·D₂·Σ_n Σ_k ‖G(X_{n;k}, ξ_k)‖_F²."""
    D2 = noise_factor(dimension, levels, lambda2, eigen_spread)
    gradients = steps * local_steps * workers * stochastic_gradient_sq
    return {"quantisation": step_size**2 * local_steps * D2 * gradients}


def spread_limit(dimension: Value, levels: Value, lambda2: Value) -> Value:
    """s(1−ρ)/√d, below which the repaired Lemma 2 asks μ to be."""
    return levels * (1 - lambda2) / sqrt(dimension)


def spread_range(dimension: Value, levels: Value, lambda2: Value) -> Value:
    """2s√(1−ρ²)/√d, below which some choice works: μ, or 1/s, may be more than twice as large."""
    return 2 * levels * decay(lambda2) / sqrt(dimension)


# Theorem 2


def drift_root(dimension: Value, levels: Value, lambda2: Value, eigen_spread: Value) -> Value:
    """S = √D₂/q + 1/(1−ρ)."""
    return noise_root(dimension, levels, lambda2, eigen_spread) / decay(lambda2) + 1 / (1 - lambda2)


def moved_share(local_steps: Value) -> Value:
    """(K−1)/(2K)."""
    return (local_steps - 1) / (2 * local_steps)


def best_e(dimension: Value, levels: Value, lambda2: Value, eigen_spread: Value, local_steps: Value) -> Value:
    """e = √((K−1)/2K)/S."""
    return sqrt(moved_share(local_steps)) / drift_root(dimension, levels, lambda2, eigen_spread)


def error_weight(D2: Value, H: Value, workers: Value, local_steps: Value, z: Value) -> Value:
    """e = K²z²H + KzD₂/M, what g² is multiplied by."""
    return local_steps**2 * z**2 * H + local_steps * z * D2 / workers


def local_share(local_steps: Value, z: Value) -> Value:
    """f² = z²K(K−1)/2."""
    return z**2 * local_steps * (local_steps - 1) / 2


def local_room(local_steps: Value, smoothness: Value, step_size: Value) -> Value:
    """1 − f."""
    return 1 - sqrt(local_share(local_steps, smoothness * step_size))


def drift_of(S: Value, local_steps: Value, z: Value) -> Value:
    """α = KzS/(1−f)."""
    left = 1 - sqrt(local_share(local_steps, z))
    return local_steps * z * S / positive(left, "1 − Lγ√(K(K−1)/2)")


def added_of(local_steps: Value, z: Value, variance: Value, heterogeneity: Value) -> Value:
    """δ = z[√((K−1)/2)σ + (K−1)κ/√2]/(1−f)."""
    left = 1 - sqrt(local_share(local_steps, z))
    noise = sqrt((local_steps - 1) / 2 * variance)
    spread = (local_steps - 1) * sqrt(heterogeneity / 2)
    return z * (noise + spread) / positive(left, "1 − Lγ√(K(K−1)/2)")


def mean_noise(workers: Value, local_steps: Value, z: Value, variance: Value) -> Value:
    """ν = z√((K−1)/2M)σ."""
    return z * sqrt((local_steps - 1) / (2 * workers) * variance)


def error(
    workers: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
) -> Value:
    """e with H = [S + √((K−1)/2K)]²."""
    matrix = (dimension, levels, lambda2, eigen_spread)
    H = (drift_root(*matrix) + sqrt(moved_share(local_steps))) ** 2
    return error_weight(noise_factor(*matrix), H, workers, local_steps, smoothness * step_size)


def drift(
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
) -> Value:
    """α."""
    S = drift_root(dimension, levels, lambda2, eigen_spread)
    return drift_of(S, local_steps, smoothness * step_size)


def drift_room(
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
) -> Value:
    """1 − α."""
    return 1 - drift(dimension, levels, lambda2, eigen_spread, local_steps, smoothness, step_size)


def solved_room(
    workers: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
) -> Value:
    """(1−α)² − 2ef²."""
    matrix, run = (dimension, levels, lambda2, eigen_spread), (local_steps, smoothness, step_size)
    lost = 2 * error(workers, *matrix, *run) * local_share(local_steps, smoothness * step_size)
    return positive(1 - drift(*matrix, *run), "1 − α") ** 2 - lost


def solved_error(
    workers: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
) -> Value:
    """E = e/((1−α)² − 2ef²), what (u + A)² is multiplied by."""
    matrix, run = (dimension, levels, lambda2, eigen_spread), (local_steps, smoothness, step_size)
    room = positive(solved_room(workers, *matrix, *run), "(1−α)² − 2ef²")
    return error(workers, *matrix, *run) / room


def gradient_weight(
    workers: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
) -> Value:
    """1 − E."""
    matrix = (dimension, levels, lambda2, eigen_spread)
    return 1 - solved_error(workers, *matrix, local_steps, smoothness, step_size)


def added(
    workers: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
) -> Value:
    """u = κ + ν + δ."""
    z, variance = smoothness * step_size, batch_variance(noise, batch)
    moved = sqrt(heterogeneity) + mean_noise(workers, local_steps, z, variance)
    return moved + added_of(local_steps, z, variance, heterogeneity)


def start(
    workers: Value,
    batch: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    steps: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
    noise: Value,
    gap: Value,
) -> Value:
    """C = 2(F(x₁)−F*)/(γKN) + Lγσ²/(M(1−2KLγ)) + eσ²/(1−α)."""
    matrix, run = (dimension, levels, lambda2, eigen_spread), (local_steps, smoothness, step_size)
    z, variance = smoothness * step_size, batch_variance(noise, batch)
    own = z * variance / (workers * positive(1 - 2 * local_steps * z, "1 − 2KLγ"))
    left = positive(1 - drift(*matrix, *run), "1 − α")
    return 2 * gap / (step_size * steps * local_steps) + own + error(workers, *matrix, *run) * variance / left


def theorem2_gradient(
    workers: Value,
    batch: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    steps: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
    noise: Value,
    heterogeneity: Value,
    gap: Value,
) -> Terms:
    """A² ≤ [Eu + √(Eu² + (1−E)C)]²/(1−E)², with 1 + 1/t = 1/(2Kz)."""
    matrix, run = (dimension, levels, lambda2, eigen_spread), (local_steps, smoothness, step_size)
    E = solved_error(workers, *matrix, *run)
    u = added(workers, *run, noise, batch, heterogeneity)
    C = start(workers, batch, *matrix, steps, *run, noise, gap)
    left = positive(1 - E, "1 − E")
    return {"solved": (E * u + sqrt(E * u**2 + left * C)) ** 2 / left**2}


def theorem2_with(
    workers: Value,
    batch: Value,
    dimension: Value,
    levels: Value,
    lambda2: Value,
    eigen_spread: Value,
    steps: Value,
    local_steps: Value,
    smoothness: Value,
    step_size: Value,
    noise: Value,
    heterogeneity: Value,
    gap: Value,
    young_a: Value,
    young_b: Value,
    young_c: Value,
    young_e: Value,
    young_p: Value,
    young_v: Value,
    weight_drift: Value,
    weight_spread: Value,
    weight_moved: Value,
) -> Terms:
    """The average squared gradient for any splits; t is what the descent leaves."""
    K, z = local_steps, smoothness * step_size
    variance = batch_variance(noise, batch)
    D2 = noise_factor_with(dimension, levels, lambda2, eigen_spread, young_a, young_b)
    S2 = (1 + young_c) * D2 / (1 - lambda2**2) + (1 + 1 / young_c) / (1 - lambda2) ** 2
    H = (1 + young_e) * S2 + (1 + 1 / young_e) * moved_share(K)
    e = error_weight(D2, H, workers, K, z)
    W = 1 + weight_drift + weight_spread + weight_moved
    alpha_sq = drift_of(1, K, z) ** 2 * S2
    room = positive(1 - W * (1 + young_p) * alpha_sq / weight_drift, "1 − W(1+p)α²/w")
    rest = (1 + 1 / young_p) * added_of(K, z, variance, heterogeneity) ** 2 / weight_drift
    rest = rest + heterogeneity / weight_spread
    rest = rest + (1 + young_v) * mean_noise(workers, K, z, variance) ** 2 / weight_moved
    local = 1 - e * W * (1 + 1 / young_v) * local_share(K, z) / (weight_moved * room)
    left = positive(1 - e * W / room, "1 − eW/(1 − W(1+p)α²/w)")
    descent = positive(local - K * z, "what the descent leaves, over (1+1/t)KLγ")
    return {
        "initial gap": 2 * gap / (step_size * steps * K * left),
        "noise": z * variance / workers * local / (descent * left),
        "error": e * (variance + W * rest) / (room * left),
    }
