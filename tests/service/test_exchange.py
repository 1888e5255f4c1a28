"""How an answer is written on a connection: in one piece with its head, and without waiting if it must not."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config

from service.exchange import Answer
from service.remembering import HttpDate


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
