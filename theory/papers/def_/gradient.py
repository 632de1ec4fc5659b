r"""The gradient bounds of DEF's section 3.1 and the trade-off that motivates it, as printed.

In the paper's letters: K workers, T steps, step size η, detach coefficient λ, smoothness L, noise σ²,
bounded gradient M², contraction δ. The paper draws one sample per worker and step; σ² is read as σ²/batch,
the variance of a mini-batch gradient, here and in all of DEF.
"""

from theory.arithmetic import Value, positive, sqrt
from theory.papers.common import batch_variance
from theory.statement import Terms


def second_moment(noise: Value, batch: Value, gradient_sq: Value) -> Value:
    """G² = σ² + M² (Eq. 5), which is also the order that Eq. (6) gives the compression error."""
    return batch_variance(noise, batch) + gradient_sq


def gradient_bound(noise: Value, batch: Value, gradient_sq: Value) -> Value:
    """G = √(σ² + M²) (Eq. 5)."""
    return sqrt(second_moment(noise, batch, gradient_sq))


def eq5(noise: Value, batch: Value, gradient_sq: Value) -> Terms:
    """‖∇f(θ;ξ)‖ ≤ G."""
    return {"gradient": gradient_bound(noise, batch, gradient_sq)}


def mean_square(noise: Value, batch: Value, gradient_sq: Value) -> Terms:
    """E‖∇f(θ;ξ)‖² ≤ G²."""
    return {"gradient": second_moment(noise, batch, gradient_sq)}


def eq7(trade_off: Value, noise: Value, batch: Value, gradient_sq: Value) -> Terms:
    """(ασ)² + ((1−α)M)², the interpolation that is at least σ²M²/(σ²+M²)."""
    return {
        "variance": trade_off**2 * batch_variance(noise, batch),
        "second moment": (1 - trade_off) ** 2 * gradient_sq,
    }


def best_trade_off(noise: Value, batch: Value, gradient_sq: Value) -> Value:
    """α = M²/(σ²+M²), at which Eq. (7) is an equality."""
    return gradient_sq / positive(second_moment(noise, batch, gradient_sq), "σ² + M²")


def least_trade_off(noise: Value, batch: Value, gradient_sq: Value) -> Value:
    """σ²M²/(σ²+M²), the least value of Eq. (7)."""
    return batch_variance(noise, batch) * best_trade_off(noise, batch, gradient_sq)
