"""GMC+'s virtual gap for any parameters of its proofs, and for the best ones. Ours, by the papers' proofs.

Display 105 splits five vectors evenly, where any positive weights x of the two of (1−λ)ē, y of the two of βλē
and 1 of g would do; displays 109 and 110 split once more each, with 1 + 1 for (1 + d) + (1 + 1/d) and for
(1 + f) + (1 + 1/f), and display 130 with 1 + 1 for (1 + g) + (1 + 1/g). At the best ones each is the triangle
inequality of √(E‖·‖²). Display 116 puts 1/4 for any c: the step size may then be up to (1−c)(1−β)/L.
"""

from theory.arithmetic import Value, positive, sqrt
from theory.papers.gmc.formulas import second_moment, theorem12_given
from theory.papers.gmc.young import residual_root, residual_with
from theory.statement import Terms


def lemma11_of(
    E2: Value,
    G2: Value,
    momentum: Value,
    detach: Value,
    young_x: Value,
    young_y: Value,
    young_d: Value,
    young_f: Value,
) -> Value:
    """C₂ for any E², x, y, d and f."""
    stayed, carried = (1 - detach) ** 2 * E2, momentum**2 * detach**2 * E2
    moved = (2 * young_x + 2 * young_y + 1) * (2 * stayed / young_x + 2 * carried / young_y + G2)
    left = (1 + young_f) * stayed + (1 + 1 / young_f) * carried
    damping = (1 - momentum) ** 2
    return (1 + young_d) * momentum**2 * moved / damping**2 + (1 + 1 / young_d) * left / damping


def lemma11_with(
    contraction: Value,
    momentum: Value,
    workers: Value,
    noise: Value,
    gradient_sq: Value,
    detach: Value,
    step_size: Value,
    young_a: Value,
    young_b: Value,
    young_x: Value,
    young_y: Value,
    young_d: Value,
    young_f: Value,
) -> Terms:
    """E‖z̄_t − w̄_t‖² for any choice."""
    E2 = residual_with(contraction, momentum, workers, noise, gradient_sq, young_a, young_b)
    G2 = second_moment(noise, gradient_sq)
    C2 = lemma11_of(E2, G2, momentum, detach, young_x, young_y, young_d, young_f)
    return {"residual": C2 * step_size**2}


def cross_limit(momentum: Value, step_size: Value, smoothness: Value) -> Value:
    """1 − Lη/(1−β), the largest c."""
    return 1 - smoothness * step_size / (1 - momentum)


def lost_of(C2: Value, E2: Value, detach: Value, young_g: Value, cross: Value) -> Value:
    """[(1+g)C₂ + (1+1/g)λ²E²]/c + λ²E², what compression costs over L²η²."""
    both = (1 + young_g) * C2 + (1 + 1 / young_g) * detach**2 * E2
    return both / cross + detach**2 * E2


def theorem12_with(
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
    detach: Value,
    young_a: Value,
    young_b: Value,
    young_x: Value,
    young_y: Value,
    young_d: Value,
    young_f: Value,
    young_g: Value,
    cross: Value,
) -> Terms:
    """Theorem 12 for any choice; c is at most 1 − Lη/(1−β)."""
    E2 = residual_with(contraction, momentum, workers, noise, gradient_sq, young_a, young_b)
    G2 = second_moment(noise, gradient_sq)
    C2 = lemma11_of(E2, G2, momentum, detach, young_x, young_y, young_d, young_f)
    lost = lost_of(C2, E2, detach, young_g, cross)
    return theorem12_given(lost, momentum, workers, batch, steps, step_size, smoothness, noise, gap)


# The best choice


def left_root(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value, detach: Value
) -> Value:
    """(1−λ+βλ)E."""
    E = residual_root(contraction, momentum, workers, noise, gradient_sq)
    return (1 - detach + momentum * detach) * E


def moved_root(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value, detach: Value
) -> Value:
    """β(2(1−λ+βλ)E+G)/(1−β), which bounds β‖w̄_t − w̄_{t−1}‖/η."""
    left = left_root(contraction, momentum, workers, noise, gradient_sq, detach)
    return momentum * (2 * left + sqrt(second_moment(noise, gradient_sq))) / (1 - momentum)


def detached_root(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value, detach: Value
) -> Value:
    """[β(2(1−λ+βλ)E+G)/(1−β) + (1−λ+βλ)E]/(1−β), the root of what stands for C₂."""
    known = (contraction, momentum, workers, noise, gradient_sq, detach)
    return (moved_root(*known) + left_root(*known)) / (1 - momentum)


def detached_gap_factor(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value, detach: Value
) -> Value:
    """Its square, in place of C₂."""
    return detached_root(contraction, momentum, workers, noise, gradient_sq, detach) ** 2


def best_x(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value, detach: Value
) -> Value:
    """x = (1−λ)E/G."""
    E = residual_root(contraction, momentum, workers, noise, gradient_sq)
    return (1 - detach) * E / sqrt(positive(second_moment(noise, gradient_sq), "G²"))


def best_y(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value, detach: Value
) -> Value:
    """y = βλE/G."""
    E = residual_root(contraction, momentum, workers, noise, gradient_sq)
    return momentum * detach * E / sqrt(positive(second_moment(noise, gradient_sq), "G²"))


def best_d(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value, detach: Value
) -> Value:
    """d = (1−λ+βλ)E(1−β)/(β(2(1−λ+βλ)E+G))."""
    known = (contraction, momentum, workers, noise, gradient_sq, detach)
    return left_root(*known) / positive(moved_root(*known), "β(2(1−λ+βλ)E+G)/(1−β)")


def best_f(momentum: Value, detach: Value) -> Value:
    """f = βλ/(1−λ)."""
    return momentum * detach / positive(1 - detach, "1 − λ")


def best_g(
    contraction: Value, momentum: Value, workers: Value, noise: Value, gradient_sq: Value, detach: Value
) -> Value:
    """g = λE/√C₂."""
    known = (contraction, momentum, workers, noise, gradient_sq)
    return detach * residual_root(*known) / positive(detached_root(*known, detach), "√C₂")


def lemma11(
    contraction: Value,
    momentum: Value,
    workers: Value,
    noise: Value,
    gradient_sq: Value,
    detach: Value,
    step_size: Value,
) -> Terms:
    """E‖z̄_t − w̄_t‖² ≤ η²[β(2(1−λ+βλ)E+G)/(1−β) + (1−λ+βλ)E]²/(1−β)²."""
    C2 = detached_gap_factor(contraction, momentum, workers, noise, gradient_sq, detach)
    return {"residual": C2 * step_size**2}


def theorem12(
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
    detach: Value,
) -> Terms:
    """Theorem 12 with (√C₂ + λE)²/(1 − Lη/(1−β)) + λ²E² in place of 8C₂ + 10λ²E², at this C₂."""
    known = (contraction, momentum, workers, noise, gradient_sq)
    detached = detach * residual_root(*known)
    cross = positive(cross_limit(momentum, step_size, smoothness), "1 − Lη/(1−β)")
    lost = (detached_root(*known, detach) + detached) ** 2 / cross + detached**2
    return theorem12_given(lost, momentum, workers, batch, steps, step_size, smoothness, noise, gap)
