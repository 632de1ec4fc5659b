"""Mixing matrices against their definitions, their spectra against closed forms."""

import subprocess
import sys
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from theory.constants import GLOSSARY
from theory.errors import BadInput
from toys.topologies import (
    TOPOLOGIES,
    Topology,
    consensus_at_every_step,
    consensus_over_period,
    consensus_when_drawn,
    constants,
    graphs,
    parse_topology,
    spectrum,
)
from toys.topologies.topology import LARGEST
from toys.topologies.weights import RULES, metropolis_hastings

DIRECTED = ("exponential", "one-peer")
COUNTED = [name for name, family in TOPOLOGIES.items() if family.size is not None]
SIZES = [*range(1, 10), 12, 16, 17]
TEXTS = [f"{name}:{n}:{rule}" for name in COUNTED for n, rule in product(SIZES, TOPOLOGIES[name].rules)] + [
    "davis:mh",
    "davis:uniform",
    "torus:2x5",
    "torus:4x4",
    "torus:3x6",
]
ROUNDING = 1e-13
"""Eigenvalues of matrices of norm 1 and order at most 48: n roundings are 1e-14."""


def mean_matrix(workers: int) -> np.ndarray:
    return np.full((workers, workers), 1 / workers)


def all_eigenvalues(text: str) -> np.ndarray:
    """The spectrum with the 1 of the mean, from the largest down, of a symmetric matrix."""
    return np.array([1.0, *spectrum(parse_topology(text).at(0)).eigenvalues])


@pytest.mark.parametrize("text", TEXTS)
def test_weights_are_doubly_stochastic_and_on_the_graph(text: str) -> None:
    topology = parse_topology(text)
    name = topology.name.partition(":")[0]
    sizes = [int(x) for part in topology.name.split(":")[1:2] for x in part.split("x") if x.isdigit()]
    heard = TOPOLOGIES[name].graph(*sizes)
    assert topology.weights.shape == heard.shape == (topology.period, topology.workers, topology.workers)
    assert topology.weights.dtype == np.float64
    assert (topology.weights >= 0).all()
    np.testing.assert_allclose(topology.weights.sum(1), 1, rtol=0, atol=ROUNDING)
    np.testing.assert_allclose(topology.weights.sum(2), 1, rtol=0, atol=ROUNDING)
    for weights, graph in zip(topology.weights, heard, strict=True):
        off_diagonal = ~np.eye(topology.workers, dtype=bool)
        assert np.array_equal((weights > 0) & off_diagonal, graph)
        assert (weights.diagonal() > 0).all()


@pytest.mark.parametrize("text", TEXTS)
def test_symmetry(text: str) -> None:
    """Undirected graphs have symmetric weights, directed ones of more than three workers do not."""
    topology = parse_topology(text)
    directed = text.partition(":")[0] in DIRECTED
    assert topology.symmetric == (not directed or topology.workers <= 3 - text.startswith("one-peer"))


