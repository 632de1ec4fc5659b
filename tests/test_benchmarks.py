"""The benchmarks run, compare what they say, and refuse to compare two programs that do different things.

Nothing here depends on how long anything takes.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import (
    BENCHMARKS,
    __main__,
    all_bounds,
    all_sweeps,
    bound_array,
    by_hand,
    compressors,
    constants,
    linear_cost,
    measure_run,
    memory,
    networks,
    quick_verbs,
    ranked,
    ranked_bytes,
    recorder,
    report,
    stacked_step,
    table,
    timing,
    worst_case,
)
from benchmarks.agreement import Disagreement, difference
from benchmarks.chromium import missing
from benchmarks.timing import Row, Target, Told, Work, compared, interleaved
from theory.constants import PAPERS
from theory.constants_file import read_constants
from theory.evaluate import bounds
from theory.papers import load
from theory.statement import Statement
from toys.compressors import COMPRESSORS

TINY: Mapping[str, Callable[[], list[Row]]] = {
    "quick_verbs": lambda: quick_verbs.rows(rounds=1),
    "all_bounds": lambda: all_bounds.rows(rounds=1),
    "bound_array": lambda: bound_array.rows(points=40, few=3, rounds=2),
    "all_sweeps": lambda: all_sweeps.rows(points=500, rounds=1, names=("step_size",)),
    "stacked_step": lambda: stacked_step.rows(3, 2, 4, 4, 5, steps=3, rounds=2),
    "linear_cost": lambda: linear_cost.rows((100, 300, 500), workers=2, rounds=2),
    "measure_run": lambda: measure_run.rows(seeds=(1, 2), steps=2, rounds=2),
    "recorder": lambda: recorder.rows(widths=(4,), scarce=10, rounds=2),
    "compressors": lambda: compressors.rows(100_000, rounds=1, weighed=("sign",)),
    "worst_case": lambda: worst_case.alone(steps=2, few=1, many=3, rounds=2),
    "networks": lambda: networks.rows(("softmax", "mlp"), workers=3, steps=2, rounds=2),
    "ranked": lambda: ranked.rows(
        ranked.Size("softmax", rounds=2, looks=2, steps_between_looks=2), (None,), ({"method": "gmc"},)
    ),
    "ranked_bytes": lambda: ranked_bytes.rows(dimension=3000, states=({"method": "sgdm"},), width=4),
    "report": lambda: report.rows(rounds=1, whole=False),
}


@cache
def tiny(name: str) -> list[Row]:
    return TINY[name]()


ROWS = {
    "quick_verbs": 5,
    "all_bounds": 3,
    "bound_array": 22,
    "all_sweeps": 3,
    "stacked_step": 3,
    "linear_cost": 2,
    "measure_run": 2,
    "recorder": 2,
    "compressors": 14,
    "worst_case": 2,
    "networks": 4,
    "ranked": 6,
    "ranked_bytes": 15 + (sys.platform == "linux"),
    "report": 2 if missing() else 5,
}
ONE_ROUND = ("quick_verbs", "all_bounds", "all_sweeps", "compressors", "ranked_bytes", "report")
JUDGED = {
    "quick_verbs": {"seconds"},
    "all_bounds": {"seconds"},
    "bound_array": {"ratio", "times faster"},
    "all_sweeps": {"seconds", "ratio", "gigabytes"},
    "stacked_step": {"times faster", "per second", "ratio"},
    "linear_cost": {"ratio"},
    "measure_run": {"ratio"},
    "recorder": {"ratio"},
    "compressors": {"ratio", "times faster", "gigabytes"},
    "worst_case": {"seconds"},
    "networks": {"ratio"},
    "ranked": {"ratio"},
    "ranked_bytes": {"bytes"},
    "report": {"seconds", "gigabytes"},
}


def test_every_benchmark_is_tested() -> None:
    files = {path.stem for path in Path(str(timing.__file__)).parent.glob("*.py")}
    with_rows = {n for n in files - {"__main__"} if hasattr(import_module(f"benchmarks.{n}"), "rows")}
    assert set(BENCHMARKS) == set(TINY) == with_rows


@pytest.mark.parametrize("name", BENCHMARKS)
def test_rows(name: str) -> None:
    found = tiny(name)
    assert len(found) == ROWS[name]
    assert {row.judged for row in found} == JUDGED[name]
    for row in found:
        assert row.benchmark == name
        for spread in (row.ours, row.peers, row.figure):
            assert 0 < spread.low <= spread.median <= spread.high
        assert row.rounds == (1 if name in ONE_ROUND else 2)
        assert row.met is (None if row.target is None else row.target.met(row.figure.median))
        assert row.difference is None or row.difference <= 1e-12
        assert json.loads(json.dumps(row.document(), allow_nan=False))["met"] == row.met
    assert len(table.table(found)) == 2 + len(found)


def test_worst_cases_beside_pepit() -> None:
    """Runs where the extra `bench` is installed."""
    pytest.importorskip("PEPit")
    found = worst_case.beside(steps=2, few=1, rounds=1)
    assert [row.difference is not None and row.difference < 1e-4 for row in found] == [
        False,
        True,
        True,
        True,
    ]


def test_what_is_compared_and_aimed_at() -> None:
    verbs = {row.what: row.target for row in tiny("quick_verbs")}
    assert verbs.pop("python -c 'import numpy'") is None
    assert verbs == dict.fromkeys(
        ("list", "bounds FILE", "check FILE", "cite gmc.theorem6"), Target("<", 0.3)
    )
    peers = [(row.peer, row.target) for row in tiny("bound_array")]
    assert peers.count((bound_array.HAND, Target("<=", 1.2))) == 20
    assert peers.count((bound_array.SUBS, Target(">=", 1e3))) == 2
    assert all(row.target == Target("<", 0.03) for row in tiny("all_bounds"))
    assert [row.target for row in tiny("all_sweeps")] == [Target("<", 5), None, Target("<", 1.5)]
    fastest, rate, topk = tiny("stacked_step")
    assert (fastest.target, rate.target, topk.target) == (Target(">=", 50), Target(">=", 1e6), None)
    assert all(row.target is None for row in tiny("measure_run"))
    assert [row.target for row in tiny("recorder")] == [Target("<", 1.1)] * 2
    aims = [{row.target for row in tiny("networks")[at : at + 2]} for at in (0, 2)]
    assert aims == [{None, Target("<=", 1.3)}] * 2  # for the faster of two peers
    assert [row.target and row.target.limit for row in tiny("ranked")] == [1.15, 1.15, *(1.03, 1.1) * 2]
    wire = [row for row in tiny("ranked_bytes") if row.target == Target("<=", 1.02)]
    assert len(wire) == 15
    assert all(row.met for row in wire)
    copies = {
        row.what.partition(",")[0].split()[0]: row.target
        for row in tiny("compressors")
        if row.peer == compressors.COPY
    }
    assert {name.partition(":")[0]: target.limit for name, target in copies.items() if target} == {
        "block": 1.2,
        "sign": 5,
        "sampled": 8,
        "qsgd": 10,
    }
    assert [row.target for row in tiny("compressors") if row.peer == compressors.TOPK] == [Target("<=", 1.05)]
    assert tiny("compressors")[-1].target == Target("<=", 3 * 4 * 100_000 / 1e9)


def test_the_slope_of_a_cost() -> None:
    """2 below is where calls cost most, which the slope leaves out."""
    numbers = np.array([10**3, 10**6, 10**7, 10**8])
    seconds = np.array([2.0, 1.0, 10.0**1.5, 10.0**3])
    costs = linear_cost.Costs(np.ones(4, int), numbers, seconds)
    assert costs.slope == pytest.approx(1.5)


def test_the_cost_is_drawn() -> None:
    costs = linear_cost.data({1: (100,), 8: (100, 200)}, steps=1)
    assert costs.numbers.tolist() == [100, 800, 1600]
    assert (costs.seconds > 0).all()
    big = linear_cost.Costs(costs.workers, costs.dimension * 10**6, costs.seconds)
    assert f"slope {big.slope:.2f}" in linear_cost.draw(big).axes[0].get_title()


# Timing


def test_a_round_goes_there_and_back() -> None:
    calls: list[str] = []
    works = {name: Work(lambda name=name: calls.append(name)) for name in "ab"}  # type: ignore[misc]
    times = interleaved(3, works)
    assert "".join(calls) == "ab" + "abba" * 3
    assert {name: len(seconds) for name, seconds in times.items()} == {"a": 3, "b": 3}


def test_a_time_is_the_mean_of_both_runs_per_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    lasts = iter([100.0, 1.0, 3.0, 2.0, 6.0])  # the first is not counted

    def work() -> None:
        clock[0] += next(lasts)

    monkeypatch.setattr(timing, "perf_counter", lambda: clock[0])
    assert interleaved(2, {"four": Work(work, units=4)})["four"].tolist() == [0.5, 1.0]


def test_what_another_process_tells_is_taken_as_it_is() -> None:
    told = iter([100.0, 1.0, 3.0])
    assert interleaved(1, {"told": Told(lambda: next(told), units=2)})["told"].tolist() == [1.0]


def row(judged: timing.Judged, target: Target | None = None) -> Row:
    times = {"us": np.array([1.0, 2.0, 6.0]), "them": np.array([4.0, 2.0, 3.0])}
    return compared("benchmarks.name", "what", "step", times, "us", "them", judged, target)


def test_figures_are_taken_within_a_round() -> None:
    assert row("seconds").figure.median == 2
    assert row("ratio").figure.median == 1
    assert row("ratio").figure.high == 1.5
    assert row("times faster").figure.low == 0.75
    assert row("per second").figure.median == 0.5
    assert row("seconds").benchmark == "name"


@pytest.mark.parametrize(
    ("target", "met"),
    [
        (Target("<", 2), False),
        (Target("<=", 2), True),
        (Target("<=", 1.9), False),
        (Target(">=", 2), True),
        (Target(">=", 2.1), False),
    ],
)
def test_targets(target: Target, met: bool) -> None:
    judged = row("seconds", target)
    assert judged.met is met
    assert (" yes " in table.table([judged])[-1], " NO " in table.table([judged])[-1]) == (met, not met)


@pytest.mark.parametrize(
    ("x", "text"), [(1.0, "1.00 s"), (0.1534, "153. ms"), (2e-5, "20.0 µs"), (3.456e-10, "0.346 ns")]
)
def test_seconds(x: float, text: str) -> None:
    assert table.seconds(x) == text


# Agreement: what is compared must be the same


def test_difference() -> None:
    assert difference("x", [1.0, np.nan], [1 + 4e-13, np.nan]) == pytest.approx(4e-13, rel=1e-3)
    vectors = ([[1e-13, 1.0], [0.0, 4.0]], [[0.0, 1.0], [0.0, 4.0]])
    assert difference("x", *vectors, vectors=True) == 1e-13


@pytest.mark.parametrize(
    ("ours", "peers"),
    [
        ([1.0, 2.0], [1.0, 2.0 + 1e-11]),
        ([1.0, np.nan], [1.0, 2.0]),
        ([1.0, 2.0], [1.0, np.nan]),
        ([1.0, np.inf], [1.0, 2.0]),
        ([np.nan], [np.nan]),
    ],
)
def test_different_results_are_refused(ours: list[float], peers: list[float]) -> None:
    with pytest.raises(Disagreement, match="the name of it"):
        difference("the name of it", ours, peers)


def scaled(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments, **named: function(*arguments, **named) * (1 + 1e-9)


@pytest.mark.parametrize("name", by_hand.PEERS)
def test_a_wrong_formula_is_not_timed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {**by_hand.PEERS, name: scaled(by_hand.PEERS[name])}
    monkeypatch.setattr(bound_array, "PEERS", wrong)
    with pytest.raises(Disagreement, match=name):
        TINY["bound_array"]()


def test_every_paper_has_a_formula_by_hand() -> None:
    assert {name.partition(".")[0] for name in by_hand.PEERS} == set(PAPERS)
    assert set(bound_array.SWEEPS) == set(by_hand.PEERS)


def test_a_wrong_sweep_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = all_sweeps.sweep

    def without_theorem6(statement: Statement, *arguments: Any) -> Any:
        found = right(statement, *arguments)
        if statement.id == "gmc.theorem6" and found is not None and found.total is not None:
            return replace(found, total=found.total * (1 + 1e-9))
        return found

    monkeypatch.setattr(all_sweeps, "sweep", without_theorem6)
    with pytest.raises(Disagreement, match="step_size"):
        TINY["all_sweeps"]()


def test_a_wrong_substitution_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = bound_array.substitution
    monkeypatch.setattr(bound_array, "substitution", lambda statement: scaled(right(statement)))
    with pytest.raises(Disagreement):
        TINY["bound_array"]()


def test_a_wrong_loop_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = stacked_step.Loop.step

    def without_momentum(loop: stacked_step.Loop, *arguments: Any) -> stacked_step.Loop:
        return right(replace(loop, previous=loop.model), *arguments)

    monkeypatch.setattr(stacked_step.Loop, "step", without_momentum)
    with pytest.raises(Disagreement, match="GMC step"):
        TINY["stacked_step"]()


def test_a_wrong_bare_step_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure_run.Bare, "advance", lambda self: None)
    with pytest.raises(Disagreement, match="gmc on logistic"):
        TINY["measure_run"]()


def test_a_wrong_network_by_hand_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = networks.looped

    def halved(*arguments: Any) -> Mapping[str, Any]:
        return {name: gradient / 2 for name, gradient in right(*arguments).items()}

    monkeypatch.setattr(networks, "looped", halved)
    with pytest.raises(Disagreement, match="momentum SGD on softmax"):
        TINY["networks"]()


def test_a_wrong_step_under_ddp_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = ranked.on_ranks
    monkeypatch.setattr(
        ranked, "on_ranks", lambda *arguments: (found := right(*arguments)) | {"peer": found["peer"] * 0.999}
    )
    with pytest.raises(Disagreement, match="momentum SGD on softmax"):
        TINY["ranked"]()


def test_every_compressor_is_weighed_on_the_wire() -> None:
    spelled = {name.partition(":")[0] for name in ranked_bytes.COMPRESSORS}
    assert spelled == COMPRESSORS.keys() - {"layers"}  # whose messages are those of segments


def test_the_sweeps_meet_the_void() -> None:
    """The masking is part of what is timed, so a sweep has points on both sides of the pole of E²."""
    statement = load("gmc.theorem6")
    values = bound_array.summed(statement, bound_array.swept(statement, ("momentum",), 1000))
    assert 0.15 < np.isnan(values).mean() < 0.25


def test_the_sweeps_leave_nothing_out() -> None:
    """At the benchmarks' constants every bound has an array, and both programs have all of them."""
    for name in all_sweeps.RANGES:
        count = len(all_sweeps.depending(name))
        assert [len(program(name, 200)) for program in all_sweeps.PROGRAMS.values()] == [count, count]
    assert count >= 40


