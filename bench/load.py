"""The client: keeps a number of connections busy and says what each request took, and cost the server.

    echo '{"port": 8000, "pid": 4711, "document": {…}, "expect": "word0 word1"}' | python -m bench.load

One process, one loop, no framework: it must not be what limits the server beside it, and its own share of a
core is in the result. It reads a ``Load`` as JSON and prints a result as JSON. Loopback only.
"""

from __future__ import annotations

import errno
import gc
import heapq
import json
import os
import select
import socket
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bench.processes import cpu_seconds, raise_file_limit
from bench.replies import GOOD, Reader, Reply, judge

#: Stand for what differs from request to request; as long as what takes their place.
THREAD, FILLER = "thread-0000000-0000000-0000000", "filler-0000000-0000000"
BATCH = 512
#: How often the client looks whether somebody has waited for too long.
LOOK = 0.25
#: Seconds before a connection that has failed is tried again.
PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Load:
    """What to ask, by how many at once, and for how long."""

    port: int
    #: The server's first process, for the CPU time that it and its children spend.
    pid: int
    #: The body of a request; where it has ``THREAD`` or ``FILLER``, requests get one of their own.
    document: dict[str, Any]
    #: What an answer has to hold to be a good one.
    expect: str
    path: str = "/v1/chat/completions"
    connections: int = 16
    #: How long each connection asks again and again; 0: ``each`` times.
    seconds: float = 4.0
    each: int = 0
    warmup: float = 1.0
    #: The time over which the connections begin, one after the other.
    over: float = 0.0
    timeout: float = 30.0
    #: How many turns a thread has before a connection begins another.
    turns_a_thread: int = 8
    #: Bytes of text in place of ``FILLER``, other text in each request.
    filler: int = 0


