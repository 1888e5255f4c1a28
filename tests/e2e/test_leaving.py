"""Who leaves in the middle: clients while the model thinks, models while they speak, the server under both."""

from __future__ import annotations

import json
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.gunicorn_server import GunicornServer
from tests.served import ANSWERED, SAID, read_until, send, served
from tests.upstream import Upstream, chunk, frame

GATE_OPENS_NEVER = threading.Event()
THREAD = "thread-of-who-leaves-1"


@pytest.fixture(autouse=True)
def fresh(upstream: Upstream) -> None:
    upstream.forget()


def read_all(connection: socket.socket) -> bytes:
    data = b""
    while piece := connection.recv(65536):
        data += piece
    return data


def leave(connection: socket.socket, upstream: Upstream) -> float:
    """Close the connection; after how many seconds the call of the model has ended."""
    left = time.monotonic()
    connection.close()
    assert upstream.last.disconnected.wait(10)
    return time.monotonic() - left


def best_of_three(once: Callable[[], float]) -> float:
    """A slow machine may hold up one of them."""
    return next((seconds for seconds in (once() for _ in range(3)) if seconds < 1.0), 1.0)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_a_client_that_leaves_while_the_model_thinks_ends_the_call_of_the_model(
    stream: bool, server: GunicornServer, upstream: Upstream
) -> None:
    def once() -> float:
        upstream.forget()
        upstream.reply(json={}, gate=GATE_OPENS_NEVER)
        connection = send(server, stream=stream)
        upstream.wait_for(1)
        return leave(connection, upstream)

    assert best_of_three(once) < 1.0


@pytest.mark.parametrize("config", ["main", "fruit"], ids=["no rails", "output rails that hold it"])
def test_a_client_that_leaves_between_two_pieces_ends_the_call_of_the_model(
    config: str, server: GunicornServer, upstream: Upstream
) -> None:
    def once() -> float:
        upstream.forget()
        upstream.sse([chunk({"content": ANSWERED}), GATE_OPENS_NEVER])
        connection = send(server, stream=True, config=config)
        upstream.wait_for(1)
        if config == "main":
            read_until(connection, ANSWERED.encode())
        return leave(connection, upstream)

    assert best_of_three(once) < 1.0


def test_a_client_that_leaves_while_a_rail_asks_its_model_ends_that_call(
    server: GunicornServer, upstream: Upstream
) -> None:
    upstream.reply(json={}, gate=GATE_OPENS_NEVER)
    connection = send(server, config="judged")
    upstream.wait_for(1)
    leave(connection, upstream)
    assert len(upstream.requests) == 1, "the main model is not asked"


def test_a_thread_keeps_what_was_delivered_before_the_client_left(
    server: GunicornServer, upstream: Upstream
) -> None:
    upstream.sse([chunk({"content": f"{ANSWERED} half"}), GATE_OPENS_NEVER])
    connection = send(server, stream=True, guardrails={"thread_id": THREAD})
    read_until(connection, b"half")
    leave(connection, upstream)
    until = time.monotonic() + 10
    said: list[str] = []
    while f"{ANSWERED} half" not in said:
        assert time.monotonic() < until, "it is stored once the worker has noticed"
        upstream.forget()
        with send(server, guardrails={"thread_id": f"{THREAD}"}) as again:
            read_until(again, b"\r\n\r\n")
            said = [message["content"] for message in upstream.last.json["messages"]]
    assert said[:2] == [SAID, f"{ANSWERED} half"]


def test_a_model_that_breaks_off_is_an_error_frame_and_an_end(
    server: GunicornServer, upstream: Upstream
) -> None:
    upstream.sse([chunk({"content": ANSWERED})], cut="reset")
    with send(server, stream=True) as connection:
        text = read_until(connection, b"0\r\n\r\n").decode()
    assert ANSWERED in text
    events = [line.removeprefix("data: ") for line in text.splitlines() if line.startswith("data: ")]
    assert events[-1] == "[DONE]"
    assert set(json.loads(events[-2])["error"]) == {"message", "type", "param", "code"}


@pytest.fixture
def ending(configs: Any) -> Iterator[GunicornServer]:
    with served(configs, env={"GRACEFUL_TIMEOUT": "2"}) as running:
        yield running


def test_a_stream_ends_honestly_when_the_server_is_ended(ending: GunicornServer, upstream: Upstream) -> None:
    upstream.sse([chunk({"content": ANSWERED}), GATE_OPENS_NEVER])
    with send(ending, stream=True) as stream:
        read_until(stream, ANSWERED.encode())
        upstream.reply(json={}, gate=GATE_OPENS_NEVER)
        with send(ending) as whole:
            upstream.wait_for(2)
            ending.signal(signal.SIGTERM)
            rest = read_all(stream).decode()
            events = [line.removeprefix("data: ") for line in rest.splitlines() if line.startswith("data: ")]
            error = json.loads(events[-2])["error"]
            assert (error["code"], error["type"], error["param"]) == ("shutting_down", "server_error", None)
            assert events[-1] == "[DONE]"
            assert rest.endswith("0\r\n\r\n"), "a whole answer, not one that was cut"
            answer = read_all(whole).decode()
            assert answer.startswith("HTTP/1.1 503 ")
            assert '"code":"shutting_down"' in answer
    assert ending.wait() == 0


def test_an_answer_that_is_nearly_there_is_waited_for_when_the_server_is_ended(
    configs: Any, upstream: Upstream
) -> None:
    gate = threading.Event()
    upstream.sse(
        [frame(chunk({"content": ANSWERED})), gate, frame(chunk({"content": " end"}, "stop"))], done=True
    )
    with served(configs, env={"GRACEFUL_TIMEOUT": "20"}) as server, send(server, stream=True) as connection:
        read_until(connection, ANSWERED.encode())
        server.signal(signal.SIGTERM)
        server.wait_for_line("Handling signal: term")
        gate.set()
        rest = read_all(connection)
        assert b'"content":" end"' in rest
        assert b'"finish_reason":"stop"' in rest
        assert b'"error"' not in rest
