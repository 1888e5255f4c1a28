"""A model that costs next to nothing: an OpenAI-compatible server of one process, one loop and no framework.

    python -m bench.upstream PORT

The address of a request says how it is answered, so that one process serves every case:
``/DELAY/WORDS/EVERY/v1/chat/completions`` answers after DELAY ms with WORDS words; a stream has one word
each EVERY ms, or all at once for 0. What is said depends on the request alone: a body with "policy" and
"Answer" (the checks of configs/) gets "No", and "Yes" where it also has "stupid"; any other gets
``word0 word1 …``. It understands what clients under test send, not all of HTTP.
"""

from __future__ import annotations

import heapq
import json
import select
import socket
import sys
import time
from dataclasses import dataclass
from functools import cache
from itertools import count

END = b"\r\n\r\n"
LAST = b"0\r\n\r\n"
STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
ABOUT = {"id": "chatcmpl-bench", "created": 1700000000, "model": "bench"}
BATCH = 512


def say(words: int) -> str:
    """What the model says where it is not asked for a verdict."""
    return " ".join(f"word{n}" for n in range(words))


def answer(content: bytes, content_type: str = "application/json", status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


def completion(text: str) -> bytes:
    """A whole answer."""
    tokens = len(text.split())
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 10, "completion_tokens": tokens, "total_tokens": tokens + 10}
    return answer(dump({**ABOUT, "object": "chat.completion", "choices": [choice], "usage": usage}))


def events(text: str) -> list[bytes]:
    """The events of a stream, a word in each, ready to be sent; the last one holds the end."""
    words = [word if n == 0 else f" {word}" for n, word in enumerate(text.split(" "))]
    frames = [_chunk([{"index": 0, "delta": {"content": word}, "finish_reason": None}]) for word in words]
    frames[-1] += _chunk([{"index": 0, "delta": {}, "finish_reason": "stop"}]) + _framed(b"[DONE]") + LAST
    return frames


def with_usage(last: bytes, words: int) -> bytes:
    """The last event with the number of tokens before the end, for requests that asked for it."""
    usage = {"prompt_tokens": 10, "completion_tokens": words, "total_tokens": words + 10}
    end = _framed(b"[DONE]") + LAST
    return last.removesuffix(end) + _chunk([], usage=usage) + end


