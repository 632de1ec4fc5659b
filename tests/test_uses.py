"""What bounds are used for: sweeps, sensitivities, best steps, targets, pictures."""

import csv
import json
import math
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from points import exact, points

from paper_figs.bounds import draw_sweep, draw_terms
from paper_figs.style import write
from theory.best_step import best_step, largest_step, reach, takes_over
from theory.constants_file import parse_constants, write_constants
from theory.errors import BadInput, Void
from theory.evaluate import bounds
from theory.papers import all_statements, load
from theory.readings.exact import Exact
from theory.sensitivity import elasticities
from theory.statement import apply, needs, total
from theory.sweep import BLOCK, Range, parse_range, sweep
from tightrope.command_line import run

POINT = {
    "workers": 8, "batch": 16, "steps": 3000, "step_size": 0.01, "momentum": 0.01, "detach": 0.3,
    "smoothness": 2.8, "noise": 4.9, "gradient_sq": 0.33, "gap": 0.69, "contraction": 0.098, "kept": 11,
    "dimension": 112, "levels": 2047, "local_steps": 4, "heterogeneity": 0.004, "lambda2": 0.8,
    "eigen_spread": 1.3, "consensus": 0.36, "buffer": 0.01, "momentum2": 0.99, "epsilon_adam": 1e-3,
    "gradient_l2": 2.0, "gradient_linf": 0.5,
}  # fmt: skip
THEOREMS = [s for s in all_statements() if s.cost is not None]
CHOOSING = [s for s in THEOREMS if not s.attains]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "constants.toml"
    run_table = {"method": "gmc", "schedule": "constant", "compressor": {"name": "top", "sparsifying": True}}
    measured = {"average_gradient_sq": 0.01}
    write_constants(path, parse_constants({"constants": POINT, "run": run_table, "measured": measured}))
    return path


def value(statement, **changes: float) -> float:
    return float(total(apply(statement.formula, {**POINT, **changes})))


# Sweeps


def test_a_sweep_is_the_formula_at_every_point() -> None:
    """Also across the blocks that it is evaluated in."""
    along = Range("step_size", 1e-4, 1.0, BLOCK + 77)
    found = sweep(load("gmc.theorem6"), POINT, along)
    for i in (0, 1, BLOCK - 1, BLOCK, BLOCK + 76):
        assert found.total[i] == pytest.approx(
            value(load("gmc.theorem6"), step_size=found.values[i]), rel=1e-12
        )
    assert (found.values[0], found.values[-1]) == (1e-4, 1.0)
    assert found.claimed_to == pytest.approx(0.99 / 5.6)


def test_dominance_changes_where_the_terms_cross() -> None:
    found = sweep(load("gmc.theorem6"), POINT, Range("step_size", 1e-5, 1.0, 2001))
    (low, first_end, first), (second_start, high, second) = found.dominance()
    assert (low, high, first, second) == (1e-5, 1.0, "initial gap", "compression")
    for at, leader in ((first_end, first), (second_start, second)):
        terms = apply(load("gmc.theorem6").formula, {**POINT, "step_size": at})
        assert max(terms, key=terms.get) == leader


def test_void_points_are_holes_not_numbers() -> None:
    found = sweep(load("gmc.theorem6"), POINT, Range("momentum", 0.0, 0.9, 901))
    assert np.isfinite(found.total[:30]).all()
    assert np.isnan(found.total[100:]).all()
    assert found.dominance()[-1][2] is None
    assert (found.total[np.isfinite(found.total)] > 0).all()


def test_a_sweep_over_a_count_takes_integers() -> None:
    values = parse_range("workers=1:64:200").values()
    assert values.tolist() == sorted(set(values.astype(int)))


