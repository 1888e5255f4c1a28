from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from rails_engine.errors import (
    AbandonedError,
    ProviderAuthError,
    ProviderError,
    ProviderReplyError,
    ProviderRequestError,
    ProviderTimeoutError,
    ProviderUnreachableError,
)
from rails_engine.rails.remote.service import Service
from rails_engine.transport import Endpoint, Patience, Transport
from tests.upstream import Upstream

KEY = "sekret-0123456789"


@pytest.fixture
def up():
    with Upstream() as up:
        yield up


def scope(on_wait: Any = None) -> Any:
    return SimpleNamespace(on_wait=on_wait)


def service(url: str, **patience: Any) -> Service:
    limits = Patience(**{"max_retries": 0, **patience})
    headers = {"X-Own-Key": KEY}
    return Service("acme", Endpoint.parse(url), Transport({}), limits, headers, (KEY,))


def test_a_value_is_posted_below_the_address_with_the_headers(up):
    up.reply(json={"a": 1})
    assert service(f"{up.url}/base").post(scope(), {"text": "ü"}, "/v1/check").value == {"a": 1}
    assert (up.last.method, up.last.path, up.last.json) == ("POST", "/base/v1/check", {"text": "ü"})
    assert up.last.headers["x-own-key"] == KEY
    assert up.last.headers["content-type"] == "application/json"


def test_a_query_is_added_to_the_address(up):
    up.reply(body="größer".encode())
    assert service(f"{up.url}/result?a=1").get_text(scope(), {"q": "x y"}) == "größer"
    assert (up.last.method, up.last.query) == ("GET", {"a": "1", "q": "x y"})


def test_lines_come_as_they_are(up):
    up.reply(body=b"{}\n{}")
    assert service(up.url).post_text(scope(), {}) == b"{}\n{}"


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        ({"status": 401, "json": {"error": f"no such key: {KEY}"}}, ProviderAuthError),
        (
            {"status": 422, "json": {"message": f"{KEY} at https://inner.example/?k={KEY}"}},
            ProviderRequestError,
        ),
        ({"status": 500, "json": {"detail": KEY}}, ProviderError),
        ({"body": b"not JSON"}, ProviderReplyError),
    ],
)
def test_an_error_names_the_service_and_no_secret(up, reply, error):
    up.reply(**reply)
    with pytest.raises(error, match="^acme: ") as caught:
        service(up.url).post(scope(), {})
    assert KEY not in str(caught.value)
    assert "inner.example" not in str(caught.value)
    assert caught.value.status == reply.get("status")


def test_nothing_of_it_is_in_its_repr():
    made = service(f"https://acme.example/{KEY}")
    assert KEY not in repr(made)


def test_a_service_that_is_not_there_is_an_error():
    with Upstream() as up:
        url = up.url
    with pytest.raises(ProviderUnreachableError, match="^acme: "):
        service(url).post(scope(), {})


def test_an_answer_that_drips_is_given_up(up):
    """Each piece comes in time, the whole too late."""
    gate, seen = threading.Event(), threading.Event()
    up.reply(body=[b"{", seen, b'"a"', gate, b": 1}"], framing="chunked")

    def waiting() -> None:
        (gate if seen.is_set() else seen).set()

    with pytest.raises(ProviderTimeoutError, match="^acme: "):
        service(up.url, read_timeout=0.9).post(scope(waiting), {})


def test_a_turn_that_nobody_waits_for_ends_the_call(up):
    gate = threading.Event()
    up.reply(json={}, gate=gate)

    def give_up() -> None:
        raise AbandonedError("the client has left")

    with pytest.raises(AbandonedError):
        service(up.url).post(scope(give_up), {})
    gate.set()


def test_a_value_that_is_no_json_is_not_sent(up):
    with pytest.raises(ProviderRequestError, match="^acme: "):
        service(up.url).post(scope(), {"text": object()})
    assert up.requests == []
