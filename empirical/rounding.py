"""What rounding may add to the numbers of a run."""

from __future__ import annotations

from theory.constants import Constants

_SHARES = {64: 1e-9, 32: 1e-4}


def share(constants: Constants) -> float:
    """The share by which sums of up to 10⁶ of a run's numbers may be off: a thousand roundings and more.

    Those of doubles by 10⁻⁹, those of fewer bits by 10⁻⁴.
    """
    return _SHARES.get(int(constants.values().get("float_bits", 64)), _SHARES[32])
