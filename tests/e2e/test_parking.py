"""Streams whose model speaks now and then: they keep no thread, and nobody notices."""

from __future__ import annotations

import json
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.gunicorn_server import GunicornServer
from tests.served import ANSWERED, SAID, post, read_until, send, served
from tests.service_app import MAIN, write_config
from tests.upstream import Reply, Request, Upstream, chunk, frame, stream_frames

THREADS = 2
MANY = 24
REGEX = """
rails:
  output:
    flows: [regex check output]
    streaming: {enabled: true}
  config:
    regex_detection:
      output: {patterns: [forbidden]}
"""


@pytest.fixture(scope="module")
def server(configs: Path, upstream: Upstream) -> Iterator[GunicornServer]:
    """One worker with two threads."""
    patient = MAIN.format(base_url=upstream.base_url).replace("max_retries: 0", "max_retries: 1")
    write_config(configs, "patient", patient)
    with served(configs, env={"WEB_CONCURRENCY": "1", "THREADS": str(THREADS)}) as running:
        yield running


@pytest.fixture(autouse=True)
def fresh(upstream: Upstream) -> None:
    upstream.forget()


def text(piece: str) -> bytes:
    return frame(chunk({"content": piece}))


def ask(server: GunicornServer, *, config: str = "main", **guardrails: Any) -> socket.socket:
    return send(server, config=config, guardrails=guardrails, stream=True)


END = b"0\r\n\r\n"


def test_more_streams_than_threads_go_on_side_by_side(server: GunicornServer, upstream: Upstream) -> None:
    gates = [threading.Event() for _ in range(3)]

    def speak(_: Request) -> Reply:
        pieces: list[Any] = [text("one ")]
        for number, gate in enumerate(gates):
            pieces += [gate, text(f"{ANSWERED}{number} ")]
        pieces += [frame(chunk({}, "stop")), frame("[DONE]")]
        return Reply(pieces, 200, {"Content-Type": "text/event-stream"}, "chunked")

    upstream.route("/v1/chat/completions", speak)
    connections = [ask(server) for _ in range(MANY)]
    heard = [read_until(connection, b"one ") for connection in connections]
    for number, gate in enumerate(gates):
        gate.set()
        words = f"{ANSWERED}{number} ".encode()
        for position, connection in enumerate(connections):
            if words not in heard[position]:
                heard[position] += read_until(connection, words)
    for position, connection in enumerate(connections):
        if END not in heard[position]:
            heard[position] += read_until(connection, END)
        assert heard[position].count(b'"content"') >= len(gates) + 1
        assert b"data: [DONE]" in heard[position]
        connection.close()
    assert server.get("/healthz").status == 200


def test_more_streams_than_threads_wait_for_their_models(server: GunicornServer, upstream: Upstream) -> None:
    everybody = threading.Barrier(MANY)

    def speak(_: Request) -> Reply:
        # Nobody is answered before all have asked; a worker that has room only sees it once a second is late.
        everybody.wait(6)
        return Reply(stream_frames([ANSWERED]), 200, {"Content-Type": "text/event-stream"}, "chunked")

    upstream.route("/v1/chat/completions", speak)
    connections = [ask(server) for _ in range(MANY)]
    for connection in connections:
        assert b"data: [DONE]" in read_until(connection, END)
        connection.close()


def test_a_model_that_fails_after_a_while_is_asked_again(server: GunicornServer, upstream: Upstream) -> None:
    gate = threading.Event()
    upstream.reply(status=503, json={}, headers={"Retry-After": "0"}, gate=gate)
    upstream.sse(stream_frames([ANSWERED]))
    connection = ask(server, config="patient")
    upstream.wait_for(1)
    gate.set()
    assert ANSWERED.encode() in read_until(connection, END)
    assert upstream.requests[0].body == upstream.requests[1].body
    connection.close()


def test_a_connection_is_used_again_after_a_stream_that_was_parked(
    server: GunicornServer, upstream: Upstream
) -> None:
    connection, before = server.connect(), upstream.connections
    for _ in range(3):
        gate = threading.Event()
        upstream.sse([text("one "), gate, text("two"), frame(chunk({}, "stop")), frame("[DONE]")])
        said = [{"role": "user", "content": SAID}]
        post(
            connection,
            {"model": "m", "stream": True, "messages": said, "guardrails": {"config_id": "main"}},
        )
        heard = read_until(connection, b"one ")
        assert b"Connection: keep-alive" in heard
        gate.set()
        assert b"two" in read_until(connection, END)
    connection.close()
    assert upstream.connections <= before + 1, "that to the model was kept, too"


def test_who_does_not_read_holds_up_nobody(server: GunicornServer, upstream: Upstream) -> None:
    gate = threading.Event()
    large = [text("x" * 60_000) for _ in range(200)]
    upstream.sse([text("one "), gate, *large, frame(chunk({}, "stop")), frame("[DONE]")])
    idle = ask(server)
    first = read_until(idle, b"one ")
    gate.set()
    for _ in range(3):
        other = threading.Event()
        upstream.sse([text("one "), other, text("two"), frame(chunk({}, "stop")), frame("[DONE]")])
        connection = ask(server)
        read_until(connection, b"one ")
        other.set()
        read_until(connection, END)
        connection.close()
    heard = first + read_until(idle, END)
    assert heard.count(b"x" * 1000) >= 200 * 59, "and who reads late loses nothing"
    assert b"[DONE]" in heard
    idle.close()


