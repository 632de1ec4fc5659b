"""A step of ResNet-20 on two gloo ranks against torch DDP's, and what observing a run on ranks costs.

All turns are short, a step each, and ranks wait for each other before and after: on a machine with other work
what one pauses for falls on either side alike. Processor time tells how much is computed, whoever waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from benchmarks.agreement import difference
from benchmarks.bare import Bare
from benchmarks.ddp import Ddp
from benchmarks.ranks import RANKS, Found, on_ranks, processor, together
from benchmarks.timing import Row, Target, compared, interleaved
from empirical.config import Config, configure
from empirical.experiment import EVERY_STEP as ON_NUMBERS
from empirical.experiment import ON_ALL_DATA, ON_VECTORS, Experiment, seen_by
from empirical.measure.snapshot import of_all
from empirical.ranked import Ranked
from empirical.setup import Setup, prepare
from empirical.watched import Drawn, WatchedGradient
from toys.trajectory import gradient_at

RANKED, DDP, BARE = "ranked", "torch DDP", "the step alone"
EVERY_STEP, SCHEDULED = "observed cheaply", "observed as scheduled"
MEETING = "numbers of many steps meet"
LOOKS = {"one look at all data": ON_ALL_DATA, "one look at vectors": ON_VECTORS}
WALL, PROCESSOR = "wall", "processor"
CLOCKS = {WALL: together, PROCESSOR: processor}

AS_DDP = Target("<=", 1.15)
CHEAP = Target("<", 1.03)
SCHEDULE = Target("<", 1.1)

SGDM = {"method": "sgdm", "momentum": 0.9}
SETTINGS: Mapping[str, Any] = {"problem": "network", "workers": RANKS, "step_size": 0.05}


@dataclass(frozen=True)
class Size:
    """How long a benchmark takes."""

    model: str = "resnet20"
    batch: int = 16
    rounds: int = 40
    looks: int = 2
    steps_between_looks: int = 2
    """Steps of which the mean stands for those of a period."""


def _setup(size: Size, **more: Any) -> Setup:
    settings = {**SETTINGS, "model": size.model, "batch": size.batch, **more}
    return prepare(configure(Config(), settings), Ranked)


def _repeat(run: Bare | Ddp | Experiment, steps: int) -> None:
    for _ in range(steps):
        run.advance()


# A step of momentum SGD


def _ends(setup: Setup, steps: int) -> tuple[np.ndarray, np.ndarray]:
    ours, peer = Bare.begin(setup), Ddp.begin(setup)
    _repeat(ours, steps)
    _repeat(peer, steps)
    return ours.model.flatten().numpy(), peer.model.numpy()


def steps(size: Size, norm: str | None) -> Found:
    """On a rank: seconds of a step by both clocks, and both models after three steps in 64 bits."""
    settings = {**SGDM, **({"norm": norm} if norm else {})}
    ours, peer = _ends(_setup(size, dtype="float64", **settings), 3)
    setup = _setup(size, **settings)
    runs: dict[str, Bare | Ddp] = {RANKED: Bare.begin(setup), DDP: Ddp.begin(setup)}
    found: dict[str, np.ndarray] = {}
    for clock, timed in CLOCKS.items():
        works = {name: timed(run.advance) for name, run in runs.items()}
        found |= {f"{clock} {name}": x for name, x in interleaved(size.rounds, works).items()}
    return {**found, "ours": ours, "peer": peer}


def _step_rows(size: Size, norm: str | None) -> list[Row]:
    found = on_ranks(steps, size, norm)
    model = f"{size.model} with {norm}" if norm else size.model
    what = f"momentum SGD on {model}, d = {len(found['ours'])}, batch {size.batch}"
    apart = difference(what, found["ours"], found["peer"], vectors=True)
    return [_row(f"{what}, {clock} time", clock, found, RANKED, DDP, AS_DDP, apart) for clock in CLOCKS]


# Observing


def observed(size: Size, settings: Mapping[str, Any]) -> Found:
    """On a rank: seconds of a step with and without cheap observers, and of one look of each kind.

    What a step's numbers add to the exchange in which those of many steps meet is timed apart.
    """
    watched = Experiment.begin(_setup(size, **settings, steps=10**9))
    alone = Bare.begin(_setup(size, **settings))
    setup = watched.setup
    found: dict[str, np.ndarray] = {
        "every": np.array(setup.observe_every),
        "vectors every": np.array(setup.vectors_every),
        "dimension": np.array(setup.problem.dimension),
    }
    for clock, timed in CLOCKS.items():
        many = size.steps_between_looks
        works = {
            EVERY_STEP: timed(partial(_repeat, watched, many), many),
            BARE: timed(partial(_repeat, alone, many), many),
        }
        found |= {f"{clock} {name}": x for name, x in interleaved(size.rounds, works).items()}
        watched.drawn = _drawn(watched)
        looks = {name: timed(partial(_look, watched, observers)) for name, observers in LOOKS.items()}
        looks[MEETING] = timed(_meeting(watched), setup.vectors_every)
        found |= {f"{clock} {name}": x for name, x in interleaved(size.looks, looks).items()}
    return found


def _drawn(run: Experiment) -> Drawn | None:
    """What the next step draws; between two steps an experiment keeps nothing of it."""
    setup, t = run.setup, run.steps_done
    gradient = WatchedGradient(gradient_at(setup.problem, setup.comm, t, setup.config.batch))
    setup.method.step(run.state, gradient, setup.comm, t)
    return gradient.drawn


def _look(run: Experiment, observers: Sequence[Any]) -> None:
    """At a snapshot of its own, since one remembers what it has computed."""
    found = seen_by(observers, run.snapshot)
    if found:
        of_all([found], run.setup.comm)


def _meeting(run: Experiment) -> Callable[[], object]:
    """What a step leaves, as often as there are steps between two looks at vectors."""
    found = seen_by(ON_NUMBERS, run.snapshot)
    return partial(of_all, [found] * run.setup.vectors_every, run.setup.comm)


def _observing_rows(size: Size, settings: Mapping[str, Any]) -> list[Row]:
    """A period is `every` steps that are alike, one look at all data, and many in pairs at vectors.

    To a step belongs its part in the exchange of many steps' numbers.

    Of looks the median counts.
    """
    found = dict(on_ranks(observed, size, settings))
    every, vectors_every, rows = int(found["every"]), int(found["vectors every"]), []
    what = f"{settings['method']} on {size.model}, d = {found['dimension']}, batch {size.batch}"
    for clock in CLOCKS:
        data, vectors, meeting = (np.median(found[f"{clock} {name}"]) for name in (*LOOKS, MEETING))
        found[f"{clock} {EVERY_STEP}"] = found[f"{clock} {EVERY_STEP}"] + meeting
        found[f"{clock} {SCHEDULED}"] = (
            found[f"{clock} {EVERY_STEP}"] + data / every + 2 * vectors / vectors_every
        )
        for name, target, how in (
            (EVERY_STEP, CHEAP, "every-step measures"),
            (
                SCHEDULED,
                SCHEDULE,
                f"all measures, a look at vectors every {vectors_every} steps and at all data every {every}",
            ),
        ):
            rows.append(_row(f"{what}: {how}, {clock} time", clock, found, name, BARE, target))
    return rows


def _row(
    what: str,
    clock: str,
    found: Found,
    ours: str,
    peer: str,
    target: Target,
    apart: float | None = None,
) -> Row:
    times = {name: found[f"{clock} {name}"] for name in (ours, peer)}
    return compared(__name__, what, "step", times, ours, peer, "ratio", target, apart)


def rows(
    size: Size = Size(),
    norms: tuple[str | None, ...] = ("bn", "gn"),
    settings: tuple[Mapping[str, Any], ...] = ({"method": "gmc", "compressor": "top:1/100"}, SGDM),
) -> list[Row]:
    """On one thread a rank."""
    found = [row for norm in norms for row in _step_rows(size, norm)]
    return found + [row for each in settings for row in _observing_rows(size, each)]
