"""The constants file: TOML read, checked and written. Its format is in docs/interface.md."""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from theory.constants import GLOSSARY, KINDS, Constant, Constants, Estimate
from theory.errors import BadInput, nearest, shown
from theory.methods import METHODS

SCHEMA = 1

QUANTITIES: Mapping[str, str] = {
    "average_gradient_sq": "F^2/w^2",
    "minimum_gradient_sq": "F^2/w^2",
    "average_residual_sq": "F^2/w^2",
    "mean_residual_sq": "F^2/w^2",
    "detach_distance_sq": "w^2",
    "virtual_gap_sq": "w^2",
    "consensus_sq": "w^2",
    "momentum_spread_sq": "F^2/w^2",
    "worker_compression_error": "F/w",
    "server_compression_error": "F/w",
    "quantisation_noise_sq": "w^2",
    "effective_step_size": "w^2/F",
    "noise_final": "F^2/w^2",
    "best_detach": "1",
    "bits": "1",
    "gap_final": "F",
    "rate": "1",
    "relative_cost": "1",
    "generalisation_error": "F",
    "test_accuracy": "1",
}
"""The keys of [measured], which are also what a bound may bound, with their units.

`generalisation_error` is the expected loss on fresh data less that on the training set.
`average_residual_sq` and `mean_residual_sq` are a gradient squared in gmc and a parameter squared in def,
whose residual holds the step size."""

_ESTIMATE_KEYS = ("value", "kind", "interval", "confidence", "how", "seen", "upper", "seeds")
_SIGNED = ("gap_final", "generalisation_error")
_SEEN_KEYS = ("minimum", "mean", "maximum", "median", "quantile_05", "quantile_95")
_TABLES = ("schema", "constants", "run", "measured", "provenance")
_COMPRESSOR_KEYS: Mapping[str, type] = {
    "name": str,
    "linear": bool,
    "unbiased": bool,
    "shared_seed": bool,
    "sparsifying": bool,
}
_RUN_KEYS: Mapping[str, type] = {
    "method": str,
    "compressor": dict,
    "iid": bool,
    "schedule": str,
    "topology": str,
    "nesterov": bool,
}


def read_text(path: Path) -> str:
    """Return a text file's content, or say in one sentence why that cannot be had."""
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise BadInput(
            f"{path}: is a directory; name a file in it, such as {path / 'constants.toml'}"
        ) from None
    except UnicodeDecodeError:
        raise BadInput(f"{path}: is not a text file (TOML in UTF-8 is expected)") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise BadInput(f"{shown(str(path))}: is no path: {error}") from None


def read_toml(path: Path) -> dict[str, Any]:
    """Return a TOML file's content; a malformed one is bad input, with its line."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path}: is not valid TOML: {error}") from None
    except ValueError as error:
        raise BadInput(f"{path}: is not valid TOML: {error}") from None
    except RecursionError:
        raise BadInput(f"{path}: is nested too deeply to be a constants file") from None


def read_constants(path: str | os.PathLike[str]) -> Constants:
    """Read a constants file.

    Raises BadInput, with the key, what was read and what is allowed, for anything malformed.
    """
    path = Path(path)
    try:
        return parse_constants(read_toml(path))
    except BadInput as error:
        prefix = "" if str(error).startswith(str(path)) else f"{path}: "
        raise BadInput(f"{prefix}{error}") from None


def parse_constants(document: Mapping[str, Any]) -> Constants:
    """Check a parsed constants file; errors name the key, what was read and what is allowed."""
    check_schema(document)
    _only("top level", document, _TABLES)
    constants = _table("constants", document.get("constants"))
    if constants is None:
        raise BadInput("[constants]: is missing; a constants file has at least this table")
    run = _table("run", document.get("run"))
    measured = _table("measured", document.get("measured")) or {}
    _only("[constants]", constants, GLOSSARY, clue=_letter)
    _only("[measured]", measured, QUANTITIES)
    return Constants(
        known={name: _constant(GLOSSARY[name], entry) for name, entry in constants.items()},
        run=None if run is None else _run(run),
        measured={name: _measured(name, entry) for name, entry in measured.items()},
        provenance=_table("provenance", document.get("provenance")) or {},
    )


def check_schema(document: Mapping[str, Any]) -> None:
    schema = document.get("schema", SCHEMA)
    if type(schema) is not int or schema < 1:
        raise BadInput(f"schema: read {shown(schema)}; allowed: the integer {SCHEMA}")
    if schema > SCHEMA:
        raise BadInput(
            f"schema: read {shown(schema)}; this Tightrope knows {SCHEMA}: this file needs a newer one"
        )


def _only(
    where: str, table: Mapping[str, Any], known: Iterable[str], clue: Callable[[str], str] = lambda key: ""
) -> None:
    known = list(known)
    for key in table:
        if key not in known:
            raise BadInput(f"{where}: {shown(key)} is not a known name; {clue(key) or nearest(key, known)}")


def _letter(key: str) -> str:
    """What a paper's letter stands for, if that is what a key is."""
    names = [name for name, row in GLOSSARY.items() if key in row.letters.values()]
    return f"as a paper's letter it is {' or '.join(names)}" if names else ""


def _table(where: str, value: Any) -> Mapping[str, Any] | None:
    if value is not None and not isinstance(value, dict):
        raise BadInput(f"[{where}]: read {shown(value)}; allowed: a table")
    return value


