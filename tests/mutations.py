"""Damaged constants files: a valid one changed at random, as text or as structure, the same for every run."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any, NamedTuple

import tomli_w

VALID = """\
schema = 1

[constants]
workers = 8
batch = 16
dimension = 112
steps = 2000
step_size = 0.05
momentum = 0.01
detach = 0.3
gap = 0.6931

[constants.smoothness]
value = 9.87
kind = "estimate"
interval = [9.81, 9.93]
confidence = 0.95
how = "power iteration"
seeds = 3

[constants.noise]
value = 2.1
kind = "seen"
upper = 21.0

[constants.gradient_sq]
value = 4.5
kind = "upper"

[constants.contraction]
value = 0.098
kind = "exact"
seen = {minimum = 0.225, mean = 0.61}

[run]
method = "gmc"
compressor = {name = "top", linear = false, unbiased = false, shared_seed = false, sparsifying = true}
iid = true
schedule = "constant"
topology = "complete"

[measured]
average_gradient_sq = 0.031
gap_final = -0.001

[measured.average_residual_sq]
value = 0.5
interval = [0.4, 0.6]

[provenance]
command = "tightrope measure"
versions = {numpy = "2.0"}
"""
"""Every table and every key of an estimate occurs in it."""

TOKENS = (
    *("nan", "-inf", "+inf", "1e400", "-1e400", "5e-324", "1.7e308", "-1", "0", "-0.0", "1", "1.0", "2.5"),
    *("1" + "0" * 400, "9" * 5000, "0x" + "f" * 5000, "true", "false", "1979-05-27", '""', '"gmc"', "'''"),
    *("[]", "[[[[", "{}", "{a = 1}", "[constants]", "[[run]]", "a.b.c", ".", "=", "#", "\n", "\r", "\x00"),
    *("\ufeff", "δ", "constants", "momentum", "value", "{", "}", "]", "," * 3, "_", "a" * 300),
)
"""What replaces a word or is put between two characters."""


class Mutant(NamedTuple):
    """A file's bytes, and whether it is valid; None where the mutation leaves that open."""

    content: bytes
    valid: bool | None


# As text


def _cut(text: str, random: Random) -> tuple[int, int]:
    """Two places in order, the second beyond the first."""
    low = random.randrange(len(text))
    return low, min(len(text), low + random.choice((1, 1, 1, 2, 5)))


def _delete(text: str, random: Random) -> str:
    low, high = _cut(text, random)
    return text[:low] + text[high:]


def _double(text: str, random: Random) -> str:
    low, high = _cut(text, random)
    return text[:high] + text[low:]


def _swap(text: str, random: Random) -> str:
    at = random.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _insert(text: str, random: Random) -> str:
    at = random.randrange(len(text))
    return text[:at] + random.choice(TOKENS) + text[at:]


def _replace_word(text: str, random: Random) -> str:
    words = list(re.finditer(r"[^\s=\[\]{},]+", text))
    word = random.choice(words)
    return text[: word.start()] + random.choice(TOKENS) + text[word.end() :]


def _end_early(text: str, random: Random) -> str:
    return text[: random.randrange(20, len(text))]


def _of_lines(change: Callable[[list[str], Random], None]) -> Callable[[str, Random], str]:
    def changed(text: str, random: Random) -> str:
        lines = text.splitlines(keepends=True)
        change(lines, random)
        return "".join(lines)

    return changed


def _delete_line(lines: list[str], random: Random) -> None:
    del lines[random.randrange(len(lines))]


def _double_line(lines: list[str], random: Random) -> None:
    lines.insert(random.randrange(len(lines)), random.choice(lines))


def _swap_lines(lines: list[str], random: Random) -> None:
    a, b = random.sample(range(len(lines)), 2)
    lines[a], lines[b] = lines[b], lines[a]


TEXT_CHANGES: tuple[Callable[[str, Random], str], ...] = (
    _delete,
    _double,
    _swap,
    _insert,
    _replace_word,
    _replace_word,
    _end_early,
    *map(_of_lines, (_delete_line, _double_line, _swap_lines)),
)


