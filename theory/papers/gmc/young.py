"""GMC's residual for any parameters of Young's inequality, and for the best ones. Ours, by the paper's proof.

The proof of Lemma 4 multiplies the mean squared residual by (1+a)Q a step, with Q = (1+b)(1−δ)(1−β/K)² +
(1+1/b)β², and adds (1+1/a)G². With s = √(1−δ)(1−β/K) + β the least Q is s², at b = β/(√(1−δ)(1−β/K)), and
then the least (1+1/a)/(1 − (1+a)s²) is 1/(1−s)², at a = 1/s − 1: the triangle inequality of √(E‖·‖²).
The proof of Lemma 5 splits twice more, with c = 1/2 where it takes 3(2E²+G²), and with d = 1.
"""

from theory.arithmetic import Value, positive, sqrt
from theory.papers.gmc.formulas import second_moment, theorem6_given
from theory.statement import Terms


def kept_share(contraction: Value, momentum: Value, workers: Value) -> Value:
    """√(1−δ)(1−β/K), what a step keeps of the residual's root itself."""
    return sqrt(1 - contraction) * (1 - momentum / workers)


def best_factor(contraction: Value, momentum: Value, workers: Value) -> Value:
    """s = √(1−δ)(1−β/K) + β."""
    return kept_share(contraction, momentum, workers) + momentum


def best_young_a(contraction: Value, momentum: Value, workers: Value) -> Value:
    """a = 1/s − 1."""
    return 1 / positive(best_factor(contraction, momentum, workers), "s = √(1−δ)(1−β/K) + β") - 1


def best_young_b(contraction: Value, momentum: Value, workers: Value) -> Value:
    """b = β/(√(1−δ)(1−β/K))."""
    return momentum / positive(kept_share(contraction, momentum, workers), "√(1−δ)(1−β/K)")


def factor_with(contraction: Value, momentum: Value, workers: Value, young_a: Value, young_b: Value) -> Value:
    """(1+a)[(1+b)(1−δ)(1−β/K)² + (1+1/b)β²], the factor of X in display 055."""
    kept = (1 + young_b) * (1 - contraction) * (1 - momentum / workers) ** 2
    return (1 + young_a) * (kept + (1 + 1 / young_b) * momentum**2)


def residual_with(
    contraction: Value,
    momentum: Value,
    workers: Value,
    noise: Value,
    gradient_sq: Value,
    young_a: Value,
    young_b: Value,
) -> Value:
    """(1−δ)(1+1/a)G²/(1 − (1+a)[(1+b)(1−δ)(1−β/K)² + (1+1/b)β²])."""
    shrinks = 1 - factor_with(contraction, momentum, workers, young_a, young_b)
    added = (1 + 1 / young_a) * second_moment(noise, gradient_sq)
    return (1 - contraction) * added / positive(shrinks, "1 − (1+a)[(1+b)(1−δ)(1−β/K)² + (1+1/b)β²]")


def lemma4_with(
    contraction: Value,
    momentum: Value,
    workers: Value,
    noise: Value,
    gradient_sq: Value,
    young_a: Value,
    young_b: Value,
) -> Terms:
    """(1/K) Σ_k E‖e_{t,k}‖² for any a and b."""
    E2 = residual_with(contraction, momentum, workers, noise, gradient_sq, young_a, young_b)
    return {"residual": E2}


def virtual_gap_with(E2: Value, G2: Value, momentum: Value, young_c: Value, young_d: Value) -> Value:
    """(1+d)β²[4(1+c)E² + (1+1/c)G²]/(1−β)⁴ + (1+1/d)E²/(1−β)², C₁ for any E², c and d."""
    damping = (1 - momentum) ** 2
    moved = 4 * (1 + young_c) * E2 + (1 + 1 / young_c) * G2
    return (1 + young_d) * momentum**2 * moved / damping**2 + (1 + 1 / young_d) * E2 / damping


