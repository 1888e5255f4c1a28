from __future__ import annotations

import select
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from rails_engine import errors
from rails_engine.transport import Patience, Transport
from rails_engine.transport import client as module
from tests.upstream import Reply, Upstream


@pytest.fixture
def up():
    with Upstream() as upstream:
        yield upstream


@pytest.fixture
def slept():
    return []


@pytest.fixture
def transport(slept):
    return Transport(sleep=slept.append, draw=lambda: 1.0)


def post(transport, up, **waits):
    return transport.request("POST", up.url + "/x", {"A": "1"}, b"{}", **waits)


def test_a_request_arrives_as_it_was_given(up, transport):
    up.reply(json={"a": 1}, status=201, headers={"X-Y": "z"})
    response = transport.request("POST", up.url + "/v1/x?q=1", {"Authorization": "Bearer k"}, b'{"b": 2}')
    assert (response.status, response.headers["x-y"], response.read()) == (201, "z", b'{"a": 1}')
    request = up.last
    assert (request.method, request.path, request.query, request.json) == (
        "POST",
        "/v1/x",
        {"q": "1"},
        {"b": 2},
    )
    assert request.headers["authorization"] == "Bearer k"
    assert request.headers["accept-encoding"] == "identity"


def test_a_connection_serves_one_request_after_the_other(up, transport):
    for framing in ("length", "chunked", "length"):
        up.reply(body=[b"a", b"b"], framing=framing)
        assert post(transport, up).read() == b"ab"
    assert [request.connection for request in up.requests] == [0, 0, 0]


def test_threads_do_not_share_a_connection(up, transport):
    gate = threading.Event()
    for _ in range(8):
        up.reply(json={}, gate=gate)
    with ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(lambda: post(transport, up).read()) for _ in range(8)]
        up.wait_for(8)
        gate.set()
        assert [call.result() for call in calls] == [b"{}"] * 8
    assert up.connections == 8
    assert post(transport, up).status == 404
    assert up.connections == 8


@pytest.mark.parametrize("framing", ["length", "chunked", "eof"])
def test_a_stream_is_read_as_it_comes(up, transport, framing):
    gate = threading.Event()
    up.reply(body=[b"one", gate, b"two"], framing=framing)
    response = post(transport, up)
    assert response.read1() == b"one"
    gate.set()
    assert response.read1() == b"two"
    assert response.read1() == b""
    assert response.read1() == b""


def test_closing_an_unfinished_stream_closes_the_connection_at_once(up, transport):
    up.reply(body=[b"one", threading.Event()], framing="chunked")
    with post(transport, up) as response:
        assert response.read1() == b"one"
    assert up.last.disconnected.wait(5)
    assert response.read1() == b""


def test_another_thread_may_close_a_stream_that_is_being_read(up, transport):
    up.reply(body=[b"one", threading.Event()], framing="chunked")
    response = post(transport, up)
    response.read1()
    threading.Timer(0.02, response.close).start()
    with pytest.raises(errors.ProviderUnreachableError):
        response.read1()


def test_a_stream_whose_end_is_near_keeps_its_connection(up, transport):
    up.reply(body=[b"one", b"two"], framing="chunked")
    response = post(transport, up)
    assert response.read1().startswith(b"one")
    response.finish()
    post(transport, up)
    assert up.connections == 1


def test_a_stream_whose_end_does_not_come_is_given_up(up, transport):
    up.reply(body=[b"one", threading.Event()], framing="chunked")
    response = post(transport, up)
    assert response.read1() == b"one"
    response.finish()
    assert up.last.disconnected.wait(5)


def test_a_connection_that_the_server_closed_while_idle_is_replaced_in_silence(up, transport):
    post(transport, up).read()
    up.drop_connections()
    assert post(transport, up).read()
    assert up.connections == 2


def test_a_connection_that_dies_under_the_request_is_replaced_once(up, transport):
    post(transport, up).read()
    up.cut()
    assert post(transport, up).status == 404
    assert [request.connection for request in up.requests] == [0, 0, 1]


def test_a_fresh_connection_that_dies_is_an_error(up, transport):
    up.cut()
    with pytest.raises(errors.ProviderUnreachableError):
        post(transport, up)
    assert len(up.requests) == 1


def test_nothing_is_repeated_once_a_byte_of_the_answer_has_come(up, transport):
    post(transport, up).read()
    up.cut(b"HTTP/1.1 2")
    with pytest.raises(errors.ProviderUnreachableError):
        post(transport, up)
    assert len(up.requests) == 2


