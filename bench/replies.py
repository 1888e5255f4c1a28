"""What came back for one request, and whether it is what the model said, whole.

Judged after a run, so that the client has less to do during it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

#: An event that has text for the reader; roles, ends and heartbeats have none.
TEXT = re.compile(rb'"content": ?"[^"]')
END = b"\r\n\r\n"
GOOD = "good"


@dataclass(slots=True)
class Reply:
    """One answer as it arrived. Times are seconds since the request was begun."""

    status: int = 0
    data: bytes = b""
    #: Why there is no whole answer: the connection ended, or nothing came for too long.
    lost: str = ""
    total: float = 0.0
    first: float = 0.0
    gaps: list[float] = field(default_factory=list)


def judge(reply: Reply, expected: str, *, stream: bool) -> str:
    """``good``, or what is wrong: lost, refused, truncated (the beginning of what is right), other text."""
    if reply.lost:
        return reply.lost
    if reply.status != 200:
        return f"status {reply.status}"
    try:
        text, ended = _streamed(reply.data) if stream else (_whole(reply.data), True)
    except (ValueError, LookupError, TypeError):
        return "unreadable"
    if expected in text and ended:
        return GOOD
    if expected.startswith(text):
        return "truncated" if text != expected else "no end"
    return "other text"


def _whole(data: bytes) -> str:
    document = json.loads(data)
    return str(document["choices"][0]["message"]["content"])


def _streamed(data: bytes) -> tuple[str, bool]:
    """The text of a stream, and whether it has its end."""
    text, ended = [], False
    for event in data.split(b"\n\n"):
        line = event.strip()
        if not line.startswith(b"data:"):
            continue
        content = line[5:].strip()
        if content == b"[DONE]":
            ended = True
            continue
        chunk: dict[str, Any] = json.loads(content)
        if "error" in chunk:
            raise ValueError(str(chunk["error"])[:200])
        text += [choice["delta"].get("content") or "" for choice in chunk["choices"]]
    return "".join(text), ended


class Reader:
    """Takes the bytes of one answer as they arrive and says when it is whole. A new one for each request."""

    __slots__ = ("_buffer", "_chunked", "_last", "_pieces", "_wanted", "closes", "reply", "started")

    def __init__(self, started: float) -> None:
        self.started = started
        self.reply = Reply()
        self.closes = False
        self._buffer = bytearray()
        self._pieces: list[bytes] = []
        self._chunked = False
        self._wanted = -1
        self._last = 0.0

    def feed(self, data: bytes, now: float) -> bool:
        """True when that was the end of the answer."""
        self._buffer += data
        if not self.reply.status and not self._read_head():
            return False
        if self._chunked:
            whole = self._read_chunks(now)
        else:
            whole = 0 <= self._wanted <= len(self._buffer)
            if whole:
                self._pieces.append(bytes(self._buffer))
                self.reply.first = now - self.started
        if whole:
            self.reply.total = now - self.started
            self.reply.data = b"".join(self._pieces)
        return whole

    def give_up(self, why: str, now: float) -> None:
        self.reply.lost = why
        self.reply.total = now - self.started
        self.reply.data = b"".join(self._pieces)

    def _read_head(self) -> bool:
        end = self._buffer.find(END)
        if end < 0:
            return False
        head = bytes(self._buffer[:end]).lower()
        del self._buffer[: end + len(END)]
        self.reply.status = int(head.split(b" ", 2)[1])
        self.closes = b"connection: close" in head
        self._chunked = b"transfer-encoding: chunked" in head
        _, found, rest = head.partition(b"content-length:")
        if found:
            self._wanted = int(rest.split(b"\r\n", 1)[0])
        return True

    def _read_chunks(self, now: float) -> bool:
        buffer, at = self._buffer, 0
        whole = False
        while (end := buffer.find(b"\r\n", at)) >= 0:
            size = int(buffer[at:end], 16)
            if len(buffer) < end + size + 4:
                break
            piece = bytes(buffer[end + 2 : end + 2 + size])
            at = end + size + 4
            if not size:
                whole = True
                break
            self._pieces.append(piece)
            if TEXT.search(piece):
                self._mark(now)
        del buffer[:at]
        return whole

    def _mark(self, now: float) -> None:
        if self._last:
            self.reply.gaps.append(now - self._last)
        else:
            self.reply.first = now - self.started
        self._last = now
