"""At which constants a picture of admissible values is drawn, where the constants are not its axes.

What a paper prints of its experiments is taken from there; the rest is as in `empirical/configs`, which say
what is not printed.
"""

from __future__ import annotations

from collections.abc import Mapping

UNITS: Mapping[str, float] = {"smoothness": 1.0, "noise": 1.0, "gap": 1.0}
"""Parameters and objectives are measured in units in which these are 1."""

GIVEN: Mapping[str, Mapping[str, float]] = {
    # Table 1: 8 workers; δ is about that of `make demo`, top-s keeping a tenth.
    "gmc": {**UNITS, "workers": 8, "contraction": 0.1},
    # Table 1: 16 workers, a block in 64, λ = 0.3; the 50000 samples of CIFAR-10. c and μ are examples.
    "def": {
        **UNITS,
        "workers": 16,
        "batch": 1,
        "contraction": 1 / 64,
        "detach": 0.3,
        "samples": 50000,
        "schedule_c": 0.1,
        "pl": 0.1,
    },
    # Table II: M = 4, K = 4, batch 16; ResNet-34's 21 million parameters, the most levels of 12 bits. Weights
    # of 1/3 on a ring of four have eigenvalues 1, 1/3, 1/3, −1/3. Parts are alike, so κ² is small beside σ².
    "qprsgd": {
        **UNITS,
        "workers": 4,
        "local_steps": 4,
        "batch": 16,
        "dimension": 2.1e7,
        "levels": 2047,
        "steps": 16000,
        "lambda2": 1 / 3,
        "eigen_spread": 4 / 3,
        "heterogeneity": 1e-3,
    },
    # Table 1: a ring of 16 with weights of 1/3, so λ₂ = 1/3 + 2/3 cos(2π/16) and ρ = 1 − λ₂². β = μ = 0.9
    # there, which Theorem 3.1 does not allow; 0.004 is what it does, nearly.
    "qg": {
        **UNITS,
        "workers": 16,
        "batch": 32,
        "consensus": 0.0988,
        "momentum": 0.004,
        "buffer": 0.004,
        "steps": 29297,
    },
}
"""The constants by paper."""

TIED: Mapping[str, Mapping[str, str]] = {"qg": {"buffer": "momentum"}}
"""Constants that go with an axis, where they are none: qg's experiments set μ = β."""
