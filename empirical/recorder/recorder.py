"""A few lines in a training loop of the user's own, and its constants are known."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w
import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from torch.optim import Optimizer

from empirical.recorder import passes
from empirical.recorder.estimates import Settings, constants_of
from empirical.recorder.hooks import Buckets
from empirical.recorder.table import Point, Table, as_table, gathered, noise, one_batch, stacked
from empirical.recorder.vectors import flat, square, trainable
from empirical.scatter import Scatter
from theory.constants import Constants, checked_count
from theory.constants_file import as_document, parse_constants, write_constants
from theory.errors import BadInput, TightropeError
from toys.compressors import ToyCompressor, parse_compressor
from toys.streams import Stream

Pieces = Tensor | Sequence[Tensor]
"""A vector, whole or as the tensors of a model."""

MANY = 2**31
"""More workers, samples or steps than any run has."""


@dataclass(eq=False)
class Recorder:
    """Estimates the constants of the theory in a training loop, single-process or DDP.

    Every `every`-th step is recorded: `after_backward` when gradients are there and nobody has clipped or
    unscaled them, `after_step` at the end; gradients are set to zero once a step. All other methods add to a
    recorded step and do nothing in the others. In a recorded step this holds a few vectors of the model's
    size (`samples`: `chunk` of them), and with several workers in one process one more for each; else none.

    model: the module, or its DistributedDataParallel with one of our hooks, whose ranks are the workers.
    batch: samples in a mini-batch, that is in one `backward` of one worker.
    workers: how many workers one process stands for; `after_backward(worker=k)` says whose gradient it is.
    compressor: as in top:1/10; applied to the gradients as if they were sent, or really, by
    `error_feedback_hook`.
    scaler: the GradScaler of the loop; a step that it skips is not recorded.
    iid: says that all workers draw from the same data, so that they differ by noise alone.
    lower_bound: of the objective, for the initial gap.

    Raises BadInput for a setting out of its range.
    """

    model: nn.Module
    batch: int
    workers: int | None = None
    optimizer: Optimizer | None = None
    every: int = 10
    compressor: str | None = None
    scaler: torch.amp.GradScaler | None = None
    iid: bool = False
    lower_bound: float = 0.0
    seed: int = 0
    step: int = field(default=0, init=False)
    diverged_at: int | None = field(default=None, init=False)
    """The recorded step whose gradient was not finite; nothing is recorded from there on."""
    skipped: int = field(default=0, init=False)
    """Recorded steps that a GradScaler skipped."""
    buckets: Buckets = field(init=False)
    """The state of DDP's hook, as in `ddp_model.register_comm_hook(recorder.buckets, recording_hook)`."""
    _points: list[np.ndarray] = field(default_factory=list, init=False)
    _point: Point = field(init=False)
    _as_if: ToyCompressor | None = field(init=False)
    _settings: dict[str, set[Any]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        checked_count("batch", self.batch, 1, MANY)
        checked_count("every", self.every, 1, MANY)
        if not trainable(self.model):
            raise BadInput("model: has no parameter that requires a gradient")
        group = self.model.process_group if isinstance(self.model, DistributedDataParallel) else None
        ranks = dist.get_world_size(group) if self._ddp else None
        if self.workers is None:
            self.workers = ranks or 1
        checked_count("workers", self.workers, 1, MANY)
        if ranks not in (None, self.workers):
            raise BadInput(
                f"workers: read {self.workers}; DistributedDataParallel has {ranks} ranks, a worker each"
            )
        rank = dist.get_rank(group) if self._ddp else 0
        self.buckets = Buckets(group, rank, self.compressor, self.seed, self.scaler)
        self._as_if = None if self.compressor is None else parse_compressor(self.compressor, self.dimension)
        self._begin()

    @property
    def due(self) -> bool:
        """Whether this step is recorded."""
        return self.diverged_at is None and self.step % self.every == 0

    @cached_property
    def _ddp(self) -> bool:
        return isinstance(self.model, DistributedDataParallel)

    @cached_property
    def _parameters(self) -> tuple[nn.Parameter, ...]:
        return trainable(self.model)

    @property
    def dimension(self) -> int:
        return sum(p.numel() for p in self._parameters)

    def _here(self) -> int:
        """How many workers this process has."""
        return 1 if self._ddp else int(self.workers or 1)

    def _begin(self) -> None:
        self._point = Point(self._here())
        self.buckets.begin(self.step, self.due)

    def _checked(self, worker: int) -> int:
        return checked_count("worker", worker, 0, self._here() - 1)

    # The gradients of the step

    def after_backward(self, loss: Tensor | None = None, *, worker: int = 0, factor: float = 1.0) -> None:
        """Record the gradient that `backward` has just left, or added to what was there.

        `loss` is the mini-batch's, as it was passed to `backward`, for the initial gap. `factor` is what it
        was multiplied by, such as 1/4 under accumulation of four mini-batches; a scaler's factor is known.
        """
        if not self.due:
            return
        self._checked(worker)
        point, scale = self._point, factor * self.buckets.scale()
        total = self._accumulated()
        gradient = total if point.total is None else total - point.total
        point.total = total
        value = torch.full((1,), torch.nan) if loss is None else loss.detach().reshape(1) / factor
        gradient = gradient if scale == 1 else gradient / scale
        point.added(worker, one_batch(self.batch, value.to(gradient), gradient))
        if self.buckets.local:
            point.mean_sq = square(self._mean_of_workers(point.scatters[worker], scale))

    def _accumulated(self) -> Tensor:
        """This process's own gradients: DDP's hook has seen them before they were averaged."""
        local = self.buckets.local
        return flat((local.get(p, p.grad) for p in self._parameters), self._parameters)

    def _mean_of_workers(self, own: Scatter, scale: float) -> Tensor:
        if not self.buckets.feedback:
            return flat((p.grad for p in self._parameters), self._parameters) / (scale * own.batches)
        mean = own.mean / self._workers
        dist.all_reduce(mean, group=self.buckets.group)
        return mean

    # More about the point at which the step begins

    def samples(
        self, loss: passes.SampleLoss, inputs: Tensor, targets: Tensor, *, worker: int = 0, chunk: int = 32
    ) -> None:
        """Estimate σ² from each sample's gradient: `loss` is the mean one of outputs and targets.

        Holds `chunk` gradients at a time. Raises BadInput for a model with batch normalisation.
        """
        if self.due:
            checked_count("samples", len(inputs), 2, MANY)
            self._noise(worker, passes.of_samples(self._module, loss, inputs, targets, chunk))

    def batches(self, loss: passes.BatchLoss, batches: Iterable[Any], *, worker: int = 0) -> None:
        """Estimate σ² from independent mini-batches of `batch` samples; `loss` is a batch's mean one."""
        if self.due:
            seen = passes.of_batches(self.model, loss, batches, self.batch)
            checked_count("batches", seen.batches, 2, MANY)
            self._noise(worker, seen)

    def _noise(self, worker: int, seen: Scatter) -> None:
        self._point.put("noise", self._checked(worker), noise(seen))

    @property
    def _module(self) -> nn.Module:
        module: nn.Module = (
            self.model.module if isinstance(self.model, DistributedDataParallel) else self.model
        )
        return module

    def curvature(self, loss: passes.Loss, *, worker: int = 0, iterations: int = 20) -> None:
        """Lanczos on the Hessian of `loss()`, a worker's loss on fixed data, here."""
        if self.due:
            value, error = passes.curvature(self.model, loss, iterations, self.seed)
            self._point.put("curvature", self._checked(worker), abs(value))
            self._point.put("curvature_error", worker, error)

    @contextmanager
    def secant(self, loss: passes.Loss, *, worker: int = 0) -> Iterator[None]:
        """`with recorder.secant(loss): optimizer.step()` takes how far the gradient of `loss()` turns."""
        if not self.due:
            yield
            return
        before = passes.slope_at(self.model, loss)
        yield
        after = passes.slope_at(self.model, loss)
        self._point.put("secant", self._checked(worker), passes.secant(before, after))

    # Compression of the user's own

    def sent(self, vector: Pieces, message: Pieces, *, worker: int = 0) -> None:
        """Record a message of the user's own compressor, C(v), beside v."""
        if self.due:
            whole, what = _pieces(vector), _pieces(message)
            lost = square(*(v - m for v, m in zip(whole, what, strict=True)))
            self._contraction(self._checked(worker), lost, square(*whole))

    def residual(self, residual: Pieces, *, worker: int = 0) -> None:
        """Record the residual that error feedback keeps."""
        if self.due:
            self._point.put("residual_sq", self._checked(worker), square(*_pieces(residual)))

    def _contraction(self, worker: int, lost: float, of: float) -> None:
        if of:
            self._point.put("contraction", worker, 1 - lost / of)

    def _compress(self) -> None:
        """What the hook's messages lost, or what messages of the gradients would lose."""
        buckets = self.buckets
        if buckets.feedback:
            self._contraction(0, buckets.lost, buckets.carried)
            self._point.put("residual_sq", 0, square(*buckets.residuals.values()))
        elif self._as_if is not None:
            for worker, seen in self._point.scatters.items():
                if not self._point.has("contraction", worker):
                    message = self._as_if.compress(seen.mean[None], self._stream(worker, seen.mean))
                    lost = square(message.residual(seen.mean[None]))
                    self._contraction(worker, lost, float(self._point.rows["gradient_sq"][worker]))

    def _stream(self, worker: int, like: Tensor) -> Stream:
        worker = worker + self.buckets.worker
        return Stream((self.seed,), (worker,), "compress", self.step, lead=False, device=str(like.device))

    # The end of a step, and of the run

    def after_step(self) -> None:
        """End the step."""
        if self.due:
            self._close(self._point)
        self._note_settings()
        self.step += 1
        self._begin()

    def _close(self, point: Point) -> None:
        """Keep the point; with a scaler an overflow skips the step, without one the run has diverged."""
        if self._ddp and point.mean_sq is None:
            raise BadInput(
                "model: DistributedDataParallel has averaged the gradients, and no hook has seen the "
                "worker's own; register one, ddp_model.register_comm_hook(recorder.buckets, recording_hook), "
                "and call after_backward after each backward"
            )
        if point.summed_up(self.step):
            self._compress()
            self._points.append(point.line())
        elif self.scaler is not None and self.scaler.is_enabled():
            self.skipped += 1
        else:
            self.diverged_at = self.step

    def _note_settings(self) -> None:
        for group in self.optimizer.param_groups if self.optimizer else ():
            betas = group.get("betas", (group.get("momentum"), None))
            now = {
                "step_size": group["lr"],
                "momentum": betas[0],
                "momentum2": betas[1],
                "weight_decay": group.get("weight_decay", 0.0),
            }
            for name, value in now.items():
                self._settings.setdefault(name, set()).add(None if value is None else float(value))

    @property
    def _workers(self) -> int:
        return int(self.workers or 1)

    def table(self) -> Table:
        """All that was recorded, of all workers; under DDP every rank calls this together."""
        points = stacked(self._points, self._here())
        if self._ddp:
            points = gathered(points, self.buckets.group, self._parameters[0].device)
        return as_table(points)

    def constants(self, run: Mapping[str, Any] | None = None) -> Constants:
        """The constants with their intervals; under DDP every rank calls this together.

        `run` is what the run was, in the words of a constants file's table of that name; nothing is assumed.
        Raises TightropeError for a run that diverged or recorded nothing, BadInput for an unknown word.
        """
        if self.diverged_at is not None:
            raise TightropeError(
                f"the gradient at step {self.diverged_at} was not finite: the run has diverged, and a "
                f"diverged run has no constants; {len(self._points)} points before it are in table()"
            )
        bits = np.array([self.buckets.bits])
        if self._ddp:
            bits = gathered(bits, self.buckets.group, self._parameters[0].device)
        found = constants_of(self.table(), self._chosen(float(bits.sum())), run)
        return parse_constants(tomllib.loads(tomli_w.dumps(as_document(found))))

    def _chosen(self, bits: float) -> Settings:
        return Settings(
            workers=self._workers,
            dimension=self.dimension,
            steps=self.step,
            every=self.every,
            skipped=self.skipped,
            iid=self.iid,
            lower_bound=self.lower_bound,
            bits=bits,
            compressor=self._as_if,
            feedback=self.buckets.feedback,
            used=self._settings,
        )

    def write(self, path: str | os.PathLike[str], run: Mapping[str, Any] | None = None) -> Constants:
        """Write `constants` for `tightrope bounds` and `check`; all ranks of DDP call, the first writes."""
        found = self.constants(run)
        if self.buckets.worker == 0:
            write_constants(Path(path), found)
        return found


def _pieces(vector: Pieces) -> Sequence[Tensor]:
    return (vector,) if isinstance(vector, Tensor) else vector
