"""One rank of a run, as torchrun starts it: `python -m empirical CONFIG.toml`."""

from __future__ import annotations

import argparse
import shlex
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch.distributed as dist

from empirical.cluster import GRACE, Cluster, joined
from empirical.conduct import Conducted, conduct, resume_run
from empirical.config import Config, read_config
from empirical.experiment import STATUSES
from empirical.parts import CONFIG
from empirical.progress import Progress
from theory.errors import Silent, TightropeError


def main(arguments: Sequence[str]) -> int:
    """Take part in a run; the exit status is that of `tightrope measure`, the same on every rank."""
    asked = _asked(arguments)
    try:
        with joined(_timeout(asked)) as cluster:
            done = _conducted(asked, cluster)
            dist.barrier()  # nobody ends before the first rank has written
    except Silent:
        time.sleep(GRACE)  # the agent ends all ranks when the first has ended, which should be the speaker
        return 2
    except TightropeError as error:
        print(f"tightrope: {' '.join(str(error).splitlines())}", file=sys.stderr)  # noqa: T201
        return 2
    return STATUSES[done.experiment.status]


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m empirical", description=__doc__)
    parser.add_argument("config", type=Path, nargs="?", help="a CONFIG.toml, the same on all ranks")
    parser.add_argument("--out", type=Path, help="the run folder, which rank 0 writes")
    parser.add_argument("--force", action="store_true", help="replace the run in an existing run folder")
    parser.add_argument("--resume", type=Path, help="a run folder to continue, which all ranks can read")
    parser.add_argument("--steps", type=int, help="with --resume, another last step")
    parser.add_argument("--command", help="what run.toml says that it takes to repeat the run")
    return parser.parse_args(arguments)


def _timeout(asked: argparse.Namespace) -> int:
    """The setting, before anything is known to be right."""
    try:
        return _config(asked).timeout
    except TightropeError:
        return Config.timeout


def _config(asked: argparse.Namespace) -> Config:
    if asked.resume is not None:
        return read_config(asked.resume / CONFIG)
    return read_config(asked.config) if asked.config else Config()


def _conducted(asked: argparse.Namespace, cluster: Cluster) -> Conducted:
    command = asked.command or shlex.join(["python", "-m", "empirical", *sys.argv[1:]])
    with Progress() as progress:
        report = progress if cluster.first else _unseen
        if asked.resume is not None:
            return resume_run(asked.resume, asked.steps, command, report, cluster)
        config = cluster.agreed(lambda: _config(asked))
        folder = asked.out or Path("out") / f"{config.method}-{config.problem}"
        return conduct(config, folder, asked.force, command, report, cluster)


def _unseen(done: int, total: int) -> None:
    """The other ranks show nothing."""
