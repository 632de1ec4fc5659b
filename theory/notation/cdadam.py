"""CD-Adam's notation."""

from theory.notation import Notation

_GRADIENT = "min_t E‖∇f(x_t)‖₂²"

NOTATION = Notation(
    left={
        "cdadam.eq5.1": "‖ŵ_{t+1} − w_{t+1}‖²",
        "cdadam.algorithm1": "bits =",
        "cdadam.theorem6.4": _GRADIENT,
        "cdadam.remark6.5": "T",
        "cdadam.eqA.1": "E‖C(x) − x‖₂² =",
        "cdadam.definitionA.top": "‖C(x) − x‖₂",
        "cdadam.eqA.2": "‖C(x) − x‖₂² =",
        "cdadam.lemmaB.1": "E‖C(x)‖₂",
        "cdadam.lemmaB.2.1": "Σ_t α_t²‖V̂_t^{−1/2}m_t‖²",
        "cdadam.lemmaB.2.2": "Σ_t α_t²‖V̂_t^{−1/2}g̃_t‖²",
        "cdadam.lemmaB.4": "E‖ĝ_t − g_t‖₂",
        "cdadam.lemmaB.5": "E‖g̃_t − ĝ_t‖₂",
        "cdadam.lemmaB.7": "‖z_{t+1} − z_t‖₂",
        "cdadam.lemmaB.8": "‖∇f(z_t) − ∇f(x_t)‖₂",
        "cdadam.eqB.19": "Σ_t α_{t−1}ν^{−1/2}G·E[‖ĝ_t − g_t‖₂ + ‖g̃_t − ĝ_t‖₂]",
        "cdadam.eqB.20": _GRADIENT,
        "cdadam.eqB.20.history": "E Σ_i ‖g̃_{1:T,i}‖₂",
        "cdadam.eqB.21": _GRADIENT,
    },
    letters={
        "previous_error": "‖ŵ_t − w_t‖",
        "update_length": "‖α_tV̂_t^{−1/2}g̃_t‖₂",
        "history_norms": "E Σ_i ‖g̃_{1:T,i}‖₂",
    },
    orders={"cdadam.remark6.5": ("rate",)},
)
