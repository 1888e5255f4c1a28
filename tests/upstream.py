"""Our scripted HTTP upstream: real sockets on 127.0.0.1, one thread a connection, nothing sleeps.

    with Upstream() as up:
        up.chat("Hello")                                  # an OpenAI completion
        up.stream("Hel", "lo", usage=True)                # an OpenAI stream, one HTTP chunk a piece
        up.reply(json={...}, status=429, headers={...})   # anything
        up.reply(body=b"...", framing="eof")              # ends with the connection
        up.sse([{"type": "ping"}, b"data: raw\n\n", gate], done=True)   # a gate is a threading.Event
        up.cut(after=b"HTTP/1.1 200 OK\r\n")              # raw bytes, then the connection ends
        ...
        up.requests[0].json, .headers, .path, .query, .disconnected.wait(1)

Scripted replies are used in order, each once; ``path="/v1/x"`` keeps one for that path. ``up.route(path, function)``
answers a path every time with ``function(request) -> Reply``. Without a script the upstream echoes: chat completions (also
streamed, also with Azure's and any other prefix), ``/models`` and ``/embeddings`` in the OpenAI form.
``up.base_url`` is what goes into a config. It works as a proxy too: absolute targets are answered, CONNECT tunnels.
"""

from __future__ import annotations

