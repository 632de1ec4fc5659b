"""Ranks on this machine, started by torchrun's own agent, for one run."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import tomli_w
import torch

from empirical.config import Config, as_document
from empirical.experiment import STATUSES
from empirical.folder import RunFolder
from empirical.setup import prepare
from theory.errors import BadInput, Silent, TightropeError

HOST = "127.0.0.1"


def launch(config: Config, ranks: int, port: int, path: Path, options: Sequence[str]) -> RunFolder:
    """Run a configuration with one worker on each of several new ranks; the folder, once all have ended.

    `options` are those of `python -m empirical` besides the configuration and the folder. What is wrong is
    found before anything is started, where that is possible. Raises Silent where a rank has told the user
    what is wrong, and TightropeError where a rank has ended without a word.
    """
    _demand(config, ranks, port)
    folder = RunFolder(path)
    with TemporaryDirectory(prefix="tightrope-") as place:
        document = Path(place) / "run.toml"
        document.write_text(tomli_w.dumps(as_document(config, {})))
        failures = _ended(ranks, port, ["-m", "empirical", str(document), "--out", str(path), *options])
    return _judged(folder, failures)


def resume(ranks: int, port: int, path: Path, options: Sequence[str]) -> RunFolder:
    """Continue the run in a folder with one worker on each of several new ranks."""
    folder = RunFolder(path)
    _demand(folder.asked(None), ranks, port)
    return _judged(folder, _ended(ranks, port, ["-m", "empirical", "--resume", str(path), *options]))


def _demand(config: Config, ranks: int, port: int) -> None:
    """Raise BadInput where so many ranks cannot run this here."""
    if ranks < 1:
        raise BadInput(f"ranks: read {ranks}; allowed: {config.workers}, the number of workers")
    if config.workers != ranks:
        raise BadInput(f"workers: read {config.workers}; allowed: {ranks}, the number of ranks")
    prepare(config)
    cards = torch.cuda.device_count() if config.device == "cuda" else ranks
    if ranks > cards:
        raise BadInput(f"ranks: read {ranks}; allowed: up to {cards}, the number of CUDA devices here")
    with socket.socket() as listener:
        try:
            listener.bind((HOST, port))
        except OverflowError:
            raise BadInput(f"port: read {port}; allowed: up to 65535, or 0 for a free one") from None
        except OSError as error:
            raise BadInput(
                f"port: read {port}; it cannot be had: {error.strerror}; without --port a free one is taken"
            ) from None


def _ended(ranks: int, port: int, arguments: Sequence[str]) -> Mapping[int, Any]:
    """How those ranks have failed that have; none where all have ended well, or a signal has stopped them."""
    from torch.distributed.elastic.multiprocessing.api import SignalException
    from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
    from torch.distributed.launcher.api import LaunchConfig, elastic_launch

    settings = LaunchConfig(
        min_nodes=1,
        max_nodes=1,
        nproc_per_node=ranks,
        run_id=uuid4().hex,
        rdzv_backend="c10d",
        rdzv_endpoint=f"{HOST}:{port}",
        local_addr=HOST,
        max_restarts=0,
    )
    with _as_its_own_voice():
        try:
            elastic_launch(settings, sys.executable)(*arguments)
        except ChildFailedError as error:
            return error.failures
        except SignalException:
            pass
    return {}


@contextmanager
def _as_its_own_voice() -> Iterator[None]:
    """The agent's log stays silent, ranks have a thread each, and signals are as before afterwards."""
    names = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
    handlers = {name: signal.getsignal(name) for name in names}
    threads = os.environ.get("OMP_NUM_THREADS")
    logging.disable(logging.CRITICAL)
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        os.environ.pop("OMP_NUM_THREADS")
        if threads is not None:
            os.environ["OMP_NUM_THREADS"] = threads
        for name, handler in handlers.items():
            signal.signal(name, handler)


def _judged(folder: RunFolder, failures: Mapping[int, Any]) -> RunFolder:
    codes = {rank: failure.exitcode for rank, failure in sorted(failures.items())}
    if 2 in codes.values():
        raise Silent("a rank has said what is wrong")
    killed = [(rank, signal.Signals(-code)) for rank, code in codes.items() if code < 0]
    if killed and not any(code in STATUSES.values() for code in codes.values()):
        # the agent ends all ranks by SIGTERM when one has ended, so that another signal came first
        rank, first = min(killed, key=lambda one: one[1] == signal.SIGTERM)
        why = f"rank {rank} was ended by {first.name}"
        folder.write_lost([rank for rank, one in killed if one == first], why)
        raise TightropeError(f"{why}; --resume {folder.path} continues the run from its last checkpoint")
    status = folder.read_status()
    if status.get("status") in STATUSES and "lost" not in status:
        return folder
    if not codes:
        raise KeyboardInterrupt  # before these ranks had anything to leave
    raise TightropeError(f"ranks {', '.join(map(str, codes))} have failed; what they said stands above")
