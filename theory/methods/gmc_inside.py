"""GMC's Algorithm 4: global momentum compression with the step size inside the residual."""

from dataclasses import dataclass

from theory.methods.base import Array, Communicator, Gradient
from theory.methods.gmc import GMC, State
from theory.methods.schedules import at


@dataclass(frozen=True, eq=False)
class InsideGMC(GMC):
    r"""GMC whose messages and residuals are steps of the model, not gradients.

    .. math::
        e_{t+½,k} &= e_{t,k} + η∇f(w_t; I_{t,k}) − β(w_t − w_{t−1}) \\
        e_{t+1,k} &= e_{t+½,k} − C(e_{t+½,k}) \\
        w_{t+1}   &= w_t − (1/K) Σ_k C(e_{t+½,k})

    Source: gmc, Algorithm 4 (Appendix A). Under a constant step size it is GMC with a residual η times as
    large; under another, what was left behind moves the model with the step size of its own time.
    """

    def step(self, state: State, grad: Gradient, comm: Communicator, t: int) -> State:
        momentum = self.momentum * (state.model - state.previous)
        state = state._replace(
            residual=state.residual + at(self.step_size, t) * grad(state.model) - momentum,
            previous=state.model,
        )
        message = self.compressor.compress(state.residual, comm.stream("compress", t))
        state = state._replace(residual=state.residual - message.dense())
        return state._replace(model=state.model - comm.mean(message))

    def virtual_gap(self, state: State, before: State, comm: Communicator) -> Array:
        """z_t − w_t = {β(w_t − w_{t−1}) − ē_t}/(1−β), Lemma 3 with ē_t for ηē_t, under every schedule.

        (1−β)(z_{t+1} − z_t) = w_{t+1} − w_t − β(w_t − w_{t−1}) − ē_{t+1} + ē_t = −η_t·mean gradient.
        """
        moved = self.momentum * (state.model - state.previous)
        return (moved - comm.observed_mean(state.residual)) / (1 - self.momentum)
