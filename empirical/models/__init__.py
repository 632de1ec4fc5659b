"""Networks as functions of one flat vector of parameters, one architecture a file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import torch

from empirical.models.asked import Asked
from empirical.models.flat import Flat
from empirical.models.norms import NORMS
from theory.errors import BadInput, nearest, shown

MODELS: Mapping[str, str] = {
    "softmax": "mlp:softmax",
    "mlp": "mlp:mlp",
    "cnn": "cnn:cnn",
    "resnet20": "resnet:resnet20",
    "resnet110": "resnet:resnet110",
    "resnet18": "resnet:resnet18",
    "resnet34": "resnet:resnet34",
    "vgg11": "vgg:vgg11",
    "vgg16": "vgg:vgg16",
    "wrn16-4": "wide_resnet:wrn16_4",
    "wrn28-10": "wide_resnet:wrn28_10",
    "vit": "vit:vit",
}
"""Every network by its name, and where its text is."""

WITHOUT_NORM = ("softmax", "mlp", "vit")
"""Networks that have no such layer to choose; the transformer's are LayerNorm."""


def check_model(name: str, norm: str) -> None:
    """Raise BadInput for an unknown network or normalisation."""
    for what, read, known in (("model", name, tuple(MODELS)), ("norm", norm, tuple(NORMS))):
        if read not in known:
            raise BadInput(f"{what}: read {shown(read)}; {nearest(read, known)}")


def build(name: str, asked: Asked) -> Flat:
    """The network of that name, without memory for its parameters: they are in the vector it is given.

    Raises BadInput for an unknown network or normalisation, and for inputs that are no images where a network
    needs images.
    """
    check_model(name, asked.norm)
    module, _, function = MODELS[name].partition(":")
    if len(asked.shape) != 3 and module != "mlp":
        raise BadInput(f"model: read {name}, which needs images; the data has inputs of shape {asked.shape}")
    with torch.device("meta"):
        return Flat.of(getattr(import_module(f"empirical.models.{module}"), function)(asked))
