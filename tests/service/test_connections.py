"""Connections before and after their requests; tests/e2e shows the rest with real servers."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from gunicorn.config import Config
from gunicorn.sock import TCPSocket

from service.connections import SILENT_FOR, Connection, keep_silent_ones
from service.pacing import begin_request


@pytest.fixture
def pair() -> Iterator[tuple[Connection, socket.socket]]:
    ours, theirs = socket.socketpair()
    yield Connection(Config(), ours, ("127.0.0.1", 1), ("127.0.0.1", 2)), theirs
    ours.close()
    theirs.close()


def test_a_request_is_waited_for_but_no_longer_than_told(pair: tuple[Connection, socket.socket]) -> None:
    connection, client = pair
    assert not connection.wait_for_data(0.01)
    client.send(b"G")
    assert connection.wait_for_data(10)
    assert connection.wait_for_data(0)


def test_a_connection_that_was_closed_has_nothing_to_say(pair: tuple[Connection, socket.socket]) -> None:
    connection, _ = pair
    connection.sock.close()
    assert not connection.wait_for_data(0.01)


@pytest.mark.parametrize(
    ("request_text", "read", "is_read"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 0, True),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody", 4, True),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody", 0, False),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 1, False),
    ],
)
def test_what_is_left_of_a_body_is_known(
    pair: tuple[Connection, socket.socket], request_text: bytes, read: int, is_read: bool
) -> None:
    connection, client = pair
    assert not connection.is_read
    client.send(request_text)
    begin_request(connection, 10.0)
    connection.sock.setblocking(True)
    connection.init()
    assert connection.initialized
    next(connection.parser).body.read(read)
    assert connection.is_read is is_read


@pytest.mark.skipif(not hasattr(socket, "TCP_DEFER_ACCEPT"), reason="elsewhere than on Linux")
def test_who_says_nothing_is_left_to_the_system() -> None:
    config = Config()
    listener = TCPSocket(("127.0.0.1", 0), config, None)
    try:
        keep_silent_ones([listener])
        found = listener.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT)
        assert found >= SILENT_FOR
        with socket.create_connection(listener.getsockname()) as client:
            with pytest.raises(BlockingIOError):
                listener.sock.accept()
            client.send(b"G")
            listener.sock.settimeout(10)
            accepted, _ = listener.sock.accept()
            accepted.close()
    finally:
        listener.sock.close()
