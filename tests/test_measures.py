"""The measures: estimates cover what is known, and secants stay below L."""

import sys

import numpy as np
import pytest
import torch
from scipy import stats

from empirical.config import Config, configure
from empirical.experiment import Experiment
from empirical.measure import noise, noise_final, smoothness
from empirical.measure.noise_final import drawn_spreads, largest_mean
from empirical.measure.snapshot import OfWorkers, mean, of_all
from empirical.measure.statistics import CONFIDENCE, over_seeds
from empirical.setup import prepare
from empirical.summary import constants_of
from theory.evaluate import bounds
from toys.compressors import parse_compressor
from toys.streams import Stream


def experiment(**changes: object) -> Experiment:
    return Experiment.begin(prepare(configure(Config(), {"workers": 4, "seeds": 2, **changes})))


def admissible(covered: int, tries: int) -> bool:
    """Whether so many intervals may cover by chance, with an error of 1 in 1000 on either side."""
    low, high = stats.binom.ppf([0.001, 0.999], tries, CONFIDENCE)
    return bool(low <= covered <= high)


# Intervals cover


def test_interval_of_the_quantisation_noise_covers_it(capsys: pytest.CaptureFixture[str]) -> None:
    """E‖Q_s(v) − v‖² = (‖v‖²/s²) Σ P(1−P) is known for every v; means over 8 seeds."""
    v = torch.linspace(-1, 2, 50, dtype=torch.float64)[None, None]
    levels, tries, seeds = 4, 1000, 8
    compressor = parse_compressor(f"qsgd:{levels}", 50)
    above = v.abs() * levels / v.norm()
    part = above - above.floor()
    truth = float((v.norm() / levels) ** 2 * (part * (1 - part)).sum())
    runs = Stream(tuple(range(tries * seeds)), (0,), "compress", 0)
    lost = compressor.compress(v.expand(tries * seeds, 1, 50), runs).dense() - v
    samples = (lost**2).sum(-1).reshape(tries, seeds).numpy()
    intervals = [over_seeds(row, "noise").interval for row in samples]
    covered = sum(low <= truth <= high for low, high in intervals)
    with capsys.disabled():
        sys.stdout.write(f"\nquantisation noise: {covered} of {tries} intervals at {CONFIDENCE:g} cover it\n")
    assert admissible(covered, tries)


def test_interval_of_the_noise_covers_it(capsys: pytest.CaptureFixture[str]) -> None:
    """σ² of a worker at a point is known for logistic regression; intervals of 32 pairs."""
    found = experiment(workers=1, seeds=1000)
    spreads = drawn_spreads(found.snapshot, 32)[:, 0].numpy()
    truth = float(found.snapshot.noises[0, 0])
    intervals = [largest_mean(row[None], 1, 32).interval for row in spreads]
    covered = sum(low <= truth <= high for low, high in intervals)
    with capsys.disabled():
        sys.stdout.write(f"\nnoise of one worker: {covered} of 1000 intervals at {CONFIDENCE:g} cover it\n")
    assert admissible(covered, 1000)


