"""Conversions undo each other in every reading, and are what real runs of both conventions show."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pytest
import sympy
import torch
from hypothesis import given
from hypothesis import strategies as st
from points import constant, exact, interval
from runs import Run, gradient_of, mushrooms, quadratic, run

from theory.constants import GLOSSARY, PAPERS
from theory.conventions import (
    CONVERSIONS,
    Conversion,
    batch_noise_of,
    clashes,
    consensus_of,
    contraction_of,
    dampened_of,
    dampened_step_of,
    inside_of,
    inside_sq_of,
    lambda2_of_spectral_gap,
    letters,
    omega_of,
    outside_of,
    step_of,
)
from theory.errors import BadInput
from theory.papers.qprsgd.quantiser import variance_factor
from theory.readings.dimension import Dimension
from theory.readings.symbolic import Symbolic
from theory.statement import Formula, apply, needs
from toys.compressors import parse_compressor
from toys.problems.logistic import Logistic
from toys.stacked import Stacked
from toys.streams import Stream
from toys.topologies import parse_topology, spectrum

ETA, BETA = 0.1, 0.6
"""The step size and momentum of `run` where no other is given."""

# The formulas


def values(name: str) -> st.SearchStrategy[float]:
    """A glossary's constant has its range; of the others only the gap of a spectrum has an end, at 1."""
    if name in GLOSSARY:
        return constant(name)
    return st.floats(0.01, 0.99 if name == "spectral_gap" else 100)


def either_way(conversion: Conversion) -> list[tuple[str, str, Formula, Formula]]:
    return [
        (conversion.source, conversion.target, conversion.there, conversion.back),
        (conversion.target, conversion.source, conversion.back, conversion.there),
    ]


WAYS = [pytest.param(*way, c, id=f"{way[0]}-{way[1]}") for c in CONVERSIONS for way in either_way(c)]


@pytest.mark.parametrize(("source", "target", "there", "back", "conversion"), WAYS)
@given(data=st.data())
def test_there_and_back_in_floats(source, target, there, back, conversion, data) -> None:
    """The worst is λ₂ from 1 − λ₂²: roundings of 1e-16 grow by λ₂⁻² ≤ 1e4. Arrays are floats at once."""
    point = data.draw(st.fixed_dictionaries({name: values(name) for name in needs(there)}))
    converted = apply(there, point)
    assert apply(back, {**point, target: converted}) == pytest.approx(point[source], rel=1e-11)
    array = {name: np.array([x, x]) for name, x in point.items()}
    assert np.asarray(apply(there, array)) == pytest.approx(converted, rel=1e-14)


@pytest.mark.parametrize("conversion", CONVERSIONS, ids=lambda c: f"{c.source}-{c.target}")
@given(data=st.data())
def test_there_and_back_exactly(conversion: Conversion, data) -> None:
    """In fractions, which lie in the balls of the same formula."""
    point = data.draw(st.fixed_dictionaries({name: values(name) for name in needs(conversion.there)}))
    converted = apply(conversion.there, exact(point))
    assert apply(conversion.there, interval(point)).contains(converted.value)
    again = apply(conversion.back, {**exact(point), conversion.target: converted})
    assert again.value == Fraction(point[conversion.source])


@pytest.mark.parametrize(("source", "target", "there", "back", "conversion"), WAYS)
def test_there_and_back_for_all_values(source, target, there, back, conversion) -> None:
    """As identities of symbols, for all positive values at which both are defined."""
    symbols = {name: Symbolic.symbol(name) for name in needs(there)}
    again = apply(back, {**symbols, target: apply(there, symbols)})
    assert sympy.simplify(again.value - symbols[source].value) == 0


@pytest.mark.parametrize(("source", "target", "there", "back", "conversion"), WAYS)
def test_dimensions(source, target, there, back, conversion) -> None:
    units = {name: Dimension.of(conversion.unit(name)) for name in needs(there)}
    assert str(apply(there, units).value) == conversion.unit(target)


@pytest.mark.parametrize(("source", "target", "there", "back", "conversion"), WAYS)
def test_a_conversion_says_where_it_comes_from(source, target, there, back, conversion) -> None:
    """Every docstring names a paper and a place in it; what stays is a constant of the glossary."""
    text = there.__doc__ or ""
    assert any(paper in text for paper in PAPERS)
    assert any(place in text for place in ("Assumption", "Eq.", "Lemma", "Algorithm", "Appendix"))
    assert set(needs(there)) - {source} <= set(GLOSSARY)
    assert source in needs(there)


