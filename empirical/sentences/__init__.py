"""The papers' empirical sentences, met at the size of two cores: one family of sentences a file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from empirical.sentences.sentence import Family
from theory.errors import BadInput, nearest, shown

FAMILIES: Mapping[str, int] = {
    "def-noise": 30,
    "def-distance": 60,
    "def-averaging": 60,
    "def-divergence": 90,
    "gmc-noniid": 120,
    "gmc-detach": 130,
    "gmc-rcc": 60,
    "cdadam-bits": 150,
    "qprsgd-bytes": 10,
    "qprsgd-bandwidth": 100,
    "qg-heterogeneity": 250,
    "qg-tracking": 120,
    "qg-ablation": 300,
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
