from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.account import Account
from service.observe.logs import ACCESS, REQUEST_ID, LineHandler, configure_logging
from service.observe.metrics import Metrics
from tests.service_app import MAIN, ServiceApp, user, write_config
from tests.upstream import Upstream


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    access, root = logging.getLogger(ACCESS), logging.getLogger()
    before = access.handlers[:], access.propagate, root.handlers[:], root.level
    stream = io.StringIO()
    configure_logging("info", access=stream, errors=io.StringIO())
    yield stream
    access.handlers, access.propagate, root.handlers = before[:3]
    root.setLevel(before[3])
    assert not any(
        isinstance(handler, LineHandler) and handler.stream is stream for handler in access.handlers
    )


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "ok"),
        (304, "ok"),
        (422, "client_error"),
        (499, "closed"),
        (500, "server_error"),
        (503, "server_error"),
    ],
)
def test_without_a_decision_the_status_says_how_it_ended(
    status: int, outcome: str, lines: io.StringIO
) -> None:
    metrics = Metrics()
    Account(metrics, "r1", "GET", "/healthz", "healthz").end(status)
    line = json.loads(lines.getvalue())
    assert (line["request_id"], line["method"], line["path"]) == ("r1", "GET", "/healthz")
    assert (line["status"], line["outcome"]) == (status, outcome)
    assert line["ms"] >= 0
    assert f'outcome="{outcome}",stream="false"}} 1.0' in metrics.render()[0].decode()


def test_it_is_closed_once(lines: io.StringIO) -> None:
    metrics = Metrics()
    account = Account(metrics, "r1", "GET", "/x", "x")
    account.outcome = "error"
    account.end(200)
    account.end(500)
    assert len(lines.getvalue().splitlines()) == 1
    assert 'outcome="error"' in metrics.render()[0].decode()


def test_while_it_is_open_lines_of_its_thread_are_about_its_request() -> None:
    account = Account(Metrics(), "r1", "GET", "/x", "x", queued=3)
    assert REQUEST_ID.get() == "r1"
    account.end(200)
    assert REQUEST_ID.get() is None


def test_how_many_wait_for_a_thread_is_measured() -> None:
    metrics = Metrics()
    Account(metrics, "r1", "GET", "/x", "x", queued=3)
    assert "guardrails_requests_queued 3.0" in metrics.render()[0].decode()


def test_a_method_that_nobody_knows_is_not_written_down(lines: io.StringIO) -> None:
    for method in ("POST", "CANARY"):
        Account(Metrics(), "r1", method, "/x", "x").end(200)
    assert [json.loads(line)["method"] for line in lines.getvalue().splitlines()] == ["POST", "-"]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("/v1/models/canary-model", "/v1/models/<path:name>"),
        ("/static/canary.js", "/static/<name>"),
        ("/canary?key=canary", "-"),
        ("/healthz", "/healthz"),
    ],
)
def test_of_a_path_only_what_is_ours_is_written_down(
    asked: str, written: str, app: ServiceApp, lines: io.StringIO
) -> None:
    app.get(asked)
    (line,) = lines.getvalue().splitlines()
    assert json.loads(line)["path"] == written
    assert "canary" not in line


@pytest.mark.parametrize(("on_error", "fate"), [("block", "refused"), ("allow", "allowed")])
def test_a_rail_that_could_not_judge_is_in_the_log_without_the_words(
    on_error: str, fate: str, open_app: Any, root: Path, upstream: Upstream, caplog: pytest.LogCaptureFixture
) -> None:
    rails = f"""
rails:
  input: {{flows: [fiddler user safety]}}
  config: {{fiddler: {{fiddler_endpoint: "{upstream.url}", on_error: {on_error}}}}}
"""
    write_config(root, "judged", MAIN.format(base_url=upstream.base_url) + rails)
    upstream.reply(status=500, json={"detail": "what was said"})
    app: ServiceApp = open_app(FIDDLER_API_KEY="not-a-key-of-anybody")
    app.chat({"config_id": "judged", "messages": [user("hello")]})
    lines = [r.getMessage() for r in caplog.records if r.name == "service.account"]
    assert lines == [f"The rail 'fiddler user safety' failed: ProviderError; the text was {fate}"]
