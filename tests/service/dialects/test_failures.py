from __future__ import annotations

import pytest

from rails_engine import (
    BadOptionError,
    BadStateError,
    ConfigError,
    ProviderAuthError,
    ProviderError,
    ProviderLimitError,
    ProviderReplyError,
    ProviderRequestError,
    ProviderTimeoutError,
    ProviderUnreachableError,
    UnknownConfigError,
)
from rails_engine.errors import ActionFailedError, FlowLimitError
from service.dialects.answers import ErrorBody, StreamError
from service.dialects.failures import (
    code_of,
    describe,
    describe_block,
    describe_in_stream,
    documented_sentence,
    retry_headers,
    status_of,
)
from service.errors import (
    BadRequestError,
    BodyTooLargeError,
    CouldNotLoadError,
    MissingConfigError,
    Problem,
    ShortThreadIdError,
    StateTokenError,
    StoreUnavailableError,
    ThreadsDisabledError,
)

WRONG = BadRequestError([Problem(("body", "n"), "must be 1", "value_error")])
MALFORMED = BadRequestError([Problem(("body",), "no JSON", "json_invalid")], status=400)
ERRORS = [
    # error, status, code, type, what 003 documents instead
    (WRONG, 422, "invalid_request", "invalid_request_error", None),
    (MALFORMED, 400, "malformed_body", "invalid_request_error", None),
    (BodyTooLargeError(9), 413, "body_too_large", "invalid_request_error", None),
    (MissingConfigError(), 422, "missing_config", "invalid_request_error", None),
    (CouldNotLoadError(("a",)), 500, "config_error", "server_error", "its own"),
    (CouldNotLoadError(("a",), unknown=True), 404, "unknown_config", "invalid_request_error", "its own"),
    (ShortThreadIdError(16), 422, "thread_id_too_short", "invalid_request_error", "its own"),
    (ThreadsDisabledError(), 400, "threads_disabled", "invalid_request_error", None),
    (StateTokenError("no"), 422, "invalid_state", "invalid_request_error", None),
    (StoreUnavailableError("redis"), 503, "store_unavailable", "server_error", None),
    (BadStateError("no"), 422, "invalid_state", "invalid_request_error", None),
    (BadOptionError("no", where=("options", "x")), 422, "invalid_request", "invalid_request_error", None),
    (ProviderAuthError("no", status=401), 401, "provider_auth", "authentication_error", "ISE"),
    (ProviderAuthError("no", status=403), 403, "provider_auth", "authentication_error", "ISE"),
    (ProviderLimitError("no", status=429), 429, "provider_limit", "rate_limit_error", "ISE"),
    (ProviderRequestError("no", status=404), 404, "provider_request", "invalid_request_error", "ISE"),
    (ProviderRequestError("no"), 400, "provider_request", "invalid_request_error", "ISE"),
    (ProviderTimeoutError("no"), 504, "provider_timeout", "server_error", "ISE"),
    (ProviderUnreachableError("no"), 502, "provider_unreachable", "server_error", "ISE"),
    (ProviderReplyError("no", status=200), 502, "provider_reply", "server_error", "ISE"),
    (ProviderError("no", status=500), 502, "provider_error", "server_error", "ISE"),
    (ConfigError("no"), 500, "config_error", "server_error", "ISE"),
    (UnknownConfigError("no"), 404, "unknown_config", "invalid_request_error", "ISE"),
    (ActionFailedError("a", "E"), 500, "action_failed", "server_error", "ISE"),
    (FlowLimitError("no"), 500, "flow_limit", "server_error", "ISE"),
    (ZeroDivisionError("x"), 500, "internal_error", "server_error", None),
]


@pytest.mark.parametrize(("error", "status", "code", "kind", "sentence"), ERRORS, ids=lambda e: str(e)[:30])
def test_an_error_has_a_status_a_code_and_a_type(error, status, code, kind, sentence):
    assert status_of(error) == status
    body = describe(error, status)
    ErrorBody.model_validate(body)
    assert (body["error"]["code"], body["error"]["type"]) == (code, kind)
    wanted = {"ISE": "Sorry.", "its own": getattr(error, "message", None)}.get(sentence)
    assert documented_sentence(error, "Sorry.") == wanted


@pytest.mark.parametrize("error", [entry[0] for entry in ERRORS], ids=str)
def test_an_error_in_a_stream_has_all_four_keys(error):
    StreamError.model_validate(describe_in_stream(error))
    assert describe_in_stream(error)["error"].keys() == {"message", "type", "param", "code"}


@pytest.mark.parametrize(
    "error",
    [
        ConfigError("bad", file="/srv/configs/a/config.yml", line=3, text="api_key: sk-1"),
        ActionFailedError("lookup", "OperationalError"),
        ValueError("sk-1 in /srv"),
    ],
    ids=lambda e: type(e).__name__,
)
def test_an_error_that_says_too_much_is_told_as_an_internal_one(error):
    for body in (describe(error, 500), describe_in_stream(error)):
        assert body["error"]["message"] == "Internal server error"


def test_the_words_of_detail_are_those_of_the_documents():
    body = describe(MissingConfigError(), 422)
    assert body["detail"] == "No guardrails config_id provided and server has no default configuration"
    assert body["detail"] == body["error"]["message"]
    assert CouldNotLoadError(("my-config",)).message == (
        "Could not load the ['my-config'] guardrails configuration. An internal error has occurred."
    )
    assert ShortThreadIdError(16).message == "The `thread_id` must have a minimum length of 16 characters."


def test_what_is_wrong_in_a_field_is_a_list_and_the_first_is_the_param():
    error = BadRequestError(
        [
            Problem(("body", "messages", 0, "role"), "must be x", "literal_error"),
            Problem(("body", "n"), "y", "z"),
        ]
    )
    assert describe(error, 422) == {
        "detail": [
            {"loc": ["body", "messages", 0, "role"], "msg": "must be x", "type": "literal_error"},
            {"loc": ["body", "n"], "msg": "y", "type": "z"},
        ],
        "error": {
            "message": "messages.0.role: must be x",
            "type": "invalid_request_error",
            "param": "messages.0.role",
            "code": "invalid_request",
        },
    }


def test_an_option_that_the_engine_refuses_is_told_where_the_dialect_has_it():
    error = BadOptionError("there is no such rail", where=("options", "rails", "input", 0))
    body = describe(error, 422, ("guardrails",))
    assert body["detail"] == [
        {
            "loc": ["body", "guardrails", "options", "rails", "input", 0],
            "msg": "there is no such rail",
            "type": "value_error",
        }
    ]
    assert body["error"]["param"] == "guardrails.options.rails.input.0"


def test_when_to_come_back_is_told_in_whole_seconds():
    assert retry_headers(ProviderLimitError("x", retry_after=1.2)) == {"Retry-After": "2"}
    assert retry_headers(ProviderLimitError("x")) == {}
    assert retry_headers(ValueError("x")) == {}


def test_a_block_names_the_rail():
    StreamError.model_validate(describe_block("check plum"))


def test_a_foreign_exception_has_a_code_too():
    assert code_of(KeyError("x")) == "internal_error"
