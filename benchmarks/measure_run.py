"""What observing costs: a step of `measure` with all its observers, against the method's step alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from benchmarks.agreement import difference
from benchmarks.timing import Row, Work, compared, interleaved
from empirical.config import Config
from empirical.experiment import Experiment, one_thread
from empirical.setup import Setup, prepare
from toys.compressors import parse_compressor

OBSERVED = "observed"
BARE = "the step alone"


@dataclass(eq=False)
class Bare:
    """The run of a configuration that nobody looks at: method, sampled gradient, compressor."""

    setup: Setup
    method: Any
    state: Any
    steps_done: int = 0

    @classmethod
    def begin(cls, config: Config) -> Bare:
        setup = prepare(config)
        compressor = parse_compressor(config.compressor, setup.problem.dimension)
        method = replace(setup.method, compressor=compressor)
        start = setup.problem.start()
        x = start.expand(len(setup.comm.seeds), *start.shape)
        return cls(setup, method, method.init(x, None, setup.comm))

    def advance(self) -> None:
        """One step of the method."""
        problem, comm, t = self.setup.problem, self.setup.comm, self.steps_done
        samples = comm.stream("batch", t).integers(problem.samples, self.setup.config.batch)
        self.state = self.method.step(
            self.state, lambda x: comm.local(problem.sampled_gradient, x, samples), comm, t
        )
        self.steps_done += 1


def _repeat(run: Experiment | Bare, steps: int) -> None:
    for _ in range(steps):
        run.advance()


def _compared(config: Config, steps: int, rounds: int) -> Row:
    observed, bare = Experiment.begin(prepare(config)), Bare.begin(config)
    for run in (observed, bare):
        _repeat(run, steps)
    what = f"{config.method} on {config.problem}, {config.workers} workers, {config.seeds} seeds"
    model = bare.method.model(bare.state, bare.setup.comm)
    apart = difference(what, observed.snapshot.model, model, vectors=True)
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
