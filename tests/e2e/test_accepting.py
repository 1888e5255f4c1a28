"""Who is accepted by which worker of a real gunicorn, and when: nobody waits for one while another has time."""

from __future__ import annotations

import os
import select
import signal
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from tests.gunicorn_server import GunicornServer

if TYPE_CHECKING:
    import socket

APPS = Path(__file__).parent / "apps"


def tiny(**env: str) -> GunicornServer:
    return GunicornServer("tiny:app", env=env, pythonpath=APPS)


def ask(connection: socket.socket, path: str) -> None:
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())


def read_until(connection: socket.socket, text: bytes) -> bytes:
    data = b""
    while text not in data:
        piece = connection.recv(65536)
        assert piece, data
        data += piece
    return data


def read_answer(connection: socket.socket) -> bytes:
    """One short answer whose length is known."""
    head, _, body = read_until(connection, b"\r\n\r\n").partition(b"\r\n\r\n")
    size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(body) < size:
        body += connection.recv(65536)
    return body


def test_a_busy_worker_leaves_connections_to_the_one_that_has_time() -> None:
    with tiny(WEB_CONCURRENCY="2", THREADS="4") as server, ExitStack() as stack:
        first, second = server.workers()
        os.kill(second, signal.SIGSTOP)
        streams = [stack.enter_context(server.connect()) for _ in range(8)]
        for stream in streams:
            ask(stream, "/stream")
        for stream in streams[:4]:  # in the order in which they came
            read_until(stream, b"first")
        os.kill(second, signal.SIGCONT)
        for stream in streams[4:]:
            read_until(stream, b"first")
        assert {first, second} == set(server.workers())


def test_all_threads_of_all_workers_serve_at_once_and_the_next_is_served_when_one_is_free() -> None:
    with tiny(WEB_CONCURRENCY="2", THREADS="3") as server, ExitStack() as stack:
        streams = [stack.enter_context(server.connect()) for _ in range(6)]
        for stream in streams:
            ask(stream, "/stream")
        for stream in streams:
            read_until(stream, b"first")
        with server.connect() as waits:
            ask(waits, "/healthz")
            streams[0].close()  # noticed when the next piece of it is written
            assert read_answer(waits)


def test_clients_that_ask_for_nothing_are_in_nobody_s_way() -> None:
    with tiny(THREADS="2") as server, ExitStack() as stack:
        idle: list[socket.socket] = []
        for path, times in (("/healthz", 97), ("/meet", 2)):  # a worker has 100 connections at most
            idle += [stack.enter_context(server.connect()) for _ in range(times)]
            for connection in idle[-times:]:
                ask(connection, path)
            for connection in idle[-times:]:
                read_answer(connection)
        stream = stack.enter_context(server.connect())
        ask(stream, "/stream")
        read_until(stream, b"first")

        assert server.get("/healthz").status == 200, "a thread is free"
        made_room, _, _ = select.select(idle, [], [], 0)
        assert [connection.recv(1) for connection in made_room] in ([b""], [b"", b""])
        assert set(made_room) < set(idle[:-2]), "those that were silent longest"
        ask(idle[-1], "/healthz")
        assert read_answer(idle[-1])
