"""The constants of the theory, recorded in a training loop of the user's own."""

from empirical.recorder.hooks import error_feedback_hook, recording_hook
from empirical.recorder.recorder import Recorder

__all__ = ["Recorder", "error_feedback_hook", "recording_hook"]
