"""Connections: made, waited on, kept for the next request, closed. The only file that knows sockets.

Foreign exceptions are mapped to ours in one table here. Nothing is known of requests and answers except when
the bytes of one may be on the way.
"""

from __future__ import annotations

import os
import select
import socket
import ssl
import threading
import time
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING

from rails_engine.errors import (
    ConfigError,
    ProviderError,
    ProviderReplyError,
    ProviderTimeoutError,
    ProviderUnreachableError,
)
from rails_engine.transport import framing
from rails_engine.transport.addresses import Endpoint, Proxy, Tls
from rails_engine.transport.pauses import Pause

if TYPE_CHECKING:
    from collections.abc import Callable

READ_SIZE = 64 * 1024
#: Connections that are kept for one address, and for how long unused.
MAX_IDLE = 128
IDLE_SECONDS = 50.0
#: ``on_wait`` is called about this often.
SLICE = 0.5


class ConnectTimeoutError(ProviderTimeoutError):
    """No connection in time; nothing was sent, so that trying again is safe."""


#: Foreign exception → ours. The first line that fits decides.
MAPPING: tuple[tuple[type[Exception], type[ProviderError], str], ...] = (
    (TimeoutError, ProviderTimeoutError, "The provider did not answer in time."),
    (
        ssl.SSLCertVerificationError,
        ProviderUnreachableError,
        "The provider's TLS certificate is not trusted; set ca_cert to the authority that signed it.",
    ),
    (ssl.SSLError, ProviderUnreachableError, "The TLS connection to the provider failed."),
    (socket.gaierror, ProviderUnreachableError, "The provider's host name is unknown."),
    (ConnectionRefusedError, ProviderUnreachableError, "The provider refuses connections."),
    (framing.CutOffError, ProviderUnreachableError, "The connection to the provider broke off."),
    (ConnectionError, ProviderUnreachableError, "The connection to the provider broke off."),
    (framing.FramingError, ProviderReplyError, "The provider's answer is not HTTP."),
    (OSError, ProviderUnreachableError, "The provider cannot be reached."),
    (UnicodeError, ProviderUnreachableError, "The provider's host name is not valid."),
    (ValueError, ProviderUnreachableError, "The connection to the provider was closed."),
)
Key = tuple[str, str, int, Tls, Proxy | None]
FOREIGN = tuple(line[0] for line in MAPPING)


def map_error(error: Exception) -> ProviderError:
    """The ``ProviderError`` for a foreign exception."""
    return next(kind(message) for foreign, kind, message in MAPPING if isinstance(error, foreign))


