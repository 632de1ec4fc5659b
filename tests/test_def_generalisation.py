"""DEF's generalisation errors as printed: Eq. (22), (24), (26), (28) and (53) to (71)."""

import math

import pytest

from tests.def_point import GRID, POINT, SINGLE, at, holds, output, slope
from theory.constants import GLOSSARY
from theory.errors import UnlikeUnits, Void
from theory.papers import load
from theory.papers.def_ import generalisation, stability
from theory.readings.dimension import Dimension
from theory.statement import apply, needs, total


def test_split_minimises_eq60() -> None:
    t0 = output("def.eq61", "t0")
    least = at("def.eq60", first_difference=t0)
    assert at("def.eq62") == pytest.approx(least)
    assert all(at("def.eq60", first_difference=t0 * x) > least for x in (0.5, 0.99, 1.01, 2))


def test_loss_range_is_a_unit() -> None:
    """Twice the range, loss and gradients twice as large: the error doubles."""
    doubled = {"loss_range": 2.0, "noise": 4 * 0.3, "gradient_sq": 4.0, "smoothness": 20.0}
    doubled["schedule_c"] = 0.005
    assert at("def.eq62", **doubled) == pytest.approx(2 * at("def.eq62"))
    assert at("def.eq63", **doubled) == pytest.approx(2 * at("def.eq63"))


@pytest.mark.parametrize("identifier", ["def.eq60", "def.eq62"])
def test_a_literal_range_of_one_adds_unlike_units(identifier: str) -> None:
    """As printed, with a number where the range stands, the two terms have units 1 and F."""
    formula = load(identifier).formula
    assert formula is not None
    units = {n: Dimension.of(GLOSSARY[n].unit) for n in needs(formula)}
    with pytest.raises(UnlikeUnits):
        total(apply(formula, {**units, "loss_range": Dimension.literal(1)}))
    assert str(total(apply(formula, units)).value) == "F"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("identifier", "rate"),
    [
        ("def.eq62", "def.theorem4.6.1"),
        ("def.eq71", "def.theorem4.6.3"),
        ("def.eq71.ia", "def.theorem4.10.3"),
    ],
)
def test_generalisation_rates(identifier: str, rate: str) -> None:
    a = output(rate, "exponent")
    assert slope(identifier, "steps", 1e3, 1e9) == pytest.approx(a / (a + 1))
    ratio = output(rate, "rate", steps=1e6) / output(rate, "rate", steps=1e3)
    assert math.log10(ratio) / 3 == pytest.approx(a / (a + 1))


def test_one_detached_worker_is_sgd() -> None:
    """B₂ = 0, B₅ = (2K/N)G and B₆ = 2G²/((N−1)L), without δ; Eq. (63) is then above Eq. (62)."""
    for delta in (0.1, 0.9):
        factor = output("def.eq62", "B6", contraction=delta, **SINGLE)
        assert factor == pytest.approx(2 * 1.3 / (49_999 * 10))
    assert output("def.eq62", "B5", **SINGLE) == pytest.approx(2 / 50_000 * math.sqrt(1.3))
    assert holds("def.eq63", "first_difference")
    assert at("def.eq62", **SINGLE) <= at("def.eq63") <= 1.001 * at("def.eq62", **SINGLE)


def test_first_line_of_eq63_is_no_equality() -> None:
    """A finding: 1/N + 1/((N−1)Lc) is printed equal to (1+1/(Lc))/(N−1), which is larger."""
    few = {"samples": 3, "schedule_c": 1.0, **SINGLE}
    a = output("def.theorem4.10.1", "exponent", **few)
    line = (1 / 3 + 1 / 20) * generalisation.split(2 * 1.3, a, 10_000)
    next_line = (1 + 1 / 10) / 2 * generalisation.split(2 * 1.3, a, 10_000)
    assert at("def.eq62", **few) == pytest.approx(line)
    assert at("def.eq63.line1", **few) == pytest.approx(line)
    assert line < next_line


