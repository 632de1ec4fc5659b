"""What CD-Adam says in running text: numbers, orders, and Lemma B.1."""

from theory.arithmetic import sqrt
from theory.papers.cdadam import communication
from theory.papers.cdadam.proofs.common import PI
from theory.proof.build import induction, reals
from theory.proof.claim import eq, given, le, lt
from theory.proof.step import to
from theory.statement import total

LARGE = given("d ≥ 10⁶, as in the networks of section 7.2", lambda d: le(10**6, d))

COUNTED = (
    *induction(
        "cdadam.algorithm1",
        "footnote 3",
        "a scale of 32 bits and one bit for each of d components are 32 + d bits",
        (),
    )(
        start=lambda d: eq(communication.message_bits(0 * d), 32),
        step=lambda d: eq(communication.message_bits(d) + 1, communication.message_bits(d + 1)),
    ),
    *induction(
        "cdadam.algorithm1",
        "lines 6 and 10 over T steps",
        "T steps, in each of which n workers send one message and receive one",
        (),
    )(
        start=lambda n, d: eq(total(communication.sent_bits(n, d, 0)), 0),
        step=lambda n, d, T: eq(
            total(communication.sent_bits(n, d, T)) + 2 * n * communication.message_bits(d),
            total(communication.sent_bits(n, d, T + 1)),
        ),
    ),
    *reals(
        "cdadam.theorem6.4.bits",
        (),
        lambda n, d, T: (
            total(communication.sent_bits(n, d, T)),
            to("2nT messages", "==", 2 * n * T * (32 + d)),
        ),
    ),
    *induction(
        "cdadam.theorem6.4.cost",
        "line 4 over T steps",
        "T steps, in each of which n workers evaluate τ gradients, take nτT of them",
        (),
    )(
        start=lambda n, tau: eq(n * tau * 0, 0),
        step=lambda n, tau, T: eq(n * tau * T + n * tau, n * tau * (T + 1)),
    ),
)

SAVINGS = (
    *reals(
        "cdadam.algorithm1.saving",
        (LARGE,),
        lambda d: (32 * (999 + 0 * d) / 1000, to("around 32×", "<=", communication.saving_over_amsgrad(d))),
    ),
    *reals(
        "cdadam.algorithm1.saving",
        (LARGE, given("13 of 100 epochs warm up (section 7.2)", lambda w: eq(100 * w, 13))),
        lambda d, w: (5 + 0 * d, to("around 5×", "<=", communication.saving_over_one_bit_adam(d, w))),
    ),
    *reals(
        "cdadam.section7.2",
        (
            LARGE,
            given("K = 0.016d; a component takes 64 bits with its index", lambda K, d: eq(1000 * K, 16 * d)),
        ),
        lambda d, K: (
            communication.saving_of_top(K, d),
            to("roughly the same ratio", "==", (125 + 0 * d) / 4),
        ),
    ),
)

ITERATIONS = reals(
    "cdadam.remark6.5",
    (
        given(
            "0 < ε ≤ 1; M₁, M₂, M₃ ≥ 0",
            lambda eps, M_1, M_2, M_3: (lt(0, eps), le(eps, 1), *(le(0, x) for x in (M_1, M_2, M_3))),
        ),
        given(
            "T is 9M₁M₃/ε² + 3M₂/ε rounded up",
            lambda T, M_1, M_2, M_3, eps: lt(T, 9 * M_1 * M_3 / eps**2 + 3 * M_2 / eps + 1),
        ),
    ),
    lambda T, M_1, M_2, M_3, eps: (T, to("O(1/ε²) iterations", "<", (9 * M_1 * M_3 + 3 * M_2 + 1) / eps**2)),
    more={
        "O(1/ε²) iterations": {
            "note": "each with τ = O(1/ε²) stochastic gradients on every worker where there is compression, "
            "so O(1/ε⁴) of them in all; no constant falls with n"
        }
    },
)

COMPRESSED = reals(
    "cdadam.lemmaB.1",
    (
        PI,
        given(
            "X = ‖x‖, E‖C(x)‖ ≤ m + X with m = E‖C(x) − x‖, m² ≤ E‖C(x) − x‖² (Jensen) ≤ (1−π)X²",
            lambda X, size, m, pi: (le(0, X), le(0, m), le(size, m + X), le(m**2, (1 - pi) * X**2)),
        ),
    ),
    lambda size, pi, X: (size, to("after Lemma B.1", "<=", (1 + sqrt(1 - pi)) * X)),
)

STEPS = (*COUNTED, *SAVINGS, *ITERATIONS, *COMPRESSED)

CLOSES = (
    "cdadam.algorithm1",
    "cdadam.algorithm1.saving",
    "cdadam.theorem6.4.bits",
    "cdadam.theorem6.4.cost",
    "cdadam.section7.2",
    "cdadam.remark6.5",
    "cdadam.lemmaB.1",
)
