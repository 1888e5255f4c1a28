"""HTTP/1.1 as bytes: how a request is written, the head of an answer, and where its body ends.

No sockets, nothing blocks. What breaks the protocol is a ``FramingError``; an answer that stops in the
middle is a ``CutOffError``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rails_engine.errors import ProviderRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.transport.addresses import Endpoint, Proxy

MAX_HEAD = 64 * 1024
_MAX_CHUNK_LINE = 1024
_MAX_DIGITS = 15
_HEX = frozenset(b"0123456789abcdefABCDEF")
_NO_BODY = frozenset({204, 304})


class FramingError(Exception):
    """The bytes are not an HTTP/1.1 answer."""


class CutOffError(Exception):
    """The connection ended before the answer did."""


@dataclass(frozen=True, slots=True)
class Head:
    """Status line and headers; names in lower case, repeated ones joined by a comma."""

    status: int
    headers: dict[str, str]
    keep_alive: bool


def split_head(data: bytes) -> tuple[bytes, bytes] | None:
    """The head and what follows it, once the head is complete."""
    end = data.find(b"\r\n\r\n")
    if end >= 0:
        return data[:end], data[end + 4 :]
    end = data.find(b"\n\n")
    if end >= 0:
        return data[:end], data[end + 2 :]
    if len(data) > MAX_HEAD:
        raise FramingError("the head is too long")
    return None


def parse_head(data: bytes) -> Head:
    """Read a complete head."""
    lines = data.decode("latin-1").split("\n")
    version, _, rest = lines[0].partition(" ")
    code = rest[:3]
    number = len(code) == 3 and code.isascii() and code.isdigit()  # noqa: PLR2004 - three digits
    if not version.startswith("HTTP/1.") or not number or rest[3:4] not in " \r":
        raise FramingError("not a status line")
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        name = name.lower()
        if not colon or not name or name[0] in " \t" or name[-1] in " \t":
            raise FramingError("not a header line")
        value = value.strip()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    connection = headers.get("connection", "").lower()
    keep_alive = "close" not in connection if version != "HTTP/1.0" else "keep-alive" in connection
    return Head(int(code), headers, keep_alive)


class Body:
    """A body that lasts until the connection ends."""

    #: Bytes that came after the end of the body.
    rest = b""
    done = False
    #: Whether the connection can be used again after it.
    ends_itself = False

    def feed(self, data: bytes) -> bytes:
        """The payload in these bytes."""
        return data

    def whole(self, data: bytes) -> bytes:
        """The payload of these bytes if they may be taken out of the body without a trace; else nothing."""
        return data

    def end(self) -> None:
        """The connection has ended."""
        self.done = True

    @property
    def length(self) -> int | None:
        """How long the body will be, where the head says so."""
        return None


class SizedBody(Body):
    """A body with a Content-Length."""

    ends_itself = True

    def __init__(self, length: int) -> None:
        self._length = self._left = length
        self.done = length == 0

    def feed(self, data: bytes) -> bytes:
        """See ``Body``."""
        if len(data) > self._left:
            data, self.rest = data[: self._left], data[self._left :]
        self._left -= len(data)
        self.done = self._left == 0
        return data

    def whole(self, data: bytes) -> bytes:  # noqa: ARG002 - all of it counts
        """See ``Body``."""
        return b""

    def end(self) -> None:
        """See ``Body``."""
        if not self.done:
            raise CutOffError

    @property
    def length(self) -> int | None:
        """See ``Body``."""
        return self._length


class ChunkedBody(Body):
    """A body in chunks, each with its size before it."""

    ends_itself = True

    def __init__(self) -> None:
        self._tail = b""
        self._left = 0
        self._gap = False
        self._trailer = False

    def feed(self, data: bytes) -> bytes:
        """See ``Body``."""
        if self._left > len(data):  # the usual case of a long chunk: nothing to look at
            self._left -= len(data)
            return data
        if not (self._left or self._tail or self._gap or self._trailer):
            whole = _only_chunk(data)
            if whole:
                return whole
        data = self._tail + data if self._tail else data
        self._tail = b""
        pieces: list[bytes] = []
        at = 0
        while not self.done:
            if self._left:
                piece = data[at : at + self._left]
                pieces.append(piece)
                at += len(piece)
                self._left -= len(piece)
                if self._left:
                    break
                self._gap = True
            end = data.find(b"\n", at)
            if end < 0:
                self._keep(data[at:])
                break
            self._take_line(data[at:end].rstrip(b"\r"))
            at = end + 1
        if self.done:
            self.rest = data[at:]
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def whole(self, data: bytes) -> bytes:
        """See ``Body``."""
        return b"" if self._left or self._tail or self._gap or self._trailer else _whole_chunks(data)

    def _keep(self, tail: bytes) -> None:
        if len(tail) > _MAX_CHUNK_LINE:
            raise FramingError("a chunk's size line is too long")
        self._tail = tail

    def _take_line(self, line: bytes) -> None:
        if self._gap:
            if line:
                raise FramingError("a chunk is longer than it says")
            self._gap = False
        elif self._trailer:
            self.done = not line
        else:
            digits = line.partition(b";")[0].strip()
            if not digits or len(digits) > _MAX_DIGITS or not _HEX.issuperset(digits):
                raise FramingError("not a chunk size")
            self._left = int(digits, 16)
            self._trailer = self._left == 0

    def end(self) -> None:
        """See ``Body``."""
        if not self.done:
            raise CutOffError


def _whole_chunks(data: bytes) -> bytes:
    """What is in these bytes if they are some whole chunks and nothing else; else nothing."""
    only = _only_chunk(data)
    if only:
        return only
    parts: list[bytes] = []
    at, size = 0, len(data)
    while at < size:
        start = data.find(b"\r\n", at, at + _MAX_DIGITS + 2) + 2
        digits = data[at : start - 2]
        if start <= at + 2 or not _HEX.issuperset(digits):
            return b""
        end = start + int(digits, 16)
        if end == start or data[end : end + 2] != b"\r\n":
            return b""
        parts.append(data[start:end])
        at = end + 2
    return b"".join(parts)


def _only_chunk(data: bytes) -> bytes:
    """What is in the one whole chunk that this is, as nearly always when a model speaks; else nothing."""
    digits, _, rest = data.partition(b"\r\n")
    if 0 < len(digits) <= _MAX_DIGITS and _HEX.issuperset(digits) and rest.endswith(b"\r\n"):
        size = int(digits, 16)
        if size == len(rest) - 2:
            return rest[:-2]
    return b""


def body_of(method: str, head: Head) -> Body:
    """How the body after this head is delimited."""
    if method == "HEAD" or head.status in _NO_BODY or head.status < 200:  # noqa: PLR2004 - informational
        return SizedBody(0)
    coding = head.headers.get("transfer-encoding", "").lower()
    if coding and coding != "identity":
        if coding != "chunked":
            raise FramingError("an unknown transfer coding")
        return ChunkedBody()
    text = head.headers.get("content-length")
    if text is None:
        return Body()
    lengths = {part.strip() for part in text.split(",")}
    length = lengths.pop()
    if lengths or not (length.isascii() and length.isdigit()) or len(length) > _MAX_DIGITS:
        raise FramingError("not a content length")
    return SizedBody(int(length))


def encode_request(
    method: str, endpoint: Endpoint, proxy: Proxy | None, headers: Mapping[str, str], body: bytes
) -> bytes:
    """A whole request, to be sent at once."""
    lines = [f"{method} {endpoint.target} HTTP/1.1", f"Host: {endpoint.netloc}", "Accept-Encoding: identity"]
    if proxy is not None and endpoint.scheme == "http":
        lines[0] = f"{method} http://{endpoint.netloc}{endpoint.target} HTTP/1.1"
        if proxy.authorization:
            lines.append(f"Proxy-Authorization: {proxy.authorization}")
    if body or method in ("POST", "PUT", "PATCH"):
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name}: {value}" for name, value in headers.items()]
    text = "\r\n".join(lines)
    breaks = len(lines) - 1
    if text.count("\n") != breaks or text.count("\r") != breaks or "\0" in text:
        raise ProviderRequestError("A header of the request holds a line break.")
    try:
        head = text.encode("latin-1")
    except UnicodeEncodeError:
        raise ProviderRequestError(
            "A header of the request holds a character that HTTP cannot send."
        ) from None
    return head + b"\r\n\r\n" + body


def encode_connect(endpoint: Endpoint, proxy: Proxy) -> bytes:
    """The request to a proxy for a tunnel."""
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    lines = [f"CONNECT {host}:{endpoint.port} HTTP/1.1", f"Host: {host}:{endpoint.port}"]
    if proxy.authorization:
        lines.append(f"Proxy-Authorization: {proxy.authorization}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
