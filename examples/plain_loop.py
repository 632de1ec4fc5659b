"""An ordinary training loop whose constants are recorded: logistic regression on the UCI mushrooms.

python examples/plain_loop.py [OUT.toml]
"""

import sys

import torch
from torch import nn

from empirical.recorder import Recorder
from toys.data import load

BATCH, STEPS = 16, 200


def main(out: str) -> None:
    data = load("mushrooms")
    inputs, targets = data.rows.float(), (data.labels > 0).float()
    random = torch.Generator().manual_seed(0)
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(inputs.shape[1], 16), nn.Tanh(), nn.Linear(16, 1), nn.Flatten(0))
    loss_of = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    recorder = Recorder(model, batch=BATCH, optimizer=optimizer, every=10, compressor="top:1/10")

    for _ in range(STEPS):
        rows = torch.randint(len(inputs), (BATCH,), generator=random)
        x, y = inputs[rows], targets[rows]
        optimizer.zero_grad()
        loss = loss_of(model(x), y)
        loss.backward()
        recorder.after_backward(loss)
        recorder.samples(loss_of, x, y)
        with recorder.secant(lambda x=x, y=y: loss_of(model(x), y)):
            optimizer.step()
        recorder.after_step()

    found = recorder.write(out)
    for name, estimate in (found.known | found.measured).items():
        between = "" if estimate.interval is None else "  [{:.4g}, {:.4g}]".format(*estimate.interval)
        print(f"{name:20} {estimate.value:10.4g}  {estimate.kind}{between}")
    print(f"\ntightrope bounds {out}\ntightrope check {out}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "constants.toml")