def test_the_constants_file_skips_nothing(tmp_path: Path) -> None:
    file = tmp_path / "constants.toml"
    constants.write_file(file)
    known = read_constants(file)
    assert known.values() == constants.known().values()
    assert not [(b.statement.id, b.why_no_value) for b in bounds(known) if b.statement.formula and b.why]
    found = [b for b in bounds(known, "gmc", "published") if b.statement.formula]
    assert found
    assert not any(b.unmet for b in found)


PEAK = (
    "import sys, numpy; from benchmarks.memory import peak; a = numpy.ones(int(sys.argv[1])); print(peak())"
)


def test_the_peak_is_that_of_the_process_alone() -> None:
    """128 MiB are seen where they are used, and nothing of the 256 MiB of the process that starts it.

    The kernel counts pages in batches, so a hundredth is allowed.
    """
    held = np.ones(2**25)
    without, used = (
        int(subprocess.check_output([sys.executable, "-c", PEAK, str(n)], cwd=quick_verbs.ROOT))
        for n in (1, 2**24)
    )
    assert 0.99 * 2**27 < used - without < 1.2 * 2**27
    assert memory.peak() > held.nbytes
    if sys.platform == "linux":
        assert without < held.nbytes


def test_a_process_that_fails_is_not_timed() -> None:
    quick_verbs.process("-c", "raise SystemExit(1)")
    for broken in ("raise SystemExit(2)", "1 / 0", "import sys; print('odd', file=sys.stderr)"):
        with pytest.raises(RuntimeError, match="python -c"):
            quick_verbs.process("-c", broken)


