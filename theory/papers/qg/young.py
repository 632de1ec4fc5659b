r"""QG-DSGDm: Theorem C.7's average for any parameters of its lemmas, and in closed form. Ours.

x, m and e are roots of (1/n)E‖X − X̄‖², (1/n)E‖M − M̄‖² and E‖e‖²; r = √(1−ρ), k = μ + (1−μ)βr and
K = (1−μ)(1−β); σ² is σ²/batch. One step gives, by the lines that Lemmas C.3, C.4, C.6 and C.1 split,

    x² ≤ r²[(x + ηβm + ηLx + ηζ)² + η²σ²],         m² ≤ [km + (1−μ)((1+r)x/η + r(Lx + ζ))]² + (1−μ)²r²σ²,
    e² ≤ [(1−K)e + η̃βg]² + η̃²β²σ²/n,              f falls by (η̃/2)(‖∇f(x̄)‖² + (1−a−Lη̃)g² − L²x² − L²e²/a),

g the root of ‖mean ∇f_i(x_i)‖², up to Lη̃²σ²/(2n). A split of ‖u+v‖² into (1+p)‖u‖² + (1+1/p)‖v‖² makes of
the first two a linear recursion of (x², m²): the weights of Φ that the average needs are the best ones, its
solution. With the best splits all squares are kept, and the recursion's fixed point bounds x for every t.
"""

from theory.arithmetic import Value, minimum, positive, sqrt
from theory.papers.common import batch_variance
from theory.papers.qg.formulas import virtual_step
from theory.statement import Terms


def mixed(consensus: Value) -> Value:
    """r = √(1−ρ)."""
    return sqrt(1 - consensus)


def buffer_kept(momentum: Value, buffer: Value, consensus: Value) -> Value:
    """k = μ + (1−μ)βr."""
    return buffer + (1 - buffer) * momentum * mixed(consensus)


# The descent


def push_load(step_size: Value, momentum: Value, buffer: Value, smoothness: Value) -> Value:
    """Lη̃β/((1−μ)(1−β)), by which ‖mean ∇f_i(x_i)‖ moves L‖e‖."""
    step = virtual_step(step_size, momentum)
    return smoothness * step * momentum / ((1 - buffer) * (1 - momentum))


def descent_discriminant(step_size: Value, momentum: Value, buffer: Value, smoothness: Value) -> Value:
    """(1−Lη̃)² − 4(Lη̃β/((1−μ)(1−β)))²: where it is not negative, some a leaves the descent enough."""
    left = 1 - smoothness * virtual_step(step_size, momentum)
    return left**2 - 4 * push_load(step_size, momentum, buffer, smoothness) ** 2


def best_descent(step_size: Value, momentum: Value, buffer: Value, smoothness: Value) -> Value:
    """a = [1−Lη̃ + √((1−Lη̃)² − 4(Lη̃β/((1−μ)(1−β)))²)]/2, the largest a."""
    inside = positive(
        descent_discriminant(step_size, momentum, buffer, smoothness), "(1−Lη̃)² − 4(Lη̃β/((1−μ)(1−β)))²"
    )
    return (1 - smoothness * virtual_step(step_size, momentum) + sqrt(inside)) / 2


def average_given(
    X: Value,
    descent: Value,
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    variance: Value,
    workers: Value,
    steps: Value,
    gap: Value,
) -> Terms:
    """2(f(x̄⁰)−f*)/(η̃T) + Lη̃σ²/n + L²η̃²β²σ²/(an(1−μ)(1−β)) + L²X, X a bound of the consensus distance."""
    step = virtual_step(step_size, momentum)
    pushed = (smoothness * step * momentum) ** 2 * variance
    return {
        "initial gap": 2 * gap / (step * steps),
        "noise": smoothness * step * variance / workers,
        "momentum": pushed / (descent * workers * (1 - buffer) * (1 - momentum)),
        "drift": smoothness**2 * X,
    }


# Any splits


def consensus_row(
    step_size: Value, momentum: Value, smoothness: Value, consensus: Value, p: Value, q: Value, s: Value
) -> tuple[Value, Value, Value]:
    """The factors of x², m² and η²ζ² in the split line of Lemma C.3, without η²(1−ρ)σ²."""
    rest = (1 - consensus) * (1 + 1 / p)
    gradients = rest * (1 + 1 / q)
    own = (1 - consensus) * (1 + p) + gradients * (1 + s) * step_size**2 * smoothness**2
    return own, rest * (1 + q) * step_size**2 * momentum**2, gradients * (1 + 1 / s)


