"""Runs with one worker on every rank of a gloo group, and what they leave for a test to compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing

from empirical.cluster import Cluster
from empirical.config import Config, configure
from empirical.experiment import Experiment
from empirical.ranked import Ranked
from empirical.setup import prepare
from theory.errors import BadInput, TightropeError
from theory.methods import METHODS, compressors, hyper_parameters
from theory.methods.asked import needs_topology

WORLDS = (2, 4)
MODES = ("exact", "batched")

COMPRESSORS = (
    "identity",
    "sampled:1/8",
    "block:1/8",
    "random:1/8",
    "sign",
    "qsgd:4",
    "qsgd-elias:4",
    "segments:3:sampled:1/8",
    "segments:2:block:1/8",
)
MEETING = {"cdadam": {}, "dcd-psgd": {"topology": "star"}, "ar-qprsgd": {"local_steps": 1}}
"""A method for each way to meet but a mean: a server's answers, neighbours, a ring."""
GRAPHS = ("one-peer", "exponential", "complete")


WIDE = {"problem": "quadratic", "dimension": 3000}


def cases(workers: int, mode: str) -> Iterator[dict[str, Any]]:
    """What runs: every method; in exact mode every wire format in every way to meet, and changing graphs.

    Only means are computed otherwise in batched mode, so that one way to meet is enough there.
    """
    for method in METHODS:
        compressed = dict.fromkeys(compressors(method), "top:1/8")
        topology = {"topology": "ring"} if needs_topology(method) else {}
        momentum = {"momentum": 0.6} if "momentum" in hyper_parameters(method) else {}
        yield {"method": method, **compressed, **topology, **momentum}
    yield from ({"method": "gmc", "compressor": compressor, **WIDE} for compressor in COMPRESSORS)
    if workers == max(WORLDS) and mode == "exact":
        for method, more in MEETING.items():
            yield from ({"method": method, "compressor": compressor, **more} for compressor in COMPRESSORS)
        yield from ({"method": "qg", "topology": graph} for graph in GRAPHS)
        yield {"method": "saef", "compressor": "sign", "averaging_period": 2}


def configured(case: Mapping[str, Any], workers: int, mode: str) -> Config:
    split = {} if "problem" in case else {"split": "dirichlet:0.5"}
    return configure(Config(), {"workers": workers, "mode": mode, "steps": 5, "seeds": 2, **split, **case})


def name_of(case: Mapping[str, Any], workers: int, mode: str) -> str:
    return "-".join(str(part).replace("/", "_") for part in (workers, mode, *case.values()))


def ran(experiment: Experiment) -> Mapping[str, np.ndarray]:
    """States of all workers, counters and records; a field that workers share, as each of them has it."""
    for _ in experiment.run():
        pass
    comm, state = experiment.setup.comm, experiment.state._asdict()
    whole = {name: comm.gathered(comm.per_worker(x)) for name, x in state.items()}
    arrays = {f"state.{name}": x.cpu().numpy() for name, x in whole.items()}
    arrays |= {"bits": comm.bits.cpu().numpy(), "answered": comm.answered.cpu().numpy()}
    return arrays | {f"record.{name}": x for name, x in experiment.records.items()}


def run_all(rank: int, folder: str) -> None:
    """Every case on the first ranks of the world; what came of it is the same on all; rank 0 writes it."""
    torch.set_num_threads(1)
    store = dist.FileStore(f"{folder}/store", max(WORLDS))
    dist.init_process_group("gloo", store=store, rank=rank, world_size=max(WORLDS))
    groups = {workers: dist.new_group(list(range(workers))) for workers in WORLDS}
    for workers, group in groups.items():
        if rank < workers:
            for mode in MODES:
                for case in cases(workers, mode):
                    _run(case, workers, mode, group, Path(folder))
    _stop_together(folder, rank)
    dist.barrier()
    dist.destroy_process_group()


def _run(case: Mapping[str, Any], workers: int, mode: str, group: Any, folder: Path) -> None:
    setup = prepare(configured(case, workers, mode), partial(Ranked, group=group))
    found = ran(Experiment.begin(setup))
    handed = torch.tensor([[setup.comm.handed, setup.comm.handed_answers]], dtype=torch.float64)
    counted = {"handed": setup.comm.gathered(handed.expand(2, 1, 2))[0].sum(0).numpy()}
    same = [np.frombuffer(x.tobytes(), np.uint8).astype(np.int64).sum() for x in found.values()]
    everywhere = setup.comm.gathered(torch.tensor(same, dtype=torch.float64).expand(2, 1, -1))
    assert bool((everywhere == everywhere[:, :1]).all()), "ranks differ in what they have observed"
    if dist.get_rank(group) == 0:
        np.savez(folder / f"{name_of(case, workers, mode)}.npz", **found, **counted)


def _stop_together(folder: str, rank: int) -> None:
    """What becomes of a worker that is no number any more, and of ranks that refuse."""
    case = {"method": "pr-sgd", "local_steps": 50, "steps": 20, "seeds": 1}
    experiment = Experiment.begin(prepare(configured(case, max(WORLDS), "exact"), Ranked))
    for done in experiment.run():
        if done == 4 and rank == 1:
            experiment.state = experiment.state._replace(model=experiment.state.model * float("nan"))
    cluster = Cluster(dist.HashStore(), rank, max(WORLDS), timeout=1)
    said = [f"{experiment.status} at {experiment.steps_done}"]
    for data in (0, rank // 2):
        try:
            cluster.demand_same({"code": "one", "data": f"{data}"})
        except TightropeError as error:
            said.append(f"{type(error).__name__}: {error}")
    try:
        cluster.agreed(partial(_refusing, rank == 2))
    except TightropeError as error:
        said.append(f"{type(error).__name__}: {error}")
    Path(folder, f"said-{rank}").write_text("\n".join(said))


def _refusing(really: bool) -> None:
    if really:
        raise BadInput("data: it is not here")


def spawn(folder: Path) -> None:
    """Run everything, one process a rank; the results lie in the folder."""
    torch.multiprocessing.spawn(run_all, (str(folder),), nprocs=max(WORLDS))
