"""What all tests share: one thread each, and the shapes of annotations checked while they run."""

import os
from pathlib import Path

import pytest
import torch
from hypothesis import settings
from jaxtyping import install_import_hook

install_import_hook(["toys", "empirical"], "beartype.beartype")

# Sums depend in their last bits on how many threads share them, and "exact" means one; two test processes
# use two cores as it is.
torch.set_num_threads(1)

settings.register_profile("here", max_examples=200, deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "here"))


@pytest.fixture(scope="session")
def report_runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three runs to report on."""
    from report_page import make_runs  # after the hook, which sees only what is imported later

    folder = tmp_path_factory.mktemp("runs")
    make_runs(folder)
    return folder


@pytest.fixture(scope="session")
def report_file(report_runs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of these runs."""
    from report_page import build

    return build(report_runs, tmp_path_factory.mktemp("report") / "report.html", seed=1)
