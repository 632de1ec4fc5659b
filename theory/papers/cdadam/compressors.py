r"""The compressors of CD-Adam and what compression does to one vector or one sequence (sections 4, 5, A).

The paper's class is E‖C(x) − x‖² ≤ (1−π)‖x‖² (Assumption 4.1), so its π is the glossary's `contraction`
without conversion. θ = √(1−π) bounds the norm itself: E‖C(x) − x‖ ≤ θ‖x‖ by Jensen's inequality.
"""

from theory.arithmetic import Value, sqrt
from theory.statement import Terms


def theta(contraction: Value) -> Value:
    """θ = √(1−π) (Lemma B.1)."""
    return sqrt(1 - contraction)


def compressed_norm(contraction: Value, vector_l2: Value) -> Terms:
    """E‖C(x)‖₂ ≤ (1+θ)‖x‖₂ (Lemma B.1)."""
    return {"vector": (1 + theta(contraction)) * vector_l2}


def markov_error(contraction: Value, young: Value, previous_error: Value, drift: Value) -> Terms:
    """‖ŵ_{t+1} − w_{t+1}‖² ≤ (1−π)(1+γ)‖ŵ_t − w_t‖² + (1−π)(1+γ⁻¹)‖w_{t+1} − w_t‖² (Eq. 5.1).

    Young's γ is free here; it is not the β₁/β₂^{1/2} that Lemma B.2 calls γ.
    """
    return {
        "previous error": (1 - contraction) * (1 + young) * previous_error**2,
        "drift": (1 - contraction) * (1 + 1 / young) * drift**2,
    }


# Appendix A: three compressors


def random_contraction(kept: Value, dimension: Value) -> Value:
    """π = k/d of rand-k (Eq. A.1, an equality), and so at most that of top-k, whose error is no larger."""
    return kept / dimension


def random_error(kept: Value, dimension: Value, vector_l2: Value) -> Terms:
    """E‖C_rand(x) − x‖₂² = (1 − k/d)‖x‖₂² (Eq. A.1)."""
    return {"left out": (1 - random_contraction(kept, dimension)) * vector_l2**2}


def top_factor(kept: Value, dimension: Value) -> Value:
    """1 − k/d, the printed factor of top-k; it bounds the norm, not its square."""
    return 1 - kept / dimension


def top_error(kept: Value, dimension: Value, vector_l2: Value) -> Terms:
    """‖C_top(x) − x‖₂ ≤ (1 − k/d)‖x‖₂, printed without squares (appendix A)."""
    return {"left out": top_factor(kept, dimension) * vector_l2}


def top_contraction(kept: Value, dimension: Value) -> Value:
    """The π that the printed bound of top-k gives: (1−k/d)² = 1 − π, so π = 1 − (1−k/d)²."""
    return 1 - top_factor(kept, dimension) ** 2


def sign_contraction(vector_l1: Value, vector_l2: Value, dimension: Value) -> Value:
    """π = ‖x‖₁²/(d‖x‖₂²) of the scaled sign at the vector x (Eq. A.2, an equality)."""
    return vector_l1**2 / (dimension * vector_l2**2)


def sign_error(vector_l1: Value, vector_l2: Value, dimension: Value) -> Terms:
    """‖C_sign(x) − x‖₂² = (1 − ‖x‖₁²/(d‖x‖₂²))‖x‖₂² (Eq. A.2)."""
    return {"lost magnitudes": (1 - sign_contraction(vector_l1, vector_l2, dimension)) * vector_l2**2}


def sign_guarantee(dimension: Value) -> Value:
    """1/d, the least π of the scaled sign over all vectors, since ‖x‖₁ ≥ ‖x‖₂. Ours, not the paper's."""
    return 1 / dimension
