"""Proofs of Lemmas 12 and 13 and of Theorem 3 (section G): how long a message is.

u = v/‖v‖, so that Σu_i² = 1; I is the set of indices with |u_i| < 1/s, and n = d − |I|. Families are over
the d components, or over those outside I; sums are the count times the mean. Lengths are in bits.
"""

from theory.arithmetic import log2
from theory.axioms import unbiased
from theory.papers.qprsgd import quantiser
from theory.proof.boxes import Boxed
from theory.proof.build import one, reals, vectors
from theory.proof.claim import eq, given, le, lt
from theory.proof.compound import Induction, Together
from theory.proof.implication import Implication
from theory.proof.quadratic import Quadratic
from theory.proof.step import to
from theory.proof.vectors import Fact, Used, mean, sq

QUANTISER = given("d ≥ 1, s ≥ 1", lambda d, s: (le(1, d), le(1, s)))

# S is Σ_{i∉I} u_i² so far, n its number of summands; one more has u ≥ 1/s
LARGE = one(
    "qprsgd.lemma12",
    "273.1",
    "(d − |I(u)|)/s² ≤ Σ_{i∉I(u)} u_i²",
    Induction(
        {
            "start, every index in I": Implication((QUANTISER,), lambda s: le(0 / s**2, 0)),
            "step, one more index": Implication(
                (
                    QUANTISER,
                    given(
                        "the bound so far, and |u_i| ≥ 1/s",
                        lambda n, s, S, u: (le(n / s**2, S), le(1 / s, u)),
                    ),
                ),
                lambda n, s, S, u: le((n + 1) / s**2, S + u**2),
            ),
        }
    ),
    (QUANTISER,),
) + reals(
    "qprsgd.lemma12",
    (given("Σu_i² = 1, over I and its complement", lambda S, S_I: (eq(S + S_I, 1), le(0, S_I))),),
    lambda S: (S, to("273.2", "<=", 1)),
)

# the level ℓ of Eq. (4), and p = s|u_i| − ℓ, the probability of ℓ + 1
COUNTED = one(
    "qprsgd.lemma12",
    "274",
    "E‖Q_s(v)‖₀ = d − |I(u)| + Σ_{i∈I(u)} s|u_i|",
    Together(
        {
            "outside I, where ℓ = 0 is left, it is rounded up": Implication(
                (
                    given(
                        "1 ≤ s|u| ≤ ℓ + 1, ℓ = 0",
                        lambda s, u, ell: (le(1, s * u), le(s * u, ell + 1), eq(ell, 0)),
                    ),
                ),
                lambda s, u, ell: eq(s * u - ell, 1),
            ),
            "in I, ζ is 1 with probability s|u| and else 0": Implication(
                (
                    given(
                        "0 ≤ s|u| < 1, ℓ = 0, p = s|u| − ℓ",
                        lambda s, u, ell, p: (eq(ell, 0), eq(p, s * u - ell)),
                    ),
                ),
                lambda s, u, p: eq(p, s * u),
            ),
        }
    ),
    (QUANTISER,),
)

NORMS = reals(
    "qprsgd.lemma12",
    (
        QUANTISER,
        given(
            "d − |I| ≤ s² (273), Σ_{i∈I}|u_i| ≤ ‖u‖₁, ‖u‖₁² ≤ d",
            lambda n, s, a, b, d: (le(n, s**2), le(0, a), le(a, b), le(b**2, d)),
        ),
        given("√d = r", lambda r, d: (le(0, r), eq(r**2, d))),
    ),
    lambda n, s, a, b, r: (
        n + s * a,
        to("275", "<=", s**2 + s * b),
        to("275", "<=", s**2 + s * r),
    ),
) + vectors(
    "qprsgd.lemma12",
    (QUANTISER,),
    lambda v, d: (
        # ‖u‖₁², where the family's members are |u_i|
        sq(d * mean(v.each("u"))),
        to("the norms of 275", "<=", d * (d * sq(v.each("u")))),
    ),
)

COMPONENTS = reals(
    "qprsgd.lemma12",
    (QUANTISER, given("every component counts at most 1", lambda p, d: (le(0, p), le(p, 1)))),
    lambda p, d: (d * p, to("276", "<=", d)),
)

ELIAS = (
    *one(
        "qprsgd.lemma13",
        "278.1",
        "|Elias(v)| = 2log(v) + 1 at v = 3, whose code is 011: 2⌊log 3⌋ + 1 bits",
        Boxed({"floor": (1, 1), "v": (3, 3)}, lambda floor, v: eq(2 * floor + 1, 2 * log2(v) + 1)),
        severity="cosmetic",
        repair="qprsgd.lemma13/278.1-repaired",
        note="Elias' gamma code of v has 2⌊log₂ v⌋ + 1 bits: = stands for ≤ unless v is a power of 2. "
        "As the text "
        "describes it, with as many zeros before bin(k) as bin(k) has digits, it has one bit more, 2 for "
        "k = 1, and not even ≤ holds; a decoder needs one zero less.",
    ),
    *reals(
        "qprsgd.lemma13",
        (given("ℓ = ⌊log₂ v⌋, x = log₂ v", lambda ell, x: (le(ell, x),)),),
        lambda ell, x: (2 * ell + 1, to("278.1-repaired", "<=", 2 * x + 1)),
        more={"278.1-repaired": {"variant": "repaired"}},
    ),
    *reals(
        "qprsgd.lemma13",
        (given("x is the mean of log₂ v_i", lambda x, d: (le(0, x), le(1, d))),),
        lambda x, d: (d * (2 * x + 1), to("278.2", "==", 2 * (d * x) + d)),
    ),
)

