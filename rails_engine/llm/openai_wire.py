"""The chat completions format of OpenAI, which most servers speak: bodies written, answers and streams read.

Messages and parameters are forwarded as they are given; nothing is checked that the server checks better.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rails_engine.jsontext import loads
from rails_engine.llm.base import LLMChunk, LLMReply
from rails_engine.llm.remote import StreamReader
from rails_engine.llm.text_form import TextReader
from rails_engine.llm.thinking import split_thinking
from rails_engine.messages import Usage, text_of
from rails_engine.transport.failures import failure_in_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.llm.base import LLMRequest
    from rails_engine.llm.sse import ServerEvent

#: Models that think before they answer: they refuse some parameters and rename one.
_REASONING = re.compile(r"(o1|o3|o4)(?![0-9a-z])|gpt-5(\.|(?!\d|-chat))|gpt-6", re.IGNORECASE)
_NOT_FOR_REASONING = ("temperature", "top_p", "stop")
_FINISH = {
    "stop": "stop",
    "length": "length",
    "max_tokens": "length",
    "tool_calls": "tool_calls",
    "function_call": "tool_calls",
    "tool_use": "tool_calls",
    "content_filter": "content_filter",
}


def is_reasoning_model(name: str) -> bool:
    """Whether a model of OpenAI's is one that thinks first."""
    return _REASONING.match(name) is not None


def write_body(
    params: Mapping[str, Any], request: LLMRequest, model: str, *, stream: bool, reasoning: bool
) -> dict[str, Any]:
    """The body of a call: the model's own parameters, over them those of the call. None means not given."""
    given = request.params
    body = {**params, **{name: value for name, value in given.items() if value is not None}}
    if given.get("max_completion_tokens") is not None and given.get("max_tokens") is None:
        body.pop("max_tokens", None)
    if reasoning:
        for name in _NOT_FOR_REASONING:
            body.pop(name, None)
        limit = body.pop("max_tokens", None)
        if limit is not None:
            body.setdefault("max_completion_tokens", limit)
    options = body.pop("stream_options", None)
    if stream:
        body["stream"] = True
        body["stream_options"] = {**(options or {}), "include_usage": True}
    else:
        body.pop("stream", None)
    body["model"] = model
    messages = request.messages
    body["messages"] = messages if isinstance(messages, list) else list(messages)
    return body


def read_reply(data: Mapping[str, Any], headers: Mapping[str, str]) -> LLMReply:
    """The reply in a completion. Other shapes raise whatever their reading raises."""
    choices: Any = data.get("choices")
    if not choices and data.get("error"):
        raise failure_in_body(data["error"])
    first = choices[0]
    message = first["message"]
    text = message.get("content")
    if not isinstance(text, str):
        text = text_of(text)
    text, reasoning = split_thinking(text)
    return LLMReply(
        text=text,
        tool_calls=message.get("tool_calls") or [],
        finish_reason=_FINISH.get(first.get("finish_reason"), "stop"),
        usage=read_usage(data.get("usage")),
        reasoning=message.get("reasoning_content") or message.get("reasoning") or reasoning or None,
        model=data.get("model"),
        id=data.get("id"),
        request_id=headers.get("x-request-id"),
        system_fingerprint=data.get("system_fingerprint"),
        logprobs=first.get("logprobs"),
        choices=[choice["message"] for choice in choices[1:]],
        raw=data,
    )


def read_usage(usage: Any) -> Usage:
    """The token counts; servers leave out what they do not know."""
    if not isinstance(usage, dict):
        return Usage()
    prompt = usage.get("prompt_tokens") or 0
    completion = usage.get("completion_tokens") or 0
    details = {name: value for name, value in usage.items() if name.endswith("_details") and value}
    return Usage(prompt, completion, usage.get("total_tokens") or prompt + completion, details or None)


class CompletionReader(StreamReader):
    """Reads ``chat.completion.chunk`` events."""

    knows_plain = True

    def __init__(self) -> None:
        super().__init__()
        self._texts = TextReader()

    def plain(self, data: bytes) -> str | None:
        """See ``StreamReader``."""
        return self._texts.read(data) if self._splitter.plain else None

    def read(self, event: ServerEvent) -> LLMChunk | None:
        """See ``StreamReader``."""
        if event.data == b"[DONE]":
            self.done = self.complete = True
            return None
        data = loads(event.data)
        if data.get("error") or event.name == "error":
            raise failure_in_body(data.get("error") or data)
        usage = data.get("usage")
        chunk = LLMChunk(
            usage=read_usage(usage) if usage else None,
            model=data.get("model"),
            id=data.get("id"),
            system_fingerprint=data.get("system_fingerprint"),
        )
        choices = data.get("choices")
        if choices:
            choice = choices[0]
            if choice.get("index"):
                return None  # another answer of several; only the first is streamed
            self._take(choice, chunk)
        if chunk.text or chunk.reasoning or chunk.tool_calls or chunk.finish_reason or chunk.usage:
            return chunk
        return None

    def _take(self, choice: dict[str, Any], chunk: LLMChunk) -> None:
        delta = choice.get("delta") or {}
        chunk.text = delta.get("content") or ""
        chunk.reasoning = delta.get("reasoning_content") or delta.get("reasoning") or ""
        chunk.tool_calls = delta.get("tool_calls") or None
        finish = choice.get("finish_reason")
        if finish:
            chunk.finish_reason = _FINISH.get(finish, "stop")
            self.complete = True
        self.split(chunk)