# The command


def test_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missed = row("ratio", Target("<=", 0.5))
    monkeypatch.setattr(measure_run, "rows", lambda: [missed])
    file = tmp_path / "found.json"
    assert __main__.main(["measure_run", "--json", str(file)]) == 0
    written = json.loads(file.read_text())
    assert written["schema"] == 1
    assert written["rows"] == [json.loads(json.dumps(missed.document()))]
    assert written["rows"][0]["met"] is False
    assert written["before"]["keep_memory"] is False
    assert written["after"].keys() == written["before"].keys()
    printed = capsys.readouterr().out
    assert "freed memory: as the C library has it" in printed
    assert " NO " in printed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["stacked"], "did you mean stacked_step"),
        (["--json", "no/such/folder/found.json"], "its folder does not exist"),
        (["--jason", "found.json"], "jason"),
    ],
)
def test_bad_input(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(arguments) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert not captured.out


FAULTS = """
import resource, sys
import numpy as np
from benchmarks.allocator import keep_memory
if sys.argv[1] == "keep":
    keep_memory()
use = lambda: len([np.ones(2**20) for _ in range(6)])
use()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
use()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the thresholds are glibc's")
def test_kept_memory_is_used_again() -> None:
    """The second time that arrays of 48 MiB are made, they cost no page faults to speak of."""
    command = [sys.executable, "-c", FAULTS]
    given, kept = (
        int(subprocess.check_output([*command, how], cwd=quick_verbs.ROOT)) for how in ("give", "keep")
    )
    assert kept < 100
    assert given > kept
