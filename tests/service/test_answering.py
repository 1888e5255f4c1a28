from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from rails_engine import RailsEngine
from service.answering import MOST_DISCARDED, read_input
from service.errors import BodyTooLargeError, HttpError
from tests.service_app import ServiceApp, user
from tests.upstream import Upstream, chunk, frame

MAIN = {"model": "m", "messages": [user("hi")], "guardrails": {"config_id": "main"}}
FRUIT = {**MAIN, "guardrails": {"config_id": "fruit"}}


class Endless(io.RawIOBase):
    """A body without an end, and how much of it was read."""

    def __init__(self) -> None:
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        self.taken += size
        return b" " * size


class Stalled(io.RawIOBase):
    """A client that sends no more."""

    def read(self, size: int = -1) -> bytes:
        raise BlockingIOError


# -- the body


def test_a_body_at_the_bound_is_read_and_one_above_it_is_not() -> None:
    assert read_input({"wsgi.input": io.BytesIO(b"x" * 10)}, 10) == b"x" * 10
    with pytest.raises(BodyTooLargeError):
        read_input({"wsgi.input": io.BytesIO(b"x" * 11)}, 10)


def test_of_a_body_above_the_bound_only_so_much_is_read() -> None:
    body = Endless()
    with pytest.raises(BodyTooLargeError):
        read_input({"wsgi.input": body}, 1000)
    assert MOST_DISCARDED <= body.taken < MOST_DISCARDED + 100_000


def test_a_length_far_above_the_bound_is_refused_unread() -> None:
    body = Endless()
    with pytest.raises(BodyTooLargeError):
        read_input({"wsgi.input": body, "CONTENT_LENGTH": "9000000000"}, 1000)
    assert body.taken == 0


def test_a_client_that_stalls_is_told_that_it_took_too_long() -> None:
    with pytest.raises(HttpError) as caught:
        read_input({"wsgi.input": Stalled()}, 1000)
    assert caught.value.status == 408


# -- headers


def test_the_headers_say_what_was_decided_and_which_rails_ran(app: ServiceApp) -> None:
    answer = app.chat(FRUIT)
    assert answer.headers["x-guardrails-decision"] == "allowed"
    rails = [part.rsplit(";", 1)[0] for part in answer.headers["x-guardrails-rails"].split(", ")]
    assert rails == ["check banana;passed", "check cherry;passed"]
    assert "x-guardrails-error" not in answer.headers
    assert answer.headers["content-type"] == "application/json"
    assert "x-guardrails-rails" not in app.chat(MAIN).headers, "where there are none"


def test_an_answer_that_is_none_says_so_in_its_headers(app: ServiceApp, upstream: Upstream) -> None:
    upstream.reply(json={"error": {"message": "overloaded"}}, status=500)
    answer = app.chat(MAIN)
    assert (answer.status, answer.content) == (200, "Internal server error")
    assert answer.headers["x-guardrails-decision"] == "error"
    assert answer.headers["x-guardrails-error"] == "provider_error"


def test_the_headers_of_a_stream_are_of_a_stream(app: ServiceApp) -> None:
    headers = app.chat({**MAIN, "stream": True}).headers
    assert headers["content-type"] == "text/event-stream; charset=utf-8"
    assert (headers["cache-control"], headers["x-accel-buffering"]) == ("no-cache", "no")
    assert headers["x-guardrails-decision"] == "pending"
    assert "content-length" not in headers
    headers = app.chat({**FRUIT, "stream": True, "messages": [user("banana")]}).headers
    assert headers["content-type"] == "text/event-stream; charset=utf-8"


# -- streams that fail


def test_what_is_wrong_with_the_call_is_plain_json(app: ServiceApp) -> None:
    answer = app.chat({**MAIN, "stream": True, "temperature": 9})
    assert answer.status == 422
    assert answer.headers["content-type"] == "application/json"
    assert answer.json["error"]["param"] == "temperature"


