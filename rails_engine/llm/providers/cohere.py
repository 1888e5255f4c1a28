"""Cohere's v2 chat API, translated from and to the OpenAI vocabulary.

Parameters that it has no word for (n, logit_bias, user, …) are left out; several answers to one question are
refused, since one would go missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.errors import ProviderReplyError, ProviderRequestError, ProviderTimeoutError
from rails_engine.jsontext import loads
from rails_engine.llm.base import LLMChunk, LLMReply
from rails_engine.llm.remote import RemoteProvider, StreamReader, model_entry
from rails_engine.llm.thinking import split_thinking
from rails_engine.messages import Usage, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.llm.base import LLMRequest
    from rails_engine.llm.sse import ServerEvent
    from rails_engine.messages import Message
    from rails_engine.transport import Endpoint

_LEFT_OUT = frozenset(
    {
        "function_call",
        "functions",
        "logit_bias",
        "modalities",
        "n",
        "parallel_tool_calls",
        "reasoning_effort",
        "store",
        "stream",
        "stream_options",
        "tool_choice",
        "top_logprobs",
        "user",
    }
)
_RENAMED = {"max_completion_tokens": "max_tokens", "stop": "stop_sequences", "top_p": "p", "top_k": "k"}
_FINISH = {"MAX_TOKENS": "length", "TOOL_CALL": "tool_calls"}


class CohereProvider(RemoteProvider):
    """Command models at Cohere."""

    name = "cohere"
    default_base_url = "https://api.cohere.com"
    key_variable = "COHERE_API_KEY"
    option_variables = {"base_url": "COHERE_BASE_URL"}  # noqa: RUF012 - declared a ClassVar by Provider

    def base_address(self) -> str:
        """See ``RemoteProvider``. With or without a version."""
        return super().base_address().rstrip("/").removesuffix("/v1").removesuffix("/v2")

    def chat_address(self, model: str) -> Endpoint:  # noqa: ARG002 - one address for all models
        """See ``RemoteProvider``."""
        return self._base.join("/v2/chat")

    def write(self, request: LLMRequest, model: str, *, stream: bool) -> dict[str, Any]:
        """See ``RemoteProvider``."""
        given = {name: value for name, value in request.params.items() if value is not None}
        params = {**self._params, **given}
        if "max_tokens" in given and "max_completion_tokens" not in given:
            params.pop("max_completion_tokens", None)
        if (params.get("n") or 1) > 1:
            raise ProviderRequestError("Cohere's models give one answer to a question; n must be 1.")
        body = {_RENAMED.get(k, k): value for k, value in params.items() if k not in _LEFT_OUT}
        if isinstance(body.get("stop_sequences"), str):
            body["stop_sequences"] = [body["stop_sequences"]]
        if isinstance(body.get("response_format"), dict):
            body["response_format"] = _response_format(body["response_format"])
        _choose_tools(body, params.get("tool_choice"))
        body["model"] = model
        body["messages"] = _messages(request.messages)
        body["stream"] = stream
        return body

    def read(self, data: Mapping[str, Any], headers: Mapping[str, str]) -> LLMReply:
        """See ``RemoteProvider``."""
        message = data["message"]
        content = message.get("content") or []
        text, cut = split_thinking("".join(part["text"] for part in content if part["type"] == "text"))
        thoughts = "".join(part["thinking"] for part in content if part["type"] == "thinking")
        return LLMReply(
            text=text,
            tool_calls=message.get("tool_calls") or [],
            finish_reason=_finish(data.get("finish_reason")),
            usage=_usage(data.get("usage")),
            reasoning=thoughts or message.get("tool_plan") or cut or None,
            id=data.get("id"),
            request_id=headers.get("x-request-id"),
            logprobs=data.get("logprobs"),
            raw=data,
        )

    def reader(self) -> StreamReader:
        """See ``RemoteProvider``."""
        return _ChatReader()

    def list_models(self, api_key: str | None = None) -> list[dict[str, Any]]:
        """See ``Provider``."""
        address = self._base.join("/v1/models", {"endpoint": "chat", "page_size": "1000"})
        answer = self.get_json(address, api_key)
        entries = answer.get("models") if isinstance(answer, dict) else None
        return [
            model_entry(entry["name"], 0, "cohere")
            for entry in entries or ()
            if isinstance(entry, dict) and entry.get("name")
        ]


class _ChatReader(StreamReader):
    """Reads the events of one chat."""

    def __init__(self) -> None:
        super().__init__()
        self._id: str | None = None

    def read(self, event: ServerEvent) -> LLMChunk | None:
        """See ``StreamReader``."""
        if event.data == b"[DONE]":
            self.done = True
            return None
        data = loads(event.data)
        kind = data.get("type") or event.name
        chunk = LLMChunk(id=self._id)
        if kind == "message-start":
            self._id = data.get("id")
            return None
        if kind == "message-end":
            delta = data.get("delta") or {}
            chunk.finish_reason = _finish(delta.get("finish_reason"))
            chunk.usage = _usage(delta.get("usage"))
            self.done = self.complete = True
        elif kind in ("content-start", "content-delta"):
            content = data["delta"]["message"]["content"]
            chunk.text = content.get("text") or ""
            chunk.reasoning = content.get("thinking") or ""
        elif kind == "tool-plan-delta":
            chunk.reasoning = data["delta"]["message"]["tool_plan"]
        elif kind in ("tool-call-start", "tool-call-delta"):
            call = data["delta"]["message"]["tool_calls"]
            chunk.tool_calls = [{"index": data["index"], **call}]
        self.split(chunk)
        return chunk if chunk.text or chunk.reasoning or chunk.tool_calls or chunk.finish_reason else None


def _messages(messages: Sequence[Message]) -> list[Message]:
    written: list[Message] = []
    for message in messages:
        role, content = message.get("role"), message.get("content")
        if role == "developer":
            message = {**message, "role": "system"}  # noqa: PLW2901 - the same message, renamed
        elif role == "function":
            message = {"role": "user", "content": text_of(content)}  # noqa: PLW2901 - the same message
        if content is None and "content" in message:
            message = {name: value for name, value in message.items() if name != "content"}  # noqa: PLW2901
        written.append(message)
    return written


def _response_format(wanted: dict[str, Any]) -> dict[str, Any]:
    if wanted.get("type") != "json_schema":
        return wanted
    schema = (wanted.get("json_schema") or {}).get("schema")
    return {"type": "json_object", **({"json_schema": schema} if schema else {})}


def _choose_tools(body: dict[str, Any], choice: Any) -> None:
    if not body.get("tools"):
        body.pop("tools", None)
    elif isinstance(choice, dict):
        name = (choice.get("function") or {}).get("name")
        body["tools"] = [tool for tool in body["tools"] if tool["function"]["name"] == name]
        body["tool_choice"] = "REQUIRED"
    elif choice in ("required", "none"):
        body["tool_choice"] = choice.upper()


def _finish(reason: Any) -> str:
    if reason == "ERROR":
        raise ProviderReplyError("The provider failed in the middle of its answer.")
    if reason == "TIMEOUT":
        raise ProviderTimeoutError("The provider did not finish its answer in time.")
    return _FINISH.get(reason, "stop")


def _usage(usage: Any) -> Usage:
    counts = (usage or {}).get("tokens") or (usage or {}).get("billed_units") or {}
    prompt, completion = int(counts.get("input_tokens") or 0), int(counts.get("output_tokens") or 0)
    return Usage(prompt, completion, prompt + completion)
