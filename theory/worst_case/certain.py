"""Sufficient conditions: questions whose every admissible world exists in all of space."""

from __future__ import annotations

from dataclasses import replace

from theory.errors import Undecided
from theory.worst_case.classes import Smooth
from theory.worst_case.compressors import EXISTING
from theory.worst_case.question import Question


def certain(question: Question) -> Question:
    """The same question of problems that certainly exist; a value attained there is attained in the class.

    - Noise of no variance is allowed noise; noise of finitely many values is what it says.
    - Several functions with F ≥ F* may each be at least F*.
    - F_k = F + ⟨b_k, ·⟩ has the same heterogeneity everywhere.
    - Convex functions are smooth functions, and bounded gradients extend (see `classes`).
    - Workers with one F and without noise are one worker, if they compress alike.
    - W = 11ᵀ/K + λ(I − 11ᵀ/K) is a mixing matrix with second eigenvalue λ.

    Raises Undecided where nothing of the kind is known.
    """
    finite = question.outcomes is not None
    found = replace(question, inside=True, noise=question.noise if finite else None)
    if finite and question.identical and question.workers > 1:
        raise Undecided("no single function is read off workers who met different outcomes")
    if question.identical:
        found = replace(found, workers=1, identical=False, heterogeneity=None)
    if question.compressor is not None and question.compressor not in EXISTING:
        raise Undecided(f"an instance of {question.compressor} is not read off expected products")
    if question.gradient_sq is not None:
        if question.heterogeneity is not None:
            raise Undecided("no extension of tilted functions with bounded gradients is known")
        if question.functions.curvature > 0:
            raise Undecided("a strongly convex function has no bounded gradients")
        if question.functions.curvature < 0:
            return replace(found, functions=Smooth(question.functions.smoothness, attained=False))
    return found


def apart(question: Question) -> Question:
    """The same question with workers written out; for an even number of them two stand for two halves."""
    if question.compressor == "linear":
        raise Undecided("no linear compressor is read off workers who are asked at different points")
    return replace(question, exchangeable=False, workers=2 if question.workers % 2 == 0 else question.workers)