# The mixing matrix, on topologies


@pytest.mark.parametrize("text", ["ring:3", "ring:16", "torus:3x4", "star:8", "davis", "complete:8"])
def test_consensus_of_a_symmetric_matrix(text: str) -> None:
    found = spectrum(parse_topology(text).at(0))
    assert consensus_of(found.lambda2) == pytest.approx(found.consensus, abs=1e-14)
    authors = 1 - max(abs(found.second), abs(found.smallest))
    assert lambda2_of_spectral_gap(authors) == pytest.approx(found.lambda2, abs=1e-14)


# The noise, over all mini-batches of a small problem


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_noise_of_a_batch(batch: int) -> None:
    """The mean of ‖g − ∇F_k‖² over all n^b equally likely batches is σ²/b, σ² that of single samples."""
    whole = mushrooms()
    rows = torch.tensor([0, 5, 70, 900, 1300, 6000, 8000])
    problem = Logistic(whole.rows[rows], whole.labels[rows], (0, 4, 7), 0.1)
    x = torch.linspace(-1, 1, problem.dimension, dtype=torch.float64)[None]
    for worker in range(2):
        gradient = problem.gradient((worker,), x)
        draws = torch.tensor(list(product(range(problem.samples(worker)), repeat=batch)))
        sampled = [problem.sampled_gradient((worker,), x, draw[None]) for draw in draws]
        spread = torch.stack([((g - gradient) ** 2).sum() for g in sampled]).mean()
        one = problem.noise((worker,), x).sum()
        assert float(one) > 0.01
        assert float(spread) == pytest.approx(float(batch_noise_of(one, batch)), rel=1e-12)


# Momentum, on runs


def buffers(done: Run) -> torch.Tensor:
    return torch.stack([state.buffer for state in done.states])


def residuals(done: Run) -> torch.Tensor:
    return torch.stack([state.residual for state in done.states])


def same(one: torch.Tensor, other: torch.Tensor) -> None:
    """A constant factor moved is equal to rounding, on a run that moves."""
    assert not torch.equal(one[1], one[-1])
    torch.testing.assert_close(one, other, rtol=1e-10, atol=1e-12)


PROBLEMS = pytest.mark.parametrize("problem", [mushrooms(), quadratic()], ids=["mushrooms", "quadratic"])
SMALL = {"step_size": 0.01, "steps": 8}


@PROBLEMS
def test_the_step_size_inside_the_buffer_or_outside(problem) -> None:
    """gmc's DMSGD has it inside; DGC without compression is momentum SGD with it outside."""
    inside, outside = run("dmsgd", problem, **SMALL), run("dgc", problem, "identity", **SMALL)
    same(inside.models, outside.models)
    same(buffers(inside), inside_of(SMALL["step_size"], buffers(outside)))


@PROBLEMS
def test_local_and_global_momentum(problem) -> None:
    """(1/K)Σm_{t,k} = −(w_t − w_{t−1}), inside; gmc's global momentum −(w_t − w_{t−1})/η is it outside."""
    local, shared = run("dmsgd", problem, **SMALL), run("dmsgd-global", problem, **SMALL)
    same(local.models, shared.models)
    moved = torch.stack([state.previous - state.model for state in shared.states])
    mean = buffers(local).mean(-2, keepdim=True)
    same(mean, moved)
    same(outside_of(SMALL["step_size"], mean), moved / SMALL["step_size"])


def continued(done: Run, problem: Any, step_size: float) -> torch.Tensor:
    """The model after one more step, with another step size."""
    t = len(done.states) - 1
    method = replace(done.method, step_size=step_size)
    state = method.step(done.states[-1], gradient_of(problem, done.comm, t), done.comm, t)
    return method.model(state, done.comm)


def test_a_step_size_that_changes_breaks_it() -> None:
    """Inside, a buffer keeps the old η: after η is halved, the two steps differ by half of βm."""
    problem = mushrooms()
    inside, outside = run("dmsgd", problem), run("dgc", problem, "identity")
    torch.testing.assert_close(continued(inside, problem, ETA), continued(outside, problem, ETA))
    difference = continued(outside, problem, ETA / 2) - continued(inside, problem, ETA / 2)
    old = BETA * buffers(inside)[-1].mean(-2, keepdim=True)
    torch.testing.assert_close(difference, old / 2, rtol=1e-9, atol=1e-12)
    assert float(difference.norm()) > 1e-3


