"""Eq. (73) itself: a problem that breaks it, where M² bounds the gradients along the run.

Everywhere, Assumption 3.2 and the PL condition leave constant F only (def.eq21/ascent), for which (73) is
0 ≤ …. One worker, λ = 0, no noise, C(Δ) = (1−ρ)Δ with ρ² = 1 − δ, and cL = 1/4. F falls with the slope M
towards its minimum z, turns by the curvature L from z + M/L to z − M/L, and rises with the slope M beyond.
With z = x_t − M/L every gradient up to t is M, and y_t = x_t − e_t is at z − M/L or beyond where e_t ≥ 2M/L:
there the step of ηM leads uphill.
"""

from collections.abc import Mapping
from fractions import Fraction

from theory.arithmetic import log, power
from theory.papers.def_ import optimisation as opt
from theory.proof.boxes import Boxed
from theory.proof.build import one
from theory.proof.claim import le

STATEMENT = "def.eq73"
CONSTANTS: Mapping[str, int | Fraction] = {
    "delta": Fraction(1, 2 * 10**7),
    "t": 3 * 10**7,
    "K": 1,
    "lam": 0,
    "sigma_sq": 0,
    "M_sq": 1,
    "L": 1,
}
HELD = {name: (value, value) for name, value in CONSTANTS.items()}
LATE = {name: HELD[name] for name in ("delta", "t")}

STEPS = one(
    STATEMENT,
    "the residual of the counterexample",
    "2M/L ≤ ρ^t·cM·log(t+1), which is at most e_t = Σ_{s<t} ρ^{t−s}η_sM, over cM",
    Boxed(LATE, lambda delta, t: le(8 * t / t, power(1 - delta, t / 2) * log(t + 1))),
    slack=Fraction(99, 100),
) + one(
    STATEMENT,
    "the whole",
    "F(y_{t+1}) − F(y_t) = ηM² ≤ [B₁σ² + 2(1−λ)²M²]/(√((1−δ/2)/(1−δ)) − 1)²·η³L² + η²Lσ²/(2K), "
    "with η = c/(t+1) = 1/(4L(t+1))",
    Boxed(
        HELD,
        lambda delta, t, K, lam, sigma_sq, M_sq, L: le(
            M_sq / (4 * L * (t + 1)),
            opt.pl_drift(delta, K, lam, 1 / (4 * L * (t + 1)), L, sigma_sq, K, M_sq),
        ),
    ),
    severity="false",
    repair="def.eq73/136-repaired",
    note="One worker without noise, λ = 0, δ = 5·10⁻⁸, t = 3·10⁷, C(Δ) = (1−ρ)Δ, ρ² = 1−δ; F falls with the "
    "slope M, turns by the curvature L and rises with the slope M. The residual is longer than the turn, "
    "2M/L: the gradient at x_t is M where F rises with M at y_t. So y_{t+1} = y_t − ηM is higher by ηM², and "
    "(73) allows 0.89 of it. M² bounds the run's gradients; everywhere, with (21), F would be constant.",
)

CLOSES = (STATEMENT,)
