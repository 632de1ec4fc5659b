"""The recorder in a loop of one process: known constants are covered, and nobody disturbs the loop."""

from __future__ import annotations

import re
import runpy
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy import stats
from torch import nn

from empirical.lanczos import largest_eigenvalue
from empirical.measure.statistics import CONFIDENCE
from empirical.recorder import Recorder
from theory.constants import GLOSSARY, KINDS
from theory.constants_file import QUANTITIES, read_constants
from theory.errors import BadInput, TightropeError
from theory.evaluate import bounds
from toys.compressors import parse_compressor

ROOT = Path(__file__).parents[1]


class Quadratic(nn.Module):
    """½wᵀAw − ⟨w, mean of x⟩: the gradient of a sample x is Aw − x, the Hessian is A."""

    curvatures = torch.linspace(0.5, 4.0, 20, dtype=torch.float64)

    def __init__(self) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.linspace(-1, 1, 20, dtype=torch.float64))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (self.curvatures * self.w**2).sum() / 2 - x.mean(0) @ self.w


CENTRES = torch.stack([torch.zeros(20), torch.linspace(0, 0.4, 20), torch.full((20,), -0.1)]).double()
SPREAD = torch.linspace(0.1, 0.5, 20, dtype=torch.float64)
NOISE = float((SPREAD**2).sum())
HETEROGENEITY = float(((CENTRES - CENTRES.mean(0)) ** 2).sum(-1).mean())


def drawn(random: torch.Generator, worker: int, batch: int) -> torch.Tensor:
    return CENTRES[worker] + SPREAD * torch.randn(batch, 20, dtype=torch.float64, generator=random)


def recorded(seed: int, points: int = 10, batch: int = 2, each: int = 2, **settings) -> Recorder:
    """Points of a loop with three workers and mini-batches accumulated, at a model that stays where it is."""
    random, model = torch.Generator().manual_seed(seed), Quadratic()
    recorder = Recorder(model, batch=batch, workers=3, every=1, **settings)
    for _ in range(points):
        model.zero_grad()
        for worker in range(3):
            for _ in range(each):
                loss = model(drawn(random, worker, batch)) / each
                loss.backward()
                recorder.after_backward(loss, worker=worker, factor=1 / each)
        recorder.after_step()
    return recorder


# Known constants


def covered(found: list, truth: float) -> int:
    return sum(e.interval[0] <= truth <= e.interval[1] for e in found)


def near(values: np.ndarray, truth: float) -> None:
    """The mean is within four standard errors of what is estimated without bias."""
    assert abs(values.mean() - truth) < 4 * values.std(ddof=1) / len(values) ** 0.5


def test_intervals_cover_what_is_known(capsys) -> None:
    """Of 200 runs, as many intervals cover as a binomial law at the stated level leaves once in 10⁴ times.

    The estimates are quadratic forms of 20 to 40 Gaussian numbers, averaged over 10 points: nearly normal.
    """
    runs = [recorded(seed).constants() for seed in range(200)]
    w = Quadratic().w.detach()
    slope = Quadratic.curvatures * w - CENTRES
    truths = {
        "noise": NOISE,
        "heterogeneity": HETEROGENEITY,
        "average_gradient_sq": float((slope.mean(0) ** 2).sum()),
    }
    squares = np.array([run.known["gradient_sq"].seen["mean"] for run in runs])
    near(squares, float((slope**2).sum(-1).mean()))
    low, high = (float(stats.binom.ppf(p, len(runs), CONFIDENCE)) for p in (1e-4, 1 - 1e-4))
    for name, truth in truths.items():
        found = [run.known.get(name) or run.measured[name] for run in runs]
        count = covered(found, truth)
        with capsys.disabled():
            sys.stdout.write(f"\n{name}: {count} of {len(runs)} intervals cover {truth:.4g}")
        assert all(e.confidence == CONFIDENCE for e in found)
        assert low <= count <= high
        near(np.array([e.value for e in found]), truth)