def test_a_client_that_leaves_ends_the_call_of_the_model(server: GunicornServer, upstream: Upstream) -> None:
    def once() -> float:
        upstream.forget()
        upstream.sse([text("one "), threading.Event()])
        connection = ask(server)
        read_until(connection, b"one ")
        left = time.monotonic()
        connection.close()
        assert upstream.last.disconnected.wait(10)
        return time.monotonic() - left

    assert min(once() for _ in range(3)) < 1.0


def test_a_model_that_breaks_off_ends_the_stream_honestly(server: GunicornServer, upstream: Upstream) -> None:
    gate = threading.Event()
    upstream.sse([text("one "), gate], cut="fin")
    connection = ask(server)
    heard = read_until(connection, b"one ")
    gate.set()
    heard += read_until(connection, END)
    assert b'data: {"error"' in heard
    connection.close()


def test_a_thread_keeps_what_a_parked_stream_has_said(server: GunicornServer, upstream: Upstream) -> None:
    for said in ("one", "two"):
        gate = threading.Event()
        upstream.sse([text(said), gate, text("."), frame(chunk({}, "stop")), frame("[DONE]")])
        connection = ask(server, thread_id="thread-of-parked-streams")
        read_until(connection, said.encode())
        gate.set()
        read_until(connection, END)
        connection.close()
    roles = [message["role"] for message in upstream.last.json["messages"]]
    assert roles == ["user", "assistant", "user"]
    assert upstream.last.json["messages"][1]["content"] == "one."


def test_what_a_rail_blocks_in_a_parked_stream_is_not_said(
    server: GunicornServer, configs: Path, upstream: Upstream
) -> None:
    folder = configs / "patterns"
    folder.mkdir(exist_ok=True)
    main = (configs / "main" / "config.yml").read_text()
    (folder / "config.yml").write_text(main + REGEX)
    gate = threading.Event()
    upstream.sse([text("one for"), gate, text("bidden two"), frame(chunk({}, "stop")), frame("[DONE]")])
    connection = ask(server, config="patterns")
    heard = read_until(connection, b"one ")
    gate.set()
    heard += read_until(connection, END)
    assert b"bidden" not in heard
    assert b"guardrails_violation" in heard
    connection.close()


@pytest.mark.parametrize(
    "guardrails", [{}, {"thread_id": "thread-of-those-who-end"}], ids=["plain", "thread"]
)
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=["asked", "interrupted"])
def test_a_server_that_ends_ends_parked_streams_honestly(
    how: signal.Signals, guardrails: dict[str, Any], configs: Path, upstream: Upstream
) -> None:
    environ = {"WEB_CONCURRENCY": "1", "THREADS": str(THREADS), "GRACEFUL_TIMEOUT": "2"}
    with served(configs, env=environ) as server:
        upstream.route(
            "/v1/chat/completions",
            lambda _: Reply(
                [text("one "), threading.Event()], 200, {"Content-Type": "text/event-stream"}, "chunked"
            ),
        )
        connections = [ask(server, **guardrails) for _ in range(6)]
        heard = [read_until(connection, b"one ") for connection in connections]
        server.signal(how)
        for position, connection in enumerate(connections):
            heard[position] += read_until(connection, END)
            assert b'data: {"error"' in heard[position]
            connection.close()
        began = time.monotonic()
        server.wait()
        assert time.monotonic() - began < 10.0


def test_an_answer_under_way_in_a_thread_is_given_when_the_server_is_interrupted(
    configs: Path, upstream: Upstream
) -> None:
    with served(configs, env={"WEB_CONCURRENCY": "1", "THREADS": str(THREADS)}) as server:
        upstream.reply(json={}, gate=threading.Event())
        connection = send(server, config="main")
        upstream.wait_for(1)
        server.signal(signal.SIGINT)
        assert read_until(connection, b"\r\n\r\n").startswith(b"HTTP/1.1 503")
        connection.close()
        server.wait()


def test_the_whole_stream_is_the_same_whatever_the_pauses(server: GunicornServer, upstream: Upstream) -> None:
    words = [f"{ANSWERED} {number} " for number in range(12)]
    frames = stream_frames(words)
    for cuts in (1, 2, 5, 13):
        gates = [threading.Event() for _ in range(len(frames) // cuts + 1)]
        pieces: list[Any] = []
        for number, one in enumerate(frames):
            if number and number % cuts == 0:
                pieces.append(gates[number // cuts])
            pieces.append(one)
        upstream.sse(pieces)
        connection = ask(server)
        threading.Thread(target=lambda gates=gates: [gate.set() for gate in gates]).start()  # type: ignore[misc]
        heard = read_until(connection, END)
        data = [line[6:] for line in heard.split(b"\n") if line.startswith(b"data: {")]
        said = "".join(json.loads(line)["choices"][0]["delta"].get("content") or "" for line in data)
        assert said == "".join(words)
        connection.close()