import contextlib
import json as jsonlib
import select
import socket
import ssl
import struct
import threading
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.upstream_replies import (
    Piece,
    Reply,
    Request,
    chunk,
    completion,
    echo,
    frame,
    stream_frames,
    vector,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["Piece", "Reply", "Request", "Upstream", "chunk", "completion", "frame", "stream_frames", "vector"]

GIVE_UP = 30.0


class Upstream:
    """See the module's docstring."""

    def __init__(self, *, certificate: tuple[str, str] | None = None) -> None:
        self.requests: list[Request] = []
        #: How many connections were accepted.
        self.connections = 0
        #: Targets of CONNECT requests.
        self.tunnels: list[str] = []
        self._script: list[tuple[str | None, Reply]] = []
        self._routes: dict[str, Callable[[Request], Reply]] = {}
        self._changed = threading.Condition()
        self._open: set[socket.socket] = set()
        self._closing = threading.Event()
        self._tls: ssl.SSLContext | None = None
        if certificate is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(*certificate)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"
        self.base_url = f"{self.url}/v1"
        threading.Thread(target=self._accept, daemon=True).start()

    # -- the script

    def reply(
        self,
        *,
        json: Any = None,
        body: bytes | Iterable[Piece] | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        framing: str = "length",
        cut: str | None = None,
        gate: threading.Event | None = None,
        hang_up: bool = False,
        path: str | None = None,
    ) -> None:
        """Queue one answer."""
        all_headers = dict(headers or {})
        if body is None:
            body = b"" if json is None else jsonlib.dumps(json).encode()
            all_headers.setdefault("Content-Type", "application/json")
        pieces: list[Piece] = [body] if isinstance(body, bytes) else list(body)
        self._add(path, Reply(pieces, status, all_headers, framing, cut, gate, hang_up))

    def chat(self, text: str | None, *, path: str | None = None, **extra: Any) -> None:
        """Queue an OpenAI completion."""
        self.reply(json=completion(text, **extra), path=path)

    def stream(self, *texts: str, usage: bool = False, finish: str = "stop", path: str | None = None) -> None:
        """Queue an OpenAI stream."""
        self.sse(stream_frames(texts, usage=usage, finish=finish), path=path)

    def sse(
        self,
        items: Iterable[Any],
        *,
        done: bool = False,
        framing: str = "chunked",
        cut: str | None = None,
        gate: threading.Event | None = None,
        headers: Mapping[str, str] | None = None,
        path: str | None = None,
    ) -> None:
        """Queue a stream: bytes as they are, Events are waited for, anything else becomes ``data: <json>``."""
        pieces = [item if isinstance(item, bytes | threading.Event) else frame(item) for item in items]
        if done:
            pieces.append(frame("[DONE]"))
        all_headers = {"Content-Type": "text/event-stream", **(headers or {})}
        self._add(path, Reply(pieces, 200, all_headers, framing, cut, gate))

    def cut(self, after: bytes = b"", *, reset: bool = False, path: str | None = None) -> None:
        """Queue raw bytes and the end of the connection."""
        self._add(path, Reply([after] if after else [], framing="raw", cut="reset" if reset else "fin"))

    def raw(self, *pieces: Piece, path: str | None = None) -> None:
        """Queue raw bytes; the connection stays open."""
        self._add(path, Reply(list(pieces), framing="raw"))

    def route(self, path: str, function: Callable[[Request], Reply]) -> None:
        """Answer a path with a function, whenever nothing is queued for it."""
        self._routes[path] = function

    def _add(self, path: str | None, reply: Reply) -> None:
        with self._changed:
            self._script.append((path, reply))

    # -- what happened

    def wait_for(self, count: int, timeout: float = GIVE_UP) -> list[Request]:
        """The requests, once there are so many."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.requests) >= count, timeout):
                raise AssertionError(f"{len(self.requests)} of {count} requests arrived")
            return list(self.requests)

    @property
    def last(self) -> Request:
        return self.requests[-1]

    @property
    def unused(self) -> int:
        """How many queued answers nobody asked for."""
        return len(self._script)

    def forget(self) -> None:
        """Drop the answers that nobody asked for and the requests of the test before."""
        with self._changed:
            self._script.clear()
            self.requests.clear()

    # -- the server

    def close(self) -> None:
        self._closing.set()
        _shut(self._listener)  # wakes the accepting thread, which close alone does not
        self._listener.close()
        with self._changed:
            connections = list(self._open)
        for connection in connections:
            _shut(connection)

    def drop_connections(self) -> None:
        """Close every connection that is open now, as a server that restarts does."""
        with self._changed:
            connections = list(self._open)
        for connection in connections:
            _shut(connection)
        with self._changed:
            assert self._changed.wait_for(lambda: not self._open & set(connections), GIVE_UP)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._changed:
                number = self.connections
                self.connections += 1
                self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection, number), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        plain = connection
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
                with self._changed:
                    self._open.discard(plain)
                    self._open.add(connection)
            reader = connection.makefile("rb")
            while (request := _read_request(reader, number)) is not None:
                if request.method == "CONNECT":
                    self.tunnels.append(request.target)
                    self._tunnel(connection, request.target)
                    return
                reply = self._choose(request, deserted=_is_deserted(connection))
                if reply is None:
                    return
                try:
                    complete = self._send(connection, request, reply)
                except OSError:
                    request.disconnected.set()
                    return
                if not complete or reply.cut or reply.hang_up or reply.framing == "eof":
                    return
        except (OSError, ValueError):
            pass
        finally:
            with self._changed:
                self._open.discard(plain)
                self._open.discard(connection)
                self._changed.notify_all()
            for request in list(self.requests):
                if request.connection == number:
                    request.disconnected.set()
            _shut(connection)
            connection.close()

    def _choose(self, request: Request, *, deserted: bool) -> Reply | None:
        with self._changed:
            self.requests.append(request)
            self._changed.notify_all()
            if deserted:
                return None  # its client gave up before it was read: the answer is for whoever asks next
            for index, (path, reply) in enumerate(self._script):
                if path is None or path == request.path:
                    del self._script[index]
                    return reply
        if request.path in self._routes:
            return self._routes[request.path](request)
        return echo(request)

    def _send(self, connection: socket.socket, request: Request, reply: Reply) -> bool:
        if reply.gate is not None and not self._wait(connection, request, reply.gate):
            return False
        head = [f"HTTP/1.1 {reply.status} Scripted"]
        headers = dict(reply.headers)
        if reply.framing == "chunked":
            headers["Transfer-Encoding"] = "chunked"
        elif reply.framing == "eof":
            headers["Connection"] = "close"
        elif reply.framing == "length":
            size = sum(len(piece) for piece in reply.pieces if isinstance(piece, bytes))
            headers.setdefault("Content-Length", str(size))
        head += [f"{name}: {value}" for name, value in headers.items()]
        if reply.framing != "raw":
            connection.sendall(("\r\n".join(head) + "\r\n\r\n").encode("latin-1"))
        for piece in reply.pieces:
            if isinstance(piece, threading.Event):
                if not self._wait(connection, request, piece):
                    return False
            elif reply.framing == "chunked":
                connection.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            elif request.method != "HEAD":
                connection.sendall(piece)
        if reply.cut == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            socket.close(connection.detach())
        elif reply.cut is None and reply.framing == "chunked":
            connection.sendall(b"0\r\n\r\n")
        return True

    def _wait(self, connection: socket.socket, request: Request, gate: threading.Event) -> bool:
        """Wait for a gate; False when the client has left or the test is over."""
        while not gate.wait(0.005):
            if _is_deserted(connection):
                request.disconnected.set()
                return False
            if self._closing.is_set():
                return False
        return True

    def _tunnel(self, client: socket.socket, target: str) -> None:
        host, _, port = target.rpartition(":")
        with socket.create_connection((host.strip("[]"), int(port)), GIVE_UP) as server:
            client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            other = {client: server, server: client}
            while not self._closing.is_set():
                for source in select.select(list(other), [], [], 0.05)[0]:
                    data = source.recv(65536)
                    if not data:
                        return
                    other[source].sendall(data)


def _read_request(reader: Any, number: int) -> Request | None:
    line = reader.readline(65536)
    if not line:
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := reader.readline(65536)) not in (b"\r\n", b"\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        name, value = name.strip().lower(), value.strip()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    body = reader.read(int(headers.get("content-length", 0)))
    if method == "CONNECT":
        return Request(method, "", {}, target, headers, body, number)
    parts = urlsplit(target)
    return Request(method, parts.path, dict(parse_qsl(parts.query)), target, headers, body, number)


def _is_deserted(connection: socket.socket) -> bool:
    if not select.select([connection], [], [], 0)[0]:
        return False
    if isinstance(connection, ssl.SSLSocket):
        return True  # nobody sends more on a connection that waits for its answer
    try:
        return not connection.recv(1, socket.MSG_PEEK)
    except OSError:
        return True


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