def test_workers_of_the_same_data_tell_the_noise_by_their_spread() -> None:
    random, model = torch.Generator().manual_seed(1), Quadratic()
    recorder = Recorder(model, batch=4, workers=3, every=1, iid=True)
    for _ in range(200):
        model.zero_grad()
        for worker in range(3):
            model(drawn(random, 0, 4)).backward()
            recorder.after_backward(worker=worker)
        recorder.after_step()
    found = recorder.constants().known
    low, high = found["noise"].interval
    assert low <= NOISE <= high
    assert high - low < 0.2 * NOISE
    assert found["heterogeneity"].value == 0


def test_what_one_mini_batch_does_not_tell_is_not_said() -> None:
    found = recorded(0, each=1).constants()
    assert not {"noise", "heterogeneity"} & set(found.known)
    (note,) = found.provenance["recorder"]["notes"]
    assert "noise: no point has two mini-batches of one worker" in note
    table = recorded(0, each=1).table()
    together = (table["gradient_sq"].mean(1) - table["mean_sq"][:, 0]).mean()
    assert f"are {together:.4g}" in note


def test_samples_and_batches_against_a_loop() -> None:
    """σ̂² from each sample's own gradient, by autograd one at a time, and from mini-batches of three."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 3)).double()
    x, y, loss_of = torch.randn(12, 5).double(), torch.randint(3, (12,)), nn.CrossEntropyLoss()

    def gradient(rows: slice) -> torch.Tensor:
        pieces = torch.autograd.grad(loss_of(model(x[rows]), y[rows]), list(model.parameters()))
        return torch.cat([p.flatten() for p in pieces])

    single = torch.stack([gradient(slice(i, i + 1)) for i in range(12)])
    threes = torch.stack([gradient(slice(i, i + 3)) for i in range(0, 12, 3)])
    for expected, size in ((single, 1), (threes, 3)):
        recorder = Recorder(model, batch=3, every=1)
        loss_of(model(x[:3]), y[:3]).backward()
        recorder.after_backward()
        if size == 1:
            recorder.samples(loss_of, x, y, chunk=5)
        else:
            recorder.batches(lambda i: loss_of(model(x[i : i + 3]), y[i : i + 3]), range(0, 12, 3))
        recorder.after_step()
        truth = size * float(expected.var(0).sum())
        assert recorder.table()["noise"][0, 0] == pytest.approx(truth, rel=1e-12)
        model.zero_grad()


# Curvature


@pytest.mark.parametrize("iterations", [1, 3, 8, 40])
def test_lanczos(iterations: int) -> None:
    """Some eigenvalue is as near as it says, and θ never exceeds the largest; all steps find it."""
    eigenvalues = torch.cat([torch.linspace(-6, 3, 29), torch.tensor([5.0])]).double()
    start = torch.randn(30, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    value, error = largest_eigenvalue(lambda v: eigenvalues * v, start, iterations)
    assert float((eigenvalues - value).abs().min()) <= error * (1 + 1e-9) + 1e-12
    assert abs(value) <= 6 * (1 + 1e-12)
    assert (abs(value + 6) < 1e-6) == (iterations == 40)


def test_lanczos_of_an_invariant_space() -> None:
    assert largest_eigenvalue(lambda v: 2 * v, torch.ones(7), 5) == (
        pytest.approx(2),
        pytest.approx(0, abs=1e-6),
    )
    assert largest_eigenvalue(lambda v: 0 * v, torch.ones(7), 5) == (0, 0)


def test_the_smoothness_of_a_quadratic() -> None:
    """Lanczos gives λ_max(A); a secant along Δ is ‖AΔ‖/‖Δ‖."""
    random, model = torch.Generator().manual_seed(0), Quadratic()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    recorder = Recorder(model, batch=2, optimizer=optimizer, every=1)
    x = drawn(random, 0, 2)
    model(x).backward()
    recorder.after_backward()
    recorder.curvature(lambda: model(x))
    before = model.w.detach().clone()
    with recorder.secant(lambda: model(x)):
        optimizer.step()
    recorder.after_step()
    moved = model.w.detach() - before
    table = recorder.table()
    assert table["secant"][0, 0] == pytest.approx(float((Quadratic.curvatures * moved).norm() / moved.norm()))
    assert table["curvature"][0, 0] == pytest.approx(4, abs=1e-9)
    found = recorder.constants().known["smoothness"]
    assert (found.kind, found.value) == ("seen", pytest.approx(4, abs=1e-9))
    assert "from below" in found.how


# Nobody is disturbed


def loss_of(model: nn.Module, batch: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
    return nn.functional.cross_entropy(model(batch[0]), batch[1])


def train(record: bool, seed: int = 0) -> tuple[list[torch.Tensor], Recorder]:
    """A model with batch normalisation, dropout, a parameter that is not used and one that is frozen."""
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(6, 8), nn.BatchNorm1d(8), nn.Dropout(0.3), nn.Linear(8, 2))
    model.register_parameter("unused", nn.Parameter(torch.ones(3)))
    model.register_parameter("frozen", nn.Parameter(torch.ones(3), requires_grad=False))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    recorder = Recorder(model, batch=8, optimizer=optimizer, every=2, compressor="top:1/4")
    for _ in range(6):
        x, y = torch.randn(8, 6), torch.randint(2, (8,))
        optimizer.zero_grad()
        loss = loss_of(model, (x, y))
        loss.backward()
        if record:
            recorder.after_backward(loss)
            again = partial(loss_of, model, (x, y))
            recorder.batches(partial(loss_of, model), [(x[:4], y[:4]), (x[4:], y[4:])])
            recorder.curvature(again, iterations=3)
            with recorder.secant(again):
                optimizer.step()
            recorder.after_step()
        else:
            optimizer.step()
    return [p.detach() for p in model.parameters()] + list(model.buffers()) + [torch.randn(3)], recorder


def test_a_recorded_run_is_the_same_run() -> None:
    """To the last bit: parameters, running statistics and the random numbers after it."""
    seen, recorder = train(True)
    alone, _ = train(False)
    assert all(torch.equal(a, b) for a, b in zip(seen, alone, strict=True))
    found = recorder.constants()
    assert found.known["dimension"].value == 6 * 8 + 8 + 16 + 8 * 2 + 2 + 3
    assert found.known["momentum"].value == 0.9
    assert found.known["steps"].value == 6
    assert found.provenance["recorder"]["points"] == 3
    assert recorder._point.total is None
    assert not recorder._point.scatters


def test_a_secant_sees_the_same_dropout_twice() -> None:
    """A loss that is linear in w has gradients that differ by other masks alone."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Dropout(0.5), nn.Linear(6, 1, bias=False))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    recorder, x = Recorder(model, batch=8, every=1), torch.randn(8, 6)
    model(x).mean().backward()
    recorder.after_backward()
    with recorder.secant(lambda: model(x).mean()):
        optimizer.step()
    recorder.after_step()
    assert recorder.table()["secant"][0, 0] == 0