def buffer_row(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    u: Value,
    v: Value,
    w: Value,
) -> tuple[Value, Value, Value]:
    """The factors of x², m² and ζ² in the split line of Lemma C.4, without (1−μ)²(1−ρ)σ²."""
    rest = (1 + 1 / u) * (1 - buffer) ** 2
    gradients = rest * (1 + 1 / v) * (1 - consensus)
    pulled = rest * (1 + v) * (1 + mixed(consensus)) ** 2 / step_size**2
    own = (1 + u) * buffer_kept(momentum, buffer, consensus) ** 2
    return pulled + gradients * (1 + w) * smoothness**2, own, gradients * (1 + 1 / w)


def consensus_with(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    variance: Value,
    heterogeneity: Value,
    p: Value,
    q: Value,
    s: Value,
    u: Value,
    v: Value,
    w: Value,
) -> Value:
    """The fixed point of x² in the linear recursion of (x², m²)."""
    xx, xm, x_zeta = consensus_row(step_size, momentum, smoothness, consensus, p, q, s)
    mx, mm, m_zeta = buffer_row(step_size, momentum, buffer, smoothness, consensus, u, v, w)
    added = step_size**2 * (x_zeta * heterogeneity + (1 - consensus) * variance)
    kept = m_zeta * heterogeneity + (1 - buffer) ** 2 * (1 - consensus) * variance
    left = positive(1 - mm, "1 − the buffers' factor")
    return (added + xm * kept / left) / positive(1 - xx - xm * mx / left, "1 − the recursion's factor")


def display137_with(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    workers: Value,
    steps: Value,
    gap: Value,
    young_p: Value,
    young_q: Value,
    young_s: Value,
    young_u: Value,
    young_v: Value,
    young_w: Value,
    descent: Value,
) -> Terms:
    """The average for any splits and any a, with the potential's best weights."""
    variance = batch_variance(noise, batch)
    run = (step_size, momentum, buffer, smoothness)
    X = consensus_with(
        *(*run, consensus, variance, heterogeneity),
        *(young_p, young_q, young_s, young_u, young_v, young_w),
    )
    return average_given(X, descent, *run, variance, workers, steps, gap)


# The closed form


def buffer_gain(step_size: Value, momentum: Value, smoothness: Value, consensus: Value) -> Value:
    """ℓ = L + β[(1+r)/η + rL]/(1−βr): what x is multiplied by in what moves it."""
    r = mixed(consensus)
    return smoothness + momentum * ((1 + r) / step_size + r * smoothness) / (1 - momentum * r)


def buffer_noise(momentum: Value, buffer: Value, consensus: Value) -> Value:
    """ν = (1−μ)r/√(1−k²), by which σ enters m."""
    k = buffer_kept(momentum, buffer, consensus)
    return (1 - buffer) * mixed(consensus) / sqrt(positive(1 - k**2, "1 − k²"))


def contraction_root(step_size: Value, momentum: Value, smoothness: Value, consensus: Value) -> Value:
    """A = r(1+ηℓ)."""
    return mixed(consensus) * (1 + step_size * buffer_gain(step_size, momentum, smoothness, consensus))


def contraction_room(step_size: Value, momentum: Value, smoothness: Value, consensus: Value) -> Value:
    """1 − A."""
    return 1 - contraction_root(step_size, momentum, smoothness, consensus)


def consensus_bound(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    variance: Value,
    heterogeneity: Value,
) -> Value:
    """x² = (1−ρ)η²[AH + √(H² + (1−A²)σ²)]²/(1−A²)², H = ζ/(1−βr) + βνσ."""
    A = contraction_root(step_size, momentum, smoothness, consensus)
    left = positive(1 - A, "1 − A, A = r(1+ηℓ)") * (1 + A)
    pushed = momentum * buffer_noise(momentum, buffer, consensus) * sqrt(variance)
    H = sqrt(heterogeneity) / (1 - momentum * mixed(consensus)) + pushed
    return (1 - consensus) * step_size**2 * (A * H + sqrt(H**2 + left * variance)) ** 2 / left**2


