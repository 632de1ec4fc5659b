"""What quantisation adds to the messages of a step, of which Lemmas 2 and 5 of qprsgd speak."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from empirical.measure.snapshot import Found, Records, Snapshot, mean
from empirical.measure.statistics import worst_over_time
from theory.constants import Estimate
from theory.methods.ar_qprsgd import ARQPRSGD

MESSAGES = {"message_noise_sq": "lost_sq", "message_sq": "vector_sq"}


def observe(snapshot: Snapshot) -> Found:
    """The means over workers of ‖Q(v) − v‖² and ‖v‖², of messages that no ring sums.

    A step that sends nothing has nan.
    """
    watched = snapshot.setup.watched
    if watched is None or not watched.compressor.unbiased or isinstance(snapshot.setup.method, ARQPRSGD):
        return {}
    squares = {name: getattr(watched, of) for name, of in MESSAGES.items()}
    return {name: mean(snapshot.nothing[..., None] if x is None else x) for name, x in squares.items()}


def measured(records: Records) -> Mapping[str, Estimate]:
    return worst_synchronisation(records, "message_noise_sq", "mean_m ‖Q(v) − v‖²")


def worst_synchronisation(records: Records, name: str, says: str) -> Mapping[str, Estimate]:
    """The quantisation error where it was largest; nothing where no round has ended."""
    if not np.isfinite(records.get(name, np.array([np.nan]))).any():
        return {}
    return {"quantisation_noise_sq": worst_over_time(records[name], says)}