@pytest.mark.parametrize("n", [3, 4, 5, 8, 16, 32, 48])
def test_ring(n: int) -> None:
    """(1 + 2cos(2πk/n))/3."""
    expected = np.sort((1 + 2 * np.cos(2 * np.pi * np.arange(n) / n)) / 3)[::-1]
    np.testing.assert_allclose(all_eigenvalues(f"ring:{n}"), expected, rtol=0, atol=ROUNDING)
    found = spectrum(parse_topology(f"ring:{n}").at(0))
    second, smallest = (1 + 2 * np.cos(2 * np.pi / n)) / 3, (1 + 2 * np.cos(2 * np.pi * (n // 2) / n)) / 3
    assert found.second == pytest.approx(second, abs=ROUNDING)
    assert found.smallest == pytest.approx(smallest, abs=ROUNDING)
    assert found.lambda2 == pytest.approx(max(second, -smallest), abs=ROUNDING)
    assert found.eigen_spread == pytest.approx(1 - smallest, abs=ROUNDING)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("rule", ["mh", "uniform"])
def test_rules_agree_on_a_ring(n: int, rule: str) -> None:
    """All degrees of a ring are equal, so three rules have one matrix; up to three workers it is the mean."""
    ring = parse_topology(f"ring:{n}").at(0)
    np.testing.assert_allclose(parse_topology(f"ring:{n}:{rule}").at(0), ring, rtol=0, atol=ROUNDING)
    assert np.array_equal(ring, mean_matrix(n)) == (n <= 3)


def cycle(n: int) -> np.ndarray:
    """Eigenvalues of a circle's graph: 2cos(2πk/n), but ±1 where there is one neighbour and 0 where none."""
    if n <= 2:
        return np.array([0.0] if n == 1 else [1.0, -1.0])
    return 2 * np.cos(2 * np.pi * np.arange(n) / n)


@pytest.mark.parametrize("rule", ["uniform", "mh"])
@pytest.mark.parametrize(("a", "b"), [(3, 3), (4, 4), (3, 6), (2, 5), (1, 7), (2, 2), (1, 1)])
def test_torus_is_a_sum_of_rings(a: int, b: int, rule: str) -> None:
    """(1 + α_i + β_j)/(1 + degree), α and β the eigenvalues of the two circles."""
    degree = min(a - 1, 2) + min(b - 1, 2)
    expected = (1 + np.add.outer(cycle(a), cycle(b)).ravel()) / (1 + degree)
    found = all_eigenvalues(f"torus:{a}x{b}:{rule}")
    np.testing.assert_allclose(found, np.sort(expected)[::-1], rtol=0, atol=ROUNDING)


@pytest.mark.parametrize(
    ("workers", "sizes"), [(1, (1, 1)), (7, (1, 7)), (12, (3, 4)), (16, (4, 4)), (18, (3, 6)), (24, (4, 6))]
)
def test_torus_is_the_most_square(workers: int, sizes: tuple[int, int]) -> None:
    assert graphs.most_square(workers) == sizes
    assert parse_topology(f"torus:{workers}").name == "torus:{}x{}".format(*sizes)


@pytest.mark.parametrize("n", SIZES)
def test_complete(n: int) -> None:
    """W = J: one step, and everyone agrees."""
    topology = parse_topology(f"complete:{n}")
    np.testing.assert_allclose(topology.at(0), mean_matrix(n), rtol=0, atol=1e-15)
    found = spectrum(topology.at(0))
    assert (found.eigenvalues == 0).all()
    assert (found.lambda2, found.consensus, found.eigen_spread) == (0, 1, 1 if n > 1 else 0)


@pytest.mark.parametrize("n", [3, 4, 8, 16])
@pytest.mark.parametrize("rule", ["mh", "uniform"])
def test_star(n: int, rule: str) -> None:
    """Every edge has the hub's degree n − 1, so W = I − (Laplacian)/n: 1, 1 − 1/n (n − 2 times), 0."""
    expected = [1, *[1 - 1 / n] * (n - 2), 0]
    np.testing.assert_allclose(all_eigenvalues(f"star:{n}:{rule}"), expected, rtol=0, atol=ROUNDING)


@pytest.mark.parametrize("n", [2, 3, 4, 6, 8, 12, 16, 17, 48])
def test_exponential(n: int) -> None:
    """λ_k = (1 + Σ_h ω^{−hk})/(1 + τ) on the vector ω^{jk}, ω = e^{2πi/n}, h = 1, 2, 4, … 2^(τ−1)."""
    tau = int(np.ceil(np.log2(n)))
    k = np.arange(n)
    vectors = np.exp(2j * np.pi * np.outer(k, k) / n)
    values = (1 + sum(np.exp(-2j * np.pi * k * 2**h / n) for h in range(tau))) / (1 + tau)
    weights = parse_topology(f"exponential:{n}").at(0)
    np.testing.assert_allclose(weights @ vectors, vectors * values, rtol=0, atol=ROUNDING)
    found = spectrum(weights)
    assert found.lambda2 == pytest.approx(np.abs(values[1:]).max(), abs=ROUNDING)
    assert found.distance == pytest.approx(np.abs(values[1:]).max(), abs=ROUNDING)
    assert found.eigen_spread == pytest.approx(np.abs(values[1:] - 1).max(), abs=ROUNDING)
    assert found.second == pytest.approx(values[1:].real.max(), abs=ROUNDING)
    assert found.smallest == pytest.approx(values[1:].real.min(), abs=ROUNDING)
    if n % 2 == 0:
        assert found.lambda2 == pytest.approx((tau - 1) / (tau + 1), abs=ROUNDING)


def test_davis() -> None:
    """18 women and 14 events, 89 attendances; each weight from the definition of Metropolis and Hastings."""
    graph, weights = graphs.davis()[0], parse_topology("davis").at(0)
    assert graph.shape == (32, 32)
    assert graph.sum() == 2 * 89
    assert not graph[:18, :18].any()
    assert not graph[18:, 18:].any()
    degree = [sum(row) for row in graph.tolist()]
    for i, j in product(range(32), repeat=2):
        if i != j:
            expected = 1 / (1 + max(degree[i], degree[j])) if graph[i, j] else 0
            assert weights[i, j] == expected
    found = spectrum(weights)
    assert found.second == pytest.approx(0.9179024972921282, abs=ROUNDING)
    assert found.smallest == pytest.approx(-0.4342788486901546, abs=ROUNDING)


@pytest.mark.parametrize("text", ["ring:7", "torus:3x4", "star:9", "davis", "davis:uniform"])
def test_second_modulus_by_powers(text: str) -> None:
    """‖(W − J)²z‖/‖z‖ tends to λ₂² as z is replaced: power iteration, without a solver of eigenvalues."""
    weights = parse_topology(text).at(0)
    vector = np.random.default_rng(1).normal(size=len(weights))
    for _ in range(3000):
        vector -= vector.mean()
        vector /= np.linalg.norm(vector)
        before, vector = vector, weights @ (weights @ vector)
    found = spectrum(weights)
    assert before @ vector == pytest.approx(found.lambda2**2, rel=1e-10)
    assert found.lambda2 == max(found.second, -found.smallest)


# One-peer exponential


@pytest.mark.parametrize("n", [2, 4, 8, 16, 64])
@pytest.mark.parametrize("first", [0, 1, 3])
def test_one_peer_agrees_exactly_after_log2_n_steps(n: int, first: int) -> None:
    """To the last bit, from integers: everyone holds the mean after any log₂ n steps in a row, not before."""
    topology = parse_topology(f"one-peer:{n}")
    assert topology.period == int(np.log2(n))
    vector = np.random.default_rng(2).integers(-(2**20), 2**20, size=n).astype(float)
    mean = vector.mean()
    for t in range(first, first + topology.period):
        assert not (vector == mean).all()
        vector = topology.at(t) @ vector
    assert (vector == mean).all()
    assert np.array_equal(topology.over_period(), mean_matrix(n))
    assert consensus_over_period(topology) == 1


def test_one_peer_sends_to_i_plus_2_to_the_t() -> None:
    topology = parse_topology("one-peer:8")
    for t, receiver in enumerate([1, 2, 4, 1, 2]):
        expected = np.zeros(8)
        expected[[0, receiver]] = 0.5
        assert np.array_equal(topology.at(t) @ np.eye(8)[0], expected)


@pytest.mark.parametrize("n", [3, 6, 12])
def test_one_peer_agrees_only_for_powers_of_two(n: int) -> None:
    topology = parse_topology(f"one-peer:{n}")
    assert topology.period == int(np.ceil(np.log2(n)))
    assert 0 < consensus_over_period(topology) < 1 - 1e-3


@pytest.mark.parametrize("tau", [1, 2, 3, 4, 5])
def test_one_peer_consensus_of_single_and_drawn_steps(tau: int) -> None:
    """Alternating ±1 is halved to 0 by the hop of 1 alone and kept by the others: ρ = 1/τ when drawn."""
    topology = parse_topology(f"one-peer:{2**tau}")
    assert consensus_at_every_step(topology) == (1 if tau == 1 else 0)
    assert consensus_when_drawn(topology) == pytest.approx(1 / tau, abs=ROUNDING)
    alternating = np.resize([1.0, -1.0], 2**tau)
    kept = [float(((step @ alternating) ** 2).sum()) / 2**tau for step in topology.weights]
    assert kept == [0.0] + [1.0] * (tau - 1)


@pytest.mark.parametrize("text", ["one-peer:12", "one-peer:16", "ring:5"])
@given(seed=st.integers(0, 2**32))
def test_consensus_when_drawn_bounds_the_mean(text: str, seed: int) -> None:
    topology = parse_topology(text)
    vector = np.random.default_rng(seed).normal(size=topology.workers)
    vector -= vector.mean()
    after = np.mean([((step @ vector) ** 2).sum() for step in topology.weights])
    assert after <= (1 - consensus_when_drawn(topology)) * (vector**2).sum() * (1 + 1e-12)


def test_steps_that_do_not_commute() -> None:
    """W_0 = J + abᵀ/6 and W_1 = J + aaᵀ/3 with a = (1, −1, 0) ⊥ b = (1, 1, −2), so ‖a‖² = 2 and ‖b‖² = 6.

    Step 0 first: W_1W_0 = J + abᵀ/9, not W_0W_1 = J. One step keeps at most (√12/6)² = 1/3 or (2/3)² = 4/9;
    drawn, at most that of mean_t (W_t − J)ᵀ(W_t − J) = (bbᵀ/18 + 2aaᵀ/9)/2, which is 2/9, along a.
    """
    a, b = np.array([[1.0], [-1], [0]]), np.array([[1.0], [1], [-2]])
    steps = np.stack([mean_matrix(3) + a @ b.T / 6, mean_matrix(3) + a @ a.T / 3])
    topology = Topology.of("two", steps)
    np.testing.assert_allclose(topology.over_period(), mean_matrix(3) + a @ b.T / 9, rtol=0, atol=1e-15)
    assert consensus_over_period(topology) == pytest.approx(1 - 12 / 81, abs=1e-15)
    assert consensus_at_every_step(topology) == pytest.approx(5 / 9, abs=1e-15)
    assert consensus_when_drawn(topology) == pytest.approx(7 / 9, abs=1e-15)


# Spectra of any doubly stochastic matrix


def mixtures(symmetric: bool) -> st.SearchStrategy[np.ndarray]:
    """Means of random permutation matrices: every doubly stochastic matrix is such a mixture (Birkhoff)."""

    def mixed(drawn: tuple[int, int, int]) -> np.ndarray:
        workers, terms, seed = drawn
        random = np.random.default_rng(seed)
        shares = random.dirichlet(np.ones(terms))
        matrix = sum(s * np.eye(workers)[random.permutation(workers)] for s in shares)
        return (matrix + matrix.T) / 2 if symmetric else matrix

    return st.tuples(st.integers(2, 9), st.integers(1, 5), st.integers(0, 2**32)).map(mixed)


@given(matrix=mixtures(symmetric=False), seed=st.integers(0, 2**32))
def test_consensus_is_the_largest(matrix: np.ndarray, seed: int) -> None:
    """The inequality of qg's Assumption 1 holds for every Z, and with equality for one."""
    found = spectrum(Topology.of("drawn", matrix).at(0))
    centred = np.random.default_rng(seed).normal(size=(len(matrix), 3))
    centred -= centred.mean(0)
    allowed = (1 - found.consensus) * (centred**2).sum()
    assert ((matrix @ centred) ** 2).sum() <= allowed * (1 + 1e-12) + 1e-13
    *_, right = np.linalg.svd(matrix - 1 / len(matrix))
    worst = right[0] - right[0].mean()
    attained = ((matrix @ worst) ** 2).sum() / (worst**2).sum()
    assert attained == pytest.approx(1 - found.consensus, abs=1e-12)


@given(matrix=mixtures(symmetric=True), seed=st.integers(0, 2**32))
def test_order_of_the_workers_does_not_matter(matrix: np.ndarray, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(matrix))
    one, other = spectrum(matrix), spectrum(matrix[np.ix_(order, order)])
    np.testing.assert_allclose(one.eigenvalues, other.eigenvalues, rtol=0, atol=ROUNDING)
    assert one.consensus == pytest.approx(1 - one.lambda2**2, abs=ROUNDING)


def test_a_matrix_that_is_not_normal() -> None:
    """Its moduli say nothing of one step: W = J + abᵀ/6, a = (1, −1, 0) and b = (1, 1, −2) orthogonal.

    So λ₂ = 0, yet one step keeps (‖a‖‖b‖/6)² = 1/3 of the squared distance of b.
    """
    weights = np.array([[3.0, 3, 0], [1, 1, 4], [2, 2, 2]]) / 6
    found = spectrum(Topology.of("sheared", weights).at(0))
    assert found.lambda2 == pytest.approx(0, abs=1e-7)
    assert found.consensus == pytest.approx(2 / 3, abs=ROUNDING)


# Constants


@pytest.mark.parametrize(
    ("text", "lambda2", "consensus", "eigen_spread"),
    [
        ("ring:16", 0.949253021674191, 0.0989187008424176, 4 / 3),
        ("ring:32", 0.987190186935487, 0.0254555348182784, 4 / 3),
        ("ring:48", 0.994296574249207, 0.0113743224362912, 4 / 3),
        ("torus:4x4", 0.6, 0.64, 1.6),
        ("davis", 0.917902497292128, 0.157455005464875, 1.43427884869015),
        ("complete:8", 0, 1, 1),
        ("star:8", 0.875, 0.234375, 1),
        ("exponential:16", 0.6, 0.64, 1.24203189610309),
        ("ring:1", 0, 1, 0),
    ],
)
def test_constants(text: str, lambda2: float, consensus: float, eigen_spread: float) -> None:
    known = constants(parse_topology(text))
    values = {name: estimate.value for name, estimate in known.items()}
    assert values == pytest.approx(
        {
            "workers": parse_topology(text).workers,
            "consensus": consensus,
            "lambda2": lambda2,
            "eigen_spread": eigen_spread,
        },
        abs=ROUNDING * 10,
    )
    assert {estimate.kind for estimate in known.values()} == {"exact"}


@pytest.mark.parametrize("text", TEXTS)
def test_constants_are_admissible(text: str) -> None:
    for name, estimate in constants(parse_topology(text)).items():
        assert GLOSSARY[name].admits(estimate.value), name


def test_constants_of_a_topology_that_changes() -> None:
    """No λ₂ of one matrix; no ρ where a step may keep a distance, and the least one where none does."""
    assert set(constants(parse_topology("one-peer:16"))) == {"workers"}
    steps = np.stack([parse_topology(text).at(0) for text in ("ring:5", "complete:5")])
    known = constants(Topology.of("two", steps))
    assert set(known) == {"workers", "consensus"}
    assert known["consensus"].value == spectrum(steps[0]).consensus


def test_constants_say_where_the_matrix_is_not_symmetric() -> None:
    assert "not symmetric" in (constants(parse_topology("exponential:8"))["lambda2"].how or "")
    assert "not symmetric" not in (constants(parse_topology("ring:8"))["lambda2"].how or "")


# Reading and refusing


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ring:16", "ring:16"),
        ("ring16", "ring:16"),
        ("one-peer8", "one-peer:8"),
        ("ring:16:third", "ring:16"),
        ("ring:16:mh", "ring:16:mh"),
        ("torus4x4", "torus:4x4"),
        ("torus:16:mh", "torus:4x4:mh"),
        ("davis", "davis"),
        ("davis:mh", "davis"),
        ("davis:uniform", "davis:uniform"),
        (f"ring:{LARGEST}", f"ring:{LARGEST}"),
    ],
)
def test_spelling(text: str, name: str) -> None:
    topology = parse_topology(text)
    assert topology.name == name
    assert np.array_equal(parse_topology(name).weights, topology.weights)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rng:16", "did you mean ring"),
        ("", "known: complete, davis"),
        ("16", "known: complete, davis"),
        ("ring", "allowed after ring: a number of workers from 1 to"),
        ("ring:", "allowed after ring: a number of workers from 1 to"),
        ("ring:mh", "allowed after ring"),
        ("ring:0", "allowed after ring"),
        ("ring:-4", "allowed after ring"),
        ("ring:1.5", "allowed after ring"),
        ("ring:4x4", "allowed after ring"),
        (f"ring:{LARGEST + 1}", "allowed after ring"),
        ("ring:" + "9" * 5000, "allowed after ring"),
        ("torus:4x", "rows x columns, as in torus:4x4"),
        ("torus:0x4", "rows x columns"),
        ("torus:2x2x2", "rows x columns"),
        (f"torus:{LARGEST}x2", "rows x columns"),
        ("ring:16:metropolis", "a rule; known: mh, third, uniform"),
        ("ring:16:thrid", "did you mean third"),
        ("ring:16:mh:mh", "a rule"),
        ("ring:16:", "a rule"),
        ("star:8:third", "the rule third needs a ring, which star is not; allowed: mh, uniform"),
        ("exponential:8:mh", "the rule mh needs an undirected graph, which exponential is not"),
        ("one-peer:8:mh", "the rule mh needs an undirected graph"),
        ("davis:32", "allowed after davis: a rule"),
    ],
)
def test_misspelling(text: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_topology(text)
    assert str(caught.value).startswith(f"topology: read {text!r}")
    assert says in str(caught.value)


def test_every_family_has_the_uniform_rule() -> None:
    for family in TOPOLOGIES.values():
        assert {"uniform"} <= set(family.rules) <= set(RULES)


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ([[0.5, 0.5], [0.5, 0.4]], "row 1 that sums to 0.9 at step 0"),
        ([[0.5, 0.5], [1.0, 0.0]], "column 0 that sums to 1.5"),
        ([[1.5, -0.5], [-0.5, 1.5]], "read -0.5 for workers 0 and 1"),
        ([[np.nan, 0.5], [0.5, 0.5]], "read nan for workers 0 and 0"),
        ([[np.inf, 0.5], [0.5, 0.5]], "row 0 that sums to inf"),
    ],
)
def test_weights_that_do_not_average(weights: list[list[float]], says: str) -> None:
    with pytest.raises(BadInput, match="weights: read") as caught:
        Topology.of("mine", np.array(weights))
    assert says in str(caught.value)