class DampenedState(NamedTuple):
    model: torch.Tensor
    buffer: torch.Tensor


@dataclass(frozen=True, eq=False)
class Dampened:
    """m ← βm + (1−β)g, w ← w − (α/K)Σm: cdadam's momentum without its V̂, qg's normalised form."""

    step_size: float
    momentum: float

    def init(self, x: torch.Tensor, grad: Callable[..., Any], comm: Stacked) -> DampenedState:
        return DampenedState(x, comm.per_worker(0 * x))

    def step(self, state: DampenedState, grad: Callable[..., Any], comm: Stacked, t: int) -> DampenedState:
        buffer = self.momentum * state.buffer + (1 - self.momentum) * grad(state.model)
        return DampenedState(state.model - self.step_size * comm.mean(buffer), buffer)

    def model(self, state: DampenedState, comm: Stacked) -> torch.Tensor:
        return state.model


def dampened_run(problem: Any, step_size: float, steps: int = 8) -> Run:
    comm = Stacked(problem.workers, (0, 1))
    method = Dampened(step_size, BETA)
    start = problem.start()
    done = Run(method, comm, [method.init(start.expand(2, *start.shape), lambda x: x, comm)], [])
    for t in range(steps):
        done.states.append(method.step(done.states[-1], gradient_of(problem, comm, t), comm, t))
    return done


@PROBLEMS
def test_dampened_momentum(problem) -> None:
    """Its buffer is (1−β) times the other, so with η/(1−β) it takes the same steps, and with η others."""
    plain = run("dgc", problem, "identity", **SMALL)
    dampened = dampened_run(problem, dampened_step_of(SMALL["step_size"], BETA))
    same(plain.models, dampened.models)
    same(dampened_of(BETA, buffers(plain)), buffers(dampened))
    assert step_of(dampened.method.step_size, BETA) == pytest.approx(SMALL["step_size"], rel=1e-15)
    slower = dampened_run(problem, SMALL["step_size"]).models
    assert not torch.allclose(slower[-1], plain.models[-1], rtol=1e-3)


# Residuals, on runs


@PROBLEMS
@pytest.mark.parametrize("compressor", ["top:1/8", "block:1/8"])
@pytest.mark.parametrize(
    ("inside", "inside_settings", "outside", "outside_settings"),
    [
        ("def-a", {"detach": 0.0}, "dgc", {}),
        ("def-a", {"momentum": 0.0}, "gmc+", {"momentum": 0.0}),
        ("ef", {}, "gmc", {"momentum": 0.0}),
    ],
    ids=["def-a and dgc", "def-a and gmc+", "ef and gmc"],
)
def test_the_step_size_inside_the_residual_or_outside(
    problem, compressor, inside, inside_settings, outside, outside_settings
) -> None:
    """One path, with residuals in w and in F/w; λ is the same number in both, since λη·(e/η) = λe."""
    one = run(inside, problem, compressor, **SMALL, **inside_settings)
    other = run(outside, problem, compressor, **SMALL, **outside_settings)
    same(one.models, other.models)
    same(residuals(one), inside_of(SMALL["step_size"], residuals(other)))
    in_w = (residuals(one) ** 2).sum(-1).mean(-1)
    in_gradients = (residuals(other) ** 2).sum(-1).mean(-1)
    assert float(in_w[-1].min()) > 1e-8
    torch.testing.assert_close(inside_sq_of(SMALL["step_size"], in_gradients), in_w, rtol=1e-9, atol=0)


# Compressors


def all_places(vector: torch.Tensor, kept: int) -> torch.Tensor:
    """What the random block sends from each of its d equally likely places."""
    compressor, found = parse_compressor(f"block:{kept}", vector.shape[-1]), {}
    for step in range(400):
        message = compressor.compress(vector, Stream((7,), range(1), "compress", step, lead=False))
        found[tuple(message.support()[0].tolist())] = message.dense()[0]
    assert len(found) == vector.shape[-1]
    return torch.stack(list(found.values()))


