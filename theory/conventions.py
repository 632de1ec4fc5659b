r"""Conventions: what one paper's quantity is in another's, and what a letter means where.

A conversion is two formulas that undo each other, written as formulas of a paper are, so that they have the
same readings. A quantity that the glossary lacks is named here, with its unit, in the conversion that has it.
"""

from __future__ import annotations

from dataclasses import dataclass

from theory.arithmetic import Value
from theory.constants import GLOSSARY, PAPERS
from theory.errors import BadInput, nearest
from theory.papers.common import batch_variance
from theory.papers.qg.formulas import second_eigenvalue, virtual_step
from theory.papers.qprsgd import gossip
from theory.statement import Formula

# The mixing matrix


def consensus_of(lambda2: Value) -> Value:
    """ρ of qg from ρ of qprsgd: 1 − λ₂², for a symmetric W.

    qg's Assumption 1 has ‖ZW − Z̄‖² ≤ (1−ρ)‖Z − Z̄‖², so 1 − ρ = ‖W − 11ᵀ/n‖₂² at best; qprsgd's Assumption 2
    has ρ = max(|λ₂|, |λ_M|), which is that norm.
    """
    return gossip.consensus(lambda2)


def lambda2_of(consensus: Value) -> Value:
    """ρ of qprsgd (Assumption 2) from ρ of qg (Assumption 1): √(1−ρ), for a symmetric W and its largest ρ."""
    return second_eigenvalue(consensus)


def spectral_gap_of(lambda2: Value) -> Value:
    """1 − max(|λ₂|, |λ_n|), rho in qg's training code: neither qg's ρ (Assumption 1) nor qprsgd's (2)."""
    return 1 - lambda2


def lambda2_of_spectral_gap(spectral_gap: Value) -> Value:
    """ρ of qprsgd (Assumption 2) from what qg's training code calls rho."""
    return 1 - spectral_gap


# The noise


def batch_noise_of(noise: Value, batch: Value) -> Value:
    """σ² of a mini-batch of independent samples from σ² of one: σ²/b.

    gmc (Assumption 2, Theorems 6 and 12) and cdadam (Assumption 6.3, Theorem 6.4 with σ/√τ) mean one sample;
    def (Assumption 3.1), qprsgd (Assumption 1) and qg (Assumption 1) mean whatever a worker draws at a step.
    """
    return batch_variance(noise, batch)


def noise_of(batch_noise: Value, batch: Value) -> Value:
    """σ² of one sample (gmc, Assumption 2) from that of a mini-batch (qg, Assumption 1): bσ²."""
    return batch * batch_noise


# The step size inside a buffer or a residual, or outside


def inside_of(step_size: Value, outside: Value) -> Value:
    """A buffer or residual with the step size inside from the one without: η times it, for a constant η.

    Inside: gmc's m ← βm + η∇f, w ← w − m (Eq. 4, 5); def's e, in p = ηm + e (Algorithm 1, Eq. 11). Outside:
    def's and qg's m ← βm + g, x ← x − ηm (Eq. 11; Algorithm 1); gmc's e, in w ← w − (η/K)ΣC(e) (Algorithm 1).
    qg's Eq. (7) moves the step size out in the same way.
    """
    return step_size * outside


def outside_of(step_size: Value, inside: Value) -> Value:
    """A buffer or residual without the step size (def, Eq. 11; gmc, Algorithm 1) from the one with it."""
    return inside / step_size


def inside_sq_of(step_size: Value, outside_sq: Value) -> Value:
    """‖e‖² as in def (Eq. 6, Algorithm 1: w²) from ‖e‖² as in gmc (Lemma 4, Algorithm 1: F²/w²): η²‖e‖²."""
    return step_size**2 * outside_sq


def outside_sq_of(step_size: Value, inside_sq: Value) -> Value:
    """‖e‖² as in gmc (Lemma 4, Algorithm 1: F²/w²) from ‖e‖² as in def (Eq. 6, Algorithm 1: w²)."""
    return inside_sq / step_size**2


# Dampened momentum


def dampened_of(momentum: Value, outside: Value) -> Value:
    """m ← βm + (1−β)g from m ← βm + g: (1−β)m.

    Dampened: cdadam (section 3; Algorithm 1, line 13) and the normalised form of qg (Appendix B.3.2). Not
    dampened: def (Eq. 11), qg (Algorithm 1, line 4).
    """
    return (1 - momentum) * outside


