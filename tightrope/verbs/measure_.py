"""`tightrope measure`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from empirical.conduct import conduct, resume_run
from empirical.config import Config, configure, parse_settings, read_config
from empirical.experiment import STATUSES
from empirical.folder import RunFolder
from empirical.launch import launch
from empirical.launch import resume as launch_again
from theory.errors import BadInput
from theory.methods import METHODS
from tightrope.measure_text import measured_json, measured_text
from tightrope.output import Count, Json, print_json, say
from tightrope.progress import Progress
from tightrope.verifying import FAMILIES, SEEDS_AND_STEPS, held_against, report_json, report_text
from toys.compressors import COMPRESSORS

Settings = Annotated[
    tuple[str, ...],
    Parameter(
        name="--set",
        negative="",
        help="name=value, for any setting of run.toml, such as a hyper-parameter of the method, schedule, "
        "topology, preset or mode; repeatable",
    ),
]
Method = Annotated[str | None, Parameter(help=f"one of {', '.join(METHODS)}")]
Compressor = Annotated[
    str | None,
    Parameter(help=f"such as top:11, block:1/16, sign or qsgd:4; known: {', '.join(COMPRESSORS)}"),
]
Flag = Annotated[bool, Parameter(negative="")]


def measure_(
    config: Path | None = None,
    /,
    *,
    method: Method = None,
    problem: str | None = None,
    data: str | None = None,
    workers: Count | None = None,
    steps: Count | None = None,
    batch: Count | None = None,
    compressor: Compressor = None,
    step_size: float | None = None,
    momentum: float | None = None,
    split: str | None = None,
    seed: Count | None = None,
    seeds: Count | None = None,
    settings: Settings = (),
    out: Path | None = None,
    force: Flag = False,
    resume: Path | None = None,
    ranks: Count | None = None,
    port: Count = 0,
    verify: Flag = False,
    as_json: Json = False,
) -> int:
    """Run a method on a problem and measure the constants of its theory.

    Writes a run folder: run.toml (the full configuration), constants.toml (for `bounds` and `check`),
    trajectory.npz and status.json. Ctrl-C leaves a usable run marked partial, which --resume continues. The
    status is 1 if the run diverges, 130 if it was interrupted.

    Parameters
    ----------
    config
        A CONFIG.toml, such as the run.toml of an earlier run; the defaults without it.
    problem
        logistic (real data), quadratic, or network (pictures; see --set model=resnet20 and the like).
    data
        mushrooms, a9a, or the path of a LIBSVM file; of pictures fashion_mnist_small, fashion_mnist, cifar10,
        cifar100, or the path of a folder.
    workers
        Number of workers.
    steps
        Number of iterations.
    batch
        Samples per stochastic gradient on one worker; 0 for full gradients.
    step_size
        Step size.
    momentum
        Momentum coefficient.
    split
        iid, dirichlet:0.1, dirichlet-slices:0.1, classes:2 or shards:2.
    seed
        The first seed.
    seeds
        How many seeds; two or more give the measured quantities intervals.
    out
        The run folder; out/METHOD-PROBLEM by default.
    force
        Replace the run in an existing run folder.
    resume
        A run folder to continue from its checkpoint; of the settings only --steps may be given with it.
    ranks
        Run every worker in a process of its own, on torch.distributed; as many as there are workers.
    verify
        Then hold the papers' lemmas against the run: measured ÷ bound over time, in verify.csv too. Without a
        CONFIG and a --method, one short run for every family of lemmas; the status is 1 where a lemma is
        violated that the ledger does not call refuted.
    port
        Where these processes meet on this machine; a free one by default.
    """
    given = {
        name: value
        for name, value in (
            ("method", method),
            ("problem", problem),
            ("data", data),
            ("workers", workers),
            ("steps", steps),
            ("batch", batch),
            ("compressor", compressor),
            ("step_size", step_size),
            ("momentum", momentum),
            ("split", split),
            ("seed", seed),
            ("seeds", seeds),
        )
        if value is not None
    }
    changes = {**given, **parse_settings(settings)}
    command = shlex.join(["tightrope", *sys.argv[1:]])
    if resume is not None and (config is not None or out is not None or force or changes.keys() - {"steps"}):
        raise BadInput("resume: continues a run as it was configured; only --steps may be given with it")
    if ranks is None and port:
        raise BadInput(f"port: read {port}; it is where ranks meet, so that it needs --ranks")
    if verify and config is None and method is None and resume is None:
        if ranks is not None:
            raise BadInput(
                f"ranks: read {ranks}; the families of --verify run in one process; name a --method"
            )
        return _families(changes, out or Path("out") / "verify", force, command, as_json)
    if resume is not None:
        folder = _resumed(resume, changes.get("steps"), command, ranks, port)
    else:
        base = configure(read_config(config) if config else Config(), changes)
        folder = _run(base, out or Path("out") / f"{base.method}-{base.problem}", force, command, ranks, port)
    report = held_against(folder) if verify else None
    if as_json:
        print_json(measured_json(folder) | ({"verify": report_json(report)} if report else {}))
    else:
        say(*measured_text(folder), *(["", *report_text([report])] if report else []))
    return STATUSES[folder.read_status()["status"]] or (report.status if report else 0)


def _families(changes: Mapping[str, Any], out: Path, force: bool, command: str, as_json: bool) -> int:
    """A short run for every family of lemmas, and the lemmas held against it."""
    configs = {
        name: configure(Config(), {**SEEDS_AND_STEPS, **family, **changes})
        for name, family in FAMILIES.items()
    }
    reports = []
    for name, config in configs.items():
        folder = _run(config, out / name, force, command, None, 0)
        reports.append(held_against(folder))
        if folder.read_status()["status"] == "partial":
            break
    if as_json:
        print_json({"verify": [report_json(report) for report in reports]})
    else:
        say(*report_text(reports))
    ended = max(STATUSES[report.folder.read_status()["status"]] for report in reports)
    return ended or max(report.status for report in reports)


def _run(config: Config, out: Path, force: bool, command: str, ranks: int | None, port: int) -> RunFolder:
    if ranks is None:
        with Progress() as progress:
            return conduct(config, out, force, command, progress).folder
    return launch(config, ranks, port, out, ["--command", command, *(["--force"] if force else [])])


def _resumed(path: Path, steps: int | None, command: str, ranks: int | None, port: int) -> RunFolder:
    if ranks is None:
        with Progress() as progress:
            return resume_run(path, steps, command, progress).folder
    more = [] if steps is None else ["--steps", str(steps)]
    return launch_again(ranks, port, path, ["--command", command, *more])
