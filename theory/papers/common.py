"""What statements of several papers share: units, and what they ask of a run."""

from theory.arithmetic import Value
from theory.statement import Requirement

GRADIENT = "F/w"
SQUARED_GRADIENT = "F^2/w^2"
PARAMETER = "w"
SQUARED_PARAMETER = "w^2"
STEP_SIZE = "w^2/F"

CONSTANT_STEP = Requirement("schedule", ("constant",), "the statement is for a constant step size")
SINGLE_PRECISION = Requirement("constants.float_bits", (32,), "the paper counts numbers of 32 bits")
HEAVY_BALL = Requirement("nesterov", (False, None), "the algorithm has heavy-ball momentum")


def about(*methods: str) -> Requirement:
    """The methods, by their ids, that a statement is about."""
    return Requirement("method", methods, f"the statement is about {' and '.join(methods)}")


def compressor(*names: str) -> Requirement:
    """The compressors, by their names, that a statement is about."""
    why = f"the statement is about the compressor {' or '.join(names)}"
    return Requirement("compressor.name", names, why)


def batch_variance(noise: Value, batch: Value) -> Value:
    """σ²/b, the variance of a mini-batch gradient: what def, qprsgd and qg, which have no batch, call σ²."""
    return noise / batch
