"""What the statements of QPRSGD ask of a run, and the units that they share."""

from theory.statement import Requirement

SQUARED_GRADIENT = "F^2/w^2"
SQUARED_PARAMETER = "w^2"
STEP_SIZE = "w^2/F"

QUANTISED = Requirement("compressor.name", ("qsgd",), "the statement is about the quantiser Q_s of QSGD")
_CONSTANT = Requirement("schedule", ("constant",), "the statement is for a constant step size")


def about(*methods: str) -> Requirement:
    """The methods, by their ids, that a statement is about."""
    return Requirement("method", methods, f"the statement is about {' and '.join(methods)}")


RING_NOISE = (about("ar-qprsgd"), QUANTISED)
RING = (about("ar-qprsgd"), QUANTISED, _CONSTANT)
GOSSIP_STEPS = (about("g-qprsgd"), _CONSTANT)
GOSSIP = (about("g-qprsgd"), QUANTISED, _CONSTANT)
