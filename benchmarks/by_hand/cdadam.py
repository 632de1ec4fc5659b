"""Eq. (B.21) of cdadam, the bound behind its Theorem 6.4, by hand. 1 − γ is masked."""

from __future__ import annotations

import numpy as np

from benchmarks.by_hand.number import Number, where_positive


def eqB21(
    contraction: Number,
    gradient_l2: Number,
    gradient_linf: Number,
    epsilon_adam: Number,
    smoothness: Number,
    dimension: Number,
    momentum: Number,
    momentum2: Number,
    gap: Number,
    step_size: Number,
    steps: Number,
    noise: Number,
    batch: Number,
) -> Number:
    """Eq. (B.21) of cdadam with M₁ to M₄ of Theorem 6.4."""
    theta = np.sqrt(1 - contraction)
    away = 1 - theta
    growth2 = ((1 + theta) / away) ** 2
    G, G_tilde, G_inf_tilde = gradient_l2, growth2 * gradient_l2, growth2 * gradient_linf
    root, nu_root = np.sqrt(G_inf_tilde**2 + epsilon_adam), np.sqrt(epsilon_adam)
    share = 2 * theta / away**2
    rest = 1 - momentum
    decays = np.sqrt(1 - momentum2) * where_positive(1 - momentum / np.sqrt(momentum2))
    adaptive = (1 + 3 * momentum**2 / (2 * rest)) / decays * (dimension / nu_root) * G_inf_tilde
    movement = share * (G * np.sqrt(dimension) / epsilon_adam) * G_tilde
    M1 = root * gap
    M2 = root * (G / nu_root) * G_tilde / rest
    M3 = smoothness * root * (adaptive + movement)
    M4 = 2 * share * root * (G / nu_root)
    return M1 / (steps * step_size) + M2 / steps + step_size * M3 + M4 * np.sqrt(noise / batch)
