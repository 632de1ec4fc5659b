"""Compressors on a vector as long as ResNet-18's, against a copy of it and against plain PyTorch.

`python -m benchmarks.compressors NAME COMPONENTS` is a process that tells the memory of one compressor.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import Tensor

from benchmarks.agreement import difference
from benchmarks.allocator import keep_memory
from benchmarks.memory import peak, resident
from benchmarks.quick_verbs import ROOT
from benchmarks.timing import Judged, Row, Target, Work, compared, interleaved
from empirical.experiment import one_thread
from toys.compressors import ToyCompressor, parse_compressor
from toys.compressors.message import ToyMessage
from toys.streams import Stream

RESNET18 = 11_200_000
SHARE = 1000
"""Sparsifiers keep one component in so many."""

COPY, TOPK = "x.copy_()", "torch.topk and its gather"

TARGETS: Mapping[str, Target] = {
    f"block:1/{SHARE}": Target("<=", 1.2),
    "sign": Target("<=", 5),
    f"sampled:1/{SHARE}": Target("<=", 8),
    "qsgd:1": Target("<=", 10),
    "qsgd:4": Target("<=", 10),
    "qsgd:127": Target("<=", 10),
    "qsgd:1000": Target("<=", 10),
}
"""What a compressor may cost, in copies of its vector; that of the block includes its residual."""
AS_TOPK = Target("<=", 1.05)
AHEAD = Target(">=", 1)
VECTORS = 3
"""Vectors that a compressor may hold at a time, its input among them."""

TOP, SAMPLED, BLOCK, RANDOM = (f"{name}:1/{SHARE}" for name in ("top", "sampled", "block", "random"))


# As PyTorch users write them: no message, what is sent is what the functions return


def signs_of_8_bits(v: Tensor) -> tuple[Tensor, Tensor]:
    return v.abs().mean(), v.sign().to(torch.int8)


def sampled_threshold(v: Tensor) -> tuple[Tensor, Tensor]:
    """As Deep Gradient Compression is commonly written: a random sample, its threshold, a mask."""
    kept = len(v) // SHARE
    looked_at = v[torch.randint(len(v), (len(v) // 100,))].abs()
    threshold = looked_at.topk(max(1, kept // 100)).values.min()
    indices = (v.abs() >= threshold).nonzero().view(-1)
    return v[indices], indices


def quantised(v: Tensor, levels: int = 4) -> tuple[Tensor, Tensor]:
    norm = v.norm()
    level = levels / norm * v.abs()
    below = level.floor()
    level = below + (torch.rand_like(v) < level - below).to(v.dtype)
    return norm, (v.sign() * level).to(torch.int8)


def topk(v: Tensor) -> tuple[Tensor, Tensor]:
    indices = v.abs().topk(len(v) // SHARE).indices
    return v[indices], indices


PEERS: Mapping[str, tuple[str, Callable[[Tensor], tuple[Tensor, Tensor]]]] = {
    "sign": ("8 bits a sign", signs_of_8_bits),
    SAMPLED: ("mask and nonzero", sampled_threshold),
    "qsgd:4": ("rand_like", quantised),
    TOP: (TOPK, topk),
}


@dataclass(frozen=True, eq=False)
class Vector:
    """The vector, memory for its residual, and the compressors on it."""

    v: Tensor
    old: Tensor

    @classmethod
    def of(cls, dimension: int) -> Vector:
        v = torch.randn(1, dimension, generator=torch.Generator().manual_seed(0))
        return cls(v, torch.empty_like(v))

    def compressor(self, name: str) -> ToyCompressor:
        return parse_compressor(name, self.v.shape[-1])

    def message(self, name: str) -> ToyMessage:
        return self.compressor(name).compress(self.v, Stream((0,), range(1), "compress", 0, lead=False))

    def residual(self, name: str) -> Tensor:
        return self.message(name).residual(self.v, out=self.old)

    def work(self, name: str) -> Work:
        return Work(partial(self.residual if name == BLOCK else self.message, name))

    def copy(self) -> Tensor:
        return self.old.copy_(self.v)


def _agreement(vector: Vector) -> dict[str, float]:
    """Our top-s keeps the peer's magnitudes, and our signs are the peer's."""
    v = vector.v[0]
    kept = vector.message(TOP).dense()[0].abs()
    largest = np.sort(topk(v)[0].abs().numpy())
    signs = vector.message("sign").dense()[0].sign()
    return {
        TOP: difference(TOP, np.sort(kept[kept > 0].numpy()), largest, vectors=True),
        "sign": difference("sign", signs.numpy(), signs_of_8_bits(v)[1].numpy(), vectors=True),
    }


def held(name: str, dimension: int) -> float:
    """The bytes that a compressor and its message hold at most, its input among them, in a fresh process."""
    command = [sys.executable, "-m", __name__, name, str(dimension)]
    return float(subprocess.check_output(command, cwd=ROOT, text=True))


def _memory(dimension: int, names: Sequence[str]) -> list[Row]:
    size = 4.0 * dimension
    return [
        compared(
            __name__,
            f"{name}, memory, d = {dimension:,}",
            "message",
            {name: np.array([held(name, dimension)]), "one vector": np.array([size])},
            name,
            "one vector",
            "gigabytes",
            Target("<=", VECTORS * size / 1e9),
        )
        for name in names
    ]


def rows(
    dimension: int = RESNET18,
    rounds: int = 10,
    weighed: Sequence[str] = (*TARGETS, RANDOM, TOP, "random:1/10", "top:1/10"),
) -> list[Row]:
    """Time on one thread with freed memory kept for the next array, and the memory of those `weighed`."""
    one_thread()
    keep_memory()
    vector = Vector.of(dimension)
    apart = _agreement(vector)
    works = {COPY: Work(vector.copy)}
    works |= {name: vector.work(name) for name in (*TARGETS, RANDOM, TOP)}
    works |= {peer: Work(partial(function, vector.v[0])) for peer, function in PEERS.values()}
    times = interleaved(rounds, works)

    def row(name: str, peer: str, target: Target | None, faster: bool = False) -> Row:
        what = f"{name}{' with its residual' if name == BLOCK else ''}, d = {dimension:,}, memory kept"
        judged: Judged = "times faster" if faster else "ratio"
        return compared(
            __name__,
            what,
            "message",
            times,
            name,
            peer,
            judged,
            target,
            None if peer == COPY else apart.get(name),
        )

    found = [row(name, COPY, target) for name, target in TARGETS.items()]
    found += [row(RANDOM, COPY, None), row(TOP, COPY, None), row(TOP, TOPK, AS_TOPK)]
    found += [row(name, peer, AHEAD, faster=True) for name, (peer, _) in PEERS.items() if name != TOP]
    return found + _memory(dimension, weighed)


def main(name: str, dimension: str) -> None:
    """One process: compress a short vector, to load what is needed, then the long one."""
    one_thread()
    Vector.of(2**17).message(name)
    v = torch.randn(1, int(dimension), generator=torch.Generator().manual_seed(0))
    before = resident()
    message = Vector(v, v).message(name)
    print(peak() - before + v.nbytes)
    del message


if __name__ == "__main__":
    main(*sys.argv[1:])
