"""What the statements of QPRSGD ask of a run."""

from theory.papers.common import CONSTANT_STEP, about
from theory.statement import Requirement

QUANTISED = Requirement("compressor.name", ("qsgd",), "the statement is about the quantiser Q_s of QSGD")


RING_NOISE = (about("ar-qprsgd"), QUANTISED)
RING = (about("ar-qprsgd"), QUANTISED, CONSTANT_STEP)
GOSSIP_STEPS = (about("g-qprsgd"), CONSTANT_STEP)
GOSSIP = (about("g-qprsgd"), QUANTISED, CONSTANT_STEP)
