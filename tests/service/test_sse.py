from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from rails_engine import Pause
from service.account import Account
from service.dialects.openai import OpenAIFrames
from service.observe.metrics import Metrics
from service.sse import send_stream, status_line
from service.worker_state import Seat
from tests.service_app import ServiceApp, user
from tests.upstream import Upstream, chunk, frame


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Watch:
    idle: Callable[[], None]


class Scripted:
    """An answer in the place of a real one. A number is time that passes while the engine waits."""

    pending = {"Content-Type": "text/event-stream", "X-Guardrails-Decision": "pending"}
    result = outcome = None
    begun = False

    def __init__(self, clock: Clock, script: list[Any]) -> None:
        self.watch = Watch()
        self.closed = False
        self._clock = clock
        self._script = script

    def heartbeat(self) -> bytes:
        return b": keep-alive\n\n"

    def hear(self, said: Callable[[], str | None]) -> bytes | None:
        text = said()
        return None if text is None else text.encode()

    def pieces(self) -> Iterator[tuple[int, dict[str, str], bytes] | Pause]:
        try:
            for item in self._script:
                if isinstance(item, Pause):
                    yield item
                elif isinstance(item, float):
                    self._clock.now += item
                    self.watch.idle()
                else:
                    yield 200, {"X-First": "yes"}, item
        finally:
            self.closed = True


class Client:
    """What a WSGI server would have sent."""

    def __init__(self, *, leaves: bool = False) -> None:
        self.sent: list[Any] = []
        self._leaves = leaves

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], None]:
        self.sent.append((status, dict(headers)))
        return self.write

    def write(self, data: bytes) -> None:
        if self._leaves:
            raise BrokenPipeError
        self.sent.append(data)

    def hear(self, script: list[Any]) -> Scripted:
        clock = Clock()
        answer = Scripted(clock, script)
        account = Account(Metrics(), "r1", "POST", "/", "chat")
        for piece in send_stream(answer, account, self.start, {"X-Request-ID": "r1"}, clock=clock):  # type: ignore[arg-type]
            self.sent.append(piece)
        return answer

    @property
    def bodies(self) -> list[bytes]:
        return [item for item in self.sent if isinstance(item, bytes)]


def test_headers_go_out_with_the_first_piece() -> None:
    client = Client()
    client.hear([9.0, b"one", b"two"])
    (status, headers), *rest = client.sent
    assert (status, headers["X-First"], rest) == ("200 OK", "yes", [b"one", b"two"])
    assert headers["X-Request-ID"] == "r1"
    assert "Content-Length" not in headers


def test_headers_go_out_alone_after_ten_seconds_and_say_that_nothing_is_decided() -> None:
    client = Client()
    answer = client.hear([9.9, 0.2, b"one"])
    (_, headers), *rest = client.sent
    assert headers["X-Guardrails-Decision"] == "pending"
    assert rest == [b": keep-alive\n\n", b"one"]
    assert answer.begun, "from then on an error can only be a frame"


def test_a_sign_of_life_comes_every_fifteen_seconds_of_silence() -> None:
    client = Client()
    client.hear([b"one", 14.9, 0.2, 14.0, 1.1, 5.0, b"two", 14.0, b"three"])
    alive = b": keep-alive\n\n"
    assert client.bodies == [b"one", alive, alive, b"two", b"three"]


@pytest.mark.parametrize(("texts", "signs"), [([], 1), (["two"], 0), ([""], 1)])
def test_a_word_of_the_short_way_is_a_sign_of_life_and_what_a_rail_holds_is_none(
    texts: list[str], signs: int
) -> None:
    clock, seat, client = Clock(), Seat(), Client()
    answer = Scripted(clock, [b"one", Pause(3, hear=lambda: texts.pop(0)), 5.0])
    account = Account(Metrics(), "r1", "POST", "/", "chat")
    sent = send_stream(answer, account, client.start, {}, seat=seat, clock=clock)  # type: ignore[arg-type]
    assert [next(sent), next(sent)] == [b"one", b""]
    assert isinstance(seat.take_pause(), Pause)
    clock.now += 12.0
    if texts:
        assert seat.hear is not None
        seat.hear()
    assert list(sent) == []
    assert client.bodies.count(b": keep-alive\n\n") == signs


def test_a_client_that_is_gone_when_a_sign_of_life_is_sent_ends_the_stream() -> None:
    client = Client(leaves=True)
    answer = client.hear([b"one", 16.0, b"two"])
    assert client.bodies == [b"one"]
    assert answer.closed


def test_whoever_stops_reading_closes_the_answer() -> None:
    clock = Clock()
    answer = Scripted(clock, [b"one", b"two"])
    account = Account(Metrics(), "r1", "POST", "/", "chat")
    body = send_stream(answer, account, Client().start, {}, clock=clock)  # type: ignore[arg-type]
    assert next(body) == b"one"
    body.close()  # type: ignore[attr-defined]
    assert answer.closed


def test_any_status_has_a_line() -> None:
    assert [status_line(status) for status in (200, 422, 499)] == [
        "200 OK",
        "422 Unprocessable Entity",
        "499 Unknown",
    ]


# -- with the real application


@pytest.mark.parametrize("style", ["documented", "http"])
def test_after_headers_have_gone_out_alone_a_failure_is_a_frame(
    style: str, open_app: Any, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.sse.HEADERS_AFTER", 0.0)
    real, beat = OpenAIFrames.heartbeat, threading.Event()
    monkeypatch.setattr(OpenAIFrames, "heartbeat", lambda frames: (beat.set(), real(frames))[1])
    gate = threading.Event()
    upstream.reply(json={"error": {"message": "no"}}, status=401, gate=gate)
    app: ServiceApp = open_app(ERROR_STYLE=style)
    body = {"model": "m", "messages": [user("hi")], "guardrails": {"config_id": "main"}, "stream": True}
    heard: list[Any] = []
    thread = threading.Thread(target=lambda: heard.append(app.chat(body)))
    thread.start()
    upstream.wait_for(1)
    assert beat.wait(5)
    gate.set()
    thread.join()
    answer = heard[0]
    assert (answer.status, answer.headers["x-guardrails-decision"]) == (200, "pending")
    assert answer.text.startswith(": keep-alive\n\n")
    assert answer.events[-1] == "[DONE]"
    assert answer.events[-2]["error"]["type"] == "authentication_error"


def test_every_piece_of_the_model_is_a_piece_of_the_answer(app: ServiceApp, upstream: Upstream) -> None:
    gates = [threading.Event() for _ in range(2)]
    pieces = [frame(chunk({"content": "one"})), gates[0], frame(chunk({"content": "two"})), gates[1]]
    upstream.sse([*pieces, frame(chunk({}, "stop"))], done=True)
    body = {"model": "m", "messages": [user("hi")], "guardrails": {"config_id": "main"}, "stream": True}
    started = app.start("POST", "/v1/chat/completions", json=body)
    while b"one" not in started.answer.body:
        assert started.next()
    gates[0].set()
    while b"two" not in started.answer.body:
        assert started.next()
    gates[1].set()
    assert started.read().events[-1] == "[DONE]"
