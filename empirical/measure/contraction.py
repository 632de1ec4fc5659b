"""δ: what the compressor's class promises and what the messages of the run lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from empirical.measure.snapshot import Found, Records, Snapshot, each
from empirical.measure.statistics import spread_of
from theory.constants import Estimate


def observe(snapshot: Snapshot) -> Found:
    """1 − ‖C(v) − v‖²/‖v‖² of every worker's last message; nan where v = 0 or before the first one."""
    watched = snapshot.setup.watched
    if watched is None:
        return {}
    shares = snapshot.nothing[..., None] if watched.kept_share is None else watched.kept_share
    return {"contraction": each(shares)}


def constants(snapshot: Snapshot, records: Records) -> Mapping[str, Estimate]:
    compressor = snapshot.setup.compressor
    if compressor is None:
        return {"contraction": Estimate(1.0, "exact", how="nothing is compressed")}
    shares = records["contraction"][np.isfinite(records["contraction"])]
    known = compressor.contraction(snapshot.setup.problem.dimension)
    if known is None:
        return {}
    if not shares.size:
        return {"contraction": known}
    return {"contraction": replace(known, seen=spread_of(shares))}
