"""What one client, or a signal, can do to a real gunicorn: nothing to the others."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.gunicorn_server import GunicornServer

if TYPE_CHECKING:
    import socket

APPS = Path(__file__).parent / "apps"
CLOSE = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def tiny(**env: str) -> GunicornServer:
    return GunicornServer("tiny:app", env=env, pythonpath=APPS)


def read_all(connection: socket.socket) -> bytes:
    data = b""
    while piece := connection.recv(65536):
        data += piece
    return data


def read_until(connection: socket.socket, text: bytes) -> bytes:
    data = b""
    while text not in data:
        piece = connection.recv(65536)
        assert piece, data
        data += piece
    return data


def seconds(server: GunicornServer, path: str = "/healthz") -> float:
    start = time.monotonic()
    assert server.get(path).status == 200
    return time.monotonic() - start


def test_the_configuration_in_this_folder_is_read_without_being_named() -> None:
    with tiny(WEB_CONCURRENCY="2", THREADS="7", LOG_LEVEL="debug") as server:
        assert "service.workers.Worker" in server.wait_for_line("Using worker")
        server.wait_for_line("Booting worker", count=2)
        found = server.get("/process").json
        assert found["OPENBLAS_NUM_THREADS"] == "1"
        assert Path(found["PROMETHEUS_MULTIPROC_DIR"]).is_dir()
        server.wait_for_line("Control socket disabled")
        server.stop()
        assert not Path(found["PROMETHEUS_MULTIPROC_DIR"]).exists(), "what the server made it takes away"
        assert all(set(record) >= {"time", "level", "message"} for record in server.records())


def test_a_setting_that_cannot_be_used_stops_the_start_in_one_line() -> None:
    with pytest.raises(AssertionError, match="The server cannot start: THREADS must be a whole number"):
        tiny(THREADS="many")


def test_a_client_that_does_not_hang_up_holds_up_nobody() -> None:
    with tiny() as server, ExitStack() as stack:
        for _ in range(5):
            connection = stack.enter_context(server.connect())
            connection.sendall(CLOSE)
            assert read_all(connection).startswith(b"HTTP/1.1 200 "), (
                "the server's half of the connection is closed"
            )
        assert seconds(server) < 1.9, "one of them would cost as much"


def test_what_a_client_sends_after_its_last_answer_is_read_so_that_the_answer_arrives() -> None:
    with tiny() as server, server.connect() as connection:
        connection.sendall(b"Content-Length: 400000\r\n".join((CLOSE[:-2], CLOSE[-2:])))
        read_all(connection)
        connection.sendall(bytes(20000))
        assert connection.recv(1) == b"", "an end, no reset"


def test_connections_of_clients_that_never_hang_up_are_given_back() -> None:
    with tiny(THREADS="1") as server, ExitStack() as stack:
        # Twice as many as the worker may have at a time: the second half is served when the first is let go.
        for _ in range(110):
            connection = stack.enter_context(server.connect())
            connection.sendall(CLOSE)
        assert read_all(connection).startswith(b"HTTP/1.1 200 ")


def test_connections_of_clients_that_hang_up_are_given_back_at_once() -> None:
    with tiny(THREADS="1") as server:
        slowest = 0.0
        for _ in range(105):  # five more than the worker may have at a time
            start = time.monotonic()
            assert server.get("/healthz", headers={"Connection": "close"}).status == 200
            slowest = max(slowest, time.monotonic() - start)
        assert slowest < 1.5, "nobody waits until one that has hung up is let go"


def test_half_a_header_frees_its_thread_and_leaves_one_line_without_a_trace() -> None:
    with tiny(THREADS="2", CLIENT_TIMEOUT="1") as server, ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(server.connect()).sendall(b"GET /healthz HTTP/1.1\r\nHost: exa")
        assert seconds(server) < 8.0
        server.wait_for_line("A client stalled", count=2)
        server.stop()
        stalled = [record for record in server.records() if "stalled" in record["message"]]
        assert [record["level"] for record in stalled] == ["info", "info"]
        assert not any("error" in record or "Traceback" in record["message"] for record in server.records())


def test_half_a_body_is_a_request_timeout_where_the_application_reads_it() -> None:
    with tiny(THREADS="1", CLIENT_TIMEOUT="1") as server, server.connect() as connection:
        connection.sendall(b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
        assert read_all(connection).startswith(b"HTTP/1.1 408 ")
        assert seconds(server) < 8.0


DRIPS = {
    "header": b"GET /healthz HTTP/1.1\r\nHost: ",
    "body": b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n",
    "chunked body": b"POST /read HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n",
}


@pytest.mark.parametrize("begin", DRIPS.values(), ids=DRIPS)
def test_a_client_that_sends_a_byte_now_and_then_is_stopped(begin: bytes) -> None:
    with tiny(THREADS="1", CLIENT_TIMEOUT="1") as server, server.connect() as connection:
        connection.sendall(begin)
        until = time.monotonic() + 20
        connection.settimeout(0.2)
        answer = b""
        while time.monotonic() < until:
            try:
                connection.sendall(b"x")
                piece = connection.recv(65536)
            except TimeoutError:
                continue
            except (BrokenPipeError, ConnectionResetError):
                break
            if not piece:
                break
            answer += piece
        else:
            pytest.fail("its thread is still held")
        assert answer[:13] == (b"" if "Host: x" not in begin.decode() else b"HTTP/1.1 408 ")
        assert server.get("/healthz").status == 200


def test_a_second_request_on_a_connection_has_its_own_time() -> None:
    with tiny(THREADS="1", CLIENT_TIMEOUT="1") as server, server.connect() as connection:
        for _ in range(3):
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = read_until(connection, b"\r\n\r\n")
            while not answer.partition(b"\r\n\r\n")[2]:
                answer += connection.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200 ")
            threading.Event().wait(0.6)


def test_a_client_that_takes_no_answer_frees_its_thread() -> None:
    with tiny(THREADS="2", CLIENT_TIMEOUT="1") as server, server.connect() as connection:
        connection.sendall(b"GET /flood HTTP/1.1\r\nHost: x\r\n\r\n")
        assert server.get("/flooded").text == "True"


@pytest.mark.parametrize(
    ("head", "status", "code"),
    [
        (b"GET / HTTP/1.1\r\nX_main_Authorization: sk-canary-1234567\r\n\r\n", 400, "invalid_header_name"),
        (b"GET / HTTP/1.1\r\nX main: sk-canary-1234567\r\n\r\n", 400, "invalid_header_name"),
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n", 414, "uri_too_long"),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 9000 + b"\r\n\r\n", 431, "headers_too_large"),
        (b"GET / HTTP/1.1\r\nExpect: sk-canary-1234567\r\n\r\n", 417, "bad_expectation"),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: sk-canary-1\r\n\r\n", 501, "bad_transfer_coding"),
        (b"sk-canary-1234567\r\n\r\n", 400, "bad_http"),
    ],
)
def test_what_is_refused_before_the_application_is_refused_in_our_words(
    server: GunicornServer, head: bytes, status: int, code: str
) -> None:
    with server.connect() as connection:
        connection.sendall(head)
        answer = read_all(connection)
    top, _, body = answer.partition(b"\r\n\r\n")
    assert top.startswith(b"HTTP/1.1 %d " % status)
    assert b"Content-Type: application/json" in top
    assert b"X-Request-ID: " in top
    error = json.loads(body)
    assert error["detail"] == error["error"]["message"]
    assert error["error"]["code"] == code
    assert b"canary" not in answer
    assert not any("canary" in line for line in server.lines)


def test_an_underscore_in_a_header_name_is_told_what_to_write_instead(server: GunicornServer) -> None:
    answer = server.get("/healthz", headers={"X_main_Authorization": "sk-1"})
    assert "X_MAIN_AUTHORIZATION" in answer.json["detail"]
    assert "write - instead of _" in answer.json["detail"]


def test_a_failure_outside_of_the_application_is_logged_without_its_words(server: GunicornServer) -> None:
    answer = server.get("/fail")
    assert (answer.status, answer.json["error"]["code"]) == (500, "internal_error")
    line = json.loads(server.wait_for_line("failed outside"))
    assert line["error"]["type"] == "ValueError"
    assert line["error"]["at"][-1].startswith("apps/tiny.py:")
    assert not any("words of a user" in line or str(APPS) in line for line in server.lines)


@pytest.fixture(scope="module")
def server():
    with tiny() as running:
        yield running


def test_a_stream_is_told_at_once_that_the_server_ends_and_ends_itself_before_it_is_cut() -> None:
    with tiny(GRACEFUL_TIMEOUT="3") as server, server.connect() as connection:
        connection.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        read_until(connection, b"first")
        asked = time.monotonic()
        server.signal(signal.SIGTERM)
        read_until(connection, b"draining")
        told = time.monotonic()
        words = read_until(connection, b"data: [DONE]\n\n")
        ended = time.monotonic()
        rest = read_all(connection)
        assert told - asked < 1.9, "well before it must end"
        assert b'data: {"error": {}}\n\n' in words
        assert (words + rest).endswith(b"0\r\n\r\n"), "a whole answer, not one that was cut"
        assert 1.0 < ended - asked < 3.0
        connection.close()
        assert server.wait() == 0


def test_a_stream_says_its_last_words_at_once_when_the_server_is_interrupted() -> None:
    with tiny() as server, server.connect() as connection:
        connection.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        read_until(connection, b"first")
        server.signal(signal.SIGINT)
        assert b"data: [DONE]" in read_all(connection)
        start = time.monotonic()
        server.wait()
        assert time.monotonic() - start < 10.0


def test_a_hang_up_signal_changes_the_workers_and_lets_streams_go_on() -> None:
    with tiny(GRACEFUL_TIMEOUT="3") as server, server.connect() as connection:
        connection.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        read_until(connection, b"first")
        server.get("/count")
        before = server.get("/healthz").text
        server.signal(signal.SIGHUP)
        read_until(connection, b"draining")
        server.wait_for_line("Booting worker", count=2)
        assert server.get("/healthz").text != before
        assert b"[DONE]" in read_all(connection)
        connection.close()
        text = server.get("/scrape").text
        assert sample(text, 'guardrails_requests_total{dialect="none",endpoint="count",') == 1.0


def test_connections_that_wait_for_a_thread_are_counted() -> None:
    with tiny(THREADS="1") as server, ExitStack() as stack:
        first = stack.enter_context(server.connect())
        first.sendall(b"GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
        for _ in range(2):
            stack.enter_context(server.connect()).sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = read_until(first, b" of 1")
        assert int(answer.rpartition(b"\r\n")[2].split()[0]) >= 2


def sample(text: str, start: str) -> float:
    found = [line for line in text.splitlines() if line.startswith(start)]
    assert len(found) == 1, (start, text)
    return float(found[0].rpartition(" ")[2])


def test_metrics_are_the_sum_over_all_workers_and_what_a_dead_one_counted_stays() -> None:
    with tiny(WEB_CONCURRENCY="2") as server, ExitStack() as stack:
        served: dict[str, int] = {}
        while len(served) < 2:
            pid = server.get("/count").text
            served[pid] = served.get(pid, 0) + 1
        stuck = stack.enter_context(server.connect())
        stuck.sendall(b"GET /stuck HTTP/1.1\r\nHost: x\r\n\r\n")
        holder = read_until(stuck, b"\r\n\r\n").split(b"\r\n\r\n", 1)[1] or read_until(stuck, b"\r\n")
        pid = int(holder.split(b"\r\n")[1])
        text = server.get("/scrape").text
        counted = 'guardrails_requests_total{dialect="none",endpoint="count",'
        assert sample(text, counted) == sum(served.values())
        assert sample(text, "guardrails_requests_in_flight ") == 1.0

        os.kill(pid, signal.SIGKILL)
        server.wait_for_line("Booting worker", count=3)
        text = server.get("/scrape").text
        assert sample(text, counted) == sum(served.values()), "nothing that was counted is lost"
        assert sample(text, "guardrails_requests_in_flight ") == 0.0, "nobody waits for the dead"
        folder = Path(server.get("/process").json["PROMETHEUS_MULTIPROC_DIR"])
        assert not list(folder.glob(f"*_{pid}-own.db"))


def test_the_application_logs_json_lines_too_and_access_goes_to_stdout() -> None:
    with tiny(LOG_LEVEL="info") as server:
        assert server.get("/log").text == "logged"
        assert json.loads(server.wait_for_line('"tiny"'))["message"] == "with the key [key]"
        server.stop()
        (line,) = [json.loads(line) for line in server.output]
        assert (line["logger"], line["request_id"], line["status"]) == ("service.access", "id-1", 200)


def test_whoever_starts_it_by_hand_is_told_where_it_listens_and_what_to_try() -> None:
    with tiny(SWITCHYARD_GREETING="1") as server:
        assert server.output[0] == f"Switchyard listens at {server.url}"
        assert f"curl {server.url}/v1/chat/completions" in "\n".join(server.output)
    with tiny() as server:
        server.stop()
        assert server.output == [], "nothing but log lines where nobody looks"
