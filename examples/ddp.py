"""A DistributedDataParallel loop whose constants are recorded: each rank is a worker with data of its own.

torchrun --nproc-per-node 2 examples/ddp.py [OUT.toml]
"""

import sys

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from empirical.recorder import Recorder, recording_hook
from toys.data import load
from toys.splits import split

BATCH, STEPS = 16, 100


def main(out: str) -> None:
    dist.init_process_group("gloo")
    rank, ranks = dist.get_rank(), dist.get_world_size()
    data = load("mushrooms")
    mine = split("dirichlet:1", data.labels, ranks, 0)[rank]
    inputs, targets = data.rows[mine].float(), (data.labels[mine] > 0).float()
    random = torch.Generator().manual_seed(rank)
    torch.manual_seed(0)
    model = DistributedDataParallel(
        nn.Sequential(nn.Linear(112, 16), nn.Tanh(), nn.Linear(16, 1), nn.Flatten(0))
    )
    loss_of = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    recorder = Recorder(model, batch=BATCH, optimizer=optimizer, every=5)
    model.register_comm_hook(recorder.buckets, recording_hook)

    for _ in range(STEPS):
        rows = torch.randint(len(inputs), (BATCH,), generator=random)
        x, y = inputs[rows], targets[rows]
        optimizer.zero_grad()
        loss = loss_of(model(x), y)
        loss.backward()
        recorder.after_backward(loss)
        recorder.samples(loss_of, x, y)
        optimizer.step()
        recorder.after_step()

    found = recorder.write(out)
    if rank == 0:
        for name in ("noise", "heterogeneity", "gradient_sq"):
            print(f"{name:14} {found.known[name].value:.4g}  {found.known[name].how}")
        print(f"\ntightrope bounds {out}")
    dist.destroy_process_group()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "constants.toml")
