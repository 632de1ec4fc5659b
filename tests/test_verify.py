"""The lemmas held against runs: what is recorded is what they speak of, and a false one is caught."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy import stats

from empirical.conduct import conduct
from empirical.config import Config, configure
from empirical.experiment import Experiment
from empirical.lemmas import CLAIMS, QG, at
from empirical.measure import detached
from empirical.setup import prepare
from empirical.verify import Verified, verify
from theory.constants import Estimate
from theory.constants_file import read_constants
from theory.methods.asked import takes_gradients_apart
from theory.papers import all_statements, load
from theory.papers.def_.residual import eq32
from theory.statement import Constraint, check, needs, total
from tightrope.command_line import run
from tightrope.verifying import FAMILIES, Report, held_against


def experiment(**changes: object) -> Experiment:
    return Experiment.begin(prepare(configure(Config(), {"workers": 4, "seeds": 3, **changes})))


def family(path: Path, name: str, **changes: object) -> Report:
    config = configure(Config(), {"seeds": 8, "steps": 60, **FAMILIES[name], **changes})
    return held_against(conduct(config, path / name, False, "test", lambda done, total: None).folder)


# What is recorded


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.id} {claim.says}")
def test_claims_name_what_statements_have(claim) -> None:
    """A renamed constant or output would leave a lemma unanswered without a word."""
    variants = [s for s in all_statements(claim.id.partition(".")[0]) if s.id == claim.id]
    variants = [s for s in variants if s.variant in claim.variants]
    assert variants
    for statement in variants:
        formula = statement.formula if claim.output is None else statement.outputs.get(claim.output)
        if claim.output is None or statement.variant == "published":
            assert formula is not None
            assert claim.state.keys() <= set(needs(formula))
            given = {n for n in needs(formula) if n.startswith("current_")}
            assert given <= claim.state.keys()


def test_where_gradients_are_taken() -> None:
    apart = {m: takes_gradients_apart(m) for m in ("gmc", "gmc+", "def", "cdadam", "qg", "ar-qprsgd", "ef")}
    assert apart == {
        "gmc": False,
        "gmc+": True,
        "def": True,
        "cdadam": False,
        "qg": True,
        "ar-qprsgd": True,
        "ef": False,
    }


@pytest.mark.parametrize("method", ["qg", "qg-sgdm"])
def test_qg_virtual_sequence_steps_along_the_mean_gradient(method: str) -> None:
    """Eq. (10): x̂ ← x̂ − η/(1−β)·ḡ, of the gradients that the step drew."""
    settings = {"topology": "ring"} if method == "qg" else {}
    done = experiment(method=method, step_size=0.1, momentum=0.5, buffer=0.8, **settings)
    setup = done.setup

    def virtual() -> torch.Tensor:
        gap = setup.method.virtual_gap(done.state, done.before, setup.comm)
        return setup.method.model(done.state, setup.comm) + gap

    for t in range(6):
        then, drawn = virtual(), []
        step = setup.method.step

        def watched(state, grad, comm, t, step=step, drawn=drawn):
            after = step(state, grad, comm, t)
            drawn.append(grad.drawn.gradients.mean(-2, keepdim=True))
            return after

        object.__setattr__(setup.method, "step", watched)
        done.advance()
        object.__setattr__(setup.method, "step", step)
        torch.testing.assert_close(virtual(), then - 0.1 / 0.5 * drawn[0], rtol=1e-12, atol=1e-14)
        assert float(done.records["virtual_gap_sq"][t + 1].max()) > 0


def test_no_virtual_sequence_where_the_buffer_is_another() -> None:
    assert "virtual_gap_sq" not in experiment(method="qg-multistep", topology="ring").records
    assert "virtual_gap_sq" not in experiment(method="qg-n", topology="ring").records


def test_ring_noise_is_that_of_the_sum() -> None:
    """‖Δ/M − mean of the updates‖² by the method's own ring, over again on the same random numbers."""
    done = experiment(method="ar-qprsgd", compressor="qsgd:2", local_steps=2, step_size=0.1)
    setup, states = done.setup, []
    for _ in range(2):
        states.append(done.state)
        done.advance()
    assert np.isnan(done.records["quantisation_noise_sq"][:2]).all()
    gradient = torch.zeros(0)

    def remembered(x: torch.Tensor) -> torch.Tensor:
        nonlocal gradient
        samples = setup.comm.stream("batch", 1).integers(setup.problem.samples, setup.config.batch)
        gradient = setup.comm.local(setup.problem.sampled_gradient, x, samples)
        return gradient

    moved = setup.method.local_step(states[1], remembered, 1).model
    update = states[1].start - moved
    error = setup.method.ring_sum(update, setup.comm, 1) / 4 - update.mean(-2, keepdim=True)
    np.testing.assert_allclose(done.records["quantisation_noise_sq"][2], (error**2).sum(-1)[:, 0], rtol=1e-9)
    np.testing.assert_allclose(done.records["update_sq"][2], (update**2).sum(-1).mean(-1), rtol=1e-12)
    np.testing.assert_allclose(
        done.records["segment_noise_sq"][2].sum(-1), done.records["quantisation_noise_sq"][2]
    )


