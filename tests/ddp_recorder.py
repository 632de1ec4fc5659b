"""What each of two gloo ranks does for test_recorder_ddp; a rank that fails ends both.

Rank 0 leaves its findings as JSON in the file that is named.
"""

from __future__ import annotations

import gc
import json
import sys
import weakref
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from empirical.recorder import Recorder, error_feedback_hook, recording_hook
from theory.errors import BadInput
from toys.compressors import parse_compressor
from toys.streams import Stream

STEPS, BATCH, EACH = 6, 4, 2
"""The last step is not a recorded one, so that what recording has left behind shows."""


def network(dtype: torch.dtype = torch.float64) -> nn.Sequential:
    torch.manual_seed(3)
    layers = nn.Sequential(nn.Linear(12, 9), nn.BatchNorm1d(9), nn.Tanh(), nn.Linear(9, 3))
    return layers.to(dtype)


def batches(rank: int) -> Iterator[tuple[Tensor, Tensor]]:
    random = torch.Generator().manual_seed(10 + rank)
    while True:
        x = torch.randn(BATCH, 12, generator=random, dtype=torch.float64) + rank / 2
        yield x, torch.randint(3, (BATCH,), generator=random)


def loss_of(model: nn.Module, batch: tuple[Tensor, Tensor]) -> Tensor:
    return nn.functional.cross_entropy(model(batch[0]), batch[1])


def many_buckets(model: nn.Module, **more: object) -> DistributedDataParallel:
    """So small that DDP makes several, and cuts them anew after the first step."""
    return DistributedDataParallel(model, bucket_cap_mb=0.0005, **more)


def loop(
    model: DistributedDataParallel, recorder: Recorder | None, each: int = 1, more: bool = False
) -> list:
    """SGD with so many accumulated mini-batches, all but the last without communication; what is left."""
    optimizer, drawn = torch.optim.SGD(model.parameters(), lr=0.1), batches(dist.get_rank())
    for _ in range(STEPS):
        optimizer.zero_grad()
        for j in range(each):
            batch = next(drawn)
            with nullcontext() if j == each - 1 else model.no_sync():
                loss = loss_of(model, batch) / each
                loss.backward()
            if recorder:
                recorder.after_backward(loss, factor=1 / each)
        if recorder and more:
            recorder.batches(partial(loss_of, model), [batch, (batch[0] + 1, batch[1])])
            recorder.curvature(partial(loss_of, model, batch), iterations=2)
            with recorder.secant(partial(loss_of, model, batch)):
                optimizer.step()
        else:
            optimizer.step()
        if recorder:
            recorder.after_step()
    return [t.detach().clone() for t in (*model.parameters(), *model.buffers())]


def freed() -> bool:
    """Whether a model that has been recorded goes when nobody holds it."""
    model = many_buckets(network())
    recorder, gone = Recorder(model, batch=BATCH), weakref.ref(model)
    model.register_comm_hook(recorder.buckets, recording_hook)
    loop(model, recorder)
    del model, recorder
    gc.collect()
    return gone() is None


def same_bits() -> dict[str, object]:
    """The hook changes nothing; what further passes broadcast or accumulate, neither."""
    alone = loop(many_buckets(network()), None)
    model = many_buckets(network())
    recorder = Recorder(model, batch=BATCH, every=2)
    model.register_comm_hook(recorder.buckets, recording_hook)
    seen = loop(model, recorder, more=True)
    bits = recorder.constants().measured["bits"].value
    per_step = sum(p.numel() for p in model.parameters()) * 64 * 2
    here = all(torch.equal(a, b) for a, b in zip(alone, seen, strict=True))
    equal = torch.tensor([float(here)])
    dist.all_reduce(equal, dist.ReduceOp.MIN)
    return {
        "equal": bool(equal),
        "moved": not torch.equal(seen[0], next(network().parameters())),
        "bits": bits,
        "bits_expected": per_step * STEPS,
        "local_left": len(recorder.buckets.local),
        "freed": freed(),
    }


