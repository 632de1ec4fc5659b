"""The recorder under DistributedDataParallel, with two gloo ranks; what they do is in ddp_recorder.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from theory.constants_file import read_constants
from theory.evaluate import bounds

ROOT = Path(__file__).parents[1]
LONGEST = 240
"""Seconds after which two ranks hang."""


def ranks(script: Path, out: Path) -> str:
    """Run a script on two ranks; what they print."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [*command, str(script), str(out)],
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[str, Any]:
    out = tmp_path_factory.mktemp("ddp") / "found.json"
    ranks(ROOT / "tests" / "ddp_recorder.py", out)
    return json.loads(out.read_text())


def test_the_average_is_ddp_s_own_in_every_bit(found) -> None:
    """Parameters and running statistics of both ranks, with further passes in between as without the hook."""
    assert found["same_bits"]["equal"]
    assert found["same_bits"]["moved"]
    assert found["same_bits"]["bits"] == found["same_bits"]["bits_expected"]
    assert found["same_bits"]["local_left"] == 0
    assert found["same_bits"]["freed"]


def test_two_ranks_see_what_one_process_sees(found) -> None:
    """With accumulation, whose last mini-batch DDP averages; every column that is told."""
    seen = found["accumulated"]
    assert set(seen["told"]) == {"gradient_sq", "samples", "largest", "loss", "mean_sq", "noise"}
    assert seen["same_places"]
    assert max(seen["apart"].values()) < 1e-10


def test_error_feedback_by_its_formula(found) -> None:
    seen = found["feedback"]
    assert max(seen["apart"], seen["share_apart"], seen["norm_apart"]) < 1e-12
    assert 0.2 < seen["least"] == seen["least_expected"] < 1
    assert seen["bits"] == seen["bits_expected"]


def test_a_missing_hook_and_a_gradient_that_is_not_finite(found) -> None:
    assert "no hook has seen the worker's own; register one" in found["refusals"]["said"]
    assert found["refusals"]["diverged_at"] == 1


def test_the_example(tmp_path) -> None:
    out = tmp_path / "constants.toml"
    text = ranks(ROOT / "examples" / "ddp.py", out)
    assert f"tightrope bounds {out}" in text
    known = read_constants(out).known
    assert (known["workers"].value, known["heterogeneity"].kind) == (2, "estimate")
    low, _ = known["heterogeneity"].interval
    assert low > 0
    assert any(b.value is not None for b in bounds(read_constants(out)))
