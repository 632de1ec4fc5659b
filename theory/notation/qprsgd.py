"""QPRSGD's notation. The primes are the paper's; ε and δ at their largest have no letter in it."""

from theory.notation import Notation

_LOCAL = "(1/NK) Σ_n Σ_k E‖∇F(x̄_{n,k})‖²"
_MEAN = "(1/N) Σ_n E‖∇F(X_n 1_M/M)‖²"
_RING = "E‖X − (1/M) Σ_m w^{(m)}‖²"

NOTATION = Notation(
    left={
        "qprsgd.lemma1": _RING,
        "qprsgd.remark1": _RING,
        "qprsgd.remark2": "E‖X‖²",
        "qprsgd.theorem1": _LOCAL,
        "qprsgd.theorem1.best": _LOCAL,
        "qprsgd.theorem1.young": _LOCAL,
        "qprsgd.lemma2": "E‖C_n‖_F²",
        "qprsgd.lemma2 repaired": "Σ_n E‖C_n‖_F²",
        "qprsgd.lemma2 strengthened": "Σ_n E‖C_n‖_F²",
        "qprsgd.lemma2.young": "Σ_n E‖C_n‖_F²",
        "qprsgd.lemma3 repaired": "Σ_n Σ_{k=0}^{K−1} ‖G(X_{n;k}, ξ_k)‖_F²",
        "qprsgd.lemma3": "Σ_n Σ_{k=0}^{K} ‖G(X_{n;k}, ξ_k)‖_F²",
        "qprsgd.theorem2": "(1/N)[(1 − 4D₅′/M) Σ_n E‖∇F(X_n 1_M/M)‖² + (D₆′/K) Σ_n E‖∂F(X_n)1_M/M‖²]",
        "qprsgd.theorem2 repaired": "(1/N)[(1 − 4D₅′) Σ_n E‖∇F(X_n 1_M/M)‖² + (D₆′/K) Σ_n E‖∂F(X_n)1_M/M‖²]",
        "qprsgd.theorem2.gradient": _MEAN,
        "qprsgd.theorem2.gradient.young": _MEAN,
        "qprsgd.corollary2.1": _MEAN,
        "qprsgd.eq2.bits": "bits",
        "qprsgd.lemma5": "E‖Q_s(v) − v‖²",
        "qprsgd.lemma6": "(1/M) Σ_m Σ_k E‖x_{n;k}^{(m)} − x̄_{n;k}‖²",
        "qprsgd.lemma7": "Σ_n Σ_k Σ_m E‖X_n 1_M/M − x̃_n^{(m)}‖²",
        "qprsgd.lemma10": "Σ_n Σ_k Σ_m E‖X_n 1_M/M − x_{n;k}^{(m)}‖²",
        "qprsgd.lemma11": "E‖(1/M) Σ_m Σ_k ∇f_m(x_{n;k}^{(m)}, ξ_k^{(m)})‖²",
        "qprsgd.lemma12": "E‖Q_s(v)‖₀",
        "qprsgd.lemma13": "Σ_i |Elias(v_i)|",
        "qprsgd.theorem3": "E|Code(Q_s(v))|",
    },
    letters={
        **{f"D{i}": f"D{subscript}′" for i, subscript in enumerate("₁₂₃₄₅₆", 1)},
        "sigma2": "σ²",
        "step_size": "γ",
        "epsilon": "ε_{max}",
        "delta": "δ_{max}",
    },
    orders=dict.fromkeys(
        (
            "qprsgd.tableI.rar",
            "qprsgd.tableI.gossip",
            "qprsgd.corollary1.1",
            "qprsgd.corollary1.2",
            "qprsgd.corollary1.3",
            "qprsgd.corollary2.1.rate",
        ),
        ("rate",),
    ),
)
