"""How an answer is written on a connection: in one piece with its head, and without waiting if it must not."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config

from rails_engine import Pause
from service.connections import Connection
from service.exchange import Answer, Exchange
from service.pacing import begin_request
from service.parking import CAN_PARK
from service.remembering import HttpDate
from service.worker_state import SEAT_KEY


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    theirs.settimeout(10)
    yield ours, theirs
    ours.close()
    theirs.close()


def answer_on(sock: socket.socket, *headers: tuple[str, str], status: str = "200 OK") -> Answer:
    req = SimpleNamespace(method="POST", version=(1, 1), should_close=lambda: False)
    answer = Answer(req, sock, Config(), HttpDate())
    answer.start_response(status, list(headers))
    return answer


def read_all(sock: socket.socket) -> bytes:
    data = b""
    while piece := sock.recv(1 << 20):
        data += piece
    return data


def test_the_head_goes_out_with_the_first_words(ends: Any) -> None:
    ours, theirs = ends
    answer = answer_on(ours, ("Content-Length", "5"), ("X-One", "1"))
    answer.write(b"hello")
    head, _, body = theirs.recv(65536).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"X-One: 1" in head
    assert body == b"hello"


def test_a_body_without_a_length_is_sent_in_chunks_and_ends_once(ends: Any) -> None:
    ours, theirs = ends
    answer = answer_on(ours)
    for piece in (b"one", b"", b"twelve bytes"):
        answer.write(piece)
    answer.close()
    answer.close()
    ours.shutdown(socket.SHUT_WR)
    head, _, body = read_all(theirs).partition(b"\r\n\r\n")
    assert b"Transfer-Encoding: chunked" in head
    assert body == b"3\r\none\r\nC\r\ntwelve bytes\r\n0\r\n\r\n"


@pytest.mark.parametrize("status", ["204 No Content", "200 OK"])
def test_an_answer_without_a_body_has_its_head(ends: Any, status: str) -> None:
    ours, theirs = ends
    answer_on(ours, ("Content-Length", "0"), status=status).close()
    ours.shutdown(socket.SHUT_WR)
    head, _, body = read_all(theirs).partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status}".encode())
    assert body == b""


def test_what_a_client_does_not_take_at_once_is_left_and_sent_later_in_order(ends: Any) -> None:
    ours, theirs = ends
    answer = answer_on(ours, ("Content-Length", "6000010"))
    answer.may_wait = False
    answer.write(b"a" * 3_000_000)
    assert answer.unsent
    answer.write(b"b" * 3_000_000)
    answer.write(b"0123456789")
    left = len(answer.unsent)
    data = b""
    while len(data) < 6_000_010 - left:
        data += theirs.recv(1 << 20).partition(b"\r\n\r\n")[2] if not data else theirs.recv(1 << 20)
    rest = answer.unsent
    ours.setblocking(False)
    while rest:
        try:
            rest = rest[ours.send(rest) :]
        except BlockingIOError:
            data += theirs.recv(1 << 20)
    answer.unsent = b""
    answer.flush()
    assert answer.may_wait
    ours.shutdown(socket.SHUT_WR)
    data += read_all(theirs)
    assert data == b"a" * 3_000_000 + b"b" * 3_000_000 + b"0123456789"


def test_flushing_waits_for_the_client(ends: Any) -> None:
    ours, theirs = ends
    answer = answer_on(ours, ("Content-Length", "3"))
    answer.unsent = b"one"
    answer.flush()
    assert (theirs.recv(10), answer.unsent) == (b"one", b"")


class Host:
    """What an exchange needs of a worker; its application pauses once, until something is in a pipe."""

    date = HttpDate()

    def __init__(self) -> None:
        self.cfg = Config()
        self.waits = True
        self.log = logging.getLogger("tests.exchange")
        self.finished: list[bool] = []
        self.read, self.write = os.pipe()

    def wsgi(self, environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Length", "5")])
        environ[SEAT_KEY].pause = Pause(self.read, time.monotonic() + 30)
        yield b""
        os.read(self.read, 1)
        yield b"hello"

    def count_request(self, answer: Answer) -> None:
        pass

    def resume(self, exchange: Exchange) -> None:
        raise AssertionError("nothing takes long")

    def finish(self, exchange: Exchange, *, keeps: bool) -> None:
        self.finished.append(keeps)

    def note(self, error: BaseException) -> None:
        raise error


@pytest.fixture
def host() -> Iterator[Host]:
    found = Host()
    yield found
    os.close(found.read)
    os.close(found.write)


def exchange_on(host: Host, ours: socket.socket, theirs: socket.socket) -> Exchange:
    theirs.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    ours.setblocking(True)
    connection = Connection(host.cfg, ours, ("127.0.0.1", 1), ("127.0.0.1", 2))
    begin_request(connection, 10.0)
    ours.setblocking(True)
    return Exchange(host, next(connection.parser), connection)


@pytest.mark.skipif(not CAN_PARK, reason="elsewhere than on Linux")
def test_whether_an_answer_is_waited_for_is_what_the_last_one_taught(ends: Any, host: Host) -> None:
    def begin(*, soon: bool) -> Pause | None:
        nonlocal exchange
        exchange = exchange_on(host, *ends)
        if soon:
            os.write(host.write, b"x")
        return exchange.write()

    exchange: Any = None
    assert begin(soon=True) is None, "what comes soon is waited for"
    assert host.waits
    assert begin(soon=False) is not None
    assert not host.waits, "that was in vain"
    os.write(host.write, b"x")
    exchange._parked_at -= 1.0
    assert exchange.go_on() is None
    assert not host.waits, "and would have been for long"
    assert begin(soon=True) is not None
    assert exchange.go_on() is None
    assert host.waits, "but this one came soon"
    assert host.finished == [True, True]


class Speaker(Host):
    """Its application says one word, and pauses; ``hear`` is its short way."""

    hear: Any = None
    #: What it says the long way.
    long: bytes | None = b"long"

    def __init__(self) -> None:
        super().__init__()
        self.waits = False
        self.noted: list[BaseException] = []
        self.resumed = 0

    def wsgi(self, environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [("Transfer-Encoding", "chunked")])
        yield b"one"
        while True:
            seat = environ[SEAT_KEY]
            seat.pause, seat.hear = Pause(self.read, time.monotonic() + 30), self.hear
            yield b""
            if self.long is not None:
                yield self.long

    def resume(self, exchange: Exchange) -> None:
        self.resumed += 1

    def note(self, error: BaseException) -> None:
        self.noted.append(error)


@pytest.fixture
def speaker() -> Iterator[Speaker]:
    found = Speaker()
    yield found
    os.close(found.read)
    os.close(found.write)


@pytest.mark.skipif(not CAN_PARK, reason="elsewhere than on Linux")
def test_what_comes_the_short_way_is_written_and_what_does_not_is_left(ends: Any, speaker: Speaker) -> None:
    texts = iter([b"two", b"", None])
    speaker.hear = lambda: next(texts)
    exchange = exchange_on(speaker, *ends)
    assert exchange.write() is not None
    assert exchange.hear()
    assert exchange.hear(), "what a rail holds is heard as well"
    assert not exchange.hear()
    assert exchange.go_on() is not None
    said = ends[1].recv(10_000)
    assert said.partition(b"\r\n\r\n")[2] == b"3\r\none\r\n3\r\ntwo\r\n4\r\nlong\r\n"
    assert exchange.answer is not None
    assert exchange.answer.sent == len("onetwolong")


@pytest.mark.skipif(not CAN_PARK, reason="elsewhere than on Linux")
def test_what_the_client_does_not_take_at_once_is_for_a_thread(ends: Any, speaker: Speaker) -> None:
    speaker.hear, speaker.long = (lambda: b"x" * 10_000_000), None
    exchange = exchange_on(speaker, *ends)
    assert exchange.write() is not None
    assert not exchange.hear()
    assert exchange.go_on() is None
    assert speaker.resumed == 1
    assert exchange.answer is not None
    assert exchange.answer.unsent


@pytest.mark.skipif(not CAN_PARK, reason="elsewhere than on Linux")
def test_what_the_short_way_breaks_on_ends_the_exchange(ends: Any, speaker: Speaker) -> None:
    speaker.hear = lambda: b"two"
    exchange = exchange_on(speaker, *ends)
    assert exchange.write() is not None
    ends[1].close()
    while exchange.hear():
        pass
    assert exchange.go_on() is None
    assert [type(error) for error in speaker.noted] == [BrokenPipeError]
    assert speaker.finished == [False]


@pytest.mark.skipif(not CAN_PARK, reason="elsewhere than on Linux")
def test_a_word_that_could_not_be_written_down_is_not_passed_over(ends: Any, speaker: Speaker) -> None:
    def breaks() -> bytes:
        raise LookupError

    speaker.hear = breaks
    exchange = exchange_on(speaker, *ends)
    assert exchange.write() is not None
    assert not exchange.hear()
    assert exchange.go_on() is None
    assert [type(error) for error in speaker.noted] == [LookupError]
    assert b"long" not in ends[1].recv(10_000)
