"""`python -m benchmarks [NAME…] [--json FILE] [--keep-memory]`: the tables, and whether targets are met.

Nothing is asserted: a missed target is shown, and the exit status is 0. It is 2 for bad input.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, CycloptsError, Parameter

from benchmarks import BENCHMARKS
from benchmarks.allocator import environment, keep_memory
from benchmarks.table import table
from theory.constants_file import write_atomically
from theory.errors import BadInput, nearest

SCHEMA = 1

Kept = Annotated[
    bool, Parameter(name="--keep-memory", negative="", help="keep freed memory for the next array")
]
File = Annotated[
    Path | None, Parameter(name="--json", help="a file that gets the same numbers as a JSON document")
]


def bench(*names: str, file: File = None, kept: Kept = False) -> int:
    """Time ours beside a peer, in turns, and print medians with quartiles.

    Parameters
    ----------
    names
        Benchmarks by name; all of them by default.
    """
    _checked(names, file)
    if kept:
        keep_memory()
    before = machine(kept)
    print(*_heading(before), sep="\n")
    rows = []
    for name in names or BENCHMARKS:
        found = import_module(f"benchmarks.{name}").rows()
        print("", *table(found), sep="\n", flush=True)
        rows += found
    if file is not None:
        _write(file, {"before": before, "after": machine(kept), "rows": [row.document() for row in rows]})
    return 0


def _checked(names: Sequence[str], file: Path | None) -> None:
    """What is wrong is found before minutes are spent."""
    for name in names:
        if name not in BENCHMARKS:
            raise BadInput(f"benchmark: read {name!r}; {nearest(name, BENCHMARKS)}")
    if file is not None and not file.absolute().parent.is_dir():
        raise BadInput(f"--json: read {str(file)!r}; its folder does not exist")


def machine(kept: bool) -> dict[str, Any]:
    """What the numbers depend on beside the code, and whether freed memory was kept."""
    return {
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "sympy", "torch")},
        "keep_memory": kept,
        "allocator": environment(),
    }


def _heading(found: Mapping[str, Any]) -> tuple[str, ...]:
    versions = ", ".join(f"{name} {found[name]}" for name in ("python", "numpy", "sympy", "torch"))
    settings = " ".join(f"{name}={value}" for name, value in found["allocator"].items())
    memory = "kept" if found["keep_memory"] else f"as the C library has it {settings}".rstrip()
    return (
        f"{found['processor']}, {found['cores']} cores, load {found['load']} before; {versions}",
        f"freed memory: {memory}",
        "Times are medians over rounds; in a round each program runs twice, in order and in reverse.",
        "A ratio is taken within each round; differ: the largest relative difference of the two results.",
    )


def _write(path: Path, document: Mapping[str, Any]) -> None:
    text = json.dumps({"schema": SCHEMA, **document}, indent=2, ensure_ascii=False, allow_nan=False)
    write_atomically(path, (text + "\n").encode())


def main(arguments: Sequence[str]) -> int:
    """Run, and return the exit status; bad input is one message on standard error."""
    app = App(name="benchmarks", result_action="return_value", help_format="plaintext")
    app.default(bench)
    try:
        status = app(list(arguments), exit_on_error=False, print_error=False)
    except (BadInput, CycloptsError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    return status if isinstance(status, int) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
