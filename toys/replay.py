"""A toy replayed with one method: where the synchronised model is after so many steps."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from theory.constants import GLOSSARY, checked_count, checked_number
from theory.errors import BadInput, nearest, shown
from theory.methods import hyper_parameters, make
from toys.compressors import parse_compressor
from toys.problems.quadratic import Quadratic
from toys.stacked import Stacked

TOYS: Mapping[str, Mapping[str, Any]] = {
    "gmc-quadratic": {
        "dimension": 2,
        "kept": 1,
        "start": [-1, 2],
        "step_size": 0.005,
        "momentum": 0.9,
        "detach": 0.3,
        "workers": 2,
    },
}
"""A toy's name and its settings, as gmc section 3.2 prints them; of s, 1 alone compresses d = 2."""

HYPER_PARAMETERS = {
    "kept": "compressor",
    "step_size": "step_size",
    "momentum": "momentum",
    "detach": "detach",
}
"""The settings of a toy that are a method's, and what the method calls them."""
MOST = 10**6
"""The largest dimension and number of workers of a toy."""
BLOWN_UP = 1e12
"""A replay stops as diverged when the model is this far from the optimum, or its place is not a number."""


@dataclass(frozen=True)
class Replay:
    """What a replay found; `models` are the synchronised models of all steps, (steps + 1, dimension)."""

    toy: str
    method: str
    settings: Mapping[str, Any]
    distance: Mapping[str, float | None]
    path_length: Mapping[str, float | None]
    diverged_at: int | None
    models: Tensor = field(repr=False)


def replay(
    toy: str, method: str = "gmc", steps: int = 1000, at: Sequence[int] = (), **settings: Any
) -> Replay:
    """Replay a toy: the distance of the synchronised model to the optimum after the steps listed in `at`.

    `at` is the last step alone by default. Raises BadInput for an unknown toy, method or setting.
    """
    if toy not in TOYS:
        raise BadInput(f"toy: read {toy!r}; {nearest(toy, TOYS)}")
    for name in settings:
        if name not in TOYS[toy]:
            raise BadInput(f"{name!r} is no setting of {toy}; {nearest(name, TOYS[toy])}")
    wanted = sorted(at) or [steps]
    if steps < 1 or wanted[0] < 0 or wanted[-1] > steps:
        raise BadInput(
            f"at: read {list(at)}, steps: read {steps}; allowed: steps ≥ 1 and steps within 0 … {steps}"
        )
    chosen = {**TOYS[toy], **settings}
    if "dimension" in settings and "start" not in settings:
        chosen["start"] = [1.0] * checked_count("dimension", chosen["dimension"], 1, MOST)
    models, diverged_at = _trajectory(method, steps, chosen)
    lengths = torch.cat([torch.zeros(1), (models[1:] - models[:-1]).norm(dim=-1).cumsum(0)])
    unused = {name for name, field in HYPER_PARAMETERS.items() if field not in hyper_parameters(method)}
    return Replay(
        toy,
        method,
        {name: value for name, value in chosen.items() if name not in unused},
        {str(t): float(models[t].norm()) if t < len(models) else None for t in wanted},
        {str(t): float(lengths[t]) if t < len(models) else None for t in wanted},
        diverged_at,
        models,
    )


def _start(value: Any, dimension: int) -> tuple[float, ...]:
    numbers = value if isinstance(value, list) else []
    plain = [
        x for x in numbers if isinstance(x, int | float) and not isinstance(x, bool) and abs(x) < BLOWN_UP
    ]
    if len(plain) != dimension or len(numbers) != dimension:
        raise BadInput(f"start: read {shown(value)}; allowed: a list of {dimension} numbers, the dimension")
    return tuple(map(float, plain))


def _trajectory(method: str, steps: int, chosen: Mapping[str, Any]) -> tuple[Tensor, int | None]:
    dimension = checked_count("dimension", chosen["dimension"], 1, MOST)
    workers = checked_count("workers", chosen["workers"], 1, MOST)
    problem = Quadratic(workers, dimension, _start(chosen["start"], dimension))
    kept = checked_count("kept", chosen["kept"], 1, dimension)
    text = make(
        method,
        **{
            name: checked_number(name, chosen[name], GLOSSARY[name])
            for name in ("step_size", "momentum", "detach")
        },
        compressor=parse_compressor(f"top:{kept}", dimension),
    )
    comm = Stacked(problem.workers, lead=False)

    def grad(x: Tensor) -> Tensor:
        return comm.local(problem.gradient, x)

    state = text.init(problem.start(), grad, comm)
    models = [text.model(state, comm)[0]]
    for t in range(steps):
        state = text.step(state, grad, comm, t)
        distance = float(text.model(state, comm).norm())
        if not math.isfinite(distance) or distance > BLOWN_UP:
            return torch.stack(models), t + 1
        models.append(text.model(state, comm)[0])
    return torch.stack(models), None