def as_one_process(each: int) -> dict[str, object]:
    """The table of two ranks is that of one process that stands for both, on the same batches."""
    plain, copy = (nn.Sequential(nn.Linear(12, 9), nn.Tanh(), nn.Linear(9, 3)).double() for _ in range(2))
    for p, q in zip(plain.parameters(), copy.parameters(), strict=True):
        dist.broadcast(p.data, 0)
        q.data.copy_(p.data)
    model = many_buckets(plain)
    recorder = Recorder(model, batch=BATCH, every=3)
    model.register_comm_hook(recorder.buckets, recording_hook)
    loop(model, recorder, each)
    alone = Recorder(copy, batch=BATCH, workers=2, every=3)
    optimizer, drawn = torch.optim.SGD(copy.parameters(), lr=0.1), [batches(0), batches(1)]
    for _ in range(STEPS):
        optimizer.zero_grad()
        for worker in range(2):
            for _ in range(each):
                loss = loss_of(copy, next(drawn[worker])) / each
                loss.backward()
                alone.after_backward(loss, worker=worker, factor=1 / each)
        for p in copy.parameters():
            p.grad /= 2
        optimizer.step()
        alone.after_step()
    table, expected = recorder.table(), alone.table()
    apart = {
        name: float(np.nanmax(np.abs(table[name] / expected[name] - 1), initial=0.0)) for name in expected
    }
    both = {name: (np.isnan(table[name]), np.isnan(expected[name])) for name in expected}
    return {
        "apart": apart,
        "told": [name for name, (here, _) in both.items() if not here.any()],
        "same_places": all(np.array_equal(here, there) for here, there in both.values()),
    }


def feedback() -> dict[str, object]:
    """Error feedback by its formula, bucket after bucket, on the gradients of every rank."""
    model = DistributedDataParallel(network())
    recorder = Recorder(model, batch=BATCH, every=1, compressor="top:1/5", seed=4)
    model.register_comm_hook(recorder.buckets, error_feedback_hook)
    copy, drawn, rank = network(), batches(dist.get_rank()), dist.get_rank()
    size = sum(p.numel() for p in copy.parameters())
    residual, compressor = torch.zeros(1, size, dtype=torch.float64), parse_compressor("top:1/5", size)
    optimizer, shares, norms, apart = torch.optim.SGD(model.parameters(), lr=0.1), [], [], 0.0
    for t in range(STEPS):
        batch = next(drawn)
        optimizer.zero_grad()
        copy.load_state_dict(model.module.state_dict())
        loss = loss_of(model, batch)
        loss.backward()
        recorder.after_backward(loss)
        pieces = torch.autograd.grad(loss_of(copy, batch), list(copy.parameters()))
        carried = torch.cat([piece.flatten() for piece in pieces])[None] + residual
        message = compressor.compress(carried, Stream((4,), (rank,), "compress", t, lead=False)).dense()
        residual = carried - message
        shares.append(1 - float((residual**2).sum() / (carried**2).sum()))
        norms.append(float((residual**2).sum()))
        mean = message.clone()
        dist.all_reduce(mean)
        got = torch.cat([p.grad.flatten() for p in model.parameters()])
        apart = max(apart, float((got - mean[0] / 2).abs().max()))
        optimizer.step()
        recorder.after_step()
    table, found = recorder.table(), recorder.constants()
    return {
        "apart": apart,
        "share_apart": float(np.abs(table["contraction"][:, rank] - shares).max()),
        "norm_apart": float(np.abs(table["residual_sq"][:, rank] - norms).max()),
        "least": found.known["contraction"].value,
        "least_expected": float(table["contraction"].min()),
        "bits": found.measured["bits"].value,
        "bits_expected": 2 * STEPS * compressor.kept * (64 + 32),
    }


def refusals() -> dict[str, object]:
    """A model without our hook, and a gradient of one rank that is not finite."""
    said = ""
    model = many_buckets(network())
    try:
        loop(model, Recorder(model, batch=BATCH))
    except BadInput as error:
        said = str(error)
    model = many_buckets(network())
    recorder = Recorder(model, batch=BATCH, every=1)
    model.register_comm_hook(recorder.buckets, recording_hook)
    drawn = batches(dist.get_rank())
    for t in range(3):
        model.zero_grad()
        (loss_of(model, next(drawn)) * (torch.nan if (t, dist.get_rank()) == (1, 1) else 1)).backward()
        recorder.after_backward()
        recorder.after_step()
    return {"said": said, "diverged_at": recorder.diverged_at}


def main(out: Path) -> None:
    dist.init_process_group("gloo")
    found = {
        "same_bits": same_bits(),
        "accumulated": as_one_process(EACH),
        "feedback": feedback(),
        "refusals": refusals(),
    }
    if dist.get_rank() == 0:
        out.write_text(json.dumps(found))
    # A hook's future holds a Python function, which a thread of the group lets go. One that does so when the
    # interpreter ends is ended within a destructor of C++, which aborts the process. So no rank ends before
    # all threads have had their turn, nor with a model, which refers to itself and would hold the group.
    gc.collect()
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