@pytest.mark.parametrize("kept", [1, 5, 11])
def test_a_block_scaled_to_be_unbiased(kept: int) -> None:
    """Q = (d/s)C is unbiased with the ω of δ = s/d, and Q/(1+ω) is the block again."""
    vector = torch.randn(1, 12, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    sent = all_places(vector, kept)
    delta = parse_compressor(f"block:{kept}", 12).contraction(12).value
    omega = omega_of(delta)
    unbiased = 12 / kept * sent
    torch.testing.assert_close(unbiased.mean(0, keepdim=True), vector, rtol=1e-13, atol=1e-13)
    noise = ((unbiased - vector) ** 2).sum(-1).mean() / (vector**2).sum()
    assert float(noise) == pytest.approx(omega, rel=1e-12)
    torch.testing.assert_close(unbiased / (1 + omega), sent)
    lost = ((unbiased / (1 + omega) - vector) ** 2).sum(-1).mean() / (vector**2).sum()
    assert float(lost) == pytest.approx(1 - contraction_of(omega), rel=1e-12)


@given(omega=st.floats(0, 100), scale=st.floats(-2, 2))
def test_no_scale_contracts_more(omega: float, scale: float) -> None:
    """Exactly: a²(1+ω) − 2a + 1 is at least its value 1 − δ at a = δ = 1/(1+ω)."""

    def kept(a: Fraction) -> Fraction:
        return a**2 * (1 + Fraction(omega)) - 2 * a + 1

    delta = apply(contraction_of, exact({"omega": omega})).value
    assert kept(Fraction(scale)) >= kept(delta) == 1 - delta


@given(vector=st.lists(st.integers(-50, 50), min_size=2, max_size=8).filter(any), levels=st.integers(1, 6))
def test_the_quantiser_scaled_contracts(vector: list[int], levels: int) -> None:
    """E‖Q_s(v)/(1+ω) − v‖² ≤ (1−δ)‖v‖² with qprsgd's ω = d/(4s²), from the two values of each component.

    |v_i| s/‖v‖ = l + p is rounded to l + 1 with probability p, so its variance is p(1−p)(‖v‖/s)².
    """
    v = np.array(vector, dtype=float)
    length = np.linalg.norm(v)
    p = np.abs(v) * levels / length % 1
    variance = float((p * (1 - p)).sum() * (length / levels) ** 2)
    omega = variance_factor(len(v), levels)
    delta = contraction_of(omega)
    expected = delta**2 * variance + (1 - delta) ** 2 * length**2
    assert expected <= (1 - delta) * length**2 * (1 + 1e-12)


# Letters


@pytest.mark.parametrize(
    ("letter", "meanings"),
    [
        ("K", {"gmc": "workers", "def": "workers", "qprsgd": "local_steps"}),
        ("s", {"gmc": "kept", "qprsgd": "levels"}),
        ("N", {"def": "samples", "qprsgd": "steps"}),
        ("ρ", {"qprsgd": "lambda2", "qg": "consensus"}),
        ("μ", {"def": "momentum", "qprsgd": "eigen_spread", "qg": "buffer"}),
    ],
)
def test_a_letter_that_means_two_things(letter: str, meanings: dict[str, str]) -> None:
    found = clashes()[letter]
    assert {paper: names[0] for paper, names in found.items()} == meanings
    assert found == {paper: letters(paper)[letter] for paper in meanings}


def test_letters_that_clash_within_a_paper() -> None:
    assert letters("def")["μ"] == ["momentum", "pl"]
    assert letters("qg")["μ"] == ["buffer", "strong_convexity"]


@pytest.mark.parametrize("letter", ["d", "L", "σ²", "λ", "η"])
def test_a_letter_that_means_one_thing(letter: str) -> None:
    assert letter in letters("gmc")
    assert letter not in clashes()


def test_letters_are_the_glossary_s() -> None:
    """Every letter of the glossary is there once, and a number in a letter's place is not."""
    for paper in PAPERS:
        pairs = [(name, letter) for letter, names in letters(paper).items() for name in names]
        written = {(n, c.letters[paper]) for n, c in GLOSSARY.items() if paper in c.letters}
        assert len(pairs) == len(set(pairs))
        assert written - set(pairs) == {(n, letter) for n, letter in written if letter == "1"}
        assert set(pairs) <= written
    assert "1" not in letters("def")


def test_letters_of_an_unknown_paper() -> None:
    with pytest.raises(BadInput, match="paper: read 'qpsgd'; did you mean qprsgd"):
        letters("qpsgd")
