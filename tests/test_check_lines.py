"""The lines that check a witness by hand do check it: all of them, in a Python that knows nothing of us."""

import json
import subprocess
import sys

import pytest

from theory.papers import encoded
from theory.proof.ledger import Judged
from tightrope.report.check_lines import check_lines
from tightrope.report.facts import facts
from tightrope.report.python_text import python

RUNNER = """
import contextlib, io, json, sys
for name, lines in json.load(sys.stdin).items():
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(lines, {})
    print(json.dumps([name, printed.getvalue().splitlines()]))
"""


@pytest.fixture(scope="module")
def refuted() -> list[Judged]:
    return list(facts(encoded()).refuted())


@pytest.fixture(scope="module")
def printed(refuted: list[Judged]) -> dict[str, list[str]]:
    """What the lines of every refuted step print, without our packages on the path."""
    lines = {one.step.id: check_lines(one) for one in refuted}
    asked = json.dumps({name: text for name, text in lines.items() if text})
    ran = subprocess.run(
        [sys.executable, "-I", "-c", RUNNER], input=asked, capture_output=True, text=True, check=True
    )
    return dict(map(json.loads, ran.stdout.splitlines()))


def test_only_a_whole_run_has_no_lines(refuted: list[Judged], printed: dict[str, list[str]]) -> None:
    assert len(printed) > 100
    assert [one.step.id for one in refuted if one.step.id not in printed] == ["def.theorem4.3/019"]


def test_every_hypothesis_holds_and_every_claim_fails(printed: dict[str, list[str]]) -> None:
    for name, (*hypotheses, claim) in printed.items():
        assert all(line.endswith(" True") for line in hypotheses), name
        assert claim.endswith("claim False"), name


def test_both_sides_are_those_of_the_witness(refuted: list[Judged], printed: dict[str, list[str]]) -> None:
    """The lines evaluate the step's own expressions, not some that happen to disagree."""
    for one in refuted:
        witness = one.finding.witness
        if one.step.id not in printed or witness is None:
            continue
        _, left, _, right, *_ = printed[one.step.id][-1].split()
        for side, said in ((left, witness.left), (right, witness.right)):
            above, _, below = side.partition("/")
            top, _, bottom = said.partition("/")
            assert float(above) / float(below or 1) == pytest.approx(
                float(top) / float(bottom or 1), rel=1e-6
            )


def test_integers_stay_exact() -> None:
    from fractions import Fraction

    from theory.readings.written import Written

    x = Written.constant("x")
    for written, value in ((Written.literal(1) / 3, Fraction(1, 3)), (x * 2 / 3, Fraction(4, 3)), (x**2, 4)):
        assert eval(python(written), {"Fraction": Fraction, "x": Fraction(2)}) == value
    assert python(0 + x) == "x"
