"""What a stranger can send to a real server: it costs nothing, breaks nothing and is not told back."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.gunicorn_server import GunicornServer
from tests.served import SAID, served
from tests.service.dialects.malformed import CANARY, malformed
from tests.upstream import Upstream

PATH = "/v1/chat/completions"
STORM = 2000
#: Generous: an engine has more than a megabyte, so two thousand would be far above it.
MOST_GROWTH_KIB = 24 * 1024


@pytest.fixture(scope="module")
def server(configs: Path) -> Iterator[GunicornServer]:
    """One worker, so that its memory is the one that is looked at."""
    with served(configs, env={"WEB_CONCURRENCY": "1", "ENGINES_MAX": "4"}) as running:
        yield running


@pytest.fixture(autouse=True)
def fresh(upstream: Upstream) -> None:
    upstream.forget()


def resident_kib(server: GunicornServer) -> int:
    text = Path(f"/proc/{server.workers()[0]}/status").read_text()
    line = next(line for line in text.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1])


def configs_loaded(server: GunicornServer) -> list[str]:
    return [
        line for line in server.get("/metrics").text.splitlines() if line.startswith("guardrails_config_info")
    ]


Post = Callable[[Any], tuple[int, bytes]]


@pytest.fixture
def post(server: GunicornServer) -> Iterator[Post]:
    """Posts one body after the other on a connection that is kept."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)

    def send(body: Any) -> tuple[int, bytes]:
        connection.request("POST", PATH, json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read()

    yield send
    connection.close()


def test_two_thousand_invented_model_names_leave_engines_and_memory_as_they_were(
    server: GunicornServer, upstream: Upstream, post: Post
) -> None:
    def ask(name: str) -> None:
        body = {
            "model": name,
            "messages": [{"role": "user", "content": SAID}],
            "guardrails": {"config_id": "main"},
        }
        status, answer = post(body)
        assert (status, json.loads(answer)["model"]) == (200, name)

    for n in range(200):
        ask(f"warm-{n}")
    before, engines = resident_kib(server), configs_loaded(server)
    for n in range(STORM):
        ask(f"invented-model-number-{n:06}-{'x' * 40}")
    assert upstream.last.json["model"].startswith("invented-model-number-001999")
    assert resident_kib(server) - before < MOST_GROWTH_KIB
    assert configs_loaded(server) == engines
    assert len(engines) == 1
    assert "invented" not in server.get("/metrics").text


def test_invented_configurations_do_not_drive_out_the_real_ones(server: GunicornServer, post: Post) -> None:
    messages = [{"role": "user", "content": f"{SAID} banana"}]
    for name in ("main", "fruit"):
        assert post({"config_id": name, "messages": messages})[0] == 200
    before = configs_loaded(server)
    for n in range(20):
        status, answer = post({"config_id": f"no-such-{n}", "messages": messages})
        assert status == 200
        assert f"Could not load the ['no-such-{n}']" in answer.decode()
    assert configs_loaded(server) == before


def test_malformed_bodies_are_4xx_with_our_error_body_and_never_come_back(server: GunicornServer) -> None:
    cases = list(malformed())
    assert len(cases) >= 300
    wrong = []
    for case in cases:
        try:
            answer = server.request("POST", PATH, body=case.raw)
        except OSError as error:
            wrong.append(f"{case.name}: {error!r}")
            continue
        ours = set(answer.json) == {"detail", "error"}
        if not 400 <= answer.status < 500 or not ours or CANARY.encode() in answer.body:
            wrong.append(f"{case.name}: {answer.status} {answer.body[:200]!r}")
    assert wrong == []
    assert not any(CANARY in line for line in server.lines + server.output)
    assert server.get("/healthz").status == 200


def read_answer(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data or b"body_too_large" not in data:
        piece = connection.recv(65536)
        if not piece:
            break
        data += piece
    return data


@pytest.mark.parametrize("path", [PATH, "/v1/checks"])
def test_a_body_above_the_bound_is_413_with_and_without_a_length(path: str, server: GunicornServer) -> None:
    with server.connect() as connection:
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000\r\n\r\n{{"
        connection.sendall(head.encode())
        assert read_answer(connection).startswith(b"HTTP/1.1 413 "), "it is not read first"
    with server.connect() as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        piece = b"10000\r\n" + b" " * 65536 + b"\r\n"
        for _ in range(160):
            connection.sendall(piece)
        connection.sendall(b"0\r\n\r\n")
        assert read_answer(connection).startswith(b"HTTP/1.1 413 ")
    with server.connect() as connection, pytest.raises(ConnectionError):
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(4000):
            connection.sendall(piece)  # without an end
    assert server.get("/healthz").status == 200