def test_a_bound_that_does_not_depend_on_it_is_left_out() -> None:
    assert sweep(load("gmc.lemma4"), POINT, Range("step_size", 1e-4, 1.0, 5)) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("step_size", "name=from:to:points"),
        ("stepsize=1e-4:1:20", "did you mean step_size"),
        ("momentum=0:1:20", "allowed: a number ≥ 0 and < 1"),
        ("step_size=1:1e-4:20", "from < to"),
        ("step_size=1e-4:1:1", "2 to"),
        ("step_size=a:1:20", "two numbers"),
    ],
)
def test_a_wrong_range(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        parse_range(text)


# Sensitivity


@pytest.mark.parametrize("name", ["gmc.theorem6", "gmc.theorem12", "qg.theoremC.7.display137"])
def test_elasticities_are_those_of_exact_differences(name: str) -> None:
    """Symmetric differences of log bound in exact fractions, h = 10⁻⁹: error of order h²."""
    formula = load(name).formula
    found = elasticities(formula, POINT)
    h = Fraction(1, 10**9)
    for constant, elasticity in found.items():
        ends = []
        for factor in (1 - h, 1 + h):
            fractions = {n: Exact(Fraction(POINT[n])) for n in needs(formula)}
            fractions[constant] = Exact(Fraction(POINT[constant]) * factor)
            ends.append(total(apply(formula, fractions)).value)
        difference = (ends[1] - ends[0]) / (h * (ends[1] + ends[0]))
        assert elasticity == pytest.approx(float(difference), rel=1e-6, abs=1e-12)


def test_elasticities_of_powers() -> None:
    """Eq. (9) is inverse in d; C₁η² is a square in η."""
    assert elasticities(load("gmc.lemma5").formula, POINT)["step_size"] == pytest.approx(2)
    rcc = elasticities(
        load("gmc.eq9").formula, {"sent": 11.0, "changed": 50.0, "dimension": 112, "workers": 8}
    )
    assert rcc["dimension"] == pytest.approx(-1)
    assert rcc["workers"] == pytest.approx(0, abs=1e-15)


# The best step size


@pytest.mark.parametrize("statement", CHOOSING, ids=lambda s: s.id)
def test_the_best_step_is_best(statement) -> None:
    """No step size on a fine grid of the admissible ones does better, and it is admissible itself."""
    best = best_step(statement, POINT)
    limit, why = largest_step(statement, POINT)
    assert why is None
    assert 0 < best.step_size <= limit
    grid = limit * np.geomspace(1e-9, 1, 5000) if limit < math.inf else np.geomspace(1e-9, 10, 5000)
    with np.errstate(all="ignore"):
        values = total(apply(statement.formula, {**POINT, "step_size": grid}))
    assert best.value <= np.nanmin(values) * (1 + 1e-9)
    assert best.value == pytest.approx(value(statement, step_size=best.step_size), rel=1e-9)
    assert all(c.holds is not False for c in statement.constraints(**{**POINT, "step_size": best.step_size}))


def test_the_best_step_of_theorem_6_without_compression_is_known() -> None:
    """a/η + bη is least at √(a/b), with 2√(ab)."""
    point = {**POINT, "contraction": 1.0, "momentum": 0.0, "steps": 10**9}
    a = 4 * point["gap"] / point["steps"]
    b = 2 * point["smoothness"] * point["noise"] / (point["batch"] * point["workers"])
    best = best_step(load("gmc.theorem6"), point)
    assert best.step_size == pytest.approx((a / b) ** 0.5, rel=1e-5)
    assert best.value == pytest.approx(2 * (a * b) ** 0.5, rel=1e-9)


def test_no_step_where_another_constraint_fails() -> None:
    best = best_step(load("gmc.theorem6"), {**POINT, "momentum": 0.9})
    assert best.step_size is None
    assert "momentum" in best.why


# Targets


@pytest.mark.parametrize("statement", CHOOSING, ids=lambda s: s.id)
def test_reach_is_the_least_number_of_steps(statement) -> None:
    """The bound at its best step is at the target with these steps, and above it with a hundredth fewer."""
    found = reach(statement, POINT, 0.01)
    assert best_step(statement, {**POINT, "steps": found.steps}).value <= 0.01
    assert best_step(statement, {**POINT, "steps": found.steps * 0.99}).value > 0.01
    assert found.bits == pytest.approx(float(apply(statement.cost.bits, POINT)) * found.steps)


def test_cdadam_reaches_a_target_by_its_own_choice() -> None:
    """The steps, step size and batch that Theorem 6.4 chooses make its bound at most ε."""
    theorem = load("cdadam.theorem6.4")
    found = reach(theorem, POINT, 0.01)
    chosen = {n: float(apply(f, {**POINT, "target": 0.01})) for n, f in theorem.attains.items()}
    assert found.steps == math.ceil(chosen["steps"])
    assert value(theorem, **chosen) <= 0.01 * (1 + 1e-12)


def test_compression_costs_gmc_more_than_it_saves_here() -> None:
    """A finding about the theorem, by its own numbers: E² ~ 16/δ² outweighs a message of 2s in place of d."""
    found = reach(load("gmc.theorem6"), POINT, 0.01)
    assert found.bits_ratio > 1
    dense = reach(load("gmc.theorem6"), {**POINT, "contraction": 1.0}, 0.01)
    assert found.dense_steps == dense.steps
    assert reach(load("qg.theoremC.7.display137"), POINT, 0.01).bits_ratio == 1


def test_a_target_without_its_constants_says_which() -> None:
    found = reach(load("qprsgd.theorem1.best"), {n: x for n, x in POINT.items() if n != "levels"}, 0.01)
    assert found.steps is None
    assert "levels" in found.why


@pytest.mark.parametrize("statement", CHOOSING, ids=lambda s: s.id)
def test_the_leading_term_leads_from_then_on(statement) -> None:
    """From its T on it is the largest of the terms that grow with the step, and a little before it is not."""
    name, start = takes_over(statement, POINT)

    def largest(steps: float) -> str:
        point = {**POINT, "steps": steps}
        point["step_size"] = best_step(statement, point).step_size
        here = apply(statement.formula, point)
        beyond = apply(statement.formula, {**point, "step_size": point["step_size"] * 1.01})
        return max((n for n in here if beyond[n] > here[n]), key=lambda n: here[n])

    assert largest(start) == largest(start * 1e4) == name
    assert start == 1 or largest(start - max(1, start // 100)) != name


# The command


def test_every_option_in_json(file: Path, capsys) -> None:
    options = ["--sweep", "step_size=1e-4:1:50", "--sensitivity", "--target", "0.01"]
    assert run(["bounds", str(file), "--json", *options]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {b["id"] for b in document["sweep"]["bounds"]} == {
        "gmc.lemma5",
        "gmc.lemma5.young",
        "gmc.theorem6",
        "gmc.theorem6.young",
    }
    assert len(document["sweep"]["bounds"][0]["bound"]) == 50
    assert {s["id"] for s in document["sensitivity"]} >= {"gmc.lemma4", "gmc.theorem6"}
    assert {t["id"] for t in document["target"]["theorems"]} == {s.id for s in THEOREMS}


def test_csv_and_pictures(file: Path, tmp_path: Path, capsys) -> None:
    arguments = ["bounds", str(file), "--sweep", "momentum=0:0.5:40", "--csv", str(tmp_path / "s.csv")]
    assert run([*arguments, "--figure", str(tmp_path / "s.svg")]) == 0
    assert "dominates" in capsys.readouterr().out
    rows = list(csv.DictReader((tmp_path / "s.csv").read_text().splitlines()))
    one = next(r for r in rows if r["statement"] == "gmc.theorem6" and r["term"] == "bound")
    assert float(one["value"]) == pytest.approx(value(load("gmc.theorem6"), momentum=float(one["momentum"])))
    assert any(r["value"] == "" for r in rows), "void points are empty"
    assert "gmc.theorem6" in (tmp_path / "s.svg").read_text()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--sweep", "stepsize=1:2:3"], "step_size"),
        (["--csv", "x.csv"], "--sweep"),
        (["--target", "-1"], "target"),
        (["--figure", "x.jpg"], ".svg or .png"),
    ],
)
def test_wrong_options(file: Path, options, says: str, capsys) -> None:
    assert run(["bounds", str(file), *options]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert says in captured.err
    assert captured.err.count("\n") == 1


def test_pictures_are_the_same_bytes(tmp_path: Path) -> None:
    constants = parse_constants({"constants": POINT})
    for name in ("a", "b"):
        write(draw_terms(bounds(constants, "gmc")), tmp_path / f"{name}.svg", "test")
        curves = [sweep(load("gmc.theorem6"), POINT, Range("step_size", 1e-4, 1, 20))]
        write(draw_sweep(curves, Range("step_size", 1e-4, 1, 20)), tmp_path / f"{name}.png", "test")
    for kind in ("svg", "png"):
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


@settings(max_examples=30)
@given(points(needs(load("gmc.theorem6").formula)))
def test_scaling_the_objective_scales_the_bound(point) -> None:
    """F ↦ 2F: squares of gradients ×4, L ×2, gap ×2, η ÷2 makes the bound ×4, exactly, for any point."""
    doubled = {
        **point,
        "noise": 4 * point["noise"],
        "gradient_sq": 4 * point["gradient_sq"],
        "gap": 2 * point["gap"],
    }
    doubled |= {"smoothness": 2 * point["smoothness"], "step_size": point["step_size"] / 2}
    formula = load("gmc.theorem6").formula
    with suppress(Void):
        once, twice = (total(apply(formula, exact(p))).value for p in (point, doubled))
        assert twice == 4 * once
