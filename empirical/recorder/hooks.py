"""DDP communication hooks: what a worker has, seen before it is averaged.

Annotations are not postponed here, since DDP compares those of a hook with its own types.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
import torch.distributed as dist
from torch import Tensor
from torch._C._distributed_c10d import GradBucket
from torch.distributed.algorithms.ddp_comm_hooks.default_hooks import allreduce_hook

from empirical.recorder.vectors import square
from theory.errors import BadInput
from toys.compressors import parse_compressor
from toys.compressors.message import bits_of
from toys.streams import Stream


@dataclass(eq=False)
class Buckets:
    """What the hooks of one rank leave for its recorder.

    It does not know the model: DDP holds its hook's state where no garbage collector looks, so that a model
    that is held from there would never be freed, nor the threads of its process group ended.
    """

    group: dist.ProcessGroup | None
    worker: int
    compressor: str | None
    seed: int
    scaler: torch.amp.GradScaler | None
    step: int = 0
    due: bool = True
    local: dict[Tensor, Tensor] = field(default_factory=dict)
    """The worker's own gradients of a step that is recorded."""
    residuals: dict[Tensor, Tensor] = field(default_factory=dict)
    feedback: bool = False
    """Whether what is averaged are messages, not gradients."""
    bits: float = 0.0
    lost: float = 0.0
    carried: float = 0.0
    """‖p − C(p)‖² and ‖p‖² of the step's messages so far."""

    def begin(self, step: int, due: bool) -> None:
        """A new step, which is recorded or not."""
        self.step, self.due = step, due
        self.local.clear()
        self.lost = self.carried = 0.0

    def scale(self) -> float:
        """By what the gradients are multiplied."""
        return 1.0 if self.scaler is None else float(self.scaler.get_scale())

    def see(self, bucket: GradBucket) -> None:
        if self.due:
            pairs = zip(bucket.parameters(), bucket.gradients(), strict=True)
            self.local.update((p, g.clone()) for p, g in pairs)

    def residual(self, parameters: Sequence[Tensor], like: Tensor) -> Tensor:
        """The residuals of a bucket's parameters, 0 at first."""
        return torch.cat(
            [self.residuals[p] if p in self.residuals else like.new_zeros(p.numel()) for p in parameters]
        )


def recording_hook(buckets: Buckets, bucket: GradBucket) -> torch.futures.Future[torch.Tensor]:
    """Record the worker's own gradients; what returns is DDP's own average, in every bit.

    Register with `ddp_model.register_comm_hook(recorder.buckets, recording_hook)`.
    """
    buffer = bucket.buffer()
    buckets.see(bucket)
    buckets.bits += buffer.numel() * bits_of(buffer)
    return allreduce_hook(buckets.group, bucket)  # type: ignore[arg-type]


def error_feedback_hook(buckets: Buckets, bucket: GradBucket) -> torch.futures.Future[torch.Tensor]:
    r"""Compress every bucket with the recorder's compressor and add what was lost to the next message.

    .. math::
        p_{k,t}   &= g_{k,t} + e_{k,t} \\
        e_{k,t+1} &= p_{k,t} − C(p_{k,t})

    The step size is outside the residual, as in gmc. DDP averages dense vectors: these travel, while `bits`
    counts the messages that they stand for. A share, as in top:1/10, is one of every bucket. Residuals belong
    to parameters, since DDP cuts its buckets anew after the first step.

    Raises BadInput where the recorder has no compressor.
    """
    if buckets.compressor is None:
        raise BadInput("compressor: none is set; error_feedback_hook needs one, as in compressor='top:1/10'")
    buckets.feedback = True
    buckets.see(bucket)
    if bool(torch.isfinite(bucket.buffer()).all()):
        _compress(buckets, buckets.compressor, bucket)
    return allreduce_hook(buckets.group, bucket)  # type: ignore[arg-type]


def _compress(buckets: Buckets, spelling: str, bucket: GradBucket) -> None:
    """Put C(g + e) in the place of a bucket's g."""
    buffer, parameters, scale = bucket.buffer(), bucket.parameters(), buckets.scale()
    carried = (buffer / scale + buckets.residual(parameters, buffer))[None]
    stream = Stream(
        (buckets.seed,), (buckets.worker,), "compress", buckets.step, lead=False,
        part=bucket.index(), device=str(buffer.device),
    )  # fmt: skip
    message = parse_compressor(spelling, buffer.numel()).compress(carried, stream)
    left = message.residual(carried)[0]
    buffer.copy_(message.dense()[0] * scale)
    buckets.residuals.update(zip(parameters, torch.split(left, [p.numel() for p in parameters]), strict=True))
    buckets.bits += float(message.bits().sum())
    if buckets.due:
        buckets.lost += square(left)
        buckets.carried += square(carried)