def test_interval_of_the_largest_noise_covers_it_at_least_as_often(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The largest σ² over eight workers: Bonferroni covers at its level or more often."""
    found = experiment(workers=8, seeds=500)
    spreads = drawn_spreads(found.snapshot, 32).numpy()
    truth = float(found.snapshot.noises[0].max())
    intervals = [largest_mean(rows, 1, 32).interval for rows in spreads]
    covered = sum(low <= truth <= high for low, high in intervals)
    with capsys.disabled():
        sys.stdout.write(
            f"\nlargest noise of eight workers: {covered} of 500 intervals at {CONFIDENCE:g} cover it\n"
        )
    assert covered >= stats.binom.ppf(0.001, 500, CONFIDENCE)


def test_a_run_reports_the_noise_at_its_last_point() -> None:
    done = experiment(steps=80)
    assert noise_final.measured(done.snapshot) == {}  # no steps have paid for it yet
    for _ in done.run():
        pass
    estimate = noise_final.measured(done.snapshot)["noise_final"]
    truth = float(done.snapshot.noises.mean(0).max())
    assert estimate.seeds == 2
    assert estimate.interval[0] <= truth <= estimate.interval[1]


def test_the_noise_is_told_of_every_worker() -> None:
    done = experiment(steps=5, split="classes:1")
    at_start = done.snapshot.noises.numpy()
    for _ in done.run():
        pass
    of_workers = done.records["noise_of_workers"]
    np.testing.assert_array_equal(of_workers[0], at_start)
    np.testing.assert_array_equal(of_workers.max(-1), done.records["noise"])
    found = noise.constants(done.snapshot, done.records)["noise"]
    assert found.seen["maximum"] == found.value
    assert found.seen["minimum"] == of_workers.max((0, 1)).min() < found.value


# The distance of detached gradients, the effective step size


def test_the_best_detach_of_every_step() -> None:
    """At λ*(t) (1/K) Σ_k ‖e_t − λe_{k,t}‖² is less than beside it."""
    done = experiment(method="def-a", steps=4)
    assert np.isnan(done.records["best_detach"][0]).all()  # nothing is left yet
    for t in done.run():
        for residual, best in zip(done.state.residual, done.records["best_detach"][t], strict=True):
            below, least, above = (
                float(((residual.mean(0) - (best + apart) * residual) ** 2).sum())
                for apart in (-1e-3, 0, 1e-3)
            )
            assert least < min(below, above)


def test_the_effective_step_size_of_the_paper() -> None:
    """qg, Figure 5: η/‖x_t‖², of the mean model at the last point."""
    done = experiment(method="qg", steps=4, topology="ring", seeds=1)
    for _ in done.run():
        pass
    constants = constants_of(done, {})
    norm_sq = float((done.state.model.mean(1) ** 2).sum())
    assert constants.known["current_parameters_sq"].value == pytest.approx(norm_sq, rel=1e-12)
    (found,) = [b for b in bounds(constants, "qg") if b.statement.id == "qg.section4.2.effective_step"]
    expected = done.setup.config.hyper["step_size"] / norm_sq
    assert found.outputs["effective_step_size"] == pytest.approx(expected, rel=1e-12)


# Smoothness


def test_secants_are_below_the_smoothness_and_are_those_of_the_gradients() -> None:
    done = experiment(steps=20)
    points, gradients = [done.snapshot.model], [done.snapshot.gradients]
    for _ in done.run():
        points.append(done.snapshot.model)
        gradients.append(done.snapshot.gradients)
    by_hand = [
        ((g - f).norm(dim=-1).amax(-1) / (y - x).norm(dim=-1)[..., 0]).numpy()
        for x, y, f, g in zip(points, points[1:], gradients, gradients[1:], strict=False)
    ]
    np.testing.assert_allclose(done.records["secant"][1:], by_hand, rtol=1e-9)
    found = smoothness.constants(done.snapshot, done.records)["smoothness"]
    assert found.seen is not None
    assert 0.1 * found.value < found.seen["maximum"] <= found.value


def test_what_all_know_needs_no_exchange() -> None:
    """With nothing of the workers' own to meet, and beside what they found apart."""
    comm = prepare(configure(Config(), {"workers": 2, "steps": 1})).comm
    known, apart = torch.tensor([1.0]), torch.tensor([[2.0, 4.0]])
    assert of_all([{"known": known}], comm)["known"].tolist() == [[1.0]]
    met = of_all([{"known": known, "apart": mean(apart)}], comm)
    assert (met["known"].tolist(), met["apart"].tolist()) == ([[1.0]], [[3.0]])


def test_points_meet_together() -> None:
    """Numbers stay with their points and seeds, whatever their shape, and nan stands where there are none."""
    comm = prepare(configure(Config(), {"workers": 3, "seeds": 2})).comm
    vectors = torch.arange(48.0).reshape(4, 2, 3, 2)
    found = [{"vector": mean(x)} for x in vectors]
    found[2] = {**found[2], "number": mean(vectors[2, ..., 0]), "all": OfWorkers(vectors[2], lambda x: x)}
    met = of_all(found, comm)
    np.testing.assert_array_equal(met["vector"], vectors.mean(2))
    for name, rows in (("number", vectors[2, ..., 0].mean(1)), ("all", vectors[2])):
        assert np.isnan(met[name][[0, 1, 3]]).all()
        np.testing.assert_array_equal(met[name][2], rows)