def _number(where: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadInput(f"{where}: read {shown(value)}; allowed: a number")
    try:
        finite = math.isfinite(value)
    except OverflowError:
        finite = False
    if not finite:
        raise BadInput(f"{where}: read {shown(value)}; allowed: a finite number")
    return value


def _interval(where: str, value: Any) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise BadInput(f"{where}: read {shown(value)}; allowed: [low, high]")
    low, high = (_number(where, end) for end in value)
    if low > high:
        raise BadInput(f"{where}: read {shown(value)}; allowed: low ≤ high")
    return low, high


def _seen(where: str, value: Any) -> Mapping[str, float]:
    table = _table(where, value) or {}
    _only(f"[{where}]", table, _SEEN_KEYS)
    return {key: _number(f"{where}.{key}", number) for key, number in table.items()}


def _estimate(where: str, entry: Any, in_range: Callable[[str, float], None]) -> Estimate:
    if not isinstance(entry, dict):
        value = _number(where, entry)
        in_range(where, value)
        return Estimate(value)
    _only(f"[{where}]", entry, _ESTIMATE_KEYS)
    if "value" not in entry:
        raise BadInput(f"[{where}]: has no value; allowed: a number, or a table with the key value")
    value = _number(f"{where}.value", entry["value"])
    in_range(f"{where}.value", value)
    kind = entry.get("kind", "given")
    if kind not in KINDS:
        raise BadInput(f"{where}.kind: read {shown(kind)}; allowed: {', '.join(KINDS)}")
    interval = None
    if "interval" in entry:
        interval = _interval(f"{where}.interval", entry["interval"])
        for end in interval:
            in_range(f"{where}.interval", end)
        if not interval[0] <= value <= interval[1]:
            raise BadInput(
                f"{where}.interval: read {shown(entry['interval'])}; allowed: one around {value:g}"
            )
    upper = entry.get("upper")
    if upper is not None:
        in_range(f"{where}.upper", _number(f"{where}.upper", upper))
    return Estimate(
        value=value,
        kind=kind,
        interval=interval,
        confidence=_confidence(where, entry.get("confidence")),
        how=_text(f"{where}.how", entry.get("how")),
        seen=_seen(f"{where}.seen", entry["seen"]) if "seen" in entry else None,
        upper=upper,
        seeds=_seeds(where, entry.get("seeds")),
    )


def _confidence(where: str, value: Any) -> float | None:
    if value is None:
        return None
    confidence = _number(f"{where}.confidence", value)
    if not 0 < confidence < 1:
        raise BadInput(f"{where}.confidence: read {shown(value)}; allowed: a number > 0 and < 1")
    return confidence


def _seeds(where: str, value: Any) -> int | None:
    if value is not None and (type(value) is not int or value < 1):
        raise BadInput(f"{where}.seeds: read {shown(value)}; allowed: an integer ≥ 1")
    return value


def _text(where: str, value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise BadInput(f"{where}: read {shown(value)}; allowed: a text")
    return value


def _constant(row: Constant, entry: Any) -> Estimate:
    def in_range(where: str, number: float) -> None:
        if not row.admits(number):
            raise BadInput(f"{where}: read {shown(number)}; allowed: {row.allowed} ({row.meaning})")

    return _estimate(f"constants.{row.name}", entry, in_range)


def _measured(name: str, entry: Any) -> Estimate:
    def in_range(where: str, number: float) -> None:
        if number < 0 and name not in _SIGNED:
            raise BadInput(f"{where}: read {shown(number)}; allowed: a number ≥ 0")

    return _estimate(f"measured.{name}", entry, in_range)


def _typed(where: str, table: Mapping[str, Any], keys: Mapping[str, type]) -> None:
    _only(f"[{where}]", table, keys)
    words = {str: "a text", bool: "true or false", dict: "a table"}
    for key, value in table.items():
        if not isinstance(value, keys[key]):
            raise BadInput(f"{where}.{key}: read {shown(value)}; allowed: {words[keys[key]]}")


def _run(table: Mapping[str, Any]) -> Mapping[str, Any]:
    _typed("run", table, _RUN_KEYS)
    if table.get("method", "gmc") not in METHODS:
        raise BadInput(f"run.method: read {shown(table['method'])}; {nearest(table['method'], METHODS)}")
    _typed("run.compressor", table.get("compressor", {}), _COMPRESSOR_KEYS)
    return table


def _written(estimate: Estimate) -> Any:
    entry = {key: value for key, value in asdict(estimate).items() if value is not None}
    return entry["value"] if entry.keys() == {"value", "kind"} and estimate.kind == "given" else entry


def as_document(constants: Constants) -> dict[str, Any]:
    """Return the TOML document that `parse_constants` reads back as the same constants."""
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "constants": {name: _written(estimate) for name, estimate in constants.known.items()},
    }
    if constants.run is not None:
        document["run"] = dict(constants.run)
    if constants.measured:
        document["measured"] = {name: _written(estimate) for name, estimate in constants.measured.items()}
    if constants.provenance:
        document["provenance"] = dict(constants.provenance)
    return document


def write_constants(path: str | os.PathLike[str], constants: Constants) -> None:
    """Write a constants file, whole or not at all."""
    import tomli_w

    write_atomically(Path(path), tomli_w.dumps(as_document(constants)).encode())


def write_atomically(path: Path, content: bytes) -> None:
    """Write to a temporary name beside the target, then rename: a reader never sees half a file."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
