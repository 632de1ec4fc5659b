"""The configuration of a run: read from a file and from the command line, checked, and written again."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from empirical.data import SMALL
from empirical.data.augment import AUGMENTATIONS
from empirical.models import MODELS, WITHOUT_NORM
from empirical.models.norms import NORMS
from theory.constants import Constant, checked_count, checked_number
from theory.constants_file import check_schema, read_toml
from theory.errors import BadInput, nearest, shown
from theory.methods import METHODS, PAPER, compressors, defaults, preset_of
from theory.methods.asked import needs_topology
from theory.methods.parameters import PARAMETERS

SCHEMA = 1
COMPLETE = "complete"


USUAL: Mapping[str, Any] = {"step_size": 0.05, "momentum": 0.01}
"""Hyper-parameters of a run where nobody says more: β inside gmc's Theorem 6 on cdadam's problem."""


DECAY = "weight_decay"
"""Of a method where its text has it, and of the network's objective otherwise."""


def _hyper(method: str, problem: str, *chosen_by: Mapping[str, Any]) -> dict[str, Any]:
    """All hyper-parameters of a method, each as the last one says who says something of it."""
    of_problem = {DECAY: PARAMETERS[DECAY].usual} if problem == "network" else {}
    chosen = {**of_problem, **defaults(method), **USUAL}
    for values in chosen_by:
        chosen |= values
    named = {*of_problem, *defaults(method), *compressors(method)} - {"compressor"}
    return {name: value for name, value in chosen.items() if name in named and value is not None}


@dataclass(frozen=True)
class Config:
    """What runs. The defaults are gmc's method on cdadam's problem, with β inside gmc's Theorem 6."""

    method: str = "gmc"
    """One of the methods' names."""
    problem: str = "logistic"
    """logistic (real data), quadratic (gmc, section 3.2), or network (pictures)."""
    data: str = "mushrooms"
    """A shipped data set, or the path of a LIBSVM file; of pictures a set's name, or its folder's path."""
    workers: int = 8
    steps: int = 2000
    batch: int = 16
    """Samples per stochastic gradient; 0 takes full gradients."""
    compressor: str = "top:1/10"
    """As `parse_compressor` reads it."""
    hyper: Mapping[str, Any] = field(default_factory=lambda: _hyper("gmc", "logistic"))
    """Every hyper-parameter of the method, by the names of theory/methods/parameters.py."""
    preset: str = PAPER
    """paper, or authors_code for the switches of the authors' code."""
    schedule: str = "constant"
    """As `parse_schedule` reads it."""
    topology: str = COMPLETE
    """Who hears whom, for methods in which that matters; without a size it has the run's workers."""
    split: str = "iid"
    """As `toys.splits.split` reads it: iid, dirichlet:α, dirichlet-slices:α, classes:c, shards:s."""
    seed: int = 0
    seeds: int = 1
    """How many runs with seeds seed, seed+1, …; the split is that of the first."""
    regulariser: float = 0.1
    """λ of the logistic problem (cdadam, section 7.1)."""
    dimension: int = 2
    """d of the quadratic."""
    mode: str = "batched"
    """batched, or exact: in the shapes and the order of a cluster, to the last bit."""
    model: str = "mlp"
    """One of the networks' names."""
    norm: str = "gn"
    """The network's normalisation: bn (statistics of each worker's own), gn, evonorm, none."""
    width: float = 1.0
    """Factor of the network's usual number of channels."""
    augment: str = "none"
    """none, crop, flip, or crop-flip, which the papers have."""
    dtype: str = "float32"
    """Of a network and its run: float32 or float64."""
    observe_every: int = 0
    """Steps between observations of a network's loss, gradients, noise and accuracy; 0: as often as takes
    under a tenth of the run."""
    observe_samples: int = 0
    """How many samples of every worker these look at; 0: all."""
    observe_batch: int = 0
    """Samples in each of the gradients from which they estimate the noise; 0: as many as in the run's; 1: the
    noise itself, from single samples' gradients."""
    device: str = "cpu"
    """cpu or cuda: where vectors are."""
    timeout: int = 300
    """Seconds for which a rank waits for another one, which then counts as lost."""

    @property
    def seed_list(self) -> tuple[int, ...]:
        return tuple(range(self.seed, self.seed + self.seeds))

    @property
    def used(self) -> tuple[str, ...]:
        """The settings that matter to this run, in the order of a run.toml."""
        unused = {"hyper"} | set().union(*_OF_PROBLEM.values()) - set(_OF_PROBLEM[self.problem])
        if self.model in WITHOUT_NORM:
            unused.add("norm")
        if "compressor" not in compressors(self.method):
            unused.add("compressor")
        if not needs_topology(self.method):
            unused.add("topology")
        return (*(name for name in _NAMES if name not in unused), *self.hyper)


