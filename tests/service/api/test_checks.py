from __future__ import annotations

from typing import Any

import pytest

from tests.service_app import ServiceApp, user
from tests.upstream import Upstream


def check(app: ServiceApp, *messages: dict[str, Any], **guardrails: Any) -> Any:
    return app.post(
        "/v1/checks", {"messages": list(messages), "guardrails": {"config_id": "fruit", **guardrails}}
    )


def bot(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}


@pytest.mark.parametrize(
    ("messages", "found", "decision"),
    [
        ([user("a pear")], ("passed", "a pear", None), "allowed"),
        ([user("a banana")], ("blocked", "I can't talk about fruit.", "check banana"), "blocked"),
        ([user("q"), bot("a pear")], ("passed", "a pear", None), "allowed"),
        ([user("q"), bot("a cherry")], ("blocked", "I can't talk about fruit.", "check cherry"), "blocked"),
    ],
)
def test_the_question_and_the_answer_are_judged_and_the_model_is_not_asked(
    messages: Any, found: Any, decision: str, app: ServiceApp, upstream: Upstream
) -> None:
    answer = check(app, *messages)
    assert answer.json == dict(zip(("status", "content", "rail"), found, strict=True))
    assert answer.headers["x-guardrails-decision"] == decision
    assert not upstream.requests


def test_the_headers_say_which_rails_ran_and_what_they_said(app: ServiceApp) -> None:
    rails = check(app, user("a pear"), bot("a cherry")).headers["x-guardrails-rails"]
    assert [part.rpartition(";")[0] for part in rails.split(", ")] == [
        "check banana;passed",
        "check cherry;blocked",
    ]
    assert (
        "x-guardrails-rails"
        not in app.post("/v1/checks", {"messages": [user("hi")], "guardrails": {"config_id": "main"}}).headers
    )


def test_the_types_of_rails_can_be_chosen(app: ServiceApp) -> None:
    both = [user("a banana"), bot("a pear")]
    assert check(app, *both, rail_types=["output"]).json["status"] == "passed"
    assert check(app, *both, rail_types=["input"]).json["rail"] == "check banana"
    assert check(app, *both, rail_types=["input", "output"]).json["rail"] == "check banana"


@pytest.mark.parametrize("types", ["input", [1], ["inptu"], {}])
def test_types_that_are_none_are_told(types: Any, app: ServiceApp) -> None:
    answer = check(app, user("hi"), rail_types=types)
    assert answer.status == 422
    assert set(answer.json) == {"detail", "error"}


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"[]", 400), (b'{"guardrails":{"config_id":"fruit"},"messages":[]}', 422)],
)
def test_what_is_no_request_is_told(body: bytes, status: int, app: ServiceApp) -> None:
    assert app.post("/v1/checks", body=body).status == status


def test_an_unknown_configuration_is_a_404_and_none_is_a_422(app: ServiceApp) -> None:
    assert check(app, user("hi"), config_id="nope").status == 404
    assert app.post("/v1/checks", {"messages": [user("hi")], "guardrails": {}}).status == 422


def test_the_bound_of_bodies_holds_here_too(open_app: Any) -> None:
    app = open_app(MAX_BODY_BYTES="1024")
    assert app.post("/v1/checks", body=b" " * 1025, environ={"CONTENT_LENGTH": ""}).status == 413


def test_checks_are_counted_with_their_rails(app: ServiceApp) -> None:
    check(app, user("a banana"))
    text = app.get("/metrics").text
    assert (
        'guardrails_requests_total{dialect="none",endpoint="checks",outcome="blocked",stream="false"} 1.0'
        in text
    )
    assert 'guardrails_rail_runs_total{kind="input",rail="check banana",verdict="blocked"} 1.0' in text
