"""The networks: sizes that the literature knows, and functions of one vector that equal their modules."""

import pytest
import torch
from torch import nn

from empirical.models import MODELS, build
from empirical.models.asked import Asked
from empirical.models.flat import Flat
from empirical.models.norms import EPSILON, BatchNorm, EvoNorm, GroupNorm
from theory.errors import BadInput

SMALL = Asked((3, 8, 8), 10, "bn", 0.25)

PARAMETERS = {
    # softmax and mlp by hand: 784·10 + 10, (784 + 1)·64 + 65·10
    ("softmax", (1, 28, 28), 10, "none", 1.0): 7850,
    ("mlp", (1, 28, 28), 10, "none", 1.0): 50890,
    # He et al., 2016, give 0.27 M and 1.7 M; the exact numbers are those of public implementations
    ("resnet20", (3, 32, 32), 10, "bn", 1.0): 269722,
    ("resnet110", (3, 32, 32), 10, "bn", 1.0): 1727962,
    ("resnet18", (3, 32, 32), 10, "bn", 1.0): 11173962,
    ("resnet34", (3, 32, 32), 10, "bn", 1.0): 21282122,
    ("vgg11", (3, 32, 32), 10, "bn", 1.0): 9231114,
    ("vgg16", (3, 32, 32), 10, "bn", 1.0): 14728266,
    ("wrn16-4", (3, 32, 32), 10, "bn", 1.0): 2748890,
    ("wrn28-10", (3, 32, 32), 10, "bn", 1.0): 36479194,
    # a normalisation layer has two numbers a channel, EvoNorm's with an activation three
    ("resnet20", (3, 32, 32), 10, "gn", 1.0): 269722,
    ("resnet20", (3, 32, 32), 10, "evonorm", 1.0): 269722 + 4 * 16 + 3 * 32 + 3 * 64,
    ("resnet20", (3, 32, 32), 100, "bn", 1.0): 269722 + 90 * 65,
}


@pytest.mark.parametrize("asked", PARAMETERS, ids=str)
def test_parameters(asked: tuple) -> None:
    name, *rest = asked
    assert build(name, Asked(*rest)).dimension == PARAMETERS[asked]


def test_ready_for_85_megabytes() -> None:
    """qprsgd says that ResNet-34 takes about 85 MB."""
    dimension = build("resnet34", Asked((3, 32, 32), 10, "bn")).dimension
    assert round(4 * dimension / 1e6) == 85


def module_of(name: str, asked: Asked) -> nn.Module:
    """The same module with numbers of its own."""
    return build(name, asked).training.to_empty(device="cpu")