# Loops as they are


def test_a_scaler_is_undone_and_an_overflow_skipped() -> None:
    random, model = torch.Generator().manual_seed(0), Quadratic()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    scaler = torch.amp.GradScaler("cpu", init_scale=2.0**12)
    recorder = Recorder(model, batch=2, optimizer=optimizer, every=1, scaler=scaler)
    for t in range(4):
        x = drawn(random, 0, 2)
        optimizer.zero_grad()
        truth = Quadratic.curvatures * model.w.detach() - x.mean(0)
        scaler.scale(model(x) * (torch.inf if t == 1 else 1)).backward()
        recorder.after_backward()
        scaler.step(optimizer)
        scaler.update()
        recorder.after_step()
        if t == 0:
            first = float((truth**2).sum())
    assert recorder.skipped == 1
    assert recorder.table()["gradient_sq"].shape == (3, 1)
    assert recorder.table()["gradient_sq"][0, 0] == pytest.approx(first, rel=1e-12)


def test_a_diverged_run_has_no_constants(tmp_path) -> None:
    random, model = torch.Generator().manual_seed(0), Quadratic()
    recorder = Recorder(model, batch=2, every=1)
    for t in range(4):
        model.zero_grad()
        (model(drawn(random, 0, 2)) * (torch.nan if t == 2 else 1)).backward()
        recorder.after_backward()
        recorder.after_step()
    assert recorder.diverged_at == 2
    assert len(recorder.table()["noise"]) == 2
    with pytest.raises(TightropeError, match="gradient at step 2 was not finite: the run has diverged"):
        recorder.write(tmp_path / "constants.toml")
    assert not list(tmp_path.iterdir())


