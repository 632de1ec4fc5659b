"""QG-DSGDm's notation. A weight in Φ has no letter; the statements call it by what it weighs."""

from theory.notation import Notation

_GRADIENT = "(1/T) Σ_t E‖∇f(x̄^t)‖²"

NOTATION = Notation(
    left={
        "qg.lemmaC.1": "E f(x̂_{t+1}) − f*",
        "qg.lemmaC.2": "E‖x̂_{t+1} − x*‖²",
        "qg.lemmaC.3": "(1/n) E‖X_{t+1} − X̄_{t+1}‖²",
        "qg.lemmaC.4": "(6η²β²/(nρ(1−μ)(1−β))) E‖M_{t+1} − M̄_{t+1}‖²",
        "qg.lemmaC.4.display111": "(1/n) E‖M_{t+1} − M̄_{t+1}‖²",
        "qg.lemmaC.5": "(1/n) E‖X_{t+1} − X̄_{t+1}‖² + (6η²β²/(nρ(1−μ)(1−β))) E‖M_{t+1} − M̄_{t+1}‖²",
        "qg.lemmaC.5.young": "(1/n) E‖X_t − X̄_t‖²",
        "qg.lemmaC.6": "E‖e_{t+1}‖²",
        "qg.theoremC.7": _GRADIENT,
        "qg.theoremC.7.potential": "Φ^t =",
        "qg.theoremC.7.display133": "Φ^{t+1}",
        "qg.theoremC.7.display134": _GRADIENT,
        "qg.theoremC.7.display135": _GRADIENT,
        "qg.theoremC.7.display136": _GRADIENT,
        "qg.theoremC.7.display137": _GRADIENT,
        "qg.theoremC.7.display137.young": _GRADIENT,
    },
    letters={"target": "ε", "ell": "ℓ"},
    defines={"qg.theoremC.7.potential": "potential"},
    orders={
        "qg.theorem3.1": ("T", "eta"),
        "qg.remark3.2": ("T", "T_earlier", "T_drift"),
        "qg.theoremC.7": ("rate",),
    },
)
