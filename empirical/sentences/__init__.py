"""The papers' empirical sentences, met at the size of two cores: one family of sentences a file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from empirical.sentences.sentence import Family
from theory.errors import BadInput, nearest, shown

FAMILIES: Mapping[str, int] = {
    "def-noise": 20,
    "def-distance": 30,
    "def-averaging": 20,
    "def-divergence": 40,
    "gmc-noniid": 40,
    "gmc-detach": 80,
    "gmc-rcc": 20,
    "cdadam-bits": 90,
    "qprsgd-bytes": 5,
    "qprsgd-bandwidth": 60,
    "qg-heterogeneity": 120,
    "qg-tracking": 50,
    "qg-ablation": 160,
}
"""Every family, whose file has its name, and about how many seconds of one core its runs take."""


def checked(name: str) -> str:
    """The name of a family; an unknown one gets the nearest ones."""
    if name not in FAMILIES:
        raise BadInput(f"sentences: read {shown(name)}; {nearest(name, FAMILIES)}")
    return name


def family(name: str) -> Family:
    """The module of a family."""
    found: Any = import_module(f"empirical.sentences.{checked(name).replace('-', '_')}")
    return found  # type: ignore[no-any-return]
