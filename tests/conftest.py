"""What all tests share: the shapes of annotations are checked while the tests run."""

import os

from hypothesis import settings
from jaxtyping import install_import_hook

install_import_hook(["toys", "empirical"], "beartype.beartype")

settings.register_profile("here", max_examples=200, deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "here"))
