# %% [markdown]
# # QPRSGD: quantised parallel restarted SGD
#
# Workers take several local steps, then average what they have moved. AR-QPRSGD averages around a
# ring and quantises at every hop; G-QPRSGD averages with neighbours. The paper has no toy of its
# own: these run on the two-worker quadratic of gmc, with more workers and more dimensions.

# %%
import torch

import tightrope
from paper_figs.interactive import Picture, Slider, explore
from paper_figs.replayed import draw_distances, replays
from toys.compressors import parse_compressor
from toys.streams import Stream

# %% [markdown]
# ## The quantiser
#
# Unbiased, with a variance that falls with the number of levels: what 2000 draws say beside Lemma
# 1's factor min(d/s², √d/s).

# %%
vector = torch.randn(1, 50, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
for levels in (1, 2, 4, 16):
    quantiser = parse_compressor(f"qsgd:{levels}", 50)
    seeds = tuple(range(2000))
    sent = quantiser.compress(vector.expand(len(seeds), 1, 50), Stream(seeds, (0,), "compress", 0)).dense()
    relative = ((sent - vector) ** 2).sum(-1).mean() / (vector**2).sum()
    bias = (sent.mean(0) - vector).norm() / vector.norm()
    print(
        f"s = {levels:<3} variance {relative:6.3f} ‖v‖², at most {quantiser.variance_factor(50):6.3f};"
        f" the mean is off by {bias:.3f}"
    )

# %% [markdown]
# ## Local steps
#
# More local steps, fewer messages. On unlike workers the local models drift towards their own
# optima between averages. The workers of this quadratic have different optima and the same
# curvature: the mean of their gradients is the gradient at their mean, wherever they have drifted
# to, and the three curves of the average lie on one another.

# %%
runs = {
    f"K = {steps}": tightrope.replay(
        "gmc-quadratic", "pr-sgd", steps=240, at=range(241), workers=4, dimension=20, local_steps=steps
    )
    for steps in (1, 4, 16)
}
Picture(draw_distances(runs))

# %% [markdown]
# ## Quantised around a ring
#
# Move the step size and the levels. The noise of the quantiser is proportional to what is sent, and
# what is sent does not vanish at the optimum, where the workers' gradients cancel only in their
# mean.


# %%
def ring(step_size: float, levels: float):
    """Distances to the optimum of the averages, with and without quantisation."""
    toy = {"workers": 4, "dimension": 20, "step_size": step_size, "local_steps": 4}
    quantised = replays(
        "gmc-quadratic", ("ar-qprsgd",), 400, **toy, compressor=f"qsgd:{int(levels)}", topology="ring"
    )
    return draw_distances({**replays("gmc-quadratic", ("pr-sgd",), 400, **toy), **quantised})


explore(ring, step_size=Slider(1e-4, 1e-2, 2e-3, logarithmic=True), levels=Slider(1, 64, 4))

# %% [markdown]
# ## The theorem

# %%
print(tightrope.load("qprsgd.theorem1").latex())
