"""GMC's notation."""

from theory.notation import Notation

_RESIDUAL = "(1/K) Σ_k E‖e_{t,k}‖²"
_GRADIENT = "(1/T) Σ_t E‖∇F(w_t)‖²"

NOTATION = Notation(
    left={
        "gmc.lemma4": _RESIDUAL,
        "gmc.lemma4.young": _RESIDUAL,
        "gmc.lemma5": "E‖z_t − w_t‖²",
        "gmc.lemma5.young": "E‖z_t − w_t‖²",
        "gmc.theorem6": _GRADIENT,
        "gmc.theorem6.young": _GRADIENT,
        "gmc.remark7": _GRADIENT,
        "gmc.lemma9": _RESIDUAL,
        "gmc.lemma9.young": _RESIDUAL,
        "gmc.lemma11": "E‖z̄_t − w̄_t‖²",
        "gmc.lemma11.young": "E‖z̄_t − w̄_t‖²",
        "gmc.theorem12": _GRADIENT,
        "gmc.theorem12.young": _GRADIENT,
        "gmc.remark13": _GRADIENT,
        "gmc.eq9": "RCC =",
        "gmc.eq9.rbgs": "RCC =",
    },
    letters={"E2": "E²", "G2": "G²"},
    orders={"gmc.remark7": ("rate",), "gmc.remark13": ("rate",)},
)
