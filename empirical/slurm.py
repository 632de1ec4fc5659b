"""`python -m empirical.slurm CONFIG.toml`: a run on the nodes of a Slurm cluster, through submitit."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from empirical.config import read_config
from theory.errors import BadInput, TightropeError

PORT = 29400
"""Where the ranks of a job meet on its first node: torchrun's own choice."""

FIRST_NODE = '"$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)"'


def main(arguments: Sequence[str]) -> int:
    """Submit a job and say its number; 2 where it cannot be submitted."""
    try:
        print(submit(_asked(arguments)))  # noqa: T201
    except TightropeError as error:
        print(f"tightrope: {error}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


def submit(asked: argparse.Namespace) -> str:
    """The number of a new job in which every node starts its share of the ranks.

    Raises BadInput where submitit is absent, or where the configuration has not as many workers as ranks.
    """
    config, ranks = read_config(asked.config), asked.nodes * asked.ranks_per_node
    if config.workers != ranks:
        raise BadInput(f"workers: read {config.workers}; allowed: {ranks}, the number of ranks on all nodes")
    submitit = _submitit()
    executor = submitit.AutoExecutor(folder=str(asked.logs))
    executor.update_parameters(
        nodes=asked.nodes,
        tasks_per_node=1,
        timeout_min=asked.minutes,
        gpus_per_node=asked.ranks_per_node if config.device == "cuda" else 0,
        slurm_partition=asked.partition,
    )
    job = executor.submit(submitit.helpers.CommandFunction(["bash", "-c", command(asked)]))
    return str(job.job_id)


def command(asked: argparse.Namespace) -> str:
    """What every node runs."""
    agent = [sys.executable, "-m", "torch.distributed.run", "--nnodes", str(asked.nodes)]
    agent += ["--nproc-per-node", str(asked.ranks_per_node), "--rdzv-backend", "c10d"]
    rank = ["-m", "empirical", str(asked.config.resolve()), "--out", str(asked.out.resolve())]
    meeting = f'--rdzv-id "$SLURM_JOB_ID" --rdzv-endpoint {FIRST_NODE}:{PORT}'
    return f"exec {shlex.join(agent)} {meeting} {shlex.join(rank)}"


def _submitit() -> Any:
    try:
        return import_module("submitit")
    except ImportError:
        raise BadInput(
            "slurm: submitit is not installed; pip install 'tightrope[slurm]', or start torchrun by a batch "
            "script as docs/cluster.md shows"
        ) from None


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m empirical.slurm", description=__doc__)
    parser.add_argument("config", type=Path, help="a CONFIG.toml that all nodes can read")
    parser.add_argument("--out", type=Path, required=True, help="the run folder, which all nodes can reach")
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--ranks-per-node", type=int, required=True)
    parser.add_argument("--minutes", type=int, default=60, help="after so long Slurm ends the job")
    parser.add_argument("--partition", help="a partition of the cluster; its default one without")
    parser.add_argument("--logs", type=Path, default=Path("slurm"), help="a folder for what the ranks print")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
