"""Streams that say when nothing has come: the same bytes as those that wait, and nobody waits."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rails_engine.errors import AbandonedError, ProviderTimeoutError, ProviderUnreachableError
from rails_engine.transport import Endpoint, Pause, Response, Tls, Transport
from tests.upstream import Upstream

DATA = Path(__file__).parents[2] / "data"
CERTIFICATE = (str(DATA / "localhost-cert.pem"), str(DATA / "localhost-key.pem"))


def open_stream(transport: Transport, up: Upstream, **how: Any) -> Response:
    tls = Tls(ca_cert=CERTIFICATE[0])
    return transport.request("POST", Endpoint.parse(f"{up.url}/x", tls), {}, b"{}", **how)


def read_all(response: Response) -> tuple[bytes, int]:
    """The body, and after how many pauses."""
    data, pauses = b"", 0
    while True:
        found = response.read_ready()
        if isinstance(found, Pause):
            pauses += 1
            found.wait()
        elif found:
            data += found
        else:
            return data, pauses


@pytest.mark.parametrize("secure", [False, True], ids=["plain", "tls"])
def test_what_has_not_come_is_a_pause_and_what_has_is_given_at_once(secure: bool) -> None:
    more = threading.Event()
    transport = Transport()
    with Upstream(certificate=CERTIFICATE if secure else None) as up:
        up.reply(body=[b"one", more, b"two"], framing="chunked")
        response = open_stream(transport, up)
        data = b""
        while not isinstance(found := response.read_ready(), Pause):
            data += found
            assert data in (b"", b"one")
        if not data:
            assert found.wait(10)
            assert read_one(response) == b"one"
        again = response.read_ready()
        assert isinstance(again, Pause)
        assert not again.wait(0)
        more.set()
        assert read_all(response)[0] == b"two"
        transport.close()


def read_one(response: Response) -> bytes:
    while True:
        found = response.read_ready()
        if not isinstance(found, Pause):
            return found
        found.wait()


@pytest.mark.parametrize("secure", [False, True], ids=["plain", "tls"])
def test_a_body_that_is_larger_than_one_read_is_read_whole(secure: bool) -> None:
    body = os.urandom(700_000)
    transport = Transport()
    with Upstream(certificate=CERTIFICATE if secure else None) as up:
        up.reply(body=body)
        assert read_all(open_stream(transport, up))[0] == body
        up.reply(body=b"next")
        assert open_stream(transport, up).read() == b"next", "the connection waits again as it should"
        assert up.connections == 1
    transport.close()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.binary(min_size=1, max_size=40), max_size=8), st.sampled_from(["chunked", "eof", "length"])
)
def test_the_bytes_are_those_of_a_stream_that_waits(pieces: list[bytes], framing: str) -> None:
    transport = Transport()
    with Upstream() as up:
        up.reply(body=list(pieces), framing=framing)
        assert read_all(open_stream(transport, up))[0] == b"".join(pieces)
    transport.close()


def test_a_model_that_stalls_is_a_time_out_and_who_left_is_told_while_nothing_comes() -> None:
    never = threading.Event()
    transport = Transport()
    with Upstream() as up:
        up.reply(body=[b"one", never], framing="chunked")
        response = open_stream(transport, up, read_timeout=0.05)
        with pytest.raises(ProviderTimeoutError):
            read_all(response)

        def leave() -> None:
            raise AbandonedError

        up.reply(body=[b"one", never], framing="chunked")
        response = open_stream(transport, up, on_wait=leave)
        with pytest.raises(AbandonedError):
            read_all(response)
        never.set()
    transport.close()


def test_a_connection_that_breaks_off_is_told_as_such() -> None:
    transport = Transport()
    with Upstream() as up:
        up.reply(body=[b"one"], framing="chunked", cut="fin")
        with pytest.raises(ProviderUnreachableError):
            read_all(open_stream(transport, up))
    transport.close()


def test_the_end_of_a_stream_that_lags_behind_is_waited_for_in_pauses() -> None:
    last = threading.Event()
    transport = Transport()
    with Upstream() as up:
        up.raw(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n",
            last,
            b"0\r\n\r\n",
        )
        response = open_stream(transport, up)
        assert read_one(response) == b"one"
        ends = response.finish_pausing()
        pause = next(ends)
        pause.taken = True
        last.set()
        pause.wait(5)
        assert not [pause for pause in ends if pause.taken]
        up.reply(body=b"two")
        assert open_stream(transport, up).read() == b"two"
        assert up.connections == 1, "it was kept"
    transport.close()


def test_the_head_of_an_answer_is_waited_for_in_a_pause() -> None:
    gate = threading.Event()
    transport = Transport()
    with Upstream() as up:
        up.reply(body=b"one", gate=gate)
        steps = transport.send("POST", f"{up.url}/x", {}, b"{}", pauses=True)
        pause = next(steps)
        assert pause.fd is not None
        assert not pause.wait(0.0)
        gate.set()
        pauses, response = outcome(steps)
        assert response.read() == b"one"
        assert all(pause.fd is not None for pause in pauses), "nothing else takes long"
    transport.close()


def test_what_takes_long_besides_the_answer_is_a_pause_that_nothing_ends() -> None:
    transport = Transport(sleep=lambda _: None)
    with Upstream() as up:
        up.reply(status=503, body=b"later")
        up.cut()
        up.reply(body=b"one")
        pauses, response = outcome(transport.send("POST", f"{up.url}/x", {}, b"{}", pauses=True))
        assert response.read() == b"one"
        told = [pause.fd is None for pause in pauses]
        # To read why, and to try again after it; to try again after the connection that broke.
        assert told.count(True) >= 3
        assert len(up.requests) == 3
    transport.close()


def test_who_gives_up_in_a_pause_keeps_no_connection() -> None:
    gate = threading.Event()
    transport = Transport()
    with Upstream() as up:
        up.reply(body=b"one", gate=gate, path="/slow")
        steps = transport.send("POST", f"{up.url}/slow", {}, b"{}", pauses=True)
        next(steps)
        steps.close()
        gate.set()
        up.reply(status=500, body=b"x", headers={"Retry-After": "0"})
        steps = transport.send("POST", f"{up.url}/x", {}, b"{}", pauses=True)
        while next(steps).fd is not None:
            pass
        steps.close()
        up.reply(body=b"two")
        assert open_stream(transport, up).read() == b"two"
        assert up.connections == 3, "each that was given up was closed"
    transport.close()


def outcome(steps: Generator[Pause, None, Response]) -> tuple[list[Pause], Response]:
    """The pauses, none of them taken, and what comes of the steps."""
    pauses: list[Pause] = []
    while True:
        try:
            pauses.append(next(steps))
        except StopIteration as end:
            return pauses, end.value


def test_a_pause_is_over_when_something_is_there_or_its_time_has_come() -> None:
    reader, writer = os.pipe()
    pause = Pause(reader, time.monotonic() + 0.01)
    assert not pause.wait()
    pause.until = time.monotonic() + 30
    assert not pause.wait(0.0)
    os.write(writer, b"x")
    assert pause.wait()
    assert not Pause().wait(), "nothing tells when it is over"
    os.close(reader)
    os.close(writer)
