"""DEF's notation. ① to ⑥ are the sums and products that the paper numbers so in Eq. (74) and (86)."""

from theory.notation import Notation

_DISTANCE = "(1/K) Σ_k E‖e_t − λe_{k,t}‖²"
_GENERALISATION = "E[f(y_T;ξ) − f(ỹ_T;ξ)]"
_GENERALISATION_A = "E[f(x_T;ξ) − f(x̃_T;ξ)]"
_GAP = "E[F_D(y_T) − F_S(y_T)]"
_GAP_A = "E[F_D(x_T) − F_S(x_T)]"
_OPTIMISATION = "E[F(y_T) − F*]"
_OPTIMISATION_A = "E[F(x_T) − F*]"

NOTATION = Notation(
    left={
        "def.eq5": "‖∇f(θ;ξ)‖",
        "def.eq5 repaired": "E‖∇f(θ;ξ)‖²",
        "def.eq6": "(1/K) Σ_k E‖e_{k,t}‖²",
        "def.eq7": "(ασ)² + ((1−α)M)² =",
        "def.eq9": "(1/K) Σ_k ‖e_t − λe_{k,t}‖² =",
        "def.theorem4.3": "(1/T) Σ_t E‖∇F(y_t)‖²",
        "def.remark4.4": "(1/T) Σ_t E‖∇F(y_t)‖²",
        "def.theorem4.6.1": _GENERALISATION,
        "def.theorem4.6.1 strengthened": _GAP,
        "def.theorem4.6.3 strengthened": _GAP_A,
        "def.theorem4.10.3 strengthened": _GAP_A,
        "def.theorem4.6.2": _OPTIMISATION,
        "def.theorem4.6.3": _GENERALISATION_A,
        "def.theorem4.6.4": _OPTIMISATION_A,
        "def.theorem4.10.1": _GENERALISATION,
        "def.theorem4.10.2": _OPTIMISATION,
        "def.theorem4.10.3": _GENERALISATION_A,
        "def.theorem4.10.4": _OPTIMISATION_A,
        "def.lemmaA.1": "(1/K) Σ_k E‖g_t − λg_{k,t}‖²",
        "def.lemmaA.2": _DISTANCE,
        "def.eq39": _DISTANCE,
        "def.eq41": _DISTANCE,
        "def.eq43": "2B₂²η²L²",
        "def.lemmaA.3": "(1/K) Σ_k E‖e_{k,t}‖²",
        "def.eq52": "(1/T) Σ_t E‖∇F(y_t)‖²",
        "def.eq53": _GENERALISATION,
        "def.eq55": "E‖e_{k,t} − ẽ_{k,t}‖²",
        "def.eq56": "E‖e_{k,t} − ẽ_{k,t}‖",
        "def.eq59": "E‖y_T − ỹ_T‖",
        "def.eq60": _GENERALISATION,
        "def.eq62": _GENERALISATION,
        "def.eq63.line1": _GENERALISATION,
        "def.eq63": _GENERALISATION,
        "def.eq68": "E‖x_T − x̃_T‖",
        "def.eq69": _GENERALISATION_A,
        "def.eq71": _GENERALISATION_A,
        "def.eq75": "①",
        "def.eq77": "②",
        "def.eq78": "②",
        "def.eq79": "②",
        "def.eq74.eq77": _OPTIMISATION,
        "def.eq74.eq78": _OPTIMISATION,
        "def.eq74.eq79": _OPTIMISATION,
        "def.eq87": "③",
        "def.eq88": "④",
        "def.eq89": "⑤",
        "def.eq90": "⑤",
        "def.eq91": "⑥",
        "def.eq92": "⑥",
        "def.eq93": "⑥",
        "def.eq86.eq91": _OPTIMISATION_A,
        "def.eq86.eq92": _OPTIMISATION_A,
        "def.eq86.eq93": _OPTIMISATION_A,
        "def.eq86.eq90": _OPTIMISATION_A,
        "def.eq71.ia": _GENERALISATION_A,
        "def.eq74.eq77.sgd": _OPTIMISATION,
        "def.eq74.eq78.sgd": _OPTIMISATION,
        "def.eq74.eq79.sgd": _OPTIMISATION,
    },
    letters={"G2": "G²"},
    orders={
        **dict.fromkeys(
            ("def.eq6", "def.eq18", "def.eq19", "def.remark4.5.2", "def.eq20", "def.eq52"), ("order",)
        ),
        "def.remark4.4": ("rate", "rate_with_compression"),
        **{f"def.theorem{number}.{part}": ("rate",) for number in ("4.6", "4.10") for part in range(1, 5)},
    },
    soft=frozenset(f"def.theorem{number}.{part}" for number in ("4.6", "4.10") for part in (2, 4)),
)