@pytest.mark.parametrize("shape", [(), (4,), (2, 3), (1, 2, 3), (1, 1, 2, 2), (0, 2, 2), (0, 0)])
def test_arrays_that_are_no_matrices(shape: tuple[int, ...]) -> None:
    with pytest.raises(BadInput, match="weights: read an array of shape"):
        Topology.of("mine", np.ones(shape))


@pytest.mark.parametrize(("workers", "period"), [(3, 1), (2, 2), (0, 1)])
def test_weights_of_another_shape(workers: int, period: int) -> None:
    with pytest.raises(BadInput, match="weights: read an array of shape"):
        Topology("mine", workers, np.eye(2)[None], period)


@pytest.mark.parametrize("edges", [[(0, 1)], [(0, 0)]])
def test_metropolis_hastings_refuses_directions_and_loops(edges: list[tuple[int, int]]) -> None:
    graph = np.zeros((3, 3), dtype=bool)
    for i, j in edges:
        graph[i, j] = True
    with pytest.raises(BadInput, match="a direction or a loop"):
        metropolis_hastings(graph)


def test_weights_are_a_copy_that_stays() -> None:
    given_weights = np.full((2, 2), 0.5)
    topology = Topology.of("mine", given_weights)
    given_weights[0, 0] = 7
    assert topology.at(0)[0, 0] == 0.5
    with pytest.raises(ValueError, match="read-only"):
        topology.weights[0, 0, 0] = 7


def test_networkx_is_loaded_for_davis_alone() -> None:
    loaded = (
        "import sys; from toys.topologies import parse_topology; "
        "parse_topology('{}'); print('networkx' in sys.modules, 'torch' in sys.modules)"
    )
    for text, expected in (("ring:16", "False False"), ("davis", "True False")):
        done = subprocess.run(
            [sys.executable, "-c", loaded.format(text)], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == expected