@pytest.mark.parametrize("framing", ["length", "chunked"])
@pytest.mark.parametrize("cut", ["fin", "reset"])
def test_a_body_that_breaks_off_is_unreachable(up, transport, framing, cut):
    gate = threading.Event()
    up.reply(
        body=[b"one", gate],
        framing=framing,
        cut=cut,
        headers={"Content-Length": "99"} if framing == "length" else {},
    )
    response = post(transport, up)
    assert response.read1() == b"one"
    gate.set()
    with pytest.raises(errors.ProviderUnreachableError):
        response.read()


@pytest.mark.parametrize(
    "garbage",
    [
        b"hello\r\n\r\n",
        b"\x16\x03\x01\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    ],
)
def test_an_answer_that_is_not_http_is_a_broken_reply(up, transport, garbage):
    up.cut(garbage)
    with pytest.raises(errors.ProviderReplyError):
        post(transport, up)


def test_informational_heads_are_passed_over(up, transport):
    up.raw(
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    )
    assert post(transport, up).read() == b"{}"


def test_a_server_that_closes_without_saying_so_is_no_trouble(up, transport):
    for _ in range(3):
        up.reply(json={}, hang_up=True)
        assert post(transport, up).read() == b"{}"


def test_bytes_after_the_end_of_an_answer_do_not_reach_the_next(up, transport):
    up.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
    assert post(transport, up).read() == b"{}"
    up.reply(json=[1])
    assert post(transport, up).read() == b"[1]"
    assert up.connections == 2


def test_what_a_server_says_unasked_is_not_the_next_answer(up, transport):
    gate = threading.Event()
    up.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", gate, b"HTTP/1.1 408 Request Timeout\r\n\r\n")
    assert post(transport, up).read() == b"{}"
    ((line,),) = transport._pool._idle.values()
    gate.set()
    assert select.select([line.sock], [], [], 5)[0]
    assert post(transport, up).status == 404
    assert up.connections == 2


def test_a_connection_that_ended_with_its_answer_is_not_kept(up, transport):
    up.cut(b"HTTP/1.1 200 OK\r\n\r\nhello")
    assert post(transport, up).read() == b"hello"
    assert not any(transport._pool._idle.values())


def test_an_answer_without_a_body_is_empty(up, transport):
    up.raw(b"HTTP/1.1 204 No Content\r\n\r\n")
    assert post(transport, up).read() == b""
    assert transport.request("HEAD", up.base_url + "/models", {}).read() == b""
    assert up.connections == 1


def test_a_redirect_is_not_followed(up, transport):
    up.reply(status=302, headers={"Location": "http://elsewhere.invalid/secret"})
    with pytest.raises(errors.ProviderReplyError, match="redirects") as caught:
        post(transport, up)
    assert caught.value.status == 302
    assert "elsewhere" not in str(caught.value)


@pytest.mark.parametrize("framing", ["length", "chunked", "eof"])
def test_a_body_is_bounded(up, transport, framing):
    up.reply(body=[b"x" * 600, b"x" * 600], framing=framing)
    with pytest.raises(errors.ProviderReplyError, match="too long"):
        post(transport, up).read(limit=1000)


@pytest.mark.parametrize("on_wait", [None, lambda: None])
def test_a_silent_provider_is_a_timeout(up, transport, on_wait):
    up.reply(json={}, gate=threading.Event())
    with pytest.raises(errors.ProviderTimeoutError) as caught:
        post(transport, up, read_timeout=0.05, on_wait=on_wait)
    assert not isinstance(caught.value, module.ConnectTimeoutError)
    assert up.last.disconnected.wait(5)


def test_a_stream_that_stops_talking_is_a_timeout(up, transport):
    up.reply(body=[b"one", threading.Event()], framing="chunked")
    response = post(transport, up, read_timeout=0.05)
    assert response.read1() == b"one"
    with pytest.raises(errors.ProviderTimeoutError):
        response.read1()
    assert up.last.disconnected.wait(5)


class LeaveError(Exception):
    pass


def leave():
    raise LeaveError


def test_whoever_waits_is_asked_twice_a_second_and_may_leave(up, transport):
    up.reply(json={}, gate=threading.Event())
    begin = time.monotonic()
    with pytest.raises(LeaveError):
        post(transport, up, on_wait=leave)
    assert time.monotonic() - begin < 5
    assert up.last.disconnected.wait(5)


def test_whoever_reads_a_stream_may_leave_too(up, transport):
    up.reply(body=[b"one", threading.Event()], framing="chunked")
    response = post(transport, up, on_wait=leave)
    assert response.read1() == b"one"
    with pytest.raises(LeaveError):
        response.read1()
    assert up.last.disconnected.wait(5)


def test_a_provider_that_drips_cannot_keep_the_turn_from_being_asked(up, transport, monkeypatch):
    clock = iter(range(1000))
    monkeypatch.setattr("rails_engine.transport.connections.time.monotonic", lambda: next(clock))
    up.reply(body=[b"x"], framing="chunked")
    with pytest.raises(LeaveError):
        post(transport, up, on_wait=leave)


def test_a_header_that_cannot_be_sent_is_refused_before_anything_is_sent(up, transport):
    with pytest.raises(errors.ProviderRequestError) as caught:
        transport.request("POST", up.url, {"Authorization": "Bearer secret\r\nX: y"}, b"")
    assert "secret" not in str(caught.value)
    assert up.connections == 0


# -- send, fetch, post_json


def fetch(transport, up, **options):
    return transport.fetch("POST", up.url + "/x", {"Authorization": "Bearer plainword"}, b"{}", **options)[1]


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504])
def test_a_passing_failure_is_repeated_with_a_growing_pause(up, transport, slept, status):
    up.reply(status=status)
    up.reply(status=status)
    up.reply(json=[1])
    assert fetch(transport, up) == b"[1]"
    assert slept == [0.5, 0.5, 0.5]  # half a second, then a second in two slices


