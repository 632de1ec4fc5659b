"""A network on pictures that are split over workers: a problem whose constants have to be measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
import torch
from jaxtyping import Float, Int64, UInt8
from torch import Tensor
from torch.func import grad, grad_and_value, vmap

from empirical.data.augment import AUGMENTATIONS, Augmentation
from empirical.data.pictures import Pictures
from empirical.models.flat import Flat
from empirical.scatter import Scatter
from theory.constants import Estimate
from theory.errors import BadInput
from toys.splits import Parts, mixed

STATISTICS = 256
"""How many of a worker's samples give the statistics with which batch normalisation is evaluated."""

LEAST_FOR_BATCHES = 4
"""Samples of a worker with batch normalisation: two batches of two, whose gradients have a spread."""

AT_ONCE = 2**22
"""Numbers in the gradients that are computed by one call where a network allows several: 16 MB."""

AT_LEAST = 256
"""Samples in a batch where their number makes no difference but in time."""

TESTED_AT_ONCE = 500


@dataclass(frozen=True, eq=False)
class Network:
    """F_k(w) = mean over the worker's samples of the cross-entropy, plus (decay/2)‖w‖².

    `decay` is for methods whose own text has no weight decay. Stochastic gradients are of augmented samples,
    and F and its gradients of the samples as they are. With batch normalisation a sample's loss depends on
    its batch: F_k is then the mean over batches of about `together` samples each, whose statistics are those
    of the batch, and a worker's test statistics are those of its own samples at the model that is tested,
    not averages over models that it has left.
    """

    model: Flat
    pictures: Pictures
    images: UInt8[Tensor, "total channels height width"]
    labels: Int64[Tensor, " total"]
    edges: tuple[int, ...]
    """Where the workers' samples begin, with their number at the end."""
    seed: int
    dtype: torch.dtype = torch.float32
    device: str = "cpu"
    decay: float = 0.0
    augmentation: Augmentation = AUGMENTATIONS["none"]
    together: int = 128
    """Samples in each of the gradients from which observers compute F's gradient and the noise."""
    observed: int = 0
    """How many of a worker's samples observers look at; 0: all."""
    finite_sum: bool = True

    @classmethod
    def of(
        cls,
        model: Flat,
        pictures: Pictures,
        parts: Parts,
        seed: int,
        dtype: torch.dtype = torch.float32,
        device: str = "cpu",
        decay: float = 0.0,
        augmentation: Augmentation = AUGMENTATIONS["none"],
        together: int = 128,
        observed: int = 0,
    ) -> Network:
        """The problem on pictures whose training part is dealt out in parts, from the start of a seed.

        Raises BadInput for a worker with too few samples for batch normalisation, or too few to look at.
        """
        order = torch.cat(mixed(parts, seed))
        edges = tuple(accumulate(map(len, parts), initial=0))
        if model.batch_layers and min(map(len, parts)) < LEAST_FOR_BATCHES:
            raise BadInput(
                f"norm: bn needs {LEAST_FOR_BATCHES} samples on every worker; read a split that leaves one "
                f"with {min(map(len, parts))}; take fewer workers, another split, or another norm"
            )
        if observed == 1:
            raise BadInput("observe_samples: read 1, which has no spread; allowed: 0 for all, or 2 and more")
        images, labels = (x[order].to(device) for x in (pictures.images, pictures.labels))
        places = (edges, seed, dtype, device)
        return cls(model, pictures, images, labels, *places, decay, augmentation, together, observed)

    @property
    def looked_at(self) -> str:
        """The data that `seen` is about, in words."""
        return f"the first {self.observed} samples of each worker" if self.observed else "all data"

    @property
    def noise_estimate(self) -> str:
        """How `seen` finds the noise, in words that continue a sentence."""
        each = f"estimated without bias from gradients of about {self.together}"
        return f" on {self.looked_at}, {'sample by sample' if self.together == 1 else each}"

    @property
    def hypotheses(self) -> Mapping[str, str]:
        unbiased = "holds: samples are drawn uniformly, with replacement"
        if self.augmentation.variants > 1:
            unbiased = "fails: stochastic gradients are of augmented samples, F of the samples as they are"
        if self.model.batch_layers:
            unbiased = "fails: a sample's loss depends on its batch"
        return {
            "smooth": "no L over space is known: L is that of the points where it was measured",
            "bounded gradient": "fails over space: M² is that of the run",
            "lower bound": "holds: F ≥ 0",
            "unbiased gradients": unbiased,
        }

    @property
    def workers(self) -> int:
        return len(self.edges) - 1

    @property
    def dimension(self) -> int:
        return self.model.dimension

    def start(self) -> Float[Tensor, "1 dimension"]:
        """w₀, drawn anew whenever it is asked for: nobody keeps it for the whole of a run."""
        return self.model.start(self.seed, self.dtype)[None].to(self.device)

    def samples(self, worker: int) -> int:
        return self.edges[worker + 1] - self.edges[worker]

    def draws(self, worker: int) -> int:
        """From how many equally likely variants of samples a stochastic gradient draws."""
        return self.samples(worker) * self.augmentation.variants

    def lower_bound(self) -> float:
        """0: no term of F is negative."""
        return 0.0

    @cached_property
    def _moments(self) -> tuple[Tensor, Tensor]:
        mean, deviation = self.pictures.moments
        return mean.to(self.device, self.dtype), deviation.to(self.device, self.dtype)

    def inputs(self, images: UInt8[Tensor, "*batch _ _ _"]) -> Float[Tensor, "*batch _ _ _"]:
        """Pictures as the network takes them, standardised by the training set's moments."""
        mean, deviation = self._moments
        return (images.to(mean.dtype) - mean) / deviation

    def _objective(self, x: Tensor, inputs: Tensor, labels: Tensor) -> Tensor:
        """The mean cross-entropy of a batch, plus (decay/2)‖x‖²."""
        entropy = torch.nn.functional.cross_entropy(self.model(x, inputs), labels)
        return entropy + self.decay / 2 * (x * x).sum() if self.decay else entropy

    # Stochastic gradients

    def sampled_gradient(self, workers: Sequence[int], x: Tensor, samples: Tensor) -> Tensor:
        """The mean gradient of the drawn variants: draw n·variant + sample of a worker with n samples."""
        inputs, labels = self.drawn(workers, samples)
        lead = np.broadcast_shapes(tuple(x.shape[:-1]), tuple(samples.shape[:-1]))
        common = x.numel() == self.dimension
        points = x.reshape(1, -1) if common else x.expand(*lead, x.shape[-1]).flatten(0, -2)
        inputs, labels = (v.expand(*lead, *v.shape[samples.dim() - 1 :]) for v in (inputs, labels))
        gradients = self._gradients(points, inputs.flatten(0, len(lead) - 1), labels.flatten(0, -2))
        return gradients.reshape(*lead, x.shape[-1])

    def drawn(self, workers: Sequence[int], samples: Tensor) -> tuple[Tensor, Tensor]:
        """The inputs and labels of these draws, (…, workers, batch, …)."""
        sizes, begins = (
            torch.tensor(list(map(of, workers)), device=samples.device)[:, None]
            for of in (self.samples, self.edges.__getitem__)
        )
        rows, variants = (samples % sizes + begins).flatten(), (samples // sizes).flatten()
        images = self.augmentation.apply(self.images[rows], variants)
        return (
            self.inputs(images).reshape(*samples.shape, *images.shape[1:]),
            self.labels[rows].reshape(samples.shape),
        )

    def _gradients(
        self, points: Float[Tensor, "points dimension"], inputs: Tensor, labels: Int64[Tensor, "count batch"]
    ) -> Float[Tensor, "count dimension"]:
        """The gradient on every batch, at a point of its own or at the one that they have in common."""
        if self.model.linear_layers_only and len(inputs) > 1:
            own = len(points) > 1
            gradient = vmap(grad(self._objective), (0 if own else None, 0, 0))
            gradients: Tensor = gradient(points if own else points[0], inputs, labels)
            return gradients
        each = zip(points.expand(len(inputs), -1), inputs, labels, strict=True)
        found = [self._gradient(*one)[0] for one in each]
        return torch.stack(found) if len(found) > 1 else found[0][None]

    def _gradient(self, x: Tensor, inputs: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        """The gradient, with the objective beside it, without the overhead of a function transform."""
        x = x.detach().requires_grad_()
        value = self._objective(x, inputs, labels)
        return torch.autograd.grad(value, x)[0], value.detach()

    # What observers ask: a pass over a worker's samples, batch by batch

    def batches(self, worker: int, most: int = 0, least: int = 1) -> Iterator[Tensor]:
        """The worker's row numbers, or the first so many of them, in nearly equal batches.

        They are in random order. A batch has `together` samples, or a few more, or half of them all. Where
        it makes no difference how samples are batched, it has at least so many.
        """
        begin, count = self.edges[worker], self.samples(worker)
        count = min(most or count, count)
        size = self.together if self.model.batch_layers else max(self.together, least)
        size = max(1, min(size, count // 2))
        return iter(torch.arange(begin, begin + count).tensor_split(count // size))

    def _scatter(self, worker: int, x: Float[Tensor, " dimension"], most: int = 0) -> Scatter:
        found = Scatter.of_nothing()
        for rows in _alike(self.batches(worker, most), self._at_once):
            inputs, labels = self.inputs(self.images[rows]), self.labels[rows]
            if len(rows) > 1:
                gradients, values = vmap(grad_and_value(self._objective), (None, 0, 0))(x, inputs, labels)
            else:
                gradients, values = (v[None] for v in self._gradient(x, inputs[0], labels[0]))
            found = found.joined(Scatter.of(rows.shape[1], values, gradients))
        return found

    @property
    def _at_once(self) -> int:
        return max(1, AT_ONCE // self.dimension) if self.model.linear_layers_only else 1

    def _each(self, workers: Sequence[int], x: Tensor, function: Callable[[int, Tensor], Tensor]) -> Tensor:
        """function(worker, point) for every worker of every run, (…, workers, _)."""
        points = x.expand(*x.shape[:-2], len(workers), x.shape[-1])
        runs = points.reshape(-1, *points.shape[-2:])
        found = torch.stack([function(k, run[at]) for run in runs for at, k in enumerate(workers)])
        return found.reshape(*points.shape[:-1], found.shape[-1])

    def gradient(self, workers: Sequence[int], x: Tensor) -> Tensor:
        return self._each(workers, x, lambda k, point: self._scatter(k, point).mean)

    def noise(self, workers: Sequence[int], x: Tensor) -> Tensor:
        """An unbiased estimate of σ² from batches of all samples; exact where `together` is 1."""
        return self._each(workers, x, lambda k, point: self._scatter(k, point).variance(self.samples(k)))

    def seen(self, workers: Sequence[int], x: Tensor) -> Tensor:
        """F_k, the estimate of σ² and ∇F_k on the samples that observers look at."""

        def of(worker: int, point: Tensor) -> Tensor:
            found = self._scatter(worker, point, self.observed)
            return torch.cat([found.value, found.variance(self.samples(worker)), found.mean])

        return self._each(workers, x, of)

    def loss(self, workers: Sequence[int], x: Tensor) -> Tensor:
        return self._each(workers, x, self._loss)

    @torch.no_grad()
    def _loss(self, worker: int, x: Tensor) -> Float[Tensor, " 1"]:
        parts = [
            len(rows) * self._objective(x, self.inputs(self.images[rows]), self.labels[rows])
            for rows in self.batches(worker, least=AT_LEAST)
        ]
        return torch.stack(parts).sum(0, keepdim=True) / self.samples(worker)

    def hessian_product(self, worker: int, x: Tensor, direction: Tensor) -> Tensor:
        """∇²F_k(x)·direction on the samples that observers look at, x and direction (1, dimension)."""
        total, count = torch.zeros_like(x), 0
        for rows in self.batches(worker, self.observed, AT_LEAST):
            point = x.detach().requires_grad_()
            value = self._objective(point[0], self.inputs(self.images[rows]), self.labels[rows])
            (gradient,) = torch.autograd.grad(value, point, create_graph=True)
            (product,) = torch.autograd.grad(gradient, point, direction)
            total, count = total + len(rows) * product, count + len(rows)
        return total / count

    @torch.no_grad()
    def accuracy(self, workers: Sequence[int], x: Tensor) -> Tensor:
        """The share of the test pictures whose class the point finds, with each worker's statistics."""
        if x.shape[-2] == 1 and not self.model.batch_layers:  # all workers have one model
            return self._each(workers[:1], x, self._accuracy).expand(*x.shape[:-2], len(workers), 1)
        return self._each(workers, x, self._accuracy)

    def _accuracy(self, worker: int, x: Tensor) -> Float[Tensor, " 1"]:
        own = self.images[self.edges[worker] : self.edges[worker + 1]][:STATISTICS]
        statistics = self.model.statistics(x, self.inputs(own)) if self.model.batch_layers else {}
        right = torch.zeros(1, dtype=torch.float64, device=x.device)
        tests = zip(
            torch.split(self.pictures.test_images, TESTED_AT_ONCE),
            torch.split(self.pictures.test_labels, TESTED_AT_ONCE),
            strict=True,
        )
        for images, labels in tests:
            scores = self.model.evaluate(x, self.inputs(images.to(x.device)), statistics)
            right += (scores.argmax(-1) == labels.to(x.device)).sum()
        return right / len(self.pictures.test_labels)

    @cached_property
    def _known(self) -> Mapping[str, Estimate]:
        gap = float(self.seen(range(self.workers), self.start())[..., 0].mean())
        return {"gap": Estimate(gap, "upper", how="F(w₀) − 0: F ≥ 0 is the lower bound of F* that is used")}

    def constants(self) -> Mapping[str, Estimate]:
        """The gap at w₀; nothing else is known of a network."""
        return self._known


def _alike(batches: Iterator[Tensor], most: int) -> Iterator[Tensor]:
    """Consecutive batches of equal size, up to so many of them together, (batches, size)."""
    held: list[Tensor] = []
    for batch in batches:
        if held and (len(held) == most or len(batch) != len(held[0])):
            yield torch.stack(held)
            held = []
        held.append(batch)
    if held:
        yield torch.stack(held)