@pytest.mark.parametrize("name", [n for n in MODELS if n not in ("resnet110", "wrn28-10", "resnet34")])
def test_function_equals_module(name: str) -> None:
    """And unflatten undoes flatten, in the order of the tensors."""
    flat = build(name, SMALL)
    x = flat.start(3, torch.float64)
    module = module_of(name, SMALL).double()
    module.load_state_dict(flat.unflatten(x), strict=False)
    inputs = torch.randn(4, 3, 8, 8, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(flat(x, inputs), module(inputs), rtol=1e-12, atol=1e-12)
    assert torch.equal(flat.flatten(flat.unflatten(x)), x)
    assert sum(flat.lengths) == flat.dimension == len(x)
    assert all(p.is_meta for p in flat.training.parameters())


@pytest.mark.parametrize("name", ["cnn", "resnet20", "wrn16-4", "vgg11", "vit"])
def test_training_can_begin(name: str) -> None:
    """Scores are of the order of 1 at the start, and no parameter is without a gradient."""
    flat = build(name, SMALL)
    x = flat.start(0, torch.float32).requires_grad_()
    inputs = torch.randn(16, 3, 8, 8, generator=torch.Generator().manual_seed(1))
    scores = flat(x, inputs)
    assert 0.05 < float(scores.detach().std()) < 20
    nn.functional.cross_entropy(scores, torch.arange(16) % 10).backward()
    assert x.grad is not None
    still = [n for n, g in flat.unflatten(x.grad).items() if not g.abs().sum() > 0]
    assert still == []


def test_start_depends_on_the_seed_alone() -> None:
    flat = build("cnn", SMALL)
    state = torch.get_rng_state()
    assert torch.equal(flat.start(5, torch.float64), build("cnn", SMALL).start(5, torch.float64))
    assert torch.equal(torch.get_rng_state(), state)
    assert not torch.equal(flat.start(5, torch.float64), flat.start(6, torch.float64))


def test_start_has_the_variance_of_he() -> None:
    flat = build("mlp", Asked((1, 28, 28), 10))
    weight = flat.unflatten(flat.start(0, torch.float64))["1.weight"]
    assert float(weight.var()) == pytest.approx(2 / 784, rel=0.02)


def images(channels: int) -> torch.Tensor:
    return torch.randn(3, channels, 5, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(2))


def weighted(layer: nn.Module) -> nn.Module:
    """The layer with factors and summands that are not all alike."""
    layer = layer.double()
    for number, parameter in enumerate(layer.parameters()):
        parameter.data = torch.linspace(0.5, 1.5, parameter.numel(), dtype=torch.float64) + number
    return layer


def test_group_norm() -> None:
    """Against loops over samples and groups."""
    x, layer = images(6), weighted(GroupNorm(6))
    expected = torch.empty_like(x)
    for sample in range(3):
        for group in (slice(0, 3), slice(3, 6)):
            part = x[sample, group]
            variance = ((part - part.mean()) ** 2).mean()
            expected[sample, group] = (part - part.mean()) / (variance + EPSILON) ** 0.5
    expected = expected * layer.weight[:, None, None] + layer.bias[:, None, None]
    torch.testing.assert_close(layer(x), expected, rtol=1e-12, atol=1e-12)


def test_evonorm() -> None:
    """x·sigmoid(vx) over the group's deviation; without activation the affine map alone."""
    x, layer = images(64), weighted(EvoNorm(64, True))
    assert layer.groups == 32
    expected = torch.empty_like(x)
    for sample in range(3):
        for group in range(32):
            part = x[sample, 2 * group : 2 * group + 2]
            gate = layer.gate[2 * group : 2 * group + 2, None, None]
            deviation = (((part - part.mean()) ** 2).mean() + EPSILON) ** 0.5
            expected[sample, 2 * group : 2 * group + 2] = part / (1 + torch.exp(-gate * part)) / deviation
    expected = expected * layer.weight[:, None, None] + layer.bias[:, None, None]
    torch.testing.assert_close(layer(x), expected, rtol=1e-12, atol=1e-12)
    still = weighted(EvoNorm(64, False))
    torch.testing.assert_close(still(x), x * still.weight[:, None, None] + still.bias[:, None, None])
    assert EvoNorm(12, True).groups == 4


def test_batch_norm() -> None:
    """Batch statistics in training, which leave no trace; the given ones in evaluation."""
    flat = Flat.of(nn.Sequential(BatchNorm(6), nn.Flatten()))
    x, inputs = torch.linspace(0.5, 1.5, 12, dtype=torch.float64), images(6)
    assert list(flat.batch_layers) == ["0"]
    statistics = flat.statistics(x, inputs)
    variance, mean = torch.var_mean(inputs, dim=(0, 2, 3))
    torch.testing.assert_close(statistics, {"0.mean": mean, "0.variance": variance})
    normed = (inputs - mean[:, None, None]) / (variance[:, None, None] * 59 / 60 + EPSILON) ** 0.5
    expected = (normed * x[:6, None, None] + x[6:, None, None]).flatten(1)
    torch.testing.assert_close(flat(x, inputs), expected)
    torch.testing.assert_close(flat(x, inputs), expected)
    alone = flat.evaluate(x, inputs[:1], statistics)
    normed = (inputs[:1] - mean[:, None, None]) / (variance[:, None, None] + EPSILON) ** 0.5
    torch.testing.assert_close(alone, (normed * x[:6, None, None] + x[6:, None, None]).flatten(1))


def test_bad_input() -> None:
    with pytest.raises(BadInput, match=r"model: read 'resnet21'; did you mean .*resnet20"):
        build("resnet21", SMALL)
    with pytest.raises(BadInput, match="norm: read 'gm'; did you mean gn"):
        build("cnn", Asked((3, 8, 8), 10, "gm"))
    with pytest.raises(BadInput, match="needs images"):
        build("cnn", Asked((12,), 2))
    flat = build("cnn", SMALL)
    with pytest.raises(BadInput, match=r"parameters: 0\.weight"):
        flat.flatten({**flat.unflatten(flat.start(0, torch.float32)), "0.weight": torch.zeros(2)})