def consensus_distance(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
) -> Value:
    """X, the bound of (1/n)E‖X_t − X̄_t‖² for every t, from equal models and empty buffers."""
    run = (step_size, momentum, buffer, smoothness, consensus)
    return consensus_bound(*run, batch_variance(noise, batch), heterogeneity)


def lemma_c5(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
) -> Terms:
    """(1/n)E‖X_t − X̄_t‖² ≤ X for every t."""
    run = (step_size, momentum, buffer, smoothness, consensus, noise, batch, heterogeneity)
    return {"consensus": consensus_distance(*run)}


def display137(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
    workers: Value,
    steps: Value,
    gap: Value,
) -> Terms:
    """The average with this bound of the consensus distance and the largest a."""
    run = (step_size, momentum, buffer, smoothness)
    X = consensus_distance(*run, consensus, noise, batch, heterogeneity)
    return average_given(X, best_descent(*run), *run, batch_variance(noise, batch), workers, steps, gap)


# Splits that make of the two lines the closed form's, but for the noise


def fixed_point(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
) -> tuple[Value, Value, Value]:
    """x, Lx + ζ and m = [(1+r)x/η + r(Lx+ζ)]/(1−βr) + νσ."""
    variance, r = batch_variance(noise, batch), mixed(consensus)
    known = (step_size, momentum, buffer, smoothness, consensus, noise, batch, heterogeneity)
    x = positive(sqrt(consensus_distance(*known)), "the consensus distance")
    gradients = smoothness * x + sqrt(heterogeneity)
    m = ((1 + r) * x / step_size + r * gradients) / (1 - momentum * r)
    return x, gradients, m + buffer_noise(momentum, buffer, consensus) * sqrt(variance)


def good_p(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
) -> Value:
    """p = η(βm + Lx + ζ)/x."""
    known = (step_size, momentum, buffer, smoothness, consensus, noise, batch, heterogeneity)
    x, gradients, m = fixed_point(*known)
    return step_size * (momentum * m + gradients) / x


def good_q(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
) -> Value:
    """q = (Lx + ζ)/(βm)."""
    known = (step_size, momentum, buffer, smoothness, consensus, noise, batch, heterogeneity)
    _, gradients, m = fixed_point(*known)
    return gradients / positive(momentum * m, "βm")


def good_s(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
) -> Value:
    """s = ζ/(Lx)."""
    known = (step_size, momentum, buffer, smoothness, consensus, noise, batch, heterogeneity)
    return sqrt(heterogeneity) / (smoothness * fixed_point(*known)[0])


def good_u(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
) -> Value:
    """u = (1−μ)[(1+r)x/η + r(Lx+ζ)]/(km)."""
    known = (step_size, momentum, buffer, smoothness, consensus, noise, batch, heterogeneity)
    x, gradients, m = fixed_point(*known)
    r = mixed(consensus)
    rest = (1 - buffer) * ((1 + r) * x / step_size + r * gradients)
    return rest / positive(buffer_kept(momentum, buffer, consensus) * m, "km")


def good_v(
    step_size: Value,
    momentum: Value,
    buffer: Value,
    smoothness: Value,
    consensus: Value,
    noise: Value,
    batch: Value,
    heterogeneity: Value,
) -> Value:
    """v = ηr(Lx+ζ)/((1+r)x)."""
    known = (step_size, momentum, buffer, smoothness, consensus, noise, batch, heterogeneity)
    x, gradients, _ = fixed_point(*known)
    r = mixed(consensus)
    return step_size * r * gradients / ((1 + r) * x)


def momentum_range(step_size: Value, smoothness: Value, consensus: Value) -> Value:
    """(1/√(1−ρ) − 1 − Lη)/2: A < 1 is r(1 + 2β + Lη) < 1, whatever μ is; at most 1."""
    return minimum(1, (1 / positive(mixed(consensus), "√(1−ρ)") - 1 - smoothness * step_size) / 2)


def momentum_limit(consensus: Value) -> Value:
    """ρ/(21+ρ), which is the paper's β/(1−β) ≤ ρ/21 solved for β."""
    return consensus / (21 + consensus)
