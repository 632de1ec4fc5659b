"""Tightrope: a published convergence theorem held between machine proof and measurement.

The Python API, which stays as it is documented in docs/interface.md:

- `load(statement, variant)` returns a `Statement`;
- `read_constants(path)` reads a constants file;
- `bounds(constants)` evaluates every bound that it allows;
- `replay(toy, method, …)` replays a toy with one method.
"""

from theory.constants_file import read_constants
from theory.evaluate import bounds
from theory.papers import load

__all__ = ["bounds", "load", "read_constants"]
__version__ = "0.1.0"
