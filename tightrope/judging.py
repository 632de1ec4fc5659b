"""Steps of the proofs judged, with progress, as verbs and the page ask for them."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from theory.proof.ledger import Cache, Judged, judged
from theory.proof.step import Step
from tightrope.progress import Progress


def judge(steps: Sequence[Step], cache: Cache | None, what: str = "steps") -> list[Judged]:
    """Judge steps; what an interruption leaves undone is all that is done the next time.

    `what` is what the progress counts. Without a cache all steps are judged anew.
    """
    found = []
    try:
        with Progress(what) as progress, _heeded() as look:
            for done, one in enumerate(judged(steps, cache), start=1):
                look()
                found.append(one)
                progress(done, len(steps))
    finally:
        if cache is not None:
            cache.save()
    return found


@contextmanager
def _heeded() -> Iterator[Callable[[], None]]:
    """Ctrl-C raised again at a look, as what it raises in a destructor, of which z3 has many, is lost."""
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)
        raise KeyboardInterrupt

    def look() -> None:
        if came:
            raise KeyboardInterrupt

    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield look
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield look
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