def _parsed(text: str) -> dict[str, Any] | None:
    """The TOML document, or None if it is none; a reading by the standard library alone."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None


def changed_text(random: Random) -> Mutant:
    """One or two changes of the text, sometimes a wrong byte; invalid if it is no longer TOML."""
    text = VALID
    for _ in range(random.choice((1, 1, 2))):
        text = random.choice(TEXT_CHANGES)(text, random)
    if random.random() < 0.05:
        content = bytearray(text.encode())
        content[random.randrange(len(content))] = 0xFF
        return Mutant(bytes(content), valid=False)
    document, whole = _parsed(text), tomllib.loads(VALID)
    if document is None:
        return Mutant(text.encode(), valid=False)
    same = document == whole and repr(document) == repr(whole)  # True == 1, but not as a text
    return Mutant(text.encode(), valid=True if same else None)


# As structure

Path = tuple[str | int, ...]

WRONG_NUMBERS = ("1", True, [1], {}, float("nan"), float("inf"), -float("inf"), 10**400, date(1979, 5, 27))
WRONG: dict[type, tuple[Any, ...]] = {
    float: WRONG_NUMBERS,
    int: WRONG_NUMBERS,
    str: (3, 1.5, True, ["gmc"], {}),
    bool: ("true", 1, 0.0, [True], {}),
}
"""By the type of a leaf of VALID, values that are wrong in its place."""


def leaves(table: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """The leaves of a document with their paths."""
    if isinstance(table, dict):
        return [leaf for key, value in table.items() for leaf in leaves(value, (*path, key))]
    if isinstance(table, list):
        return [leaf for key, value in enumerate(table) for leaf in leaves(value, (*path, key))]
    return [(path, table)]


def parent_of(document: dict[str, Any], path: Path) -> Any:
    """The table or the list that holds what is at the path."""
    found: Any = document
    for key in path[:-1]:
        found = found[key]
    return found


def _leaf(random: Random, of_provenance: bool = False) -> tuple[dict[str, Any], Path, Any]:
    """A fresh document with a random leaf of it, in [provenance] or outside."""
    document = tomllib.loads(VALID)
    path, value = random.choice([x for x in leaves(document) if (x[0][0] == "provenance") == of_provenance])
    return document, path, value


def wrong_value(random: Random) -> Mutant:
    """A leaf gets a value of the wrong type, one that is not finite, or one out of its range."""
    document, path, value = _leaf(random)
    wrong = [x for x in WRONG[type(value)] if not (path[-1] == "seeds" and x == 10**400)]
    if path[0] == "constants" and type(value) is not str and "seen" not in path:
        wrong.append(-1)
    if path == ("schema",):
        wrong.append(2)
    if path[-1] == "kind":
        wrong.append("exac")
    parent_of(document, path)[path[-1]] = random.choice(wrong)
    return Mutant(tomli_w.dumps(document).encode(), valid=False)


def wrong_name(random: Random) -> Mutant:
    """A key outside [provenance] is misspelt."""
    document, path, _ = _leaf(random)
    path = path[: 1 + max(at for at, key in enumerate(path) if isinstance(key, str))]
    path = path[: random.randint(1, len(path))]
    while isinstance(path[-1], int):
        path = path[:-1]
    table = parent_of(document, path)
    table[f"{path[-1]}x"] = table.pop(path[-1])
    return Mutant(tomli_w.dumps(document).encode(), valid=False)


def misplaced(random: Random) -> Mutant:
    """A value takes another's place, or a key goes: valid or not, as it happens."""
    document, path, _ = _leaf(random)
    other = random.choice(leaves(document))[1]
    table = parent_of(document, path)
    if random.random() < 0.5:
        del table[path[-1]]
    else:
        table[path[-1]] = copy.deepcopy(other)
    return Mutant(tomli_w.dumps(document).encode(), valid=None)


def harmless(random: Random) -> Mutant:
    """A change that leaves the file valid: provenance may say anything, and an order means nothing."""
    document, path, _ = _leaf(random, of_provenance=True)
    parent_of(document, path)[path[-1]] = random.choice((1, True, [1, "a"], {}, "δ", date(1979, 5, 27)))
    tables = list(document.items())
    random.shuffle(tables)
    return Mutant(tomli_w.dumps(dict(tables)).encode() + b"# the end\n", valid=True)


STRUCTURE_CHANGES = (wrong_value, wrong_value, wrong_name, misplaced, harmless)


def mutant(seed: int) -> Mutant:
    """The file that a seed makes: three in five are changed as text, the others as structure."""
    random = Random(seed)
    if seed % 5 < 3:
        return changed_text(random)
    return random.choice(STRUCTURE_CHANGES)(random)
