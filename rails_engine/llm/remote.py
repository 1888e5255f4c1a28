"""What all providers behind HTTP share: keys and headers, one call, one stream, errors that name the model.

A wire format is a subclass that says how a request is written and an answer read. Nothing here knows one.
"""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from rails_engine.errors import (
    ConfigError,
    ProviderAuthError,
    ProviderError,
    ProviderReplyError,
    ProviderRequestError,
)
from rails_engine.jsontext import dumps
from rails_engine.llm.base import LLMChunk, LLMReply, Provider
from rails_engine.llm.short_way import hear_plain
from rails_engine.llm.sse import EventParser
from rails_engine.llm.thinking import ThinkSplitter
from rails_engine.transport import Endpoint, Patience, Pause, Tls, decode_json

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from rails_engine.llm.base import LLMRequest, ModelSpec
    from rails_engine.llm.sse import ServerEvent
    from rails_engine.transport import Response, Transport

T = TypeVar("T")

USER_AGENT = "switchyard"
#: What an answer raises while it is read if it has not the promised shape.
_WRONG_SHAPE = (KeyError, TypeError, IndexError, AttributeError, ValueError)
_WRONG_ANSWER = "The provider's answer is not what its protocol promises."


class StreamReader:
    """Turns the events of one stream into chunks."""

    #: Whether it tells words by the short way.
    knows_plain: ClassVar[bool] = False

    def __init__(self) -> None:
        #: Nothing more will come that matters.
        self.done = False
        #: The answer has come to its end; a stream that stops earlier was cut.
        self.complete = False
        self._splitter = ThinkSplitter()

    def read(self, event: ServerEvent) -> LLMChunk | None:
        """The chunk of one event, if it has something to say."""
        raise NotImplementedError

    def plain(self, data: bytes) -> str | None:
        """The text of an event that says nothing else; it changes nothing. For who ``knows_plain``."""
        raise NotImplementedError

    def split(self, chunk: LLMChunk) -> None:
        """Move ``<think>`` text to where it belongs; the last chunk gets what was held back."""
        splitter = self._splitter
        if splitter.plain:
            return
        if chunk.text:
            chunk.text, reasoning = splitter.feed(chunk.text)
            chunk.reasoning += reasoning
        if chunk.finish_reason is not None:
            text, reasoning = splitter.finish()
            chunk.text += text
            chunk.reasoning += reasoning

    def rest(self) -> LLMChunk | None:
        """What was held back, after the end."""
        text, reasoning = self._splitter.finish()
        return LLMChunk(text=text, reasoning=reasoning) if text or reasoning else None


class RemoteProvider(Provider):
    """A provider behind HTTP."""

    #: Whether the usual address refuses calls without a key, so that one need not ask it.
    needs_key: ClassVar[bool] = True

    def __init__(self, spec: ModelSpec, transport: Transport) -> None:
        super().__init__(spec, transport)
        self._patience = Patience(spec.connect_timeout, spec.read_timeout, spec.max_retries)
        self._params = {name: value for name, value in spec.parameters.items() if value is not None}
        self._base = self._parse_address(self.base_address())
        self._chat = self.chat_address(spec.model)
        own = {"Content-Type": "application/json", "User-Agent": USER_AGENT, **self.extra_headers()}
        self._plain_headers = _merge(own, spec.headers)
        sent = self.authorize(spec.api_key) if spec.api_key else {}
        self._headers = _merge({**own, **sent}, spec.headers)
        self._lacks_key = (
            self.needs_key
            and not sent
            and spec.base_url is None
            and not any(name.lower() in _names(self.authorize("")) for name in spec.headers)
        )

    # -- what a wire format says

    @abstractmethod
    def chat_address(self, model: str) -> Endpoint:
        """Where calls go."""

    @abstractmethod
    def write(self, request: LLMRequest, model: str, *, stream: bool) -> dict[str, Any]:
        """The body of a call."""

    @abstractmethod
    def read(self, data: Mapping[str, Any], headers: Mapping[str, str]) -> LLMReply:
        """The reply in a whole answer."""

    @abstractmethod
    def reader(self) -> StreamReader:
        """What reads one stream."""

    def base_address(self) -> str:
        """The address below which everything is."""
        address = self.spec.base_url or self.default_base_url
        if not address:
            raise ConfigError(
                f"the engine {self.spec.engine!r} has no usual address", hint="Set parameters.base_url."
            )
        return address

    def authorize(self, key: str) -> dict[str, str]:
        """The header that carries a key."""
        return {"Authorization": f"Bearer {key}"}

    def extra_headers(self) -> dict[str, str]:
        """Headers that the API wants with every call."""
        return {}

    # -- Provider

    def complete(self, request: LLMRequest) -> LLMReply:
        """See ``Provider``."""
        model = request.model or self.spec.model
        try:
            headers, body = self.transport.fetch(
                "POST",
                self._chat if model == self.spec.model else self.chat_address(model),
                self.headers(request.api_key),
                _encode(self.write(request, model, stream=False)),
                patience=self._patience,
                on_wait=request.on_wait,
            )
            return self._read_whole(body, headers)
        except ProviderError as error:
            error.model = error.model or model
            raise

    def stream(self, request: LLMRequest) -> Iterator[LLMChunk]:
        """See ``Provider``."""
        model = request.model or self.spec.model
        try:
            response = yield from _of_pauses(
                self.transport.send(
                    "POST",
                    self._chat if model == self.spec.model else self.chat_address(model),
                    self.headers(request.api_key),
                    _encode(self.write(request, model, stream=True)),
                    patience=self._patience,
                    on_wait=request.on_wait,
                    pauses=request.pauses,
                )
            )
            with response:
                if response.headers.get("content-type", "").startswith("application/json"):
                    if request.pauses:
                        yield LLMChunk(pause=Pause())
                    yield from chunks_of(self._read_whole(response.read(), response.headers))
                elif request.pauses:
                    yield from self._read_stream(response.read_ready, response)
                    yield from _of_pauses(response.finish_pausing())
                else:
                    yield from self._read_stream(response.read1)
                    response.finish()
        except ProviderError as error:
            error.model = error.model or model
            raise

    def headers(self, key: str | None) -> Mapping[str, str]:
        """The headers of a call; a key for this call wins over every other one."""
        if key:
            sent = self.authorize(key)
            names = {*_names(sent), "authorization"}
            kept = {name: value for name, value in self._plain_headers.items() if name.lower() not in names}
            return {**kept, **sent}
        if self._lacks_key:
            where = (
                f"set {self.key_variable} or api_key_env_var" if self.key_variable else "set api_key_env_var"
            )
            raise ProviderAuthError(f"There is no API key for the engine {self.spec.engine!r}: {where}.")
        return self._headers

    def get_json(self, address: Endpoint, api_key: str | None) -> Any:
        """A value that the API gives without a body in the request."""
        fetched = self.transport.fetch("GET", address, self.headers(api_key), patience=self._patience)
        return decode_json(fetched[1])

    def _read_whole(self, body: bytes, headers: Mapping[str, str]) -> LLMReply:
        data = decode_json(body)
        try:
            return self.read(data, headers)
        except _WRONG_SHAPE:
            raise ProviderReplyError(_WRONG_ANSWER) from None

    def _read_stream(
        self, read: Callable[[], bytes | Pause], pausing: Response | None = None
    ) -> Iterator[LLMChunk]:
        parser = EventParser()
        reader = self.reader()
        data = b"..."
        while data and not reader.done:
            found = read()
            if isinstance(found, Pause):
                if pausing is not None and reader.knows_plain:
                    found.hear = partial(hear_plain, pausing, parser, reader)
                yield _of_pause(found)
                if not found.taken:
                    found.wait()
                continue
            data = found
            yield from _read_events(reader, parser.feed(data) if data else parser.finish())
        if not reader.complete:
            raise ProviderReplyError("The provider's stream ended before the answer did.")
        last = reader.rest()
        if last is not None:
            yield last

    def _parse_address(self, address: str) -> Endpoint:
        options = self.spec.options
        tls = Tls(
            verify=options.get("verify", True) is not False,
            ca_cert=options.get("ca_cert"),
            client_cert=options.get("client_cert"),
            client_key=options.get("client_key"),
        )
        try:
            endpoint = Endpoint.parse(address, tls)
        except ConfigError as error:
            raise ConfigError(
                f"the address of the model of type {self.spec.type!r} cannot be used: {error.message}",
                hint=error.hint,
            ) from None
        return endpoint.join("", self.spec.query)