class Line:
    """One connection. ``receive`` is the only place that waits for an answer.

    The socket does not block and is waited for here: a time-out of its own would cost a system call for
    every answer, and in a busy process each of them is a turn at the end of the queue for the interpreter.
    """

    __slots__ = (
        "__weakref__",
        "_deadline",
        "_is_empty",
        "_next_call",
        "_on_wait",
        "_pause",
        "_poll",
        "_read_timeout",
        "idle_since",
        "received",
        "sock",
    )

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN)
        self.idle_since = 0.0
        self.received = False
        self._read_timeout = self._next_call = self._deadline = 0.0
        self._on_wait: Callable[[], None] | None = None
        #: Of ``receive_ready``: what it says while nothing is there, and whether that is known.
        self._pause: Pause | None = None
        self._is_empty = False

    def prepare(self, read_timeout: float, on_wait: Callable[[], None] | None) -> None:
        """Set the time-outs of the next exchange."""
        self.received = False
        self._read_timeout = read_timeout
        self._on_wait = on_wait
        self._next_call = time.monotonic() + SLICE
        self._pause, self._is_empty = None, False

    def send(self, data: bytes) -> None:
        """Send everything."""
        try:
            sent = self.sock.send(data)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            sent = 0
        if sent < len(data):
            self.sock.settimeout(self._read_timeout)
            self.sock.sendall(memoryview(data)[sent:])
            self.sock.setblocking(False)

    def receive(self) -> bytes:
        """The next bytes, or none at the end of the connection."""
        now = time.monotonic()
        deadline = now + self._read_timeout
        while True:
            until = self._look(now, deadline)
            if self._is_decrypted() or self._poll.poll((until - now) * 1000):
                try:
                    data = self.sock.recv(READ_SIZE)
                except (BlockingIOError, ssl.SSLWantReadError):
                    pass  # half a record
                else:
                    self.received = self.received or bool(data)
                    return data
            now = time.monotonic()
            if now >= deadline:
                raise TimeoutError

    def _look(self, now: float, deadline: float) -> float:
        """Call ``on_wait`` if its time has come; until when one may wait without it."""
        on_wait = self._on_wait
        if on_wait is None:
            return deadline
        if now >= self._next_call:
            self._next_call = now + SLICE
            on_wait()
        return min(self._next_call, deadline)

    def _is_decrypted(self) -> bool:
        """Whether TLS has read more than was asked for, which no poll would tell."""
        return isinstance(self.sock, ssl.SSLSocket) and self.sock.pending() > 0

    def receive_ready(self) -> bytes | Pause:
        """As ``receive``, without waiting: where nothing has arrived, a pause until something has."""
        now = time.monotonic()
        pause = self._pause
        if pause is None:
            pause = self._pause = Pause(self.sock.fileno())
            self._deadline = now + self._read_timeout
        until = self._look(now, self._deadline)
        if not self._is_empty:
            try:
                data = self.sock.recv(READ_SIZE)
            except (BlockingIOError, ssl.SSLWantReadError):
                if now >= self._deadline:
                    raise TimeoutError from None
            else:
                self.received = self.received or bool(data)
                self._deadline = now + self._read_timeout
                # All of it, so that one need not ask again; behind TLS there may be more that is decrypted.
                self._is_empty = 0 < len(data) < READ_SIZE and not isinstance(self.sock, ssl.SSLSocket)
                return data
        self._is_empty = False
        pause.until, pause.taken, pause.hear = min(until, self._deadline), False, None
        return pause

    def receive_paused(self) -> bytes:
        """What ends a pause, which then goes on; nothing if ``receive_ready`` has to tell what it is.

        No record of TLS is as long as what is read at once, so that nothing is decrypted and left.
        """
        try:
            data = self.sock.recv(READ_SIZE)
        except OSError:
            return b""
        self._deadline = time.monotonic() + self._read_timeout
        if self._pause is not None:
            self._pause.taken = True  # to wait for more would be to wait for too much
        return data

    def is_stale(self, now: float) -> bool:
        """Whether the other side has closed or spoken out of turn, or most likely will have."""
        if now - self.idle_since > IDLE_SECONDS:
            return True
        return bool(self._poll.poll(0))

    def close(self) -> None:
        """Close at once, also under another thread that is reading."""
        # The plain shutdown, also for TLS: its own would let the other thread read ciphertext as text.
        with suppress(OSError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
        self.sock.close()
        self._pause = None  # who hears it would keep this line, and this line them

    def close_when_dropped(self) -> None:
        """Whoever drops this need not close it. No shutdown: after a fork it is the parent's too."""
        weakref.finalize(self, self.sock.close).atexit = False


class Pool:
    """The idle connections of one client, and the making of new ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: dict[Key, list[Line]] = {}
        self._contexts: dict[Tls, ssl.SSLContext] = {}
        self._process = os.getpid()

    def take(self, key: Key) -> Line | None:
        """An idle connection that still looks alive."""
        if self._process != os.getpid():  # after a fork the connections belong to the parent
            self._process, self._idle, self._lock = os.getpid(), {}, threading.Lock()
        now = time.monotonic()
        while True:
            with self._lock:
                pool = self._idle.get(key)
                if not pool:
                    return None
                line = pool.pop()
            if not line.is_stale(now):
                return line
            line.close()

    def keep(self, key: Key, line: Line) -> None:
        """Take back a connection on which nothing is under way."""
        line.prepare(IDLE_SECONDS, None)
        line.idle_since = time.monotonic()
        with self._lock:
            pool = self._idle.setdefault(key, [])
            if len(pool) < MAX_IDLE:
                pool.append(line)
                return
        line.close()

    def connect(self, endpoint: Endpoint, proxy: Proxy | None, timeout: float) -> Line:
        """Make a new connection."""
        where = (endpoint.host, endpoint.port) if proxy is None else (proxy.host, proxy.port)
        line = None
        try:
            line = Line(socket.create_connection(where, timeout))
            line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if endpoint.scheme == "https":
                if proxy is not None:
                    _open_tunnel(line, endpoint, proxy, timeout)
                context = self._context(endpoint.tls)
                line.sock = context.wrap_socket(line.sock, server_hostname=endpoint.host)
            line.sock.setblocking(False)
        except BaseException as error:
            if line is not None:
                line.close()
            if isinstance(error, TimeoutError):
                raise ConnectTimeoutError("The provider did not accept a connection in time.") from None
            if isinstance(error, FOREIGN):
                raise map_error(error) from None
            raise
        line.close_when_dropped()
        return line

    def _context(self, tls: Tls) -> ssl.SSLContext:
        context = self._contexts.get(tls)
        if context is None:
            context = self._contexts.setdefault(tls, _load_context(tls))
        return context

    def close(self) -> None:
        """Close the idle connections."""
        with self._lock:
            lines = [line for idle in self._idle.values() for line in idle]
            self._idle.clear()
        for line in lines:
            line.close()


def _load_context(tls: Tls) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=tls.ca_cert)
        if tls.client_cert:
            context.load_cert_chain(tls.client_cert, tls.client_key)
    except OSError as error:
        raise ConfigError(
            "a certificate file cannot be read", hint="Look at ca_cert, client_cert and client_key."
        ) from error
    if not tls.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _open_tunnel(line: Line, endpoint: Endpoint, proxy: Proxy, timeout: float) -> None:
    line.prepare(timeout, None)
    line.send(framing.encode_connect(endpoint, proxy))
    data = b""
    while (parts := framing.split_head(data)) is None:
        received = line.receive()
        if not received:
            raise framing.CutOffError
        data += received
    status = framing.parse_head(parts[0]).status
    if not 200 <= status < 300:  # noqa: PLR2004 - success
        raise ProviderUnreachableError(f"The proxy refuses the connection ({status}).", status=status)
