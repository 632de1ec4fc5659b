"""The network as a problem: its gradients, what observers are told, and what depends on what."""

import pytest
import torch
from torch import nn

from empirical.data.augment import AUGMENTATIONS
from empirical.data.pictures import Pictures
from empirical.models import build
from empirical.models.asked import Asked
from empirical.network import LEAST_FOR_BATCHES, STATISTICS, Network
from theory.errors import BadInput
from toys.problems.problem import Problem
from toys.splits import split
from toys.stacked import Stacked
from toys.streams import Stream
from toys.trajectory import gradient_at

WORKERS, TOTAL = 3, 40
EVERYONE = range(WORKERS)


def pictures(total: int = TOTAL) -> Pictures:
    random = torch.Generator().manual_seed(4)
    labels = torch.arange(total + 20) % 4
    noise = torch.randint(0, 120, (total + 20, 2, 8, 8), generator=random)
    images = (noise + 30 * labels[:, None, None, None]).to(torch.uint8)
    return Pictures("made", images[:total], labels[:total], images[total:], labels[total:], 4)


def network(
    model: str = "cnn", norm: str = "gn", dtype: torch.dtype = torch.float64, total: int = TOTAL, **more
) -> Network:
    data = pictures(total)
    flat = build(model, Asked(data.shape, data.classes, norm, 0.25))
    parts = split("dirichlet:1", data.labels, WORKERS, seed=1)
    return Network.of(flat, data, parts, 0, dtype, **more)


KINDS = [
    ("softmax", "none"),
    ("mlp", "none"),
    *(("cnn", n) for n in ("bn", "gn", "evonorm", "none")),
    ("vit", "none"),
]


def point(problem: Network) -> torch.Tensor:
    random = torch.Generator().manual_seed(9)
    return problem.start() + 0.01 * torch.randn(1, problem.dimension, dtype=torch.float64, generator=random)


