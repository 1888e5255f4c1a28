"""Chat requests in front of Flask: the same answers, and Flask's wherever somebody else has a say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request_started

from service.direct import DirectChat, is_untouched
from tests.service_app import ServiceApp, StartedAnswer, user
from tests.upstream import Upstream

CHAT = "/v1/chat/completions"
MAIN = {"model": "m", "messages": [user("hi")], "guardrails": {"config_id": "main"}}
FRUIT = {**MAIN, "messages": [user("banana")], "guardrails": {"config_id": "fruit"}}
UNSTABLE = {"content-length", "x-guardrails-rails"}


class Counter:
    """How many requests Flask itself has seen."""

    def __init__(self, app: ServiceApp) -> None:
        self.seen = 0
        request_started.connect(self._count, app.flask)

    def _count(self, _: Flask, **__: Any) -> None:
        self.seen += 1


@pytest.fixture
def seen(app: ServiceApp) -> Counter:
    return Counter(app)


def stable(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in ("id", "created")}


@pytest.mark.parametrize(
    "body",
    [
        MAIN,
        FRUIT,
        {**MAIN, "temperature": 9},
        {**MAIN, "guardrails": {"config_id": "nope"}},
        {"messages": [user("banana")], "config_id": "fruit"},
        {"messages": "no list"},
    ],
    ids=["allowed", "blocked", "refused", "unknown", "legacy", "malformed"],
)
def test_an_answer_is_the_same_with_and_without_flask(
    app: ServiceApp, upstream: Upstream, seen: Counter, body: dict[str, Any]
) -> None:
    upstream.chat("hello")
    direct = app.chat(body, headers={"X-Request-ID": "r"})
    assert seen.seen == 0
    app.flask.wsgi_app = app.flask.wsgi_app._flask  # type: ignore[attr-defined, method-assign]
    upstream.chat("hello")
    by_flask = app.chat(body, headers={"X-Request-ID": "r"})
    assert seen.seen == 1
    assert direct.status == by_flask.status
    assert stable(direct.json) == stable(by_flask.json)
    for name in UNSTABLE:
        assert (name in direct.headers) == (name in by_flask.headers)
    assert {k: v for k, v in direct.headers.items() if k not in UNSTABLE} == {
        k: v for k, v in by_flask.headers.items() if k not in UNSTABLE
    }
    assert int(direct.headers["content-length"]) == len(direct.body)


def test_a_stream_is_the_same_with_and_without_flask(
    app: ServiceApp, upstream: Upstream, seen: Counter
) -> None:
    answers = []
    for flask in (False, True):
        upstream.stream("one ", "two")
        if flask:
            app.flask.wsgi_app = app.flask.wsgi_app._flask  # type: ignore[attr-defined, method-assign]
        answers.append(app.chat({**MAIN, "stream": True}, headers={"X-Request-ID": "r"}))
    direct, by_flask = answers
    assert seen.seen == 1
    assert direct.headers == by_flask.headers
    assert [stable(event) for event in direct.events[:-1]] == [
        stable(event) for event in by_flask.events[:-1]
    ]


@pytest.mark.parametrize(("method", "path"), [("GET", CHAT), ("OPTIONS", CHAT), ("POST", "/v1/checks")])
def test_everything_else_is_flasks(app: ServiceApp, seen: Counter, method: str, path: str) -> None:
    app.request(method, path)
    assert seen.seen == 1


def test_both_spellings_of_the_path_below_a_prefix(open_app: Any, upstream: Upstream) -> None:
    app: ServiceApp = open_app(URL_PREFIX="/rails")
    seen = Counter(app)
    for path in (f"/rails{CHAT}", f"/rails{CHAT}/"):
        upstream.chat("hello")
        assert app.request("POST", path, json=MAIN).status == 200
    assert seen.seen == 0
    assert app.request("POST", CHAT, json=MAIN).status == 404
    assert seen.seen == 1


def test_a_browser_on_another_site_is_answered_by_flask_which_knows_cors(
    open_app: Any, upstream: Upstream
) -> None:
    app: ServiceApp = open_app(NEMO_GUARDRAILS_SERVER_ENABLE_CORS="true")
    seen = Counter(app)
    upstream.chat("hello")
    answer = app.chat(MAIN, headers={"Origin": "https://a.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert seen.seen == 1
    upstream.chat("hello")
    assert app.chat(MAIN).status == 200
    assert seen.seen == 1


def test_who_adds_a_hook_before_the_first_request_sees_every_request(app: ServiceApp) -> None:
    paths: list[str] = []

    @app.flask.after_request
    def note(response: Any) -> Any:
        paths.append(CHAT)
        return response

    app.chat(FRUIT)
    assert paths == [CHAT]


def test_who_looks_at_requests_in_config_py_sees_every_request(root: Path, open_app: Any) -> None:
    (root / "config.py").write_text(
        "def init(app):\n"
        "    @app.after_request\n"
        "    def note(response):\n"
        "        response.headers['X-Seen'] = 'yes'\n"
        "        return response\n"
    )
    app: ServiceApp = open_app()
    assert app.chat(FRUIT).headers["x-seen"] == "yes"


def test_an_application_is_untouched_until_somebody_asks_for_its_requests() -> None:
    assert is_untouched(Flask("a"))
    hooked, handled, wrapped = Flask("a"), Flask("a"), Flask("a")
    hooked.teardown_appcontext(lambda _: None)
    handled.register_error_handler(404, lambda _: "")
    wrapped.wsgi_app = wrapped.wsgi_app  # type: ignore[method-assign]
    assert not any(map(is_untouched, (hooked, handled, wrapped)))


def test_a_closed_server_says_so(open_app: Any) -> None:
    app: ServiceApp = open_app(MAINTENANCE="true")
    answer = app.chat(MAIN)
    assert answer.status == 503
    assert answer.headers["x-request-id"]


def test_a_failure_of_ours_is_a_500_without_its_words(
    app: ServiceApp, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def read(self, _: int) -> bytes:
            raise LookupError("inner words")

    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": CHAT, "wsgi.input": Broken()}
    assert isinstance(app.flask.wsgi_app, DirectChat)
    answer = StartedAnswer(app.flask, environ).read()
    assert (answer.status, answer.json["error"]["code"]) == (500, "internal_error")
    assert "inner words" not in answer.text
    assert answer.headers["x-request-id"] in caplog.text