def test_sparse_gradients() -> None:
    dense, sparse = (nn.Embedding(7, 3, sparse=s) for s in (False, True))
    sparse.load_state_dict(dense.state_dict())
    tables = []
    for model in (dense, sparse):
        recorder = Recorder(model, batch=3, every=1)
        model(torch.tensor([1, 4, 1])).square().sum().backward()
        recorder.after_backward()
        recorder.batches(lambda rows, m=model: m(torch.tensor(rows)).square().sum(), [[1, 4, 1], [0, 0, 2]])
        recorder.after_step()
        tables.append(recorder.table())
    for column in ("gradient_sq", "largest", "noise"):
        np.testing.assert_allclose(tables[0][column], tables[1][column], rtol=1e-6)


def test_settings_that_are_no_constants() -> None:
    random, model = torch.Generator().manual_seed(0), Quadratic()
    optimizer = torch.optim.Adam([{"params": [model.w], "lr": 0.1, "weight_decay": 0.01}], betas=(0.8, 0.99))
    recorder = Recorder(model, batch=2, optimizer=optimizer, every=2)
    for t in range(4):
        optimizer.zero_grad()
        model(drawn(random, 0, 2)).backward()
        recorder.after_backward()
        optimizer.step()
        optimizer.param_groups[0]["lr"] = 0.1 if t < 2 else 0.05
        recorder.after_step()
    found = recorder.constants()
    assert "step_size" not in found.known
    assert (found.known["momentum"].value, found.known["momentum2"].value) == (0.8, 0.99)
    notes = " ".join(found.provenance["recorder"]["notes"])
    assert "step_size: had 2 values" in notes
    assert "weight_decay" in notes


# Compression


@pytest.mark.parametrize("spelling", ["top:1/4", "sign", "block:5", "qsgd:2"])
def test_a_compressor_as_if(spelling: str) -> None:
    recorder = recorded(3, compressor=spelling)
    found = recorder.constants()
    shares = recorder.table()["contraction"]
    assert shares.shape == (10, 3)
    known = parse_compressor(spelling, 20).contraction(20)
    if known is None:
        assert "contraction" not in found.known
        assert any("qsgd contracts nothing" in note for note in found.provenance["recorder"]["notes"])
    else:
        entry = found.known["contraction"]
        assert (entry.value, entry.kind) == (known.value, known.kind)
        assert entry.seen["minimum"] == pytest.approx(shares.min())
        assert shares.min() >= known.value or spelling.startswith("block")


def test_a_compressor_and_a_residual_of_the_user_s_own() -> None:
    model = Quadratic()
    recorder, residual, expected = Recorder(model, batch=1, every=1), torch.zeros(20).double(), []
    for _ in range(3):
        model.zero_grad()
        model(torch.zeros(1, 20).double()).backward()
        recorder.after_backward()
        carried = model.w.grad + residual
        message = carried * (torch.arange(20) % 2)
        residual = carried - message
        recorder.sent([carried[:5], carried[5:]], [message[:5], message[5:]])
        recorder.residual(residual)
        expected.append((1 - float((residual**2).sum() / (carried**2).sum()), float((residual**2).sum())))
        recorder.after_step()
    found = recorder.constants()
    assert found.known["contraction"].value == pytest.approx(min(share for share, _ in expected))
    assert found.known["contraction"].kind == "seen"
    assert found.measured["average_residual_sq"].value == pytest.approx(max(norm for _, norm in expected))


