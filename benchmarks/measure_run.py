"""What observing costs: a step of `measure` with all its observers, against the method's step alone."""

from __future__ import annotations

from benchmarks.agreement import difference
from benchmarks.bare import Bare
from benchmarks.timing import Row, Work, compared, interleaved
from empirical.config import Config
from empirical.experiment import Experiment, one_thread
from empirical.setup import prepare

OBSERVED = "observed"
BARE = "the step alone"


def _repeat(run: Experiment | Bare, steps: int) -> None:
    for _ in range(steps):
        run.advance()


def _compared(config: Config, steps: int, rounds: int) -> Row:
    observed, bare = Experiment.begin(prepare(config)), Bare.begin(prepare(config))
    for run in (observed, bare):
        _repeat(run, steps)
    what = f"{config.method} on {config.problem}, {config.workers} workers, {config.seeds} seeds"
    apart = difference(what, observed.snapshot.model, bare.model, vectors=True)
    works = {
        OBSERVED: Work(lambda: _repeat(observed, steps), steps),
        BARE: Work(lambda: _repeat(bare, steps), steps),
    }
    times = interleaved(rounds, works)
    return compared(__name__, what, "step", times, OBSERVED, BARE, "ratio", difference=apart)


def rows(seeds: tuple[int, ...] = (1, 8), steps: int = 10, rounds: int = 15) -> list[Row]:
    """The default configuration with one seed and with several, on one thread; for information only."""
    one_thread()
    return [_compared(Config(seeds=count), steps, rounds) for count in seeds]
