"""What all tests share: one thread each, and the shapes of annotations checked while they run."""

import os

import torch
from hypothesis import settings
from jaxtyping import install_import_hook

install_import_hook(["toys", "empirical"], "beartype.beartype")

# Sums depend in their last bits on how many threads share them, and "exact" means one; two test processes
# use two cores as it is.
torch.set_num_threads(1)

settings.register_profile("here", max_examples=200, deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "here"))
