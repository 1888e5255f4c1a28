"""The dialect of OpenAI's clients: rails' fields are under ``guardrails``, streams are server-sent events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from rails_engine import jsontext
from service.dialects.base import AnswerMeta, Dialect, Frames
from service.dialects.failures import describe_block, describe_in_stream
from service.dialects.reading import check, make_call, refuse
from service.dialects.requests import ChatCompletionRequest, Options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine import Message, TurnResult, Usage
    from service.call import ChatCall, Limits

#: Fields of ``guardrails`` that drop rails or a conversation in silence if they stand beside ``model``.
MISPLACED = frozenset({"config_id", "config_ids", "thread_id", "context", "state"})
#: Fields that do not go to the model.
OWN = frozenset({"model", "messages", "stream", "guardrails"}) | MISPLACED
#: Some models have ``options`` of their own; these keys say that ours are meant.
OPTIONS = frozenset(Options.model_fields)
NOT_GIVEN: tuple[Any, ...] = (None, "", [])
NO_FIELDS: dict[str, Any] = {}
NO_TOKENS = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


class OpenAIDialect(Dialect):
    """Claims a body with ``model`` or ``guardrails``."""

    name = "openai"
    internal_error = "Internal server error"
    stream_content_type = "text/event-stream; charset=utf-8"
    guardrails_at = ("guardrails",)

    @override
    def claims(self, body: Mapping[str, Any]) -> bool:
        return "model" in body or "guardrails" in body

    @override
    def parse(self, body: dict[str, Any], limits: Limits) -> ChatCall:
        _refuse_misplaced(body)
        check(ChatCompletionRequest, body, limits)
        return make_call(self.name, body, body.get("guardrails") or NO_FIELDS, self.guardrails_at, own=OWN)

    @override
    def render(self, call: ChatCall, result: TurnResult, meta: AnswerMeta) -> dict[str, Any]:
        if result.error is not None:
            choices = [_choice(0, {"role": "assistant", "content": self.internal_error}, "stop")]
        else:
            choices = _choices(result, meta)
        answer = {
            "id": meta.id,
            "object": "chat.completion",
            "created": meta.created,
            "model": call.model,
            "choices": choices,
            "usage": _usage(result.usage),
            "guardrails": _guardrails(result, meta),
        }
        if result.system_fingerprint is not None:
            answer["system_fingerprint"] = result.system_fingerprint
        return answer

    @override
    def render_sentence(self, call: ChatCall, text: str, meta: AnswerMeta) -> dict[str, Any]:
        return {
            "id": meta.id,
            "object": "chat.completion",
            "created": meta.created,
            "model": call.model,
            "choices": [_choice(0, {"role": "assistant", "content": text}, "stop")],
            "usage": NO_TOKENS,
            "guardrails": _no_guardrails(meta),
        }

    @override
    def frames(self, call: ChatCall, meta: AnswerMeta) -> OpenAIFrames:
        return OpenAIFrames(call, meta)


class OpenAIFrames(Frames):
    """Server-sent events. All that does not change within a stream is written once."""

    def __init__(self, call: ChatCall, meta: AnswerMeta) -> None:
        super().__init__()
        self._meta = meta
        self._include_usage = call.include_usage
        head = {
            "id": meta.id,
            "object": "chat.completion.chunk",
            "created": meta.created,
            "model": call.model,
        }
        usage = b',"usage":null' if call.include_usage else b""
        self._head = b"data: " + jsontext.dumps(head)[:-1]
        self._delta = self._head + b',"choices":[{"index":0,"delta":'
        self._going_on = b',"finish_reason":null}]' + usage + b"}\n\n"
        self._usage = usage
        self._text = self._delta + b'{"content":'
        self._text_end = b"}" + self._going_on

    @override
    def first(self) -> bytes:
        return self._delta + b'{"role":"assistant","content":""}' + self._going_on

    @override
    def delta(self, text: str) -> bytes:
        return self._text + jsontext.dumps(text) + self._text_end

    @override
    def tool_calls(self, calls: Sequence[Mapping[str, Any]]) -> bytes:
        numbered = [{**call, "index": index} for index, call in enumerate(calls)]
        return self._delta + jsontext.dumps({"tool_calls": numbered}) + self._going_on

    @override
    def reasoning(self, text: str) -> bytes:
        return self._delta + jsontext.dumps({"reasoning_content": text}) + self._going_on

    @override
    def blocked(self, rail: str, result: TurnResult) -> bytes:
        # As documented, word for word; what was asked for besides stands beside it.
        asked = (result.log, result.llm_output, result.output_data, result.state)
        if all(item is None for item in asked):
            return _event(describe_block(rail))
        return _event({**describe_block(rail), "guardrails": self._decided(result)})

    @override
    def failed(self, error: Exception) -> bytes:
        return _event(describe_in_stream(error))

    @override
    def finished(self, result: TurnResult) -> bytes:
        return self._last(_finish_reason(result, self._meta), self._decided(result), _usage(result.usage))

    @override
    def sentence(self, text: str) -> bytes:
        last = self._last("stop", _no_guardrails(self._meta) | {"decision": "error"}, NO_TOKENS)
        return self.first() + self.delta(text) + last

    @override
    def done(self) -> bytes:
        return b"data: [DONE]\n\n"

    @override
    def heartbeat(self) -> bytes:
        return b": keep-alive\n\n"

    def _decided(self, result: TurnResult) -> dict[str, Any]:
        return _guardrails(result, self._meta) | {"decision": result.decision}

    def _last(self, reason: str, guardrails: dict[str, Any], usage: dict[str, Any]) -> bytes:
        pieces = [self._delta, b'{},"finish_reason":', jsontext.dumps(reason), b"}]", self._usage]
        pieces += [b',"guardrails":', jsontext.dumps(guardrails), b"}\n\n"]
        if self._include_usage:
            pieces += [self._head, b',"choices":[],"usage":', jsontext.dumps(usage), b"}\n\n"]
        return b"".join(pieces)


def _refuse_misplaced(body: Mapping[str, Any]) -> None:
    for name in MISPLACED & body.keys():
        if body[name] not in NOT_GIVEN:
            raise refuse((name,), f"belongs under guardrails: write guardrails.{name}", "misplaced")
    options = body.get("options")
    if type(options) is dict and not OPTIONS.isdisjoint(options):
        raise refuse(("options",), "belongs under guardrails: write guardrails.options", "misplaced")


def _choices(result: TurnResult, meta: AnswerMeta) -> list[dict[str, Any]]:
    message: Message = result.message
    if result.exception is not None:
        message = {"role": "assistant", "content": str(result.exception.get("message", ""))}
    elif result.reasoning and result.decision == "allowed":
        message = {**message, "reasoning_content": result.reasoning}
    choices = [_choice(0, message, _finish_reason(result, meta))]
    for index, other in enumerate(result.choices[1:], 1):
        # No rail has seen more of it than its text.
        reason = other.get("finish_reason", "stop")
        words = {"role": "assistant", "content": other.get("content")}
        choices.append(
            _choice(index, words, meta.blocked_finish_reason if reason == "content_filter" else reason)
        )
    return choices


def _choice(index: int, message: Mapping[str, Any], reason: str) -> dict[str, Any]:
    return {"index": index, "message": message, "finish_reason": reason}


def _finish_reason(result: TurnResult, meta: AnswerMeta) -> str:
    return meta.blocked_finish_reason if result.decision == "blocked" else result.finish_reason


def _usage(usage: Usage | None) -> dict[str, Any]:
    if usage is None:
        return NO_TOKENS
    found: dict[str, Any] = {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.total_tokens,
    }
    return found if usage.details is None else found | usage.details


def _guardrails(result: TurnResult, meta: AnswerMeta) -> dict[str, Any]:
    output_data = result.output_data
    if result.exception is not None:
        output_data = {**(output_data or {}), "exception": result.exception}
    return {
        "config_id": meta.config_id,
        "state": result.state,
        "llm_output": result.llm_output,
        "output_data": output_data,
        "log": result.log,
    }


def _no_guardrails(meta: AnswerMeta) -> dict[str, Any]:
    return {
        "config_id": meta.config_id,
        "state": None,
        "llm_output": None,
        "output_data": None,
        "log": None,
    }


def _event(value: Any) -> bytes:
    return b"data: " + jsontext.dumps(value) + b"\n\n"