def test_markov_errors_vanish_without_compression_and_are_those_of_the_state_with_it() -> None:
    whole = experiment(method="cdadam", compressor="identity", step_size=0.01)
    sparse = experiment(method="cdadam", compressor="top:1/10", step_size=0.01)
    for done in (whole, sparse):
        done.advance()
    # g − 0 and back: sums of workers in another order
    assert float(whole.records["worker_compression_error"][1].max()) < 1e-15
    assert float(whole.records["server_compression_error"][1].max()) == 0
    state = sparse.state
    samples = sparse.setup.comm.stream("batch", 0).integers(sparse.setup.problem.samples, 16)
    drawn = sparse.setup.problem.sampled_gradient(range(4), sparse.before.model, samples)
    error = (state.gathered - drawn.mean(-2, keepdim=True)).norm(dim=-1)[:, 0]
    np.testing.assert_allclose(sparse.records["worker_compression_error"][1], error, rtol=1e-12)


def test_detached_distance_is_eq32_of_def() -> None:
    """(‖e‖² + Var)λ² − 2‖e‖²λ + ‖e‖², which is least at the λ* that the run reports."""
    done = experiment(method="def", compressor="block:1/10", momentum=0.0)
    for _ in range(3):
        done.advance()
    records = done.records
    mean, variance = records["residual_mean_sq"], records["residual_variance"]
    parabola = total(eq32(mean, variance, 0.3))
    np.testing.assert_allclose(parabola, records["detach_distance_sq"], rtol=1e-12)
    best = float(detached.best({name: x[:, :1] for name, x in records.items()})["best_detach"].value)
    near = [total(eq32(mean[:, 0].sum(), variance[:, 0].sum(), best + d)) for d in (-1e-3, 0, 1e-3)]
    assert near[1] < min(near[0], near[2])


# How a lemma is judged

NEVER = Constraint("never", lambda: 1, "<=", lambda: 0, "1 ≤ 0", "nowhere")


def judged(left: np.ndarray, every_outcome: bool = False, **changes: object) -> Verified:
    claim = replace(QG[0], left={"": at("x")}, every_outcome=every_outcome)
    made = Verified(
        claim, load("qg.lemmaC.3"), "a priori", (), (), left, np.ones_like(left), np.arange(len(left)), 1e-9
    )
    return replace(made, **changes)


def test_outcomes() -> None:
    spread = np.array([-1.0, 0.0, 1.0])
    below, above = np.array([[0.5], [0.9]]), np.array([[0.5], [1.5]])
    assert judged(below + 0.01 * spread).outcome == "holds"
    assert judged(above + 0.001 * spread).outcome == "VIOLATED"
    assert judged(above + 1.0 * spread).outcome == "above by chance"
    assert judged(above).outcome == "above in one draw"
    assert judged(above, every_outcome=True).outcome == "VIOLATED"
    assert judged(below + 0.2 * spread, every_outcome=True).outcome == "VIOLATED"
    unmet = (check(NEVER, {}),)
    assert judged(above + 0.001 * spread, constraints=unmet).outcome == "not claimed"
    assert judged(above, void="no number").outcome == "void"
    assert judged(above + 0.001 * spread).worst == 1


