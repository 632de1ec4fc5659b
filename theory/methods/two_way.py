"""Compression on the way to a server and, where wanted, on the way back: what several methods share."""

from dataclasses import KW_ONLY, dataclass
from typing import Any

from theory.methods.base import Array, Communicator, Compressor, Message


def estimated(state: Any, message: Message, comm: Communicator) -> Any:
    """The state with every worker's estimate of its vector moved by its message, C(vector − estimate).

    A Markov compression sequence, as cdadam calls it. A server adds the mean of what it hears to the mean
    that it has, and so knows the mean of the estimates without them.
    """
    state = state._replace(gathered=state.gathered + comm.mean(message))
    return state._replace(estimate=state.estimate + message.dense())


@dataclass(frozen=True, eq=False)
class TwoWay:
    """Workers send compressed vectors; the server answers all of them with one, compressed where `two_way`.

    Workers and server share the randomness of the answer, so that all of them hold the same vector.
    """

    compressor: Compressor
    _: KW_ONLY
    two_way: bool = True

    def sent(self, vectors: Array, comm: Communicator, t: int) -> Message:
        return self.compressor.compress(vectors, comm.stream("compress", t))

    def answered(self, vector: Array, comm: Communicator, t: int) -> Array:
        """What every worker puts together of the server's answer."""
        if self.two_way:
            return comm.broadcast(self.compressor.compress(vector, comm.shared_stream("answer", t)))
        return comm.broadcast(vector)

    def gathered(self, state: Any, vectors: Array, comm: Communicator, t: int) -> tuple[Any, Array]:
        """The state in which workers keep what compression loses, and what the server has to answer."""
        state = state._replace(residual=vectors + state.residual)
        message = self.sent(state.residual, comm, t)
        state = state._replace(residual=state.residual - message.dense())
        return state, comm.mean(message) + state.answer_residual

    def received(self, state: Any, gathered: Array, comm: Communicator, t: int) -> tuple[Any, Array]:
        """The state in which the server keeps what its answer loses, and what the workers receive."""
        answer = self.answered(gathered, comm, t)
        return state._replace(answer_residual=gathered - answer), answer

    def fed_back(self, state: Any, vectors: Array, comm: Communicator, t: int) -> tuple[Any, Array]:
        """Both, one after the other: the workers receive what is left of the vectors' mean."""
        state, gathered = self.gathered(state, vectors, comm, t)
        return self.received(state, gathered, comm, t)
