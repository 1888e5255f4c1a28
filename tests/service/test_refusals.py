"""What HTTP refuses is answered in our words."""

from __future__ import annotations

import json

import pytest
from gunicorn.http import errors

from service.refusals import refusal_of, render


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (errors.InvalidHeaderName("X_Y"), 400, "invalid_header_name"),
        (errors.InvalidHeader("x"), 400, "bad_http"),
        (errors.InvalidRequestLine("x"), 400, "bad_http"),
        (errors.InvalidChunkSize("x"), 400, "bad_http"),
        (errors.LimitRequestLine(1, 2), 414, "uri_too_long"),
        (errors.LimitRequestHeaders("x"), 431, "headers_too_large"),
        (errors.ExpectationFailed("x"), 417, "bad_expectation"),
        (errors.UnsupportedTransferCoding("x"), 501, "bad_transfer_coding"),
        (errors.InvalidResponseHeader("x"), 500, "internal_error"),
        (errors.InvalidResponseHeaderName("x"), 500, "internal_error"),
        (errors.ConfigurationProblem("x"), 500, "internal_error"),
        (ConnectionAbortedError("x"), 400, "bad_connection"),
        (KeyError("x"), 500, "internal_error"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_what_http_refuses_has_a_status_and_a_code(error, status, code):
    refusal = refusal_of(error)
    assert (refusal.status, refusal.code) == (status, code)
    assert refusal.kind == ("server_error" if code == "internal_error" else "invalid_request_error")


def test_a_header_name_that_is_refused_is_shown_as_far_as_it_is_short():
    refusal = refusal_of(errors.InvalidHeaderName("X" * 5000 + "_"))
    assert len(refusal.message) < 200
    head, _, body = render(refusal).partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert json.loads(body)["error"]["param"] is None
