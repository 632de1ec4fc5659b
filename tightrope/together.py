"""Long tasks one after another, or several at a time in processes of their own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import TypeVar

from empirical.experiment import one_thread

T = TypeVar("T")


def one_by_one(work: Callable[[str], T], tasks: Sequence[str]) -> Iterator[T]:
    """The results in the order of the tasks."""
    one_thread()
    yield from map(work, tasks)


def together(work: Callable[[str], T], tasks: Sequence[str], jobs: int) -> Iterator[T]:
    """The results as they are there, of so many processes; an interruption ends them all."""
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_in_a_process)
    try:
        for done in as_completed([pool.submit(_task, work, task) for task in tasks]):
            yield done.result()
    except BaseException:
        for process in active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _task(work: Callable[[str], T], task: str) -> T:
    """The pool would keep the exit that a task is ended with as its result, and go on to the next task."""
    try:
        return work(task)
    except SystemExit as ended:
        os._exit(ended.code if isinstance(ended.code, int) else 1)


def _in_a_process() -> None:
    """Leave Ctrl-C to the parent, and when it asks to end, tidy up before."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    one_thread()


def _end(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


@contextmanager
def polite_kill_as_interruption() -> Iterator[None]:
    """Within it SIGTERM does what Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