@pytest.mark.parametrize(("model", "norm"), KINDS)
def test_gradient_against_finite_differences(model: str, norm: str) -> None:
    """Along random directions, central differences of the loss in float64; and so for the Hessian."""
    problem = network(model, norm, decay=0.1)
    x, random = point(problem), torch.Generator().manual_seed(2)
    for _ in range(3):
        v = torch.randn(1, problem.dimension, dtype=torch.float64, generator=random)
        v, step = v / v.norm(), 1e-5
        ahead, behind = (problem.loss(EVERYONE, x + sign * step * v) for sign in (1, -1))
        along = (problem.gradient(EVERYONE, x) * v).sum(-1, keepdim=True)
        torch.testing.assert_close(along, (ahead - behind) / (2 * step), rtol=1e-5, atol=1e-8)
        curvature = (problem.hessian_product(1, x, v) * v).sum()
        ahead, behind = (problem.gradient((1,), x + sign * step * v) for sign in (1, -1))
        expected = ((ahead - behind) * v).sum() / (2 * step)
        torch.testing.assert_close(curvature, expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("together", [1, 2, 5, 1000])
def test_gradient_is_the_mean_over_all_samples(together: int) -> None:
    """However they are batched; `seen` says the same, and the loss beside it."""
    for model in ("mlp", "cnn"):
        problem = network(model, together=together)
        x = point(problem)
        found = problem.gradient(EVERYONE, x)
        for k in EVERYONE:
            every = torch.arange(problem.samples(k))[None]
            whole = problem.sampled_gradient((k,), x, every)
            torch.testing.assert_close(found[k : k + 1], whole, rtol=1e-10, atol=1e-12)
        seen = problem.seen(EVERYONE, x)
        torch.testing.assert_close(seen[:, 2:], found)
        torch.testing.assert_close(seen[:, :1], problem.loss(EVERYONE, x))


def single_gradients(problem: Network, worker: int, x: torch.Tensor) -> torch.Tensor:
    samples = torch.arange(problem.samples(worker))
    return torch.cat([problem.sampled_gradient((worker,), x, s[None, None]) for s in samples])


def test_noise_is_the_variance_of_one_samples_gradient() -> None:
    """Exactly, one by one."""
    for model in ("mlp", "cnn"):
        problem = network(model, together=1)
        x = point(problem)
        for k in EVERYONE:
            single = single_gradients(problem, k, x)
            spread = ((single - single.mean(0)) ** 2).sum(-1).mean()
            torch.testing.assert_close(problem.noise((k,), x)[0, 0], spread, rtol=1e-9, atol=0)


@pytest.mark.parametrize("observed", [0, 9])
def test_noise_from_batches_is_unbiased(observed: int) -> None:
    """Its mean over many random orders of the samples is σ², from all samples and from some."""
    exact = network("softmax", together=1)
    x, worker = point(exact), 0
    sigma2 = float(exact.noise((worker,), x))
    data, flat = pictures(), exact.model
    parts = split("dirichlet:1", data.labels, WORKERS, seed=1)
    found = []
    for seed in range(300):
        problem = Network.of(flat, data, parts, seed, torch.float64, together=4, observed=observed)
        found.append(float(problem.seen((worker,), x)[0, 1]))
    estimates = torch.tensor(found)
    error = float(estimates.std() / len(found) ** 0.5)
    assert abs(float(estimates.mean()) - sigma2) < 4 * error < 0.2 * sigma2


def test_observers_look_at_the_first_of_a_random_order() -> None:
    problem = network("mlp", together=2, observed=6)
    rows = torch.cat(list(problem.batches(1, 6)))
    assert rows.tolist() == list(range(problem.edges[1], problem.edges[1] + 6))
    x = point(problem)
    some = problem.sampled_gradient((1,), x, torch.arange(6)[None])
    torch.testing.assert_close(problem.seen((1,), x)[:, 2:], some, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(("model", "norm"), KINDS)
def test_all_workers_at_once_as_one_by_one(model: str, norm: str) -> None:
    """Shared and own points, with seeds in front."""
    problem = network(model, norm)
    samples = Stream((0, 5), EVERYONE, "batch", 3).integers(problem.draws, 4)
    own = point(problem) + 0.01 * torch.arange(6.0, dtype=torch.float64).reshape(2, 3, 1)
    for x in (own, own[:, :1]):
        found = problem.sampled_gradient(EVERYONE, x, samples)
        assert found.shape == (2, WORKERS, problem.dimension)
        for run in range(2):
            for k in EVERYONE:
                at = x[run, [k if x.shape[1] > 1 else 0]]
                alone = problem.sampled_gradient((k,), at, samples[run, [k]])
                torch.testing.assert_close(found[run, [k]], alone, rtol=1e-9, atol=1e-12)


def test_exact_mode_is_that_of_one_worker() -> None:
    """To the last bit, in the shapes of a rank."""
    problem = network("mlp", dtype=torch.float32)
    comm = Stacked(WORKERS, (0, 1), exact=True)
    found = gradient_at(problem, comm, 2, 5)(comm.begin(problem.start()))
    samples = Stream((1,), (2,), "batch", 2, lead=False).integers(problem.draws, 5)
    assert torch.equal(found[1, 2:], problem.sampled_gradient((2,), problem.start(), samples))


def test_decay_is_part_of_the_objective() -> None:
    plain, decayed = network("mlp"), network("mlp", decay=0.3)
    x = point(plain)
    torch.testing.assert_close(decayed.loss(EVERYONE, x), plain.loss(EVERYONE, x) + 0.15 * (x * x).sum())
    torch.testing.assert_close(decayed.gradient(EVERYONE, x), plain.gradient(EVERYONE, x) + 0.3 * x)


def test_augmentation_belongs_to_seed_worker_and_step() -> None:
    """A worker's inputs are the same alone and among others, and differ by seed, worker and step."""
    problem = network(augmentation=AUGMENTATIONS["crop-flip"])
    assert problem.draws(1) == 162 * problem.samples(1)

    def inputs(seed: int, worker: int, step: int) -> torch.Tensor:
        drawn = Stream((seed,), (worker,), "batch", step, lead=False).integers(problem.draws, 6)
        return problem.drawn((worker,), drawn)[0][0]

    among = Stream((7, 8), EVERYONE, "batch", 5).integers(problem.draws, 6)
    every, labels = problem.drawn(EVERYONE, among)
    assert torch.equal(every[1, 2], inputs(8, 2, 5))
    assert every.shape == (2, WORKERS, 6, 2, 8, 8)
    others = [inputs(8, 1, 5), inputs(7, 2, 5), inputs(8, 2, 6)]
    assert not any(torch.equal(every[1, 2], other) for other in others)
    plain = network()
    rows = among % torch.tensor([plain.samples(k) for k in EVERYONE])[:, None]
    assert torch.equal(labels, plain.drawn(EVERYONE, rows)[1])
    assert "augmented" in problem.hypotheses["unbiased gradients"]


def test_statistics_are_each_workers_own() -> None:
    """With bn a worker's test scores follow its own pictures; a common model has as many accuracies."""
    problem = network("cnn", "bn", total=200)
    x = problem.start()
    found = problem.accuracy(EVERYONE, x)
    module = problem.model.training.to_empty(device="cpu").double()
    module.load_state_dict(problem.model.unflatten(x[0]), strict=False)
    for k in EVERYONE:
        own = problem.inputs(problem.images[problem.edges[k] : problem.edges[k + 1]][:STATISTICS])
        expected = _tested(module, own, problem)
        assert float(found[k]) == pytest.approx(expected, abs=1e-12)
    assert len({round(float(f), 6) for f in found.flatten()}) > 1


def _tested(module: nn.Module, own: torch.Tensor, problem: Network) -> float:
    """By a module with PyTorch's own layers and their running statistics, cumulative over one batch."""
    layers = [
        nn.BatchNorm2d(m.weight.numel(), momentum=None).double() if hasattr(m, "variance") else m
        for m in module.modules()
        if not isinstance(m, nn.Sequential)
    ]
    for layer, old in zip(
        layers, (m for m in module.modules() if not isinstance(m, nn.Sequential)), strict=True
    ):
        if isinstance(layer, nn.BatchNorm2d):
            layer.weight, layer.bias = old.weight, old.bias
    copy = nn.Sequential(*layers).train()
    with torch.no_grad():
        copy(own)
        scores = copy.eval()(problem.inputs(problem.pictures.test_images))
    return float((scores.argmax(-1) == problem.pictures.test_labels).double().mean())


def test_accuracy_counts() -> None:
    """Of a model that always says 2, the share of label 2; a tie goes to the lowest."""
    problem = network("softmax")
    x = torch.zeros(1, problem.dimension, dtype=torch.float64)
    assert problem.accuracy(EVERYONE, x).tolist() == [[0.25]] * WORKERS
    x[0, -2] = 1.0  # the bias of label 2
    assert problem.accuracy(EVERYONE, x).tolist() == [[0.25]] * WORKERS
    right = (problem.pictures.test_labels == 2).double().mean()
    assert float(right) == 0.25


def test_it_is_a_problem() -> None:
    problem = network("mlp", dtype=torch.float32)
    assert isinstance(problem, Problem)
    assert problem.start().dtype == torch.float32
    assert sum(map(problem.samples, EVERYONE)) == TOTAL
    gap = problem.constants()["gap"]
    assert gap.kind == "upper"
    assert gap.value == pytest.approx(float(problem.loss(EVERYONE, problem.start()).mean()), rel=1e-5)


def test_too_few_samples_for_batches() -> None:
    data = pictures()
    parts = (torch.arange(LEAST_FOR_BATCHES - 1), torch.arange(3, TOTAL))
    flat = build("cnn", Asked(data.shape, 4, "bn", 0.25))
    with pytest.raises(BadInput, match="norm: bn needs 4 samples on every worker"):
        Network.of(flat, data, parts, 0)
