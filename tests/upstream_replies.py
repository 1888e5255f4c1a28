"""What arrives at the scripted upstream, what it sends, and what it says of itself without a script."""

from __future__ import annotations

import hashlib
import json as jsonlib
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Piece = bytes | threading.Event


@dataclass
class Request:
    """What arrived."""

    method: str
    path: str
    query: dict[str, str]
    target: str
    headers: dict[str, str]
    body: bytes
    #: Which connection it came on, counted from 0.
    connection: int
    #: Set when the client is seen to have left before the reply was complete, or has closed afterwards.
    disconnected: threading.Event = field(default_factory=threading.Event)

    @property
    def json(self) -> Any:
        return jsonlib.loads(self.body)


@dataclass
class Reply:
    """What is sent. ``pieces`` are written one by one (chunked: one HTTP chunk each); an Event is waited for."""

    pieces: list[Piece] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    #: length | chunked | eof | raw (the pieces are the whole answer, head included)
    framing: str = "length"
    #: None: complete. "fin": the connection ends after the pieces. "reset": with an RST.
    cut: str | None = None
    #: Waited for before the first byte.
    gate: threading.Event | None = None
    #: Close the connection after a complete reply without saying so.
    hang_up: bool = False


def frame(data: Any) -> bytes:
    """One SSE event."""
    return b"data: " + (data.encode() if isinstance(data, str) else jsonlib.dumps(data).encode()) + b"\n\n"


def completion(text: str | None, **extra: Any) -> dict[str, Any]:
    """An OpenAI completion; ``tool_calls``, ``finish_reason``, ``model``, ``reasoning_content`` as wanted."""
    message: dict[str, Any] = {"role": "assistant", "content": text}
    for name in ("tool_calls", "reasoning_content", "refusal"):
        if name in extra:
            message[name] = extra.pop(name)
    words = len((text or "").split())
    return {
        "id": "chatcmpl-upstream",
        "object": "chat.completion",
        "created": 1700000000,
        "model": extra.pop("model", "upstream-model"),
        "choices": [
            {
                "index": 0,
                "message": message,
                "finish_reason": extra.pop("finish_reason", "stop"),
                "logprobs": None,
            }
        ],
        "usage": extra.pop(
            "usage", {"prompt_tokens": 7, "completion_tokens": words, "total_tokens": 7 + words}
        ),
        **extra,
    }


def chunk(delta: Mapping[str, Any] | None, finish: str | None = None, **extra: Any) -> dict[str, Any]:
    """One OpenAI stream chunk; ``delta=None`` has no choices."""
    choices = [] if delta is None else [{"index": 0, "delta": dict(delta), "finish_reason": finish}]
    return {
        "id": "chatcmpl-upstream",
        "object": "chat.completion.chunk",
        "created": 1700000000,
        "model": "upstream-model",
        "choices": choices,
        **extra,
    }


def stream_frames(texts: Iterable[str], *, usage: bool = False, finish: str = "stop") -> list[bytes]:
    """The frames of a whole OpenAI stream."""
    frames = [frame(chunk({"role": "assistant", "content": ""}))]
    texts = list(texts)
    frames += [frame(chunk({"content": text})) for text in texts]
    frames.append(frame(chunk({}, finish)))
    if usage:
        count = len("".join(texts).split())
        totals = {"prompt_tokens": 7, "completion_tokens": count, "total_tokens": 7 + count}
        frames.append(frame(chunk(None, usage=totals)))
    frames.append(frame("[DONE]"))
    return frames


def echo(request: Request) -> Reply:
    """The answer without a script."""
    if request.path.endswith("/models"):
        model = {"id": "echo", "object": "model", "created": 1700000000, "owned_by": "upstream"}
        return _json_reply({"object": "list", "data": [model]})
    if request.path.endswith("/chat/completions"):
        body = request.json
        text = f"echo: {_last_text(body.get('messages', []))}"
        if body.get("stream"):
            words = [word if i == 0 else f" {word}" for i, word in enumerate(text.split(" "))]
            usage = bool((body.get("stream_options") or {}).get("include_usage"))
            frames: list[Piece] = [*stream_frames(words, usage=usage)]
            return Reply(frames, headers={"Content-Type": "text/event-stream"}, framing="chunked")
        return _json_reply(completion(text, model=body.get("model", "echo")))
    if request.path.endswith("/embeddings"):
        given = request.json.get("input", [])
        texts = [given] if isinstance(given, str) else given
        data = [
            {"object": "embedding", "index": i, "embedding": vector(text)} for i, text in enumerate(texts)
        ]
        usage = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
        return _json_reply({"object": "list", "data": data, "model": "echo", "usage": usage})
    error = {"message": "no such path", "type": "invalid_request_error", "param": None, "code": "not_found"}
    return _json_reply({"error": error}, 404)


def vector(text: str, size: int = 8) -> list[float]:
    """A deterministic embedding."""
    digest = hashlib.sha256(text.encode()).digest()
    return [(digest[i] - 127.5) / 127.5 for i in range(size)]


def _json_reply(value: Any, status: int = 200) -> Reply:
    return Reply([jsonlib.dumps(value).encode()], status, {"Content-Type": "application/json"})


def _last_text(messages: list[dict[str, Any]]) -> str:
    content = messages[-1].get("content") if messages else ""
    if isinstance(content, list):
        return " ".join(part.get("text", "") for part in content)
    return content or ""