def test_chance_violates_a_true_lemma_as_seldom_as_stated() -> None:
    """A left side that equals its bound in expectation, 50 times of 8 seeds: at most 1 − 0.95 of 1000 runs.

    The number of runs called violated is at most binomial(1000, 0.05), whose 0.999 quantile is the limit.
    """
    rng = np.random.default_rng(5)
    runs = 1000
    called = sum(judged(1 + rng.standard_normal((50, 8))).outcome == "VIOLATED" for _ in range(runs))
    assert called <= stats.binom.ppf(0.999, runs, 0.05)
    assert called > 0  # as many as this must be possible


# Runs


@pytest.fixture(scope="module")
def qg(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return family(tmp_path_factory.mktemp("qg"), "qg")


def test_no_proved_lemma_of_qg_is_violated(qg: Report) -> None:
    assert {v.statement.id for v in qg.verified} == {claim.id for claim in QG}
    assert {v.outcome for v in qg.verified} == {"holds"}
    tight = max(v.ratio[v.worst] for v in qg.verified if v.statement.id == "qg.lemmaC.6")
    assert 0.5 < tight <= 1


def test_a_false_lemma_is_caught(qg: Report) -> None:
    """Lemma C.6 said of a run with half of the momentum is false, and is called so."""
    constants = read_constants(qg.folder.path / "constants.toml")
    half = Estimate(constants.known["momentum"].value / 2)
    wrong = replace(constants, known={**constants.known, "momentum": half})
    with np.load(qg.folder.path / "trajectory.npz") as file:
        found, _ = verify(dict(file), wrong)
    called = {(v.statement.id, v.statement.variant) for v in found if v.outcome == "VIOLATED"}
    assert ("qg.lemmaC.6", "strengthened") in called
    assert Report(qg.folder, found, ()).status == 1


def test_cdadam_forgets_the_first_message(tmp_path: Path) -> None:
    """Lemmas B.4 and B.5 as printed are violated at t = 1 with constants known beforehand; repaired not."""
    report = family(tmp_path, "cdadam-short-steps", steps=20, seeds=2)
    called = {(v.statement.id, v.statement.variant, v.reading) for v in report.violated}
    assert ("cdadam.lemmaB.4", "published", "a priori") in called
    assert {variant for _, variant, _ in called} == {"published"}
    assert all(v.times[v.worst] == 1 for v in report.violated)
    assert report.status == 0


def test_verify_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a CONFIG, one run for every family; each leaves its series."""
    out = tmp_path / "verify"
    arguments = ["measure", "--verify", "--steps", "12", "--seeds", "2", "--out", str(out), "--json"]
    assert run(arguments) == 0
    document = json.loads(capsys.readouterr().out)
    assert [Path(report["run"]).name for report in document["verify"]] == list(FAMILIES)
    answered = {lemma["id"] for report in document["verify"] for lemma in report["lemmas"]}
    assert answered == {claim.id for claim in CLAIMS}
    with (out / "gmc" / "verify.csv").open() as file:
        rows = list(csv.DictReader(file))
    lemma4 = [r for r in rows if (r["statement"], r["variant"], r["reading"]) == _LEMMA4]
    assert [int(r["t"]) for r in lemma4] == list(range(13))
    assert float(lemma4[5]["ratio"]) == pytest.approx(
        float(lemma4[5]["measured"]) / float(lemma4[5]["bound"])
    )
    assert run(["measure", "--verify", "--method", "gmc", "--steps", "5", "--out", str(out / "one")]) == 0
    text = capsys.readouterr().out
    assert "gmc.lemma4" in text
    assert "def.lemmaA.2" not in text


_LEMMA4 = ("gmc.lemma4", "published", "a priori")