_NUMBERS = {
    "regulariser": Constant("regulariser", "λ of the logistic problem", "F"),
    "width": Constant("width", "factor of the network's channels", low_allowed=False, high=100),
}
_OF_NETWORK = ("model", "norm", "width", "augment", "dtype")
_OBSERVED = ("observe_every", "observe_samples", "observe_batch")
_OF_PROBLEM = {
    "logistic": ("data", "batch", "split", "regulariser"),
    "quadratic": ("dimension",),
    "network": ("data", "batch", "split", *_OF_NETWORK, *_OBSERVED),
}
"""The settings that not all problems have."""
PROBLEMS = tuple(_OF_PROBLEM)
_USUAL_DATA = {"logistic": Config.data, "network": SMALL}
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "problem": PROBLEMS,
    "mode": ("batched", "exact"),
    "model": tuple(MODELS),
    "norm": tuple(NORMS),
    "augment": tuple(AUGMENTATIONS),
    "dtype": ("float32", "float64"),
    "device": ("cpu", "cuda"),
}
"""The settings that are one of a few names."""
_LOWEST = {
    "workers": 1,
    "steps": 1,
    "batch": 0,
    "seed": 0,
    "seeds": 1,
    "dimension": 1,
    **dict.fromkeys(_OBSERVED, 0),
    "timeout": 1,
}
_HIGHEST = {
    "seed": 2**63,
    "seeds": 10**6,
    "workers": 10**6,
    "steps": 10**9,
    "batch": 10**9,
    "dimension": 10**7,
    **dict.fromkeys(_OBSERVED, 10**9),
    "timeout": 10**6,
}
_NAMES = tuple(f.name for f in fields(Config))


def _checked(name: str, value: Any) -> Any:
    """Return the value in its setting's type, or say what is allowed."""
    if name in PARAMETERS:
        return PARAMETERS[name].checked(value)
    default = getattr(Config, name, "")
    if isinstance(default, str):
        if not isinstance(value, str):
            raise BadInput(f"{name}: read {shown(value)}; allowed: a text")
        return value
    if isinstance(default, int):
        return checked_count(name, value, _LOWEST[name], _HIGHEST[name])
    return checked_number(name, value, _NUMBERS[name])


def configure(base: Config, changes: Mapping[str, Any]) -> Config:
    """The configuration with some settings changed.

    A wrong name or value is bad input, and so is a setting that the run then has no use for.
    """
    method = changes.get("method", base.method)
    optional = compressors(method) if isinstance(method, str) and method in METHODS else {}
    known = {*_NAMES, *PARAMETERS, *optional} - {"hyper"}
    for name in changes:
        if name not in known:
            raise BadInput(f"{shown(name)} is no setting of a run; {nearest(name, known, base.used)}")
    checked = {name: _checked(name, value) for name, value in changes.items()}
    config = replace(base, **{name: value for name, value in checked.items() if name in _NAMES})
    for name, allowed in _KNOWN.items():
        if getattr(config, name) not in allowed:
            raise BadInput(
                f"{name}: read {shown(getattr(config, name))}; {nearest(getattr(config, name), allowed)}"
            )
    given = {name: value for name, value in checked.items() if name not in _NAMES}
    renewed = (
        {} if changes.keys().isdisjoint(("method", "preset")) else preset_of(config.method, config.preset)
    )
    if config.problem != base.problem and "data" not in changes:
        config = replace(config, data=_USUAL_DATA.get(config.problem, base.data))
    config = replace(config, hyper=_hyper(config.method, config.problem, base.hyper, renewed, given))
    for name in changes:
        if name not in config.used:
            raise BadInput(
                f"{name}: {config.method} on {config.problem} has no use for it; leave it out; "
                f"settings of this run: {', '.join(config.used)}"
            )
    return config


def read_config(path: Path) -> Config:
    """Read a CONFIG.toml, such as the run.toml that a run leaves; [provenance] is allowed and not used."""
    document = read_toml(path)
    try:
        check_schema(document)
        return configure(Config(), {k: v for k, v in document.items() if k not in ("schema", "provenance")})
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from None


def parse_settings(assignments: Iterable[str]) -> dict[str, Any]:
    """Read `name=value` from the command line; a value is written as in TOML, or is taken as a text."""
    settings: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals:
            raise BadInput(f"--set: read {shown(assignment)}; allowed: name=value")
        try:
            settings[name.strip()] = tomllib.loads(f"value = {text}")["value"]
        except (ValueError, RecursionError):
            settings[name.strip()] = text
    return settings


def as_document(config: Config, provenance: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that the run uses, as a TOML document that `read_config` reads back."""
    settings = {**asdict(config), **config.hyper}
    used = {name: settings[name] for name in config.used}
    return {"schema": SCHEMA, **used, "provenance": dict(provenance)}