def dump(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _chunk(choices: list[object], **extra: object) -> bytes:
    return _framed(dump({**ABOUT, "object": "chat.completion.chunk", "choices": choices, **extra}))


def _framed(data: bytes) -> bytes:
    event = b"data: " + data + b"\n\n"
    return f"{len(event):x}\r\n".encode() + event + b"\r\n"


MODELS = answer(dump({"object": "list", "data": [{"id": "bench", "object": "model", "owned_by": "bench"}]}))
UNKNOWN = answer(b'{"error":{"message":"no such address"}}', status="404 Not Found")


@dataclass(frozen=True, slots=True)
class Plan:
    """How one request is answered: after ``delay`` seconds, in parts that are ``every`` seconds apart."""

    parts: tuple[bytes, ...]
    delay: float = 0.0
    every: float = 0.0


def plan(target: bytes, body: bytes) -> Plan:
    """The answer to a request, by its address and what its body holds."""
    verdict = None
    if b"policy" in body and b"Answer" in body:
        verdict = "Yes" if b"stupid" in body else "No"
    stream = b'"stream":true' in body or b'"stream": true' in body
    return _plan(target, verdict, stream=stream, usage=stream and b"include_usage" in body)


@cache
def _plan(target: bytes, verdict: str | None, *, stream: bool, usage: bool) -> Plan:
    if target.endswith(b"/models"):
        return Plan((MODELS,))
    try:
        delay, words, every = (int(part) for part in target.split(b"/")[1:4])
    except ValueError:
        return Plan((UNKNOWN,))
    text = verdict or say(words)
    if not stream:
        return Plan((completion(text),), delay / 1000)
    frames = events(text)
    if usage:
        frames[-1] = with_usage(frames[-1], len(frames))
    frames[0] = STREAM_HEAD + frames[0]
    return Plan(tuple(frames) if every else (b"".join(frames),), delay / 1000, every / 1000)


class Connection:
    """One client: what came of its request, and what it is still to be sent."""

    __slots__ = ("received", "sending", "socket", "turn", "wanted")

    def __init__(self, client: socket.socket) -> None:
        self.socket = client
        self.received = bytearray()
        self.sending = b""
        #: Counts answers, so that a timer of an answer that was given up is told from the next one's.
        self.turn = 0
        #: How long the request is, head included, once that is known.
        self.wanted = 0

    def request(self) -> tuple[bytes, bytes] | None:
        """The address and the body of the next request, once it is complete."""
        data = self.received
        if not self.wanted:
            end = data.find(END)
            if end < 0:
                return None
            head = bytes(data[:end]).lower()
            self.wanted = end + len(END) + _length(head)
            if b"expect: 100-continue" in head and len(data) < self.wanted:
                self.socket.send(CONTINUE)
        if len(data) < self.wanted:
            return None
        head_end = data.find(END)
        target = bytes(data[:head_end]).split(b" ", 2)[1]
        body = bytes(data[head_end + len(END) : self.wanted])
        del data[: self.wanted]
        self.wanted = 0
        return target, body


def _length(head: bytes) -> int:
    _, found, rest = head.partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


class Upstream:
    """The loop: what came in, then what is due."""

    def __init__(self, port: int) -> None:
        self._listener = socket.create_server(("127.0.0.1", port), backlog=4096)
        self._listener.setblocking(False)
        self._epoll = select.epoll()
        self._epoll.register(self._listener, select.EPOLLIN)
        self._clients: dict[int, Connection] = {}
        #: When, a number that settles ties, who, of which of its answers, what, and which part of it.
        self._due: list[tuple[float, int, Connection, int, Plan, int]] = []
        self._numbers = count()

    def serve(self) -> None:
        while True:
            wait = max(0.0, self._due[0][0] - time.monotonic()) if self._due else -1
            for descriptor, what in self._epoll.poll(wait, BATCH):
                if descriptor == self._listener.fileno():
                    self._accept()
                    continue
                client = self._clients[descriptor]
                if what & select.EPOLLOUT:
                    self._send(client, b"")
                if what & ~select.EPOLLOUT and descriptor in self._clients:
                    self._receive(client)
            now = time.monotonic()
            while self._due and self._due[0][0] <= now:
                at, _, client, turn, chosen, part = heapq.heappop(self._due)
                if client.turn == turn:
                    self._answer(client, chosen, part, at)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except BlockingIOError:
                return
            client.setblocking(False)
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._clients[client.fileno()] = Connection(client)
            self._epoll.register(client, select.EPOLLIN)

    def _receive(self, client: Connection) -> None:
        try:
            data = client.socket.recv(1 << 18)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._drop(client)
            return
        client.received += data
        asked = client.request()
        if asked is not None:
            client.turn += 1
            chosen = plan(*asked)
            self._answer(client, chosen, 0, time.monotonic() + chosen.delay)

    def _answer(self, client: Connection, chosen: Plan, part: int, at: float) -> None:
        """Send a part when its time has come, and put the next one on the list."""
        if at > time.monotonic():
            heapq.heappush(self._due, (at, next(self._numbers), client, client.turn, chosen, part))
            return
        if part + 1 < len(chosen.parts):
            due = at + chosen.every
            heapq.heappush(self._due, (due, next(self._numbers), client, client.turn, chosen, part + 1))
        self._send(client, chosen.parts[part])

    def _send(self, client: Connection, data: bytes) -> None:
        waiting = client.sending
        data = waiting + data
        try:
            sent = client.socket.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._drop(client)
            return
        client.sending = data[sent:]
        if bool(waiting) != bool(client.sending):
            events = select.EPOLLIN | (select.EPOLLOUT if client.sending else 0)
            self._epoll.modify(client.socket, events)

    def _drop(self, client: Connection) -> None:
        client.turn += 1
        if client.socket.fileno() >= 0:
            del self._clients[client.socket.fileno()]
            self._epoll.unregister(client.socket)
            client.socket.close()


if __name__ == "__main__":
    Upstream(int(sys.argv[1])).serve()
