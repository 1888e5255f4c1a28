"""Anthropic's Messages API: how its answers and streams are read. ``anthropic_wire`` writes the calls."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from rails_engine.jsontext import dumps, loads
from rails_engine.llm.anthropic_wire import write_messages, write_params
from rails_engine.llm.base import LLMChunk, LLMReply
from rails_engine.llm.remote import RemoteProvider, StreamReader, model_entry
from rails_engine.llm.thinking import split_thinking
from rails_engine.messages import Usage
from rails_engine.transport.failures import failure_in_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.llm.base import LLMRequest
    from rails_engine.llm.sse import ServerEvent
    from rails_engine.transport import Endpoint

API_VERSION = "2023-06-01"
_FINISH = {
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool_calls",
    "refusal": "content_filter",
}


class AnthropicProvider(RemoteProvider):
    """Claude models at Anthropic."""

    name = "anthropic"
    default_base_url = "https://api.anthropic.com"
    key_variable = "ANTHROPIC_API_KEY"

    def base_address(self) -> str:
        """See ``RemoteProvider``. With or without ``/v1``."""
        return super().base_address().rstrip("/").removesuffix("/v1")

    def chat_address(self, model: str) -> Endpoint:  # noqa: ARG002 - one address for all models
        """See ``RemoteProvider``."""
        return self._base.join("/v1/messages")

    def authorize(self, key: str) -> dict[str, str]:
        """See ``RemoteProvider``."""
        return {"x-api-key": key}

    def extra_headers(self) -> dict[str, str]:
        """See ``RemoteProvider``."""
        return {"anthropic-version": API_VERSION}

    def write(self, request: LLMRequest, model: str, *, stream: bool) -> dict[str, Any]:
        """See ``RemoteProvider``."""
        given = {name: value for name, value in request.params.items() if value is not None}
        params = {**self._params, **given}
        if "max_tokens" in given and "max_completion_tokens" not in given:
            params.pop("max_completion_tokens", None)
        body = write_params(params)
        system, body["messages"] = write_messages(request.messages)
        if system:
            body["system"] = system
        body["model"] = model
        if stream:
            body["stream"] = True
        return body

    def read(self, data: Mapping[str, Any], headers: Mapping[str, str]) -> LLMReply:
        """See ``RemoteProvider``."""
        if data.get("type") == "error":
            raise failure_in_body(data.get("error"))
        blocks = data["content"]
        text, cut = split_thinking("".join(block["text"] for block in blocks if block["type"] == "text"))
        reasoning = "".join(block.get("thinking", "") for block in blocks if block["type"] == "thinking")
        calls = [
            _tool_call(block["id"], block["name"], dumps(block.get("input") or {}).decode())
            for block in blocks
            if block["type"] == "tool_use"
        ]
        return LLMReply(
            text=text,
            tool_calls=calls,
            finish_reason=_FINISH.get(data.get("stop_reason") or "", "stop"),
            usage=_usage(data.get("usage") or {}),
            reasoning=reasoning or cut or None,
            model=data.get("model"),
            id=data.get("id"),
            request_id=headers.get("request-id"),
            raw=data,
        )

    def reader(self) -> StreamReader:
        """See ``RemoteProvider``."""
        return _MessageReader()

    def list_models(self, api_key: str | None = None) -> list[dict[str, Any]]:
        """See ``Provider``."""
        answer = self.get_json(self._base.join("/v1/models", {"limit": "1000"}), api_key)
        entries = answer.get("data") if isinstance(answer, dict) else None
        return [
            model_entry(entry["id"], _seconds(entry.get("created_at")), "anthropic")
            for entry in entries or ()
            if isinstance(entry, dict) and entry.get("id")
        ]


class _MessageReader(StreamReader):
    """Reads the events of one message."""

    def __init__(self) -> None:
        super().__init__()
        self._usage: dict[str, Any] = {}
        self._model: str | None = None
        self._id: str | None = None
        #: Anthropic counts all blocks, OpenAI the tool calls.
        self._calls: dict[int, int] = {}

    def read(self, event: ServerEvent) -> LLMChunk | None:
        """See ``StreamReader``."""
        data = loads(event.data)
        kind = data["type"]
        chunk = LLMChunk(model=self._model, id=self._id)
        if kind == "content_block_delta":
            self._read_delta(data["index"], data["delta"], chunk)
        elif kind == "content_block_start":
            self._read_start(data["index"], data["content_block"], chunk)
        elif kind == "message_start":
            message = data["message"]
            self._usage = dict(message.get("usage") or {})
            self._model, self._id = message.get("model"), message.get("id")
            return None
        elif kind == "message_delta":
            self._usage.update({k: v for k, v in (data.get("usage") or {}).items() if v is not None})
            chunk.finish_reason = _FINISH.get(data["delta"].get("stop_reason") or "", "stop")
            chunk.usage = _usage(self._usage)
            self.complete = True
        elif kind == "message_stop":
            self.done = self.complete = True
        elif kind == "error":
            raise failure_in_body(data.get("error"))
        self.split(chunk)
        return chunk if chunk.text or chunk.reasoning or chunk.tool_calls or chunk.finish_reason else None

    def _read_start(self, index: int, block: dict[str, Any], chunk: LLMChunk) -> None:
        kind = block["type"]
        if kind == "tool_use":
            number = self._calls[index] = len(self._calls)
            chunk.tool_calls = [{"index": number, **_tool_call(block["id"], block["name"], "")}]
        elif kind == "text":
            chunk.text = block.get("text") or ""
        elif kind == "thinking":
            chunk.reasoning = block.get("thinking") or ""

    def _read_delta(self, index: int, delta: dict[str, Any], chunk: LLMChunk) -> None:
        kind = delta["type"]
        if kind == "text_delta":
            chunk.text = delta["text"]
        elif kind == "thinking_delta":
            chunk.reasoning = delta["thinking"]
        elif kind == "input_json_delta" and index in self._calls:
            arguments = {"arguments": delta["partial_json"]}
            chunk.tool_calls = [{"index": self._calls[index], "function": arguments}]


def _tool_call(call_id: str, name: str, arguments: str) -> dict[str, Any]:
    return {"id": call_id, "type": "function", "function": {"name": name, "arguments": arguments}}


def _usage(usage: Mapping[str, Any]) -> Usage:
    cached = usage.get("cache_read_input_tokens") or 0
    written = usage.get("cache_creation_input_tokens") or 0
    prompt = (usage.get("input_tokens") or 0) + cached + written
    completion = usage.get("output_tokens") or 0
    details = {"prompt_tokens_details": {"cached_tokens": cached}} if cached else None
    return Usage(prompt, completion, prompt + completion, details)


def _seconds(text: Any) -> int:
    try:
        return int(datetime.fromisoformat(text).timestamp())
    except (TypeError, ValueError, OverflowError):
        return 0