# What is written


def test_the_file_is_read_by_bounds(tmp_path) -> None:
    _, recorder = train(True)
    recorder.write(tmp_path / "constants.toml", {"method": "gmc", "schedule": "constant"})
    constants = read_constants(tmp_path / "constants.toml")
    assert {**constants.run, "compressor": "top"} == {
        "method": "gmc",
        "schedule": "constant",
        "compressor": constants.run["compressor"]["name"],
    }
    assert constants.known["gap"].value == pytest.approx(recorder.table()["loss"][0, 0])
    theorem = next(b for b in bounds(constants, "gmc") if b.statement.id == "gmc.theorem6")
    assert theorem.applies
    assert not theorem.missing
    assert [c.holds for c in theorem.constraints] == [False, False, False]


def step(recorder: Recorder, **more) -> None:
    recorder.model.zero_grad()
    recorder.model(torch.zeros(1, 20).double()).backward()
    recorder.after_backward(**more)
    recorder.after_step()


def test_bad_input(tmp_path) -> None:
    model = Quadratic()
    with pytest.raises(BadInput, match="batch: read 0; allowed: an integer from 1"):
        Recorder(model, batch=0)
    with pytest.raises(BadInput, match="compressor: read 'tpo:3'; did you mean top"):
        Recorder(model, batch=1, compressor="tpo:3")
    with pytest.raises(BadInput, match="no parameter that requires a gradient"):
        Recorder(nn.ReLU(), batch=1)
    with pytest.raises(BadInput, match="worker: read 1; allowed: an integer from 0 to 0"):
        step(Recorder(model, batch=1), worker=1)
    with pytest.raises(BadInput, match="worker: 1 has no gradient at step 0"):
        step(Recorder(model, batch=1, workers=2))
    with pytest.raises(TightropeError, match="nothing was recorded in 0 steps"):
        Recorder(model, batch=1).constants()
    recorder = Recorder(model, batch=1)
    step(recorder)
    with pytest.raises(BadInput, match=r"run\.method: read 'gcm'; did you mean gmc"):
        recorder.write(tmp_path / "constants.toml", {"method": "gcm"})
    assert not list(tmp_path.iterdir())
    normed = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
    with pytest.raises(BadInput, match="model: 1 normalises over the mini-batch"):
        Recorder(normed, batch=2).samples(nn.MSELoss(), torch.ones(2, 2), torch.ones(2, 2))
    with pytest.raises(BadInput, match="batches: read 1"):
        Recorder(model, batch=2).batches(model, [torch.zeros(2, 20).double()])


def test_the_plain_loop(tmp_path, capsys, monkeypatch) -> None:
    out = tmp_path / "constants.toml"
    monkeypatch.setattr(sys, "argv", ["plain_loop.py", str(out)])
    runpy.run_path(str(ROOT / "examples" / "plain_loop.py"), run_name="__main__")
    text = capsys.readouterr().out
    assert f"tightrope bounds {out}" in text
    found = read_constants(out)
    assert {"noise", "smoothness", "contraction", "gap", "gradient_sq"} <= set(found.known)
    assert any(b.value is not None for b in bounds(found, "gmc"))


def test_the_code_of_the_documentation(tmp_path, monkeypatch) -> None:
    """Its block runs as it stands, and every method that it names is the recorder's."""
    text = (ROOT / "docs" / "recorder.md").read_text()
    (block,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(block, "recorder.md", "exec"), {})
    found = read_constants(tmp_path / "constants.toml")
    assert found.known["noise"].interval is not None
    assert found.run["compressor"]["name"] == "top"
    named = set(re.findall(r"`(\w+)\(|\| `(\w+)`", text))
    assert {"residual", "sent", "noise"} <= {name for pair in named for name in pair}
    known = {*GLOSSARY, *QUANTITIES, *KINDS, *dir(Recorder), "Recorder"}
    assert {name for pair in named for name in pair if name} <= known
