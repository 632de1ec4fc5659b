# %% [markdown]
# # DEF: detached error feedback
#
# Error feedback takes its gradient where the model is, which is off from where it would be had
# nothing been lost. DEF takes it at a point between: λ of the worker's own residual ahead.

# %%
from itertools import islice

import numpy as np
import torch
from matplotlib.figure import Figure

import tightrope
from paper_figs.interactive import Picture, Slider, explore
from paper_figs.replayed import draw_paths, replays
from toys.scenes import toy
from toys.trajectory import trajectory

# %% [markdown]
# ## Eq. (12): iterate averaging
#
# One worker, λ = 1 and C(Δ) = δΔ. DEF's point y_t then walks as SGD does, and DEF-A's x_t is SGD's
# iterate average.

# %%
found = replays("def-averaging", ("sgd", "def", "def-a", "sgd-ia"), 100)
for one, other in (("def", "sgd"), ("def-a", "sgd-ia")):
    apart = (found[one].models - found[other].models).abs().max()
    print(f"{one} and {other} differ by at most {apart:.1e}")
Picture(draw_paths(found))


# %%
def averaging(step_size: float, averaging: float):
    """The same for other step sizes and weights δ."""
    settings = {"step_size": step_size, "averaging": averaging}
    return draw_paths(replays("def-averaging", ("sgd", "def-a", "sgd-ia"), 100, **settings))


explore(averaging, step_size=Slider(0.01, 0.5, 0.05, logarithmic=True), averaging=Slider(0.01, 1, 0.1))

# %% [markdown]
# ## The trade-off of Remark 4.5
#
# A worker takes its gradient at x_t − λe_{k,t}, where y_t = x_t − ē_t would be right. How far apart
# the two points are, over λ, for eight workers with noise σ² = 0.3 M²: neither error feedback (λ =
# 0) nor all of one's own residual (λ = 1) is best.


# %%
def apart(detach: float, noise: float) -> float:
    """The mean over workers and the last steps of ‖ē_t − λe_{k,t}‖²."""
    played = toy("def-tradeoff")
    settings = played.filled("def", {"detach": detach, "noise": noise})
    scene = played.scene(settings)
    method = played.text("def", settings, scene)
    states = islice(trajectory(method, scene.problem, scene.comm, scene.start, scene.batch), 20, 80)
    residuals = torch.stack([state.residual for state in states])
    difference = residuals.mean(-2, keepdim=True) - detach * residuals
    return float((difference**2).sum(-1).mean())


def trade_off(noise: float):
    """Measured at eleven λ."""
    detaches = np.linspace(0, 1, 11)
    figure = Figure(figsize=(3.5, 2.3), layout="constrained")
    axes = figure.subplots()
    axes.plot(detaches, [apart(float(detach), noise) for detach in detaches], "o-")
    axes.set(xlabel="λ", ylabel="mean ‖ē − λe_k‖²", title=f"σ² = {noise:g} M²")
    return figure


explore(trade_off, noise=Slider(0, 5, 0.3))

# %% [markdown]
# Lemma A.2 bounds the same distance for every λ.

# %%
lemma = tightrope.load("def.lemmaA.2")
print(lemma.says)
print(lemma.latex())

# %% [markdown]
# It does not hold for every λ, and neither does the theorem that rests on it. What the report says
# of a statement, with every step of its proof and lines of Python that check what fails:

# %%
tightrope.show("def.theorem4.3")