def test_rates_of_the_special_cases_agree() -> None:
    assert output("def.theorem4.6.1", "exponent", workers=1) == output("def.theorem4.10.1", "exponent")
    ratio = output("def.theorem4.10.3", "exponent") / output("def.theorem4.6.3", "exponent", workers=1)
    assert ratio == pytest.approx(math.sqrt(0.1))


def test_more_compression_slower_divergence_of_the_averaged_model() -> None:
    """Remark 4.8: DEF-A's exponent is δ^{1/2} that of DEF."""
    for delta in GRID:
        ratio = output("def.theorem4.6.3", "exponent", contraction=delta) / output(
            "def.theorem4.6.1", "exponent"
        )
        assert ratio == pytest.approx(math.sqrt(delta))


def unrolled(identifier: str, first: int, steps: int) -> float:
    """The recursion of a step, from agreement at `first` on, with η_t = c/(t+1)."""
    distance = 0.0
    for t in range(first, steps):
        step = {"step_size": POINT["schedule_c"] / (t + 1)}
        distance = output(identifier, "factor", **step) * distance + output(identifier, "drift", **step)
    return distance


def test_eq59_is_above_the_recursion_that_it_unrolls() -> None:
    assert unrolled("def.eq58", 10, 2000) <= at("def.eq59", steps=2000)


def test_eq68_is_below_the_recursion_that_it_unrolls() -> None:
    """A finding: Eq. (67) adds δ^{1/2}·2B₄Gc in every step, so the distance grows like T, not as in (68)."""
    short, long = unrolled("def.eq67", 10, 1000), unrolled("def.eq67", 10, 4000)
    assert long > 3.9 * short
    assert at("def.eq68", steps=4000) < 1.1 * at("def.eq68", steps=1000)
    far = unrolled("def.eq67", 10, 4000)
    assert far > POINT["schedule_c"] * at("def.eq68", steps=4000)


def test_printed_split_of_eq70_does_not_minimise_eq69() -> None:
    """A finding: Eq. (71) is Eq. (69) at the printed t₀, which has Lc where the least has δ^{1/2}Lc."""
    t0 = output("def.eq70", "t0")
    assert at("def.eq71") == pytest.approx(at("def.eq69", first_difference=t0))
    best = t0 * math.sqrt(0.1) ** (1 / (output("def.theorem4.6.3", "exponent") + 1))
    least = at("def.eq69", first_difference=best)
    assert least < at("def.eq71")
    assert all(at("def.eq69", first_difference=best * x) > least for x in (0.5, 0.99, 1.01, 2))


def test_split_of_eq70_minimises_eq69_without_compression() -> None:
    limit = {"contraction": 1 - 1e-12}
    t0 = output("def.eq70", "t0", **limit)
    least = at("def.eq69", first_difference=t0, **limit)
    assert all(at("def.eq69", first_difference=t0 * x, **limit) > least for x in (0.5, 0.99, 1.01, 2))


def test_printed_b7_is_off_by_c_and_g() -> None:
    """A finding: at c = 1 and G = 1 B₇ is G times Eq. (68)'s factor, elsewhere it is not."""
    same = {"schedule_c": 1.0, "noise": 0.0, "steps": 10, "first_difference": 10}
    assert output("def.eq71", "B7", **same) == pytest.approx(at("def.eq68", **same))
    other = {**same, "gradient_sq": 4.0, "schedule_c": 0.5}
    assert output("def.eq71", "B7", **other) != pytest.approx(2 * at("def.eq68", **other), rel=0.1)


def test_all_data_drawn_voids_the_bound() -> None:
    with pytest.raises(Void, match="1 − K/N"):
        at("def.eq60", samples=8)
    with pytest.raises(Void, match="N − 1"):
        at("def.eq63", samples=1)
    assert holds("def.eq62", "samples", samples=8) is False


def test_residual_spread_by_hand() -> None:
    assert stability.residual_spread_sq(0.5) == 1.5
    assert at("def.eq55") == pytest.approx(at("def.eq56") ** 2)
