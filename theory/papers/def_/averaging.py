"""The weights with which DEF-A averages the iterates of SGD, as printed (Eq. 12, Appendix C)."""

from theory.arithmetic import Value, positive, power
from theory.papers.def_.residual import kept_back


def first_weight(contraction: Value, iteration: Value) -> Value:
    """P₀ = (1−δ)^t, the weight of y₀ in x_t."""
    return power(kept_back(contraction), iteration)


def weight(contraction: Value, iteration: Value, earlier_iteration: Value) -> Value:
    """P_{t'} = δ(1−δ)^{t−t'}, the weight of y_{t'} in x_t, 1 ≤ t' ≤ t."""
    return contraction * power(kept_back(contraction), iteration - earlier_iteration)


def polyak_ruppert_weight(iteration: Value) -> Value:
    """1/(t+1), every weight in Polyak–Ruppert averaging (after Eq. 12)."""
    return 1 / (iteration + 1)


def geometric_weight(averaging_ratio: Value, iteration: Value, earlier_iteration: Value) -> Value:
    """β^{t'}/(1+β+…+β^t), geometric Polyak–Ruppert averaging (after Eq. 12): the sum is (1−β^{t+1})/(1−β)."""
    left = positive(1 - power(averaging_ratio, iteration + 1), "1 − β^{t+1}")
    return power(averaging_ratio, earlier_iteration) * (1 - averaging_ratio) / left
