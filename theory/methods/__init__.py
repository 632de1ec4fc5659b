"""What the papers do: one algorithm a file, one text for every way of running it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from importlib import import_module
from typing import Any

from theory.errors import BadInput, nearest

METHODS: Mapping[str, str] = {
    "gmc": "gmc:GMC",
    "gmc+": "gmc_plus:GMCPlus",
    "dgc": "dgc:DGC",
    "dgc-masked": "dgc:MaskedDGC",
    "def-a": "def_a:DEFA",
    "ef": "error_feedback:ErrorFeedback",
    "dmsgd": "dmsgd:DMSGD",
    "dmsgd-global": "dmsgd_global:GlobalDMSGD",
    "sgd": "sgd:SGD",
}
"""A method's name, as the papers have it in lower case, and where its text is."""


def method_class(name: str) -> type[Any]:
    """The class of a method; an unknown name gets the nearest ones."""
    if name not in METHODS:
        raise BadInput(f"method: read {name!r}; {nearest(name, METHODS)}")
    module, _, cls = METHODS[name].partition(":")
    found: type[Any] = getattr(import_module(f"theory.methods.{module}"), cls)
    return found


def hyper_parameters(name: str) -> tuple[str, ...]:
    """The hyper-parameters of a method."""
    return tuple(field.name for field in fields(method_class(name)))


def make(name: str, **hyper: Any) -> Any:
    """A method with those of the hyper-parameters that it has."""
    return method_class(name)(**{field: hyper[field] for field in hyper_parameters(name)})
