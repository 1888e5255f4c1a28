"""A model for tests: it says what it was told to say, and remembers what it was asked."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from rails_engine.errors import ProviderError
from rails_engine.llm.base import LLMChunk, LLMReply, LLMRequest, ModelSpec, Provider
from rails_engine.llm.remote import chunks_of, model_entry
from rails_engine.messages import Usage, text_of
from rails_engine.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECES = re.compile(r"\s*\S+\s*\Z|\s*\S+|\s+")

#: One reply: a text, a whole reply, an error to raise, the pieces of a stream, or a function that gives one.
Scripted = str | LLMReply | Exception | Sequence[str | LLMChunk] | Callable[[LLMRequest], Any]
Script = Sequence[Scripted] | Callable[[LLMRequest], Any]


class ScriptedProvider(Provider):
    """``ScriptedProvider(["a", "b"])``; in a configuration ``engine: scripted`` with ``parameters.replies``.

    A list gives its replies in order and is an error when it runs out. A function is asked every time.
    """

    name = "scripted"
    option_variables = {"replies": ""}  # noqa: RUF012 - declared a ClassVar by Provider

    def __init__(
        self,
        script: Script | ModelSpec = (),
        transport: Transport | None = None,
        *,
        spec: ModelSpec | None = None,
    ) -> None:
        if isinstance(script, ModelSpec):
            spec, script = script, script.options.get("replies") or ()
        super().__init__(spec or ModelSpec("main", "scripted", "scripted"), transport or Transport())
        self._script = script
        self._lock = threading.Lock()
        #: Every request so far, in order.
        self.requests: list[LLMRequest] = []

    def complete(self, request: LLMRequest) -> LLMReply:
        """See ``Provider``."""
        item = self._next(request)
        if isinstance(item, LLMReply):
            return item
        if isinstance(item, str):
            return LLMReply(text=item, usage=_usage(request, item), model=self._model(request))
        reply = LLMReply(model=self._model(request))
        for chunk in item:
            _add(reply, chunk)
        if reply.usage == Usage():
            reply.usage = _usage(request, reply.text)
        return reply

    def stream(self, request: LLMRequest) -> Iterator[LLMChunk]:
        """See ``Provider``. A text comes word by word, pieces come as they are."""
        item = self._next(request)
        if isinstance(item, LLMReply):
            yield from chunks_of(item)
            return
        model, said, ended = self._model(request), "", False
        for piece in _PIECES.findall(item) if isinstance(item, str) else item:
            chunk = LLMChunk(text=piece, model=model) if isinstance(piece, str) else piece
            said += chunk.text
            ended = ended or chunk.finish_reason is not None
            yield chunk
        if not ended:
            yield LLMChunk(finish_reason="stop", usage=_usage(request, said), model=model)

    def list_models(self, api_key: str | None = None) -> list[dict[str, Any]]:  # noqa: ARG002 - it needs none
        """See ``Provider``."""
        return [model_entry(self.spec.model, 0, "scripted")]

    def _model(self, request: LLMRequest) -> str:
        return request.model or self.spec.model

    def _next(self, request: LLMRequest) -> str | LLMReply | Sequence[str | LLMChunk]:
        with self._lock:
            number = len(self.requests)
            self.requests.append(request)
        item: Any = self._script
        if not callable(item):
            if number >= len(item):
                call = f"call {number + 1} (task {request.task!r})"
                raise ProviderError(
                    f"The script has no reply for {call}; it has {len(item)}.",
                    model=self._model(request),
                )
            item = item[number]
        if callable(item):
            item = item(request)
        if isinstance(item, Exception):
            raise item
        return item  # type: ignore[no-any-return] # a script is checked by whoever writes the test


def _add(reply: LLMReply, chunk: str | LLMChunk) -> None:
    if isinstance(chunk, str):
        reply.text += chunk
        return
    reply.text += chunk.text
    reply.reasoning = (reply.reasoning or "") + chunk.reasoning or None
    reply.finish_reason = chunk.finish_reason or reply.finish_reason
    reply.usage = chunk.usage or reply.usage
    for delta in chunk.tool_calls or ():
        if delta["index"] < len(reply.tool_calls):
            function = reply.tool_calls[delta["index"]]["function"]
            function["arguments"] += (delta.get("function") or {}).get("arguments") or ""
        else:
            call = {name: value for name, value in delta.items() if name != "index"}
            function = {"name": "", "arguments": "", **(delta.get("function") or {})}
            reply.tool_calls.append({**call, "function": function})


def _usage(request: LLMRequest, said: str) -> Usage:
    asked = sum(len(text_of(message.get("content")).split()) for message in request.messages)
    answered = len(said.split())
    return Usage(asked, answered, asked + answered)
