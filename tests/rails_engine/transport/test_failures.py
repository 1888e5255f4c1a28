from __future__ import annotations

import json

import pytest

from rails_engine import errors
from rails_engine.transport.failures import MAX_DETAIL, failure_in_body, failure_of, redact, retry_after

TABLE = [
    (400, errors.ProviderRequestError, 400),
    (401, errors.ProviderAuthError, 401),
    (403, errors.ProviderAuthError, 401),
    (404, errors.ProviderRequestError, 400),
    (408, errors.ProviderTimeoutError, 504),
    (409, errors.ProviderRequestError, 400),
    (413, errors.ProviderRequestError, 400),
    (422, errors.ProviderRequestError, 400),
    (429, errors.ProviderLimitError, 429),
    (500, errors.ProviderError, 502),
    (502, errors.ProviderError, 502),
    (503, errors.ProviderError, 502),
    (504, errors.ProviderTimeoutError, 504),
    (529, errors.ProviderError, 502),
    (302, errors.ProviderReplyError, 502),
]


@pytest.mark.parametrize(("status", "kind", "hint"), TABLE)
def test_each_status_has_its_error(status, kind, hint):
    error = failure_of(status, {}, b"")
    assert type(error) is kind
    assert error.status == status
    assert error.status_hint == hint
    assert str(status) in str(error)


BODIES = [
    {"error": {"message": "Too long.", "type": "x", "code": None}},
    {"error": "Too long."},
    {"message": "Too long."},
    {"detail": "Too long."},
    {"detail": [{"loc": ["body"], "msg": "Too long."}]},
    {"type": "error", "error": {"type": "invalid_request_error", "message": "Too long."}},
    [{"error": {"message": "Too long."}}],
]


@pytest.mark.parametrize("body", BODIES)
def test_the_providers_sentence_is_found_wherever_it_is(body):
    assert (
        str(failure_of(400, {}, json.dumps(body).encode()))
        == "The provider refused the request (400): Too long."
    )


def test_plain_text_is_kept_and_a_web_page_is_not():
    assert "no such model" in str(
        failure_of(404, {"content-type": "text/plain; charset=utf-8"}, b"no such model")
    )
    page = failure_of(502, {"content-type": "text/html"}, b"<html>Bad Gateway</html>")
    assert str(page) == "The provider failed (502)."


SECRETS = [
    "sk-abcDEF1234567890",
    "sk-proj-aa_bb-cc11dd22",
    "nvapi-1234567890abcdef",
    "AIzaSyA1234567890bcdefghij",
    "sk-ant-api03-xyz123",
    "4f2a9c0d1e5b4f2a9c0d1e5b4f2a9c0d",
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "text",
    ["Incorrect API key provided: {}.", 'key "{}"', "Authorization: Bearer {}", "({})", "api_key={}&x=1"],
)
def test_keys_are_taken_out(secret, text):
    assert secret not in redact(text.format(secret))


@pytest.mark.parametrize(
    "text",
    [
        "api_key=hunter22",
        "api-key: hunter22",
        '{"password": "hunter22"}',
        "Bearer hunter22",
        "token = hunter22",
        "basic hunter22",
    ],
)
def test_short_secrets_are_known_by_their_name(text):
    assert "hunter22" not in redact(text)


def test_the_key_that_was_sent_is_taken_out_whatever_its_form():
    error = failure_of(401, {}, b'{"error": "bad credential plainword"}', secrets=["plainword"])
    assert "plainword" not in str(error)


@pytest.mark.parametrize("text", ["see https://host/x?y=1 now", "redis://u:p@host/0", "wss://a.b"])
def test_addresses_are_taken_out(text):
    assert "://" not in redact(text)


def test_ordinary_words_stay():
    text = "This model's maximum context length is 4096 tokens, however you requested 5000 tokens."
    assert redact(text) == text


def test_a_message_is_bounded_and_one_line():
    error = failure_of(400, {}, json.dumps({"error": {"message": "word\n" * 100_000}}).encode())
    assert len(str(error)) < MAX_DETAIL + 60
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after": "Thu, 01 Jan 1970 00:01:40 GMT"}, 40.0),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:40 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "-3"}, None),
        ({}, None),
    ],
)
def test_the_requested_pause_is_read(headers, seconds):
    assert retry_after(headers, now=lambda: 60.0) == seconds
    assert failure_of(429, headers, b"", now=lambda: 60.0).retry_after == seconds


def test_an_error_inside_an_answer_is_read_too():
    assert type(failure_in_body({"message": "slow down", "code": 429})) is errors.ProviderLimitError
    error = failure_in_body({"message": "overloaded sk-1234567890", "type": "server_error", "code": "x"})
    assert type(error) is errors.ProviderError
    assert str(error) == "The provider failed: overloaded [key]"
    assert str(failure_in_body("it broke")) == "The provider failed: it broke"
    assert str(failure_in_body(None)) == "The provider failed."
