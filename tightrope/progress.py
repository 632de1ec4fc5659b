"""The progress of long work, where verbs look for it."""

from empirical.progress import Progress

__all__ = ["Progress"]