class Questions:
    """The requests, as bytes."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._run = os.getpid()
        self._count = 0
        body = json.dumps(load.document).encode()
        if load.filler:
            body = body.replace(FILLER.encode(), self._fill())
        self._own = THREAD.encode() in body or bool(load.filler)
        self._body = body
        self._request = self._with_head(body)

    def next(self, connection: int, turn: int) -> bytes:
        """The request of a connection that has made ``turn`` before."""
        if not self._own:
            return self._request
        self._count += 1
        thread = f"thread-{self._run:07d}-{connection:07d}-{turn // self._load.turns_a_thread:07d}"
        request = self._request.replace(THREAD.encode(), thread.encode())
        if self._load.filler:
            request = request.replace(FILLER.encode(), self._mark())
        return request

    def _mark(self) -> bytes:
        return f"filler-{self._run:07d}-{self._count:07d}".encode()

    def _fill(self) -> bytes:
        """Words that begin with the mark, so that each request has another text."""
        words = b" some words of a long text, as people paste them"
        return FILLER.encode() + words * (self._load.filler // len(words))

    def _with_head(self, body: bytes) -> bytes:
        head = (
            f"POST {self._load.path} HTTP/1.1\r\nHost: 127.0.0.1:{self._load.port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


class Asker:
    """One connection, and the request that is under way on it."""

    __slots__ = ("number", "reader", "sending", "socket", "turn")

    def __init__(self, number: int) -> None:
        self.number = number
        self.turn = 0
        self.socket: socket.socket | None = None
        self.reader: Reader | None = None
        self.sending = memoryview(b"")


@dataclass(slots=True)
class Tally:
    """What a phase came to."""

    replies: list[Reply] = field(default_factory=list)
    took: float = 0.0
    most_under_way: int = 0


class Phase:
    """Connections that ask until the time is up; those under way then are waited for."""

    def __init__(self, load: Load, questions: Questions, askers: list[Asker]) -> None:
        self._load = load
        self._questions = questions
        self._askers = askers
        self._epoll = select.epoll()
        self._by_descriptor: dict[int, Asker] = {}
        self._under_way = 0
        self._until = 0.0
        #: Who begins when; the number settles ties.
        self._ahead: list[tuple[float, int, Asker]] = []
        self.tally = Tally()

    def run(self, seconds: float) -> Tally:
        """For so many seconds, or each connection as often as the load says."""
        begun = time.perf_counter()
        self._until = begun + seconds
        step = self._load.over / len(self._askers)
        ahead = self._ahead = [(begun + n * step, n, asker) for n, asker in enumerate(self._askers)]
        for asker in self._askers:
            if asker.socket is not None:
                self._watch(asker, select.EPOLLIN)
        look_at = begun + LOOK
        while ahead or self._under_way:
            now = time.perf_counter()
            while ahead and ahead[0][0] <= now:
                asker = heapq.heappop(ahead)[2]
                if self._asks_again(asker, now):
                    self._ask(asker)
            wait = min(LOOK, max(0.0, ahead[0][0] - now)) if ahead else LOOK
            for descriptor, what in self._epoll.poll(wait, BATCH):
                known = self._by_descriptor.get(descriptor)
                if known is not None:
                    self._move_on(known, what)
            if now >= look_at:
                look_at = now + LOOK
                self._look_for_late_ones(now)
        self.tally.took = time.perf_counter() - begun
        self._epoll.close()
        return self.tally

    def _watch(self, asker: Asker, what: int) -> None:
        assert asker.socket is not None
        self._by_descriptor[asker.socket.fileno()] = asker
        self._epoll.register(asker.socket, what)

    def _ask(self, asker: Asker) -> None:
        request = self._questions.next(asker.number, asker.turn)
        asker.turn += 1
        asker.reader = Reader(time.perf_counter())
        asker.sending = memoryview(request)
        self._under_way += 1
        self.tally.most_under_way = max(self.tally.most_under_way, self._under_way)
        if asker.socket is None:
            self._connect(asker)
        else:
            self._send(asker)

    def _connect(self, asker: Asker) -> None:
        asker.socket = socket.socket()
        asker.socket.setblocking(False)
        asker.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        failed = asker.socket.connect_ex(("127.0.0.1", self._load.port))
        self._watch(asker, select.EPOLLOUT)
        if failed not in (0, errno.EINPROGRESS):
            self._finish(asker, "not connected")

    def _move_on(self, asker: Asker, what: int) -> None:
        if asker.reader is None:  # nothing is under way: the server has closed a connection that it kept
            self._drop(asker)
        elif what & select.EPOLLOUT:
            self._send(asker)
        else:
            self._receive(asker)

    def _send(self, asker: Asker) -> None:
        assert asker.socket is not None
        try:
            asker.sending = asker.sending[asker.socket.send(asker.sending) :]
        except BlockingIOError:
            pass
        except OSError as error:
            self._finish(asker, f"lost: {type(error).__name__}")
            return
        self._epoll.modify(asker.socket, select.EPOLLOUT if asker.sending else select.EPOLLIN)

    def _receive(self, asker: Asker) -> None:
        assert asker.socket is not None
        assert asker.reader is not None
        try:
            data = asker.socket.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError as error:
            self._finish(asker, f"lost: {type(error).__name__}")
            return
        if not data:
            self._finish(asker, "lost: closed")
        elif asker.reader.feed(data, time.perf_counter()):
            if asker.reader.closes:
                self._drop(asker)
            self._finish(asker)

    def _finish(self, asker: Asker, lost: str = "") -> None:
        assert asker.reader is not None
        now = time.perf_counter()
        reader, asker.reader = asker.reader, None
        self._under_way -= 1
        self.tally.replies.append(reader.reply)
        if lost:
            reader.give_up(lost, now)
            self._drop(asker)
            heapq.heappush(self._ahead, (now + PAUSE, asker.number, asker))
        elif self._asks_again(asker, now):
            self._ask(asker)

    def _asks_again(self, asker: Asker, now: float) -> bool:
        each = self._load.each
        return asker.turn < each if each else now < self._until

    def _drop(self, asker: Asker) -> None:
        if asker.socket is not None:
            self._by_descriptor.pop(asker.socket.fileno(), None)
            asker.socket.close()  # which epoll forgets
            asker.socket = None

    def _look_for_late_ones(self, now: float) -> None:
        for asker in self._askers:
            if asker.reader is not None and now - asker.reader.started > self._load.timeout:
                self._finish(asker, "timed out")


def measure(load: Load) -> dict[str, Any]:
    """The result: times in milliseconds, of good replies alone; the others are counted by what is wrong."""
    raise_file_limit(2 * load.connections + 64)
    questions = Questions(load)
    askers = [Asker(number) for number in range(load.connections)]
    if load.warmup and not load.each:
        Phase(load, questions, askers).run(load.warmup)
    before, own = cpu_seconds(load.pid), time.process_time()
    tally = Phase(load, questions, askers).run(load.seconds)
    spent, own = cpu_seconds(load.pid) - before, time.process_time() - own
    for asker in askers:
        if asker.socket is not None:
            asker.socket.close()
    return summary(load, tally) | {
        "cpu_ms": round(1000 * spent / max(1, len(tally.replies)), 4),
        "server_share": round(spent / tally.took, 2),
        "client_share": round(own / tally.took, 2),
    }


def summary(load: Load, tally: Tally) -> dict[str, Any]:
    stream = bool(load.document.get("stream"))
    verdicts = [judge(reply, load.expect, stream=stream) for reply in tally.replies]
    good = [reply for reply, verdict in zip(tally.replies, verdicts, strict=True) if verdict == GOOD]
    bad = next(
        (reply for reply, verdict in zip(tally.replies, verdicts, strict=True) if verdict != GOOD), None
    )
    totals, firsts = [reply.total for reply in good], [reply.first for reply in good]
    gaps = [gap for reply in good for gap in reply.gaps]
    return {
        "requests": len(tally.replies),
        "failures": dict(Counter(verdict for verdict in verdicts if verdict != GOOD)),
        "sample": "" if bad is None else bad.data[-300:].decode(errors="replace"),
        "rps": round(len(good) / tally.took, 1),
        "took": round(tally.took, 2),
        "most_under_way": tally.most_under_way,
        "p50_ms": quantile(totals, 0.5),
        "p99_ms": quantile(totals, 0.99),
        "first_p50_ms": quantile(firsts, 0.5),
        "first_p99_ms": quantile(firsts, 0.99),
        "gap_p50_ms": quantile(gaps, 0.5),
        "gap_p99_ms": quantile(gaps, 0.99),
        "gap_max_ms": quantile(gaps, 1.0),
    }


def quantile(seconds: list[float], share: float) -> float | None:
    """In milliseconds: the smallest value that this share of all does not exceed."""
    if not seconds:
        return None
    rank = max(1, -(-len(seconds) * round(share * 10_000) // 10_000))
    return round(1000 * sorted(seconds)[rank - 1], 2)


if __name__ == "__main__":
    gc.disable()  # nothing here has cycles, and a collection would look like a gap
    print(json.dumps(measure(Load(**json.load(sys.stdin)))))