def test_after_the_last_try_the_failure_is_the_callers(up, transport):
    for _ in range(3):
        up.reply(status=503, json={"error": {"message": "overloaded"}})
    with pytest.raises(errors.ProviderError, match="overloaded"):
        fetch(transport, up)
    assert len(up.requests) == 3
    assert up.connections == 1


def test_a_lasting_failure_is_not_repeated(up, transport):
    up.reply(status=400, json={"error": {"message": "your key plainword is bad"}})
    with pytest.raises(errors.ProviderRequestError) as caught:
        fetch(transport, up)
    assert "plainword" not in str(caught.value)
    assert len(up.requests) == 1


def test_the_requested_pause_is_kept(up, transport, slept):
    up.reply(status=429, headers={"Retry-After": "1"})
    up.reply(json=[1])
    assert fetch(transport, up) == b"[1]"
    assert sum(slept) == pytest.approx(1)


def test_a_pause_longer_than_a_turn_is_the_callers_to_decide(up, transport, slept):
    up.reply(status=429, headers={"Retry-After": "60"})
    with pytest.raises(errors.ProviderLimitError) as caught:
        fetch(transport, up)
    assert (caught.value.retry_after, slept) == (60, [])


def test_a_broken_connection_is_repeated_in_the_body_too(up, transport):
    up.cut()
    up.reply(body=b"half", headers={"Content-Length": "8"}, cut="fin")
    up.reply(json=[1])
    assert fetch(transport, up) == b"[1]"


def test_an_unread_answer_is_not_repeated_when_its_body_breaks(up, transport):
    up.reply(body=[b"half"], framing="chunked", cut="fin")
    with pytest.raises(StopIteration) as opened:
        next(transport.send("POST", up.url + "/x", {}, b"{}"))
    response = opened.value.value
    with pytest.raises(errors.ProviderUnreachableError):
        response.read()
    assert len(up.requests) == 1


def test_a_silent_provider_is_not_asked_again(up, transport):
    up.reply(json={}, gate=threading.Event())
    with pytest.raises(errors.ProviderTimeoutError):
        fetch(transport, up, patience=Patience(read_timeout=0.05))
    assert len(up.requests) == 1


def test_retries_can_be_switched_off(up, transport):
    up.reply(status=500)
    with pytest.raises(errors.ProviderError):
        fetch(transport, up, patience=Patience(max_retries=0))
    assert len(up.requests) == 1


def test_whoever_waits_for_the_next_try_may_leave(up, transport):
    up.reply(status=500)
    with pytest.raises(LeaveError):
        fetch(transport, up, on_wait=leave)
    assert len(up.requests) == 1


def test_an_error_with_an_endless_body_is_still_read(up, transport):
    up.reply(status=400, body=[b"x" * 70_000, threading.Event()], framing="chunked")
    with pytest.raises(errors.ProviderRequestError):
        fetch(transport, up)
    assert up.last.disconnected.wait(5)


def test_json_goes_in_and_out(up, transport):
    up.route("/x", lambda request: Reply([request.body]))
    assert transport.post_json(up.url + "/x", {"ä": [1, None]}, {"X": "1"}) == {"ä": [1, None]}
    assert up.last.headers["content-type"] == "application/json"


def test_an_answer_that_is_not_json_is_a_broken_reply(up, transport):
    up.reply(body=b"<html>")
    with pytest.raises(errors.ProviderReplyError, match="not JSON"):
        transport.post_json(up.url + "/x", {})


def test_closing_the_transport_closes_what_lies_idle(up, transport):
    post(transport, up).read()
    transport.close()
    assert up.last.disconnected.wait(5)
    assert post(transport, up).status == 404
