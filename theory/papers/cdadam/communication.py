r"""What CD-Adam sends (sections 1, 5 and 7.2), in bits; an uncompressed component has 32."""

from theory.arithmetic import Value
from theory.papers.cdadam.theorem import batch_for, steps_for
from theory.statement import Terms, total


def message_bits(dimension: Value) -> Value:
    """32 + d, one scaled sign message: the scale and a bit per component (footnote 3)."""
    return 32 + dimension


def full_bits(dimension: Value) -> Value:
    """32d, one uncompressed vector (section 5: 32 bits per dimension)."""
    return 32 * dimension


def sent_bits(workers: Value, dimension: Value, steps: Value) -> Terms:
    """Each step, one message from each worker to the server and one back (Algorithm 1, lines 6 and 10)."""
    one_way = workers * steps * message_bits(dimension)
    return {"to the server": one_way, "to the workers": one_way}


def saving_over_amsgrad(dimension: Value) -> Value:
    """32d/(32+d): the "around 32×" of the abstract's list and Figure 1."""
    return full_bits(dimension) / message_bits(dimension)


def one_bit_adam_bits(dimension: Value, warmup: Value) -> Value:
    """Mean bits of a 1-bit Adam message, which is uncompressed during warm-up and a scaled sign after it.

    Section 7.2 warms up for 13 of 100 epochs.
    """
    return warmup * full_bits(dimension) + (1 - warmup) * message_bits(dimension)


def saving_over_one_bit_adam(dimension: Value, warmup: Value) -> Value:
    """Mean bits of 1-bit Adam over CD-Adam's: the "around 5×" of the introduction and Figure 1.

    The paper prints the number; the quotient that gives it is ours.
    """
    return one_bit_adam_bits(dimension, warmup) / message_bits(dimension)


def saving_of_top(kept: Value, dimension: Value) -> Value:
    """32d/(64K) for K pairs of a 32-bit index and a 32-bit value.

    Section 7.2 chooses K = 0.016d for EF21 so that this is roughly the scaled sign's 32; it does not say
    how many bits an index takes, and 32 gives 31.25.
    """
    return full_bits(dimension) / (64 * kept)


# The cost of an ε-stationary point: ours, products of what Theorem 6.4 and footnote 3 print


def samples_for(
    contraction: Value,
    gradient_l2: Value,
    gradient_linf: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    momentum: Value,
    momentum2: Value,
    gap: Value,
    target: Value,
    noise: Value,
    workers: Value,
) -> Value:
    """n τ T, the stochastic gradients that all workers evaluate for Theorem 6.4's ε."""
    bounds = (contraction, gradient_l2, gradient_linf, epsilon_adam)
    tau = batch_for(*bounds, noise, target)
    return workers * tau * steps_for(*bounds, smoothness, dimension, momentum, momentum2, gap, target)


def bits_for(
    contraction: Value,
    gradient_l2: Value,
    gradient_linf: Value,
    epsilon_adam: Value,
    smoothness: Value,
    dimension: Value,
    momentum: Value,
    momentum2: Value,
    gap: Value,
    target: Value,
    workers: Value,
) -> Value:
    """2 n T (32+d), the bits of Theorem 6.4's T steps with the scaled sign."""
    bounds = (contraction, gradient_l2, gradient_linf, epsilon_adam)
    T = steps_for(*bounds, smoothness, dimension, momentum, momentum2, gap, target)
    return total(sent_bits(workers, dimension, T))
