"""The one door to the network: HTTP/1.1 over pooled keep-alive connections, blocking, with hard time-outs.

Foreign exceptions end here: every failure leaves as a ``ProviderError`` whose message holds no key and no
address. Redirects are not followed, compression is not asked for, the environment is read once from the
mapping that is handed in.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

from rails_engine.errors import ProviderError, ProviderReplyError, ProviderUnreachableError
from rails_engine.jsontext import dumps, loads
from rails_engine.transport import framing, retries
from rails_engine.transport.addresses import Endpoint, Proxies
from rails_engine.transport.connections import FOREIGN, ConnectTimeoutError, Pool, map_error
from rails_engine.transport.failures import MAX_BODY as MAX_ERROR_BODY
from rails_engine.transport.failures import failure_of
from rails_engine.transport.pauses import Pause

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from types import TracebackType

    from rails_engine.transport.connections import Key, Line
    from rails_engine.transport.framing import Body, Head

T = TypeVar("T")

MAX_BODY = 64 * 1024 * 1024
#: How long the end of a stream may lag behind its last event before the connection is given up.
END_PATIENCE = 0.05
_LAST_READS = 8
_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "x-api-key", "api-key"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one call may take at each of its steps, and how often it is tried again."""

    connect_timeout: float = 5.0
    read_timeout: float = 60.0
    max_retries: int = 2
    #: The longest pause before a retry that the other side may ask for, and our own before the first one.
    longest_pause: float = retries.LONGEST_PAUSE
    first_backoff: float = retries.FIRST_BACKOFF


_DEFAULT_PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class _Call:
    method: str
    url: Endpoint | str
    headers: Mapping[str, str]
    body: bytes
    patience: Patience
    on_wait: Callable[[], None] | None
    #: Whether it pauses instead of waiting for the head of the answer.
    pauses: bool = False


