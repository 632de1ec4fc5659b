"""Noise of finitely many values: closed forms, the moments' own worst case, and worlds with numbers."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from theory.errors import BadInput
from theory.proof.certificate_file import ENDING, checked
from theory.worst_case.answer import worst_case
from theory.worst_case.certificate import documents, question_data, read_question
from theory.worst_case.classes import Smooth
from theory.worst_case.oracle import Oracle
from theory.worst_case.outcomes import Place
from theory.worst_case.question import Question
from theory.worst_case.recording import Recording
from theory.worst_case.size import size_of

HALF, ONE = Fraction(1, 2), Fraction(1)
NEAR = 1e-6
COIN = (HALF, HALF)
RARE = (Fraction(1, 10), Fraction(9, 10))


def descent(steps: int, functions: Smooth, measure: str, eta: Fraction = HALF, **more: Any) -> Question:
    return Question("sgd", steps, functions, measure, {"step_size": eta}, noise=ONE, **more)


def both(asked: Question) -> tuple[float, float]:
    """What is attained and what is proved."""
    found = worst_case(asked)
    assert found.lower is not None, found.why_no_lower
    assert found.upper is not None
    assert found.lower.value <= found.upper.value
    return float(found.lower.value), float(found.upper.value)


@pytest.mark.parametrize("outcomes", [COIN, RARE, (Fraction(1, 3),) * 3])
@pytest.mark.parametrize("eta", [HALF, ONE])
def test_one_step_of_descent(outcomes: tuple[Fraction, ...], eta: Fraction) -> None:
    """E f(x_1) − f* ≤ LR²/(4ηL+2) + Lη²σ²/2 for convex f and ηL ≤ 1, attained by any noise of mean 0.

    With y = x_0 − ηg the descent lemma gives E f(x_1) ≤ f(y) + Lη²E‖n‖²/2, the mean of ⟨∇f(y), n⟩ being 0,
    and f(y) − f* ≤ LR²/(4ηL+2) (Drori and Teboulle, 2014). The function that attains the latter, with
    + (L/2)z² for a coordinate z of its own in which n lies, attains the sum.
    """
    asked = descent(1, Smooth(), "gap_final", eta, distance_sq=ONE, outcomes=outcomes)
    tight = float(1 / (4 * eta + 2) + eta**2 / 2)
    assert both(asked) == (pytest.approx(tight, rel=NEAR), pytest.approx(tight, rel=NEAR))


@pytest.mark.parametrize("workers", [1, 2])
def test_distance_after_two_steps(workers: int) -> None:
    """E‖x_{t+1} − x*‖² ≤ r‖x_t − x*‖² + η²σ²/K, r = max{(1−ημ)², (1−ηL)²}: means of K values are smaller."""
    mu = Fraction(1, 10)
    asked = descent(2, Smooth(ONE, mu), "distance_sq", distance_sq=ONE, outcomes=COIN)
    asked = replace(asked, workers=workers, exchangeable=False, heterogeneity_at_optimum=ONE)
    rate, noise = (1 - HALF * mu) ** 2, HALF**2 / workers
    tight = float(rate * (rate + noise) + noise)
    assert both(asked) == (pytest.approx(tight, rel=1e-5), pytest.approx(tight, rel=1e-5))


def test_more_values_come_nearer_to_what_moments_allow_from_below() -> None:
    """Two values, four, and the moments only, where more is admissible each time.

    The last gradient of a non-convex function: what noise with the first two moments might attain if they
    were all that there is, no two or four values do.
    """
    asked = descent(2, Smooth(ONE, -ONE), "gradient_sq", gap=ONE)
    two, four = (both(replace(asked, outcomes=(Fraction(1, s),) * s)) for s in (2, 4))
    moments = worst_case(asked, lower=False).numerical
    assert two[1] <= four[1] * (1 + NEAR)
    assert four[1] <= moments - 2e-3
    assert moments == pytest.approx(two[0], rel=3e-3)


@pytest.mark.parametrize("method", ["sgdm", "ef"])
def test_two_values_attain_what_moments_allow(method: str) -> None:
    """The upper bound from moments alone has no world of its own; a coin toss a step attains it."""
    asked = Question(
        method,
        2,
        Smooth(ONE, -ONE),
        "average_gradient_sq",
        {"step_size": HALF, "momentum": HALF} if method == "sgdm" else {"step_size": HALF},
        compressor="contractive" if method == "ef" else None,
        contraction=HALF if method == "ef" else None,
        gap=ONE,
        noise=ONE,
    )
    moments = worst_case(asked)
    low, high = both(replace(asked, outcomes=COIN))
    assert low <= high <= moments.numerical * (1 + NEAR)
    assert low == pytest.approx(moments.numerical, rel=1e-5)
    assert moments.lower is not None
    assert float(moments.lower.value) < low - 0.1


def test_certificates_of_both_bounds(tmp_path: Path) -> None:
    """The files prove what they say, and not a little more; with other probabilities they prove nothing."""
    asked = descent(2, Smooth(), "gap_final", distance_sq=ONE, outcomes=RARE)
    upper, lower = documents(worst_case(asked))
    file = tmp_path / f"outcomes{ENDING}"

    def proved(document: dict[str, Any]) -> bool:
        file.write_text(json.dumps(document), "utf-8")
        return checked(file).proved

    assert proved(upper)
    assert proved(lower)
    assert not proved(upper | {"value": str(Fraction(upper["value"]) * (1 - Fraction(1, 10**12)))})
    assert not proved(lower | {"value": str(Fraction(lower["value"]) * (1 + Fraction(1, 10**12)))})
    for document in (upper, lower):
        assert not proved(document | {"question": document["question"] | {"outcomes": ["1/5", "4/5"]}})
    data = question_data(asked)
    assert question_data(read_question(json.loads(json.dumps(data)), "question")) == data
    assert "outcomes = 1/5 or 4/5" in checked(file).hypotheses


def test_a_step_begins_with_its_only_gradient() -> None:
    """A second point, or a vector that is new before the gradient is asked, may have seen the outcome."""
    recording = Recording(9, 1, False)
    place = Place(Oracle(recording, ONE), COIN, ONE)
    x = recording.fresh()[None]
    place.gradient((0,))(x)
    sibling = place.gradient((1,))
    assert (sibling(x) == place.answers[1]).all()
    with pytest.raises(BadInput, match="begin with their only gradient"):
        place.gradient((1,))(2 * x)
    recording.fresh()
    with pytest.raises(BadInput, match="begin with their only gradient"):
        sibling(x)


def test_the_noise_has_mean_zero() -> None:
    recording = Recording(9, 2, False)
    place = Place(Oracle(recording, ONE), RARE, ONE)
    x = recording.fresh()[None]
    rows = [place.gradient((i, i))(x) for i in (0, 1)]
    exact = sum(p * row for p, row in zip(RARE, rows, strict=True))
    assert np.array_equal(exact, place.oracle(x))
    assert [c.name for c in recording.constraints] == ["noise", "noise"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"outcomes": (HALF, Fraction(1, 3))}, "outcomes: read .*add up to 1"),
        ({"outcomes": (Fraction(3, 2), -HALF)}, "outcomes: read"),
        ({"outcomes": (ONE,)}, "outcomes: read"),
        ({"noise": None}, "noise: not given"),
        ({"workers": 2}, "write them out"),
        ({"measure": "minimum_gradient_sq"}, "average_gradient_sq"),
    ],
)
def test_refused(changes: dict[str, Any], named: str) -> None:
    asked = descent(1, Smooth(), "gap_final", distance_sq=ONE, outcomes=COIN)
    with pytest.raises(BadInput, match=named):
        replace(asked, **changes)


def test_a_tree_that_is_too_large_is_refused_before_it_grows() -> None:
    """200 steps of two outcomes have 2²⁰⁰ ends; a tree that fits is estimated close to what it takes."""
    asked = descent(200, Smooth(), "gap_final", distance_sq=ONE, outcomes=COIN)
    with pytest.raises(BadInput, match=r"at least .* fewer steps, workers or outcomes"):
        worst_case(asked)
    small = size_of(replace(asked, steps=3))
    assert small.gram == 1 + 15 + 7  # the start, a gradient in each of 15 places, the noise of 7