def test_a_stream_that_ends_without_a_piece_still_has_headers(app: ServiceApp, upstream: Upstream) -> None:
    upstream.sse([chunk({}, "stop")], done=True)
    answer = app.chat({"config_id": "main", "messages": [user("hi")], "stream": True})
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine with a fault in it, after the first piece."""
    real = RailsEngine.run_stream

    def run_stream(self: RailsEngine, turn: Any) -> Iterator[Any]:
        yield next(iter(real(self, turn)))
        raise LookupError("secret words")

    monkeypatch.setattr(RailsEngine, "run_stream", run_stream)


@pytest.mark.usefixtures("broken")
def test_a_fault_of_ours_in_the_middle_ends_the_stream_honestly(
    app: ServiceApp, caplog: pytest.LogCaptureFixture
) -> None:
    answer = app.chat({**MAIN, "stream": True})
    assert answer.events[-1] == "[DONE]"
    assert answer.events[-2]["error"]["code"] == "internal_error"
    assert "secret words" not in answer.text
    assert "A stream failed" in caplog.text
    answer = app.chat({"config_id": "main", "messages": [user("hi")], "stream": True})
    assert json.loads(answer.text.splitlines()[-1])["error"]["code"] == "internal_error"


# -- registered loggers are told of well-formed requests only


def test_only_what_is_a_request_is_told_to_loggers(app: ServiceApp, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, bytes]] = []
    monkeypatch.setattr(
        type(app.services.loggers), "tell", lambda _, endpoint, body: told.append((endpoint, body))
    )
    app.chat(body=b"{")
    app.chat({**MAIN, "temperature": 9})
    assert told == []
    app.chat(MAIN)
    app.chat({**MAIN, "stream": True})
    assert [(endpoint, json.loads(raw)) for endpoint, raw in told] == [
        ("/v1/chat/completions", MAIN),
        ("/v1/chat/completions", {**MAIN, "stream": True}),
    ]


# -- streams


def test_pieces_that_came_together_leave_together(app: ServiceApp, upstream: Upstream) -> None:
    more = threading.Event()
    first = b"".join(frame(chunk({"content": text})) for text in ("one ", "two ", "three "))
    rest = frame(chunk({"content": "four"})) + frame(chunk({}, "stop")) + frame("[DONE]")
    upstream.sse([first, more, rest])
    started = app.start("POST", "/v1/chat/completions", json={**MAIN, "stream": True})
    piece = started.next()
    more.set()
    answer = started.read()
    assert piece.count(b"data: ") == 4, "who speaks, and three pieces of the text"
    assert len(answer.pieces) == 3
    assert answer.pieces[-1].count(b"data: ") == 2, "why it ended, and that it has"


def test_a_stream_that_breaks_keeps_what_came_before(app: ServiceApp, upstream: Upstream) -> None:
    upstream.sse([frame(chunk({"content": "one "})) + frame(chunk({"content": "two "})) + b"data: []\n\n"])
    answer = app.chat({**MAIN, "stream": True})
    texts = [event["choices"][0]["delta"].get("content", "") for event in answer.events if "choices" in event]
    assert "".join(texts) == "one two "
    assert "error" in answer.events[-2] or "error" in answer.events[-1]


# -- what the log says of what went wrong


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("style", ["documented", "http"])
def test_why_an_answer_failed_is_in_the_log_without_the_words(
    stream: bool, style: str, open_app: Any, upstream: Upstream, caplog: pytest.LogCaptureFixture
) -> None:
    app: ServiceApp = open_app(ERROR_STYLE=style)
    upstream.reply(status=401, json={"error": {"message": "no such key: hunter2hunter2"}})
    app.chat({**MAIN, "stream": stream})
    lines = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert lines == ["An answer failed: ProviderAuthError (provider_auth)"]


def test_a_failure_after_the_first_piece_is_in_the_log(
    app: ServiceApp, upstream: Upstream, caplog: pytest.LogCaptureFixture
) -> None:
    upstream.sse([chunk({"content": "one "})], cut="reset")
    app.chat({**MAIN, "stream": True})
    assert "An answer failed: Provider" in caplog.text


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_what_a_client_did_wrong_is_no_failure(
    stream: bool, app: ServiceApp, caplog: pytest.LogCaptureFixture
) -> None:
    for more in ({"state": {"a": 1}}, {"thread_id": "short"}, {"config_id": "nowhere"}):
        app.chat({**MAIN, "stream": stream, "guardrails": {"config_id": "main", **more}})
    assert "An answer failed" not in caplog.text