class Response:
    """An answer whose head has arrived. Read it to its end or close it."""

    def __init__(
        self, line: Line, head: Head, body: Body, early: bytes, keep: Callable[[Line], None]
    ) -> None:
        self.status = head.status
        self.headers = head.headers
        self._line = line
        self._body = body
        self._early = early
        self._keep = keep if head.keep_alive and body.ends_itself else None
        self._open = True

    def read(self, limit: int = MAX_BODY) -> bytes:
        """The whole rest of the body; more than ``limit`` bytes are an error."""
        if (self._body.length or 0) > limit:
            self.close()
            raise ProviderReplyError("The provider's answer is too long.")
        pieces: list[bytes] = []
        size = 0
        while piece := self.read1():
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                self.close()
                raise ProviderReplyError("The provider's answer is too long.")
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def read1(self) -> bytes:
        """What has arrived, waiting only if that is nothing; empty at the end of the body."""
        data = self._read(self._line.receive)
        return b"" if isinstance(data, Pause) else data

    def read_ready(self) -> bytes | Pause:
        """What has arrived, without waiting: a pause if that is nothing; empty at the end of the body."""
        return self._read(self._line.receive_ready)

    def peek(self) -> bytes:
        """At the end of a pause, the payload of what has arrived if it is in whole chunks; else nothing.

        It is still there for ``read_ready`` until ``take``.
        """
        if not self._early:
            self._early = self._line.receive_paused()
        return self._body.whole(self._early)

    def take(self) -> None:
        """What ``peek`` gave has been read."""
        self._early = b""

    def _read(self, receive: Callable[[], bytes | Pause]) -> bytes | Pause:
        try:
            while self._open and not self._body.done:
                data, self._early = self._early or receive(), b""
                if isinstance(data, Pause):
                    return data
                if not data:
                    self._body.end()
                elif payload := self._body.feed(data):
                    if self._body.done:
                        self._release()
                    return payload
        except FOREIGN as error:
            self.close()
            raise map_error(error) from None
        except BaseException:
            self.close()
            raise
        self._release()
        return b""

    def finish(self) -> None:
        """Nothing more is wanted: keep the connection if its end is near, else close it."""
        if self._open and self._keep is not None:
            self._line.prepare(END_PATIENCE, None)
            try:
                for _ in range(_LAST_READS):
                    if not self.read1():
                        break
            except ProviderError:
                return  # read1 has closed it
        self.close()

    def finish_pausing(self) -> Generator[Pause, None, None]:
        """As ``finish``, with a pause wherever that would wait."""
        if self._open and self._keep is not None:
            self._line.prepare(END_PATIENCE, None)
            try:
                for _ in range(_LAST_READS):
                    data = self.read_ready()
                    if isinstance(data, Pause):
                        yield data
                        if not data.taken:
                            data.wait()
                    elif not data:
                        break
            except ProviderError:
                return  # it has been closed
        self.close()

    def close(self) -> None:
        """Give up what was not read; the connection closes at once. Any thread may call this."""
        if self._open:
            self._open = False
            self._line.close()

    def _release(self) -> None:
        if self._open:
            if self._keep is not None and self._body.done and not self._body.rest:
                self._open = False
                self._keep(self._line)
            else:
                self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Transport:
    """Sends requests. One instance serves all threads."""

    def __init__(
        self,
        environ: Mapping[str, str] | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._proxies = Proxies(environ or {})
        self._sleep = sleep
        self._draw = draw
        self._pool = Pool()

    def request(
        self,
        method: str,
        url: Endpoint | str,
        headers: Mapping[str, str],
        body: bytes = b"",
        *,
        connect_timeout: float = 5.0,
        read_timeout: float = 60.0,
        on_wait: Callable[[], None] | None = None,
    ) -> Response:
        """Send once and wait for the head of the answer, whatever its status.

        ``on_wait`` is called about every half second while waiting; it may raise, and then the connection is
        closed and its exception goes to the caller.
        """
        patience = Patience(connect_timeout, read_timeout)
        return _finish(self._request(_Call(method, url, headers, body, patience, on_wait)))

    def send(
        self,
        method: str,
        url: Endpoint | str,
        headers: Mapping[str, str],
        body: bytes = b"",
        *,
        patience: Patience = _DEFAULT_PATIENCE,
        on_wait: Callable[[], None] | None = None,
        pauses: bool = False,
    ) -> Generator[Pause, None, Response]:
        """Send, try again where that is allowed, and return an answer with a status of 2xx, still unread.

        Any other status is the ``ProviderError`` that it stands for. If it ``pauses``, there is a pause
        wherever it would wait for the other side, and one without a file before what else may take long.
        """
        call = _Call(method, url, headers, body, patience, on_wait, pauses)
        return self._repeat(call, lambda response: response)

    def fetch(
        self,
        method: str,
        url: Endpoint | str,
        headers: Mapping[str, str],
        body: bytes = b"",
        *,
        patience: Patience = _DEFAULT_PATIENCE,
        on_wait: Callable[[], None] | None = None,
    ) -> tuple[dict[str, str], bytes]:
        """As ``send``, with the whole body read; a body that breaks off is asked for again too."""
        call = _Call(method, url, headers, body, patience, on_wait)
        return _finish(self._repeat(call, lambda response: (response.headers, response.read())))

    def post_json(
        self,
        url: Endpoint | str,
        payload: Any,
        headers: Mapping[str, str] | None = None,
        *,
        patience: Patience = _DEFAULT_PATIENCE,
        on_wait: Callable[[], None] | None = None,
    ) -> Any:
        """Post a JSON value and return the JSON value of the answer."""
        complete = {"Content-Type": "application/json", "Accept": "application/json", **(headers or {})}
        fetched = self.fetch("POST", url, complete, dumps(payload), patience=patience, on_wait=on_wait)
        return decode_json(fetched[1])

    def close(self) -> None:
        """Close the idle connections."""
        self._pool.close()

    def _repeat(self, call: _Call, use: Callable[[Response], T]) -> Generator[Pause, None, T]:
        attempt = 0
        while True:
            try:
                response = yield from self._request(call)
                if 200 <= response.status < 300:  # noqa: PLR2004 - success
                    return use(response)
                with response:
                    if call.pauses:
                        yield Pause()
                    failure = _failure(response, call.headers)
                again = retries.allowed(
                    response.status, response.headers, failure.retry_after, call.patience.longest_pause
                )
            except (ConnectTimeoutError, ProviderUnreachableError) as error:
                failure, again = error, True
            if not again or attempt >= call.patience.max_retries:
                try:
                    raise failure
                finally:
                    del failure  # else the error and this frame would keep each other, and the connection
            if call.pauses:
                yield Pause()
            seconds = retries.pause(attempt, failure.retry_after, self._draw, call.patience.first_backoff)
            retries.wait(seconds, call.on_wait, self._sleep)
            attempt += 1

    def _request(self, call: _Call) -> Generator[Pause, None, Response]:
        """Send once; the answer, whatever its status, when its head has come."""
        endpoint = call.url if isinstance(call.url, Endpoint) else Endpoint.parse(call.url)
        proxy = self._proxies.find(endpoint)
        key = (endpoint.scheme, endpoint.host, endpoint.port, endpoint.tls, proxy)
        data = framing.encode_request(call.method, endpoint, proxy, call.headers, call.body)
        line = self._pool.take(key)
        while True:
            reused = line is not None
            if line is None:
                line = self._pool.connect(endpoint, proxy, call.patience.connect_timeout)
            try:
                line.prepare(call.patience.read_timeout, call.on_wait)
                line.send(data)
                return (yield from self._answer(line, key, call))
            except (ConnectionError, framing.CutOffError) as error:
                line.close()
                if not reused or line.received:
                    raise map_error(error) from None
                line = None  # the other side closed while the connection lay idle: once more, on a new one
            except FOREIGN as error:
                line.close()
                raise map_error(error) from None
            except BaseException:
                line.close()
                raise
            if call.pauses:
                yield Pause()

    def _answer(self, line: Line, key: Key, call: _Call) -> Generator[Pause, None, Response]:
        receive = line.receive_ready if call.pauses else line.receive
        data = b""
        while True:
            parts = framing.split_head(data)
            if parts is None:
                received = receive()
                if isinstance(received, Pause):
                    yield received
                    if not received.taken:
                        received.wait()
                    continue
                if not received:
                    raise framing.CutOffError
                data += received
                continue
            head = framing.parse_head(parts[0])
            data = parts[1]
            if head.status >= 200 or head.status == 101:  # noqa: PLR2004 - the others announce the real head
                break
        if head.status in _REDIRECTS:
            raise ProviderReplyError(
                f"The provider redirects ({head.status}), which is not followed; set the final address.",
                status=head.status,
            )
        return Response(
            line, head, framing.body_of(call.method, head), data, lambda kept: self._pool.keep(key, kept)
        )


def _finish(steps: Generator[Pause, None, T]) -> T:
    """The outcome of steps that never pause."""
    try:
        next(steps)
    except StopIteration as end:
        outcome: T = end.value
        return outcome
    raise AssertionError("nobody asked for pauses")


def _failure(response: Response, headers: Mapping[str, str]) -> ProviderError:
    body = b""
    try:
        while len(body) < MAX_ERROR_BODY and (piece := response.read1()):
            body += piece
        response.finish()
    except ProviderError:
        pass  # the status says enough
    secrets = [
        value.removeprefix("Bearer ") for name, value in headers.items() if name.lower() in _SECRET_HEADERS
    ]
    return failure_of(response.status, response.headers, body, secrets=secrets)


def decode_json(body: bytes) -> Any:
    """The JSON value of a whole answer."""
    try:
        return loads(body)
    except ValueError:
        raise ProviderReplyError("The provider's answer is not JSON.") from None
