"""The scripted upstream itself, by a client that is not ours."""

from __future__ import annotations

import http.client
import json
import socket
import threading

import pytest

from tests.upstream import Reply, Upstream, chunk, vector


@pytest.fixture
def up():
    with Upstream() as upstream:
        yield upstream


def call(up, path, body=None, method="POST"):
    connection = http.client.HTTPConnection("127.0.0.1", up.port, timeout=5)
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None, {"X-A": "b"})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_without_a_script_it_echoes(up):
    body = {"model": "m", "messages": [{"role": "user", "content": "hi there"}]}
    answer = json.loads(call(up, "/v1/chat/completions", body)[2])
    assert answer["choices"][0]["message"]["content"] == "echo: hi there"
    assert answer["model"] == "m"
    streamed = call(
        up,
        "/openai/deployments/d/chat/completions",
        {**body, "stream": True, "stream_options": {"include_usage": True}},
    )[2].decode()
    assert streamed.endswith("data: [DONE]\n\n")
    texts = [json.loads(line[6:]) for line in streamed.split("\n\n")[:-2]]
    assert (
        "".join(text["choices"][0]["delta"].get("content", "") for text in texts if text["choices"])
        == "echo: hi there"
    )
    assert texts[-1]["usage"]
    assert json.loads(call(up, "/v1/embeddings", {"input": ["a"]})[2])["data"][0]["embedding"] == vector("a")
    assert json.loads(call(up, "/v1/models", method="GET")[2])["data"][0]["id"] == "echo"
    assert call(up, "/nowhere")[0] == 404


def test_replies_are_used_in_order_and_by_path(up):
    up.reply(json=1)
    up.reply(json=2, path="/two", status=201, headers={"X-B": "c"})
    up.reply(json=3)
    status, headers, body = call(up, "/two?q=1", {})
    assert (status, body) == (200, b"1")
    status, headers, body = call(up, "/two", {})
    assert (status, headers["X-B"], body) == (201, "c", b"2")
    assert up.unused == 1
    assert up.requests[0].query == {"q": "1"}
    assert up.last.headers["x-a"] == "b"


def test_a_route_answers_every_time(up):
    up.route("/x", lambda request: Reply([request.body]))
    assert [call(up, "/x", n)[2] for n in (1, 2)] == [b"1", b"2"]


def test_each_piece_is_one_chunk_on_the_wire(up):
    up.sse([chunk({"content": "a"}), b": raw\n\n"], done=True)
    with socket.create_connection(("127.0.0.1", up.port), 5) as connection:
        connection.sendall(b"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
        data = b""
        while not data.endswith(b"0\r\n\r\n"):
            data += connection.recv(65536)
    assert b"\r\n7\r\n: raw\n\n\r\n" in data


@pytest.mark.parametrize(
    ("cut", "error"), [("fin", http.client.IncompleteRead), ("reset", ConnectionResetError)]
)
def test_a_cut_ends_the_connection_in_the_middle(up, cut, error):
    gate = threading.Event()
    gate.set()
    up.reply(body=[b"abc", gate], headers={"Content-Length": "9"}, cut=cut)
    with pytest.raises((error, ConnectionResetError)):
        call(up, "/x")


def test_a_client_that_leaves_while_a_gate_is_shut_is_noticed(up):
    up.reply(json={}, gate=threading.Event())
    with socket.create_connection(("127.0.0.1", up.port), 5) as connection:
        connection.sendall(b"GET /x HTTP/1.1\r\n\r\n")
        (request,) = up.wait_for(1)
        assert not request.disconnected.is_set()
    assert request.disconnected.wait(5)


def test_waiting_for_requests_that_do_not_come_fails(up):
    with pytest.raises(AssertionError, match="0 of 1"):
        up.wait_for(1, timeout=0.01)


def test_closing_ends_what_is_under_way():
    with Upstream() as up:
        up.reply(json={}, gate=threading.Event())
        connection = socket.create_connection(("127.0.0.1", up.port), 5)
        connection.sendall(b"GET /x HTTP/1.1\r\n\r\n")
        up.wait_for(1)
    with connection:
        assert connection.recv(10) == b""


def test_a_request_whose_client_has_given_up_takes_no_answer_from_the_next(up):
    up.chat("for the next")
    with socket.create_connection(("127.0.0.1", up.port)) as connection:
        connection.sendall(b"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 2\r\n\r\n{")
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1) == b""
    assert up.wait_for(1)
    assert up.unused == 1