def undampened_of(momentum: Value, dampened: Value) -> Value:
    """m ← βm + g (def, Eq. 11) from m ← βm + (1−β)g (cdadam, Algorithm 1, line 13)."""
    return dampened / (1 - momentum)


def dampened_step_of(step_size: Value, momentum: Value) -> Value:
    """The step size with which a dampened buffer takes the same steps: η/(1−β) (qg, Appendix B.3.2).

    cdadam's α (Algorithm 1, line 16) is of this kind, and a length besides: its V̂ takes the unit away.
    """
    return virtual_step(step_size, momentum)


def step_of(dampened_step: Value, momentum: Value) -> Value:
    """The step size of m ← βm + g, x ← x − ηm (qg, Algorithm 1) from that of a dampened buffer: (1−β)η."""
    return (1 - momentum) * dampened_step


# Compressors


def contraction_of(omega: Value) -> Value:
    """δ of Q/(1+ω) for an unbiased Q with E‖Q(v) − v‖² ≤ ω‖v‖²: 1/(1+ω), the largest that scaling Q gives.

    E‖aQ(v) − v‖² = (a²(1+ω) − 2a + 1)‖v‖² is least at a = 1/(1+ω). Contractive: gmc (Assumption 1), def
    (Assumption 4.2), cdadam (Assumption 4.1, π). Unbiased: qprsgd (Lemmas 4 and 5, ω = d/(4s²)).
    """
    return 1 / (1 + omega)


def omega_of(contraction: Value) -> Value:
    """ω of an unbiased compressor (qprsgd, Lemma 5) that, scaled, has δ (gmc, Assumption 1): (1−δ)/δ."""
    return (1 - contraction) / contraction


@dataclass(frozen=True)
class Conversion:
    """`source` by the formula `there` is `target`, and by `back` itself again; the other parameters stay.

    A unit is given where the glossary has no such name.
    """

    source: str
    target: str
    there: Formula
    back: Formula
    source_unit: str | None = None
    target_unit: str | None = None

    def unit(self, name: str) -> str:
        """The unit of the source, the target or another parameter."""
        own = {self.source: self.source_unit, self.target: self.target_unit}.get(name)
        return own or GLOSSARY[name].unit


CONVERSIONS = (
    Conversion("lambda2", "consensus", consensus_of, lambda2_of),
    Conversion("lambda2", "spectral_gap", spectral_gap_of, lambda2_of_spectral_gap, target_unit="1"),
    Conversion("noise", "batch_noise", batch_noise_of, noise_of, target_unit="F^2/w^2"),
    Conversion("outside", "inside", inside_of, outside_of, "F/w", "w"),
    Conversion("outside_sq", "inside_sq", inside_sq_of, outside_sq_of, "F^2/w^2", "w^2"),
    Conversion("outside", "dampened", dampened_of, undampened_of, "F/w", "F/w"),
    Conversion("step_size", "dampened_step", dampened_step_of, step_of, target_unit="w^2/F"),
    Conversion("omega", "contraction", contraction_of, omega_of, source_unit="1"),
)

# Letters

Meanings = dict[str, list[str]]


def letters(paper: str) -> Meanings:
    """What a paper's letters mean: {letter: glossary names}; two names are a clash within the paper.

    A number in a letter's place, as def's batch of 1, is no letter. Raises BadInput for an unknown paper.
    """
    if paper not in PAPERS:
        raise BadInput(f"paper: read {paper!r}; {nearest(paper, PAPERS)}")
    found: Meanings = {}
    for name, row in GLOSSARY.items():
        letter = row.letters.get(paper, "")
        if letter and not letter.isdigit():
            found.setdefault(letter, []).append(name)
    return found


def clashes() -> dict[str, dict[str, list[str]]]:
    """The letters that do not mean the same everywhere: {letter: {paper: glossary names}}."""
    table: dict[str, dict[str, list[str]]] = {}
    for paper in PAPERS:
        for letter, names in letters(paper).items():
            table.setdefault(letter, {})[paper] = names
    return {k: v for k, v in table.items() if len({name for names in v.values() for name in names}) > 1}