# over the components: y_i is log v_i^p, m the logarithm of the mean of v_i^p
POSITIVE = given("d ≥ 1, p > 0", lambda d, p: (le(1, d), lt(0, p)))
JENSEN = given("y ≤ m, as log is concave", lambda y, m: (le(y, m),))
BOUNDED = given("m ≤ b = log(ρ/d), as ‖v‖_p^p ≤ ρ", lambda m, b: (le(m, b),))

SUMS = (
    *reals(
        "qprsgd.lemma13",
        (POSITIVE, JENSEN),
        lambda d, p, y, m: (2 * d * (y / p) + d, to("279.1", "<=", 2 / p * d * m + d)),
    ),
    *reals(
        "qprsgd.lemma13",
        (POSITIVE, BOUNDED),
        lambda d, p, m, b: (2 / p * d * m + d, to("279.2", "==", 2 * d / p * b + d)),
        more={
            "279.2": {
                "severity": "cosmetic",
                "repair": "qprsgd.lemma13/279.2-repaired",
                "note": "The lemma assumes ‖v‖_p^p ≤ ρ, so = stands for ≤. The exponent p and the bound "
                "ρ are "
                "printed as one letter.",
            }
        },
    ),
    *reals(
        "qprsgd.lemma13",
        (POSITIVE, BOUNDED),
        lambda d, p, m, b: (2 / p * d * m + d, to("279.2-repaired", "<=", 2 * d / p * b + d)),
        more={"279.2-repaired": {"variant": "repaired"}},
    ),
)

# y_i is ζ(v_i, s), of mean x_i = s|u_i|; n_i its rounding, of mean 0 and variance p(1 − p) ≤ 1/4
ROUNDED = one(
    "qprsgd.theorem3",
    "E‖y‖² before 281",
    "E‖y‖² ≤ d/4 + s²",
    Together(
        {
            "mean and rounding": Quadratic(
                (QUANTISER,),
                lambda v, d, s: le(d * sq(v.each("x") + v.each("n")), s**2 + d / 4),
                lambda v, d, s: [
                    unbiased(v.each("n"), v.each("x")),
                    Used(Fact("qprsgd.eq4", le(d * sq(v.each("x")), s**2)), 1),
                    Used(Fact("qprsgd.eq4", le(d * sq(v.each("n")), d / 4)), 1),
                ],
            ),
            "p(1 − p) ≤ 1/4": Implication((), lambda p: le(4 * p * (1 - p), 1)),
        }
    ),
    (QUANTISER,),
)

MOMENTS = given(
    "Y = E‖y‖² ≤ d/4 + s², S = E‖y‖₁ ≤ s√d, S ≤ Y as the y_i are integers, r = √d",
    lambda Y, S, d, s, r: (le(S, Y), le(Y, d / 4 + s**2), le(0, S), le(S, s * r), le(0, r), eq(r**2, d)),
)

ONES = (
    *reals(
        "qprsgd.theorem3",
        (QUANTISER, MOMENTS),
        # the left side is Σ(y_i + 1)², multiplied out
        lambda Y, S, d, s, r: (
            Y + 2 * S + d,
            to("E‖y + 1‖² before 281.1", "<=", Y + 2 * S + 1),
            to("E‖y + 1‖² before 281.2", "<=", d / 4 + s**2 + 2 * s * r + 1),
        ),
        more={
            "E‖y + 1‖² before 281.1": {
                "severity": "unsupported",
                "repair": "qprsgd.theorem3/E‖y + 1‖² before 281-repaired",
                "note": "The 1 in y + 1 is added to each of the d components, so its square is d, not 1.",
            }
        },
    ),
    *reals(
        "qprsgd.theorem3",
        (QUANTISER, MOMENTS),
        lambda Y, S, d, s, r: (
            Y + 2 * S + d,
            to("E‖y + 1‖² before 281-repaired", "<=", quantiser.repaired_moment_of(d, s, r)),
        ),
        more={"E‖y + 1‖² before 281-repaired": {"variant": "repaired"}},
    ),
)

LENGTH = one(
    "qprsgd.theorem3",
    "282",
    "F + 2d ≤ E|Code(Q_s(v))| ≤ F + 2d + d·log((s² + 2s√d + 1 + d/4)/d) at s = 1, d = 16",
    Boxed(
        {"F": (32, 32), "d": (16, 16), "s": (1, 1)},
        lambda F, d, s: le(F + 2 * d, sum(quantiser.theorem3(F, d, s).values())),
    ),
    severity="false",
    repair="qprsgd.theorem3/282-repaired",
    note="Every component takes a sign bit and a code of at least one bit, F + 2d in all, and the "
    "logarithm, of "
    "14/16 to whatever base, is negative. It must be of (s² + 2s√d + 5d/4)/d, which is above 1.",
) + reals(
    "qprsgd.theorem3",
    (
        QUANTISER,
        given(
            "x, the mean of E log₂(y_i + 1), is at most half of b = log₂((s² + 2s√d + 5d/4)/d) by Jensen, "
            "and |Elias| at most e = 2x + 1 in the mean",
            lambda x, b, e: (le(2 * x, b), le(e, 2 * x + 1)),
        ),
    ),
    lambda F, d, e, b: (
        F + d * (1 + e),
        to("282-repaired", "<=", sum(quantiser.theorem3_of(F, d, b).values())),
    ),
    more={"282-repaired": {"variant": "repaired"}},
)

STEPS = (
    *LARGE,
    *COUNTED,
    *NORMS,
    *COMPONENTS,
    *ELIAS,
    *SUMS,
    *ROUNDED,
    *ONES,
    *LENGTH,
)

CLOSES = ("qprsgd.lemma12", "qprsgd.lemma13", "qprsgd.theorem3")
