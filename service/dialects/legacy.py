"""The dialect of the first servers: every field at the top level, messages back, streams of plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from rails_engine import jsontext
from service.dialects.base import AnswerMeta, Dialect, Frames
from service.dialects.failures import describe, describe_block, describe_in_stream, status_of
from service.dialects.reading import GUARDRAILS_FIELDS, check, make_call, refuse
from service.dialects.requests import LegacyChatRequest
from service.errors import MissingConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine import TurnResult
    from service.call import ChatCall, Limits

#: Fields that do not go to the model.
OWN = frozenset({"messages", "stream", *GUARDRAILS_FIELDS})
#: Parts of a log that hold values of the flows and of others: a null there means something.
FOREIGN = frozenset({"action_params", "return_value", "raw_response", "internal_events"})
BAD_REQUEST, UNPROCESSABLE = 400, 422


class LegacyDialect(Dialect):
    """Claims a body with neither ``model`` nor ``guardrails``."""

    name = "legacy"
    internal_error = "Internal server error."
    stream_content_type = "text/plain; charset=utf-8"

    @override
    def claims(self, body: Mapping[str, Any]) -> bool:
        return "model" not in body and "guardrails" not in body

    @override
    def parse(self, body: dict[str, Any], limits: Limits) -> ChatCall:
        check(LegacyChatRequest, body, limits)
        call = make_call(self.name, body, body, (), own=OWN)
        llm_params = call.options.llm_params or {}
        if (call.params.get("n") or llm_params.get("n") or 1) != 1:
            raise refuse(("n",), "must be 1 in this dialect, whose answer is one message")
        return call

    @override
    def render(self, call: ChatCall, result: TurnResult, meta: AnswerMeta) -> dict[str, Any]:
        answer: dict[str, Any] = {"messages": [self._message(result)]}
        if result.llm_output is not None:
            answer["llm_output"] = result.llm_output
        if result.output_data is not None:
            answer["output_data"] = result.output_data
        if result.log is not None:
            answer["log"] = _without_nulls(result.log)
        if result.state is not None:
            answer["state"] = result.state
        return answer

    @override
    def render_sentence(self, call: ChatCall, text: str, meta: AnswerMeta) -> dict[str, Any]:
        return {"messages": [{"role": "assistant", "content": text}]}

    @override
    def render_error(self, error: Exception) -> tuple[int, dict[str, Any]]:
        # what is 422 elsewhere is 400 here, save the one that is documented.
        status = status_of(error)
        if status == UNPROCESSABLE and not isinstance(error, MissingConfigError):
            status = BAD_REQUEST
        return status, describe(error, status)

    @override
    def frames(self, call: ChatCall, meta: AnswerMeta) -> LegacyFrames:
        return LegacyFrames()

    def _message(self, result: TurnResult) -> Mapping[str, Any]:
        if result.error is not None:
            return {"role": "assistant", "content": self.internal_error}
        if result.exception is not None:
            return {"role": "exception", "content": result.exception}
        return result.message


class LegacyFrames(Frames):
    """The text as it comes; what is no text is one JSON object on a line of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._at_line_start = True

    @override
    def first(self) -> bytes:
        return b""

    @override
    def delta(self, text: str) -> bytes:
        if text:
            self._at_line_start = text.endswith("\n")
        return text.encode("utf-8", "replace")

    @override
    def tool_calls(self, calls: Sequence[Mapping[str, Any]]) -> bytes:
        return self._line({"tool_calls": list(calls)})

    @override
    def reasoning(self, text: str) -> bytes:
        # not part of the text.
        return b""

    @override
    def blocked(self, rail: str, result: TurnResult) -> bytes:
        return self._line(describe_block(rail))

    @override
    def failed(self, error: Exception) -> bytes:
        return self._line(describe_in_stream(error))

    @override
    def finished(self, result: TurnResult) -> bytes:
        # there is no place for more.
        return b""

    @override
    def sentence(self, text: str) -> bytes:
        return self.delta(text)

    @override
    def done(self) -> bytes:
        return b""

    @override
    def heartbeat(self) -> bytes:
        # any byte would be part of the text.
        return b""

    def _line(self, value: Any) -> bytes:
        before = b"" if self._at_line_start else b"\n"
        self._at_line_start = True
        return before + jsontext.dumps(value) + b"\n"


def _without_nulls(value: Any) -> Any:
    """A log as this dialect has it: what is null is left out."""
    if isinstance(value, dict):
        return {
            name: item if name in FOREIGN else _without_nulls(item)
            for name, item in value.items()
            if item is not None
        }
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value
