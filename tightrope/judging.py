"""Steps of the proofs judged, with progress, as verbs and the page ask for them."""

from __future__ import annotations

from collections.abc import Sequence

from theory.proof.ledger import Cache, Judged, judged
from theory.proof.step import Step
from tightrope.progress import Progress


def judge(steps: Sequence[Step], cache: Cache | None, what: str = "steps") -> list[Judged]:
    """Judge steps; what an interruption leaves undone is all that is done the next time.

    `what` is what the progress counts. Without a cache all steps are judged anew.
    """
    found = []
    try:
        with Progress(what) as progress:
            for done, one in enumerate(judged(steps, cache), start=1):
                found.append(one)
                progress(done, len(steps))
    finally:
        if cache is not None:
            cache.save()
    return found
