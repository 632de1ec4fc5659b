"""GMC's Algorithm 3: error feedback with the momentum on the server."""

from dataclasses import dataclass

from theory.methods.base import Communicator, Gradient
from theory.methods.gmc import GMC, State
from theory.methods.schedules import at


@dataclass(frozen=True, eq=False)
class ServerGMC(GMC):
    r"""Error feedback of the gradients alone; the server adds the momentum of the model.

    .. math::
        e_{t+½,k} &= e_{t,k} + ∇f(w_t; I_{t,k}) \\
        e_{t+1,k} &= e_{t+½,k} − C(e_{t+½,k}) \\
        w_{t+1}   &= w_t − (η/K) Σ_k C(e_{t+½,k}) + β(w_t − w_{t−1})

    Source: gmc, Algorithm 3 (Appendix A); Eq. (7) and Lemma 3 hold for it as for GMC. The step size is
    outside the residual.
    """

    def step(self, state: State, grad: Gradient, comm: Communicator, t: int) -> State:
        state = state._replace(residual=state.residual + grad(state.model))
        message = self.compressor.compress(state.residual, comm.stream("compress", t))
        state = state._replace(residual=state.residual - message.dense())
        momentum = self.momentum * (state.model - state.previous)
        state = state._replace(previous=state.model)
        return state._replace(model=state.model - at(self.step_size, t) * comm.mean(message) + momentum)
