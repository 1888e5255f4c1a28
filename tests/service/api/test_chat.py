from __future__ import annotations

from typing import Any

import pytest

from tests.service_app import ServiceApp, user
from tests.upstream import Upstream

OPENAI = {"model": "m", "messages": [user("hi")], "guardrails": {"config_id": "main"}}
LEGACY = {"config_id": "main", "messages": [user("hi")]}


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/chat/completions/"])
def test_both_dialects_are_on_one_path_with_and_without_a_slash(path: str, app: ServiceApp) -> None:
    assert app.post(path, OPENAI).json["choices"][0]["message"]["content"] == "echo: hi"
    assert app.post(path, LEGACY).json == {"messages": [{"role": "assistant", "content": "echo: hi"}]}


def test_the_type_of_the_body_is_not_asked_for(app: ServiceApp) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = app.chat(
            body=b'{"config_id":"main","messages":[{"role":"user","content":"hi"}]}',
            headers={"Content-Type": kind},
        )
        assert answer.content == "echo: hi"


def test_a_failure_that_is_told_with_200_is_counted_as_one(app: ServiceApp, upstream: Upstream) -> None:
    upstream.reply(json={}, status=500)
    assert app.chat(OPENAI).status == 200
    assert 'endpoint="chat",outcome="error",stream="false"} 1.0' in app.get("/metrics").text


@pytest.mark.parametrize("length", [True, False])
def test_a_body_above_the_bound_is_413(length: bool, open_app: Any) -> None:
    app = open_app(MAX_BODY_BYTES="1024")
    without = {} if length else {"CONTENT_LENGTH": ""}
    answer = app.chat(body=b" " * 1025, environ=without)
    assert (answer.status, answer.json["error"]["code"]) == (413, "body_too_large")
    assert app.chat(body=b" " * 1024, environ=without).status == 400
