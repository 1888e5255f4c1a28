"""What a dialect is: one way to write requests and answers down. It decides nothing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from random import getrandbits
from typing import TYPE_CHECKING, Any, ClassVar

from rails_engine import Blocked, Delta, Failed, Finished, Pause, ReasoningDelta, ToolCallsDelta
from service.dialects.failures import describe, documented_sentence, status_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine import StreamEvent, TurnResult
    from service.call import ChatCall, Limits
    from service.dialects.reading import Loc


@dataclass(frozen=True, slots=True)
class AnswerMeta:
    """What an answer says of itself that is not in the turn's result."""

    id: str
    created: int
    #: The configurations that were used.
    config_ids: tuple[str, ...] = ()
    #: The ``finish_reason`` of what a rail blocked.
    blocked_finish_reason: str = "content_filter"

    @property
    def config_id(self) -> str | None:
        """The configuration's id; of several, the first, as the original says it."""
        return self.config_ids[0] if self.config_ids else None


def new_id() -> str:
    """A new id of an answer: a random UUID. It tells answers apart and guards nothing."""
    text = f"{getrandbits(128):032x}"
    variant = "89ab"[int(text[16], 16) & 3]
    return f"chatcmpl-{text[:8]}-{text[8:12]}-4{text[13:16]}-{variant}{text[17:20]}-{text[20:]}"


class Dialect(ABC):
    """One dialect. It has no state: one object serves all threads."""

    name: ClassVar[str]
    #: What stands for an answer when something went wrong inside.
    internal_error: ClassVar[str]
    stream_content_type: ClassVar[str]
    #: Where in a body the options of guardrails are.
    guardrails_at: ClassVar[Loc] = ()

    @abstractmethod
    def claims(self, body: Mapping[str, Any]) -> bool:
        """Whether a body is written in this dialect. Exactly one dialect claims any body."""

    @abstractmethod
    def parse(self, body: dict[str, Any], limits: Limits) -> ChatCall:
        """The call that a body is, or ``BadRequestError``."""

    @abstractmethod
    def render(self, call: ChatCall, result: TurnResult, meta: AnswerMeta) -> dict[str, Any]:
        """The answer. A state in the result is the one that the client is to send back."""

    @abstractmethod
    def render_sentence(self, call: ChatCall, text: str, meta: AnswerMeta) -> dict[str, Any]:
        """A sentence in the place of an answer."""

    @abstractmethod
    def frames(self, call: ChatCall, meta: AnswerMeta) -> Frames:
        """What writes a stream of this call."""

    def sentence_for(self, error: Exception) -> str | None:
        """What is documented as an answer to this error; None: it is answered by :meth:`render_error`."""
        return documented_sentence(error, self.internal_error)

    def render_error(self, error: Exception) -> tuple[int, dict[str, Any]]:
        """The status and the body of an error."""
        status = status_of(error)
        return status, describe(error, status, self.guardrails_at)


class Frames(ABC):
    """Writes one stream: hand in the engine's events in their order, then ask for ``done``.

    After a block or a failure nothing but the end is written. A block is written when the turn has finished,
    so that it can say what else was asked for.
    """

    def __init__(self) -> None:
        self._begun = False
        self._cut = False
        #: The output rail that stopped the stream.
        self._stopped_by: str | None = None

    @property
    def begun(self) -> bool:
        """Whether anything has been written but signs of life."""
        return self._begun

    def write(self, event: StreamEvent) -> bytes:
        """What the client is sent for an event; it may be nothing."""
        if isinstance(event, Finished) and self._stopped_by is not None:
            rail, self._stopped_by = self._stopped_by, None
            return self.blocked(rail, event.result)
        if self._cut or isinstance(event, Pause):
            return b""
        match event:
            case Delta():
                return self._begin() + self.delta(event.text)
            case Blocked():
                self._cut, self._stopped_by = True, event.rail
                return b""
            case Failed():
                self._cut = True
                return self.failed(event.error)
            case Finished():
                self._cut = True
                if event.result.error is not None:
                    return self.failed(event.result.error)
                return self._begin() + self.finished(event.result)
            case ToolCallsDelta():
                return self._begin() + self.tool_calls(event.tool_calls)
            case ReasoningDelta():
                return self._begin() + self.reasoning(event.text)

    def _begin(self) -> bytes:
        if self._begun:
            return b""
        self._begun = True
        return self.first()

    @abstractmethod
    def first(self) -> bytes:
        """The beginning, before any piece."""

    @abstractmethod
    def delta(self, text: str) -> bytes:
        """A piece of the answer."""

    @abstractmethod
    def tool_calls(self, calls: Sequence[Mapping[str, Any]]) -> bytes:
        """Tool calls, whole."""

    @abstractmethod
    def reasoning(self, text: str) -> bytes:
        """A piece of what the model thought."""

    @abstractmethod
    def blocked(self, rail: str, result: TurnResult) -> bytes:
        """An output rail stopped the stream."""

    @abstractmethod
    def failed(self, error: Exception) -> bytes:
        """Something broke."""

    @abstractmethod
    def finished(self, result: TurnResult) -> bytes:
        """The last piece of an answer that was not cut."""

    @abstractmethod
    def sentence(self, text: str) -> bytes:
        """The whole stream, up to ``done``, that stands for a sentence in the place of an answer."""

    @abstractmethod
    def done(self) -> bytes:
        """The end."""

    @abstractmethod
    def heartbeat(self) -> bytes:
        """A sign of life while nothing can be released."""