def lemma5_with(
    contraction: Value,
    momentum: Value,
    workers: Value,
    noise: Value,
    gradient_sq: Value,
    step_size: Value,
    young_a: Value,
    young_b: Value,
    young_c: Value,
    young_d: Value,
) -> Terms:
    """E‖z_t − w_t‖² for any a, b, c and d."""
    E2 = residual_with(contraction, momentum, workers, noise, gradient_sq, young_a, young_b)
    C1 = virtual_gap_with(E2, second_moment(noise, gradient_sq), momentum, young_c, young_d)
    return {"residual": C1 * step_size**2}


def theorem6_with(
    contraction: Value,
    momentum: Value,
    workers: Value,
    batch: Value,
    steps: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    gradient_sq: Value,
    gap: Value,
    young_a: Value,
    young_b: Value,
    young_c: Value,
    young_d: Value,
) -> Terms:
    """Theorem 6 for any a, b, c and d."""
    E2 = residual_with(contraction, momentum, workers, noise, gradient_sq, young_a, young_b)
    C1 = virtual_gap_with(E2, second_moment(noise, gradient_sq), momentum, young_c, young_d)
    return theorem6_given(C1, momentum, workers, batch, steps, step_size, smoothness, noise, gap)


def room(contraction: Value, momentum: Value, workers: Value) -> Value:
    """1 − s."""
    return 1 - best_factor(contraction, momentum, workers)


def residual_bound(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value
) -> Value:
    """(1−δ)G²/(1−s)², in place of E²."""
    left = positive(room(contraction, momentum, workers), "1 − s = 1 − √(1−δ)(1−β/K) − β")
    return (1 - contraction) * second_moment(noise, gradient_sq) / left**2


def residual_root(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value
) -> Value:
    """E = √(1−δ)G/(1−s)."""
    return sqrt(residual_bound(contraction, momentum, workers, noise, gradient_sq))


def moved_root(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value
) -> Value:
    """β(2E+G)/(1−β), which bounds β‖w_t − w_{t−1}‖/η."""
    E = residual_root(contraction, momentum, workers, noise, gradient_sq)
    return momentum * (2 * E + sqrt(second_moment(noise, gradient_sq))) / (1 - momentum)


def best_young_c(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value
) -> Value:
    """c = G/(2E)."""
    E = residual_root(contraction, momentum, workers, noise, gradient_sq)
    return sqrt(second_moment(noise, gradient_sq)) / (2 * positive(E, "E"))


def best_young_d(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value
) -> Value:
    """d = (1−β)E/(β(2E+G))."""
    moved = moved_root(contraction, momentum, workers, noise, gradient_sq)
    E = residual_root(contraction, momentum, workers, noise, gradient_sq)
    return E / positive(moved, "β(2E+G)/(1−β)")


def virtual_gap_factor(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value
) -> Value:
    """[β(2E+G)/(1−β) + E]²/(1−β)², in place of C₁."""
    E = residual_root(contraction, momentum, workers, noise, gradient_sq)
    moved = moved_root(contraction, momentum, workers, noise, gradient_sq)
    return (moved + E) ** 2 / (1 - momentum) ** 2


def momentum_range(contraction: Value, workers: Value) -> Value:
    """(1−√(1−δ))/(1−√(1−δ)/K), below which s < 1: the largest β of this technique, 1 for one worker."""
    left = sqrt(1 - contraction)
    return (1 - left) / (1 - left / workers)


def lemma4(contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value) -> Terms:
    """(1/K) Σ_k E‖e_{t,k}‖² ≤ (1−δ)G²/(1−s)²."""
    return {"residual": residual_bound(contraction, momentum, workers, noise, gradient_sq)}


def lemma5(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value, step_size: Value
) -> Terms:
    """E‖z_t − w_t‖² ≤ η²[β(2E+G)/(1−β) + E]²/(1−β)²."""
    return {"residual": virtual_gap_factor(contraction, momentum, workers, noise, gradient_sq) * step_size**2}


def theorem6(
    contraction: Value,
    momentum: Value,
    workers: Value,
    batch: Value,
    steps: Value,
    step_size: Value,
    smoothness: Value,
    noise: Value,
    gradient_sq: Value,
    gap: Value,
) -> Terms:
    """Theorem 6 at this C₁."""
    C1 = virtual_gap_factor(contraction, momentum, workers, noise, gradient_sq)
    return theorem6_given(C1, momentum, workers, batch, steps, step_size, smoothness, noise, gap)