def _read_events(reader: StreamReader, events: Sequence[ServerEvent]) -> Iterator[LLMChunk]:
    """The chunks of events that came together; what is wrong with one is said after those before it."""
    chunks: list[LLMChunk] = []
    failure: ProviderError | None = None
    for event in events:
        try:
            chunk = reader.read(event)
        except _WRONG_SHAPE:
            failure = ProviderReplyError(_WRONG_ANSWER)
        except ProviderError as error:
            failure = error
        else:
            if chunk is not None:
                if chunks:
                    chunks[-1].more = True
                chunks.append(chunk)
        if failure is not None or reader.done:
            break
    yield from chunks
    if failure is not None:
        raise failure


def _of_pause(pause: Pause) -> LLMChunk:
    return LLMChunk(pause=pause)


def _of_pauses(steps: Generator[Pause, None, T]) -> Generator[LLMChunk, None, T]:
    """Carry out steps whose pauses are chunks."""
    while True:
        try:
            pause = next(steps)
        except StopIteration as end:
            outcome: T = end.value
            return outcome
        yield _of_pause(pause)


def chunks_of(reply: LLMReply) -> Iterator[LLMChunk]:
    """A whole reply as the chunks of a stream."""
    calls = [{"index": index, **call} for index, call in enumerate(reply.tool_calls)]
    yield LLMChunk(
        text=reply.text,
        reasoning=reply.reasoning or "",
        tool_calls=calls or None,
        model=reply.model,
        id=reply.id,
        system_fingerprint=reply.system_fingerprint,
    )
    yield LLMChunk(finish_reason=reply.finish_reason, usage=reply.usage, model=reply.model, id=reply.id)


def model_entry(name: Any, created: Any = 0, owner: Any = None) -> dict[str, Any]:
    """One line of a list of models."""
    when = int(created) if isinstance(created, int | float) else 0
    return {"id": str(name), "object": "model", "created": when, "owned_by": str(owner or "unknown")}


def model_list(entries: Any, owner: str | None = None) -> list[dict[str, Any]]:
    """A list of models in the OpenAI form, checked."""
    if not isinstance(entries, list):
        raise ProviderReplyError(_WRONG_ANSWER)
    return [
        model_entry(
            entry["id"],
            entry.get("created", entry.get("created_at", 0)),
            entry.get("owned_by", owner),
        )
        for entry in entries
        if isinstance(entry, dict) and entry.get("id")
    ]


def _encode(body: dict[str, Any]) -> bytes:
    try:
        return dumps(body)
    except (TypeError, ValueError):
        raise ProviderRequestError("The request holds a value that JSON cannot express.") from None


def _merge(own: Mapping[str, str], custom: Mapping[str, str]) -> dict[str, str]:
    names = _names(custom)
    return {**{name: value for name, value in own.items() if name.lower() not in names}, **custom}


def _names(headers: Mapping[str, str]) -> set[str]:
    return {name.lower() for name in headers}
