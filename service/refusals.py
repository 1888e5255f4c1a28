"""How a request is answered that never reaches the application, since it is not HTTP, or too much of it."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace

from gunicorn.http import errors

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a request is answered that never reaches the application."""

    status: int
    reason: str
    message: str
    code: str
    kind: str = "invalid_request_error"


FAILURE = Refusal(500, "Internal Server Error", "Internal server error", "internal_error", "server_error")
#: What is not HTTP, or too much of it; the first that fits.
_REFUSALS: tuple[tuple[type[Exception], Refusal], ...] = (
    (errors.InvalidResponseHeader, FAILURE),
    (errors.InvalidResponseHeaderName, FAILURE),
    (errors.ConfigurationProblem, FAILURE),
    (
        errors.LimitRequestLine,
        Refusal(414, "URI Too Long", "The address of the request is too long.", "uri_too_long"),
    ),
    (
        errors.LimitRequestHeaders,
        Refusal(
            431,
            "Request Header Fields Too Large",
            "The request has too many headers, or one that is too long.",
            "headers_too_large",
        ),
    ),
    (
        errors.ExpectationFailed,
        Refusal(
            417, "Expectation Failed", "The only expectation that is met is 100-continue.", "bad_expectation"
        ),
    ),
    (
        errors.UnsupportedTransferCoding,
        Refusal(501, "Not Implemented", "The transfer coding is not supported.", "bad_transfer_coding"),
    ),
    (errors.ParseException, Refusal(400, "Bad Request", "The request is not valid HTTP.", "bad_http")),
    # A handshake that fails; the other failures of sockets are not answered.
    (OSError, Refusal(400, "Bad Request", "The connection could not be used.", "bad_connection")),
)


def refusal_of(exc: BaseException) -> Refusal:
    """How it is answered."""
    refusal = next((refusal for kind, refusal in _REFUSALS if isinstance(exc, kind)), FAILURE)
    if isinstance(exc, errors.InvalidHeaderName) and refusal is not FAILURE:
        name = str(exc.hdr)[:LONGEST_NAME]
        advice = "write - instead of _" if "_" in name else "it is no valid name"
        message = f"The header name {name!r} is not accepted: {advice}."
        return replace(refusal, message=message, code="invalid_header_name")
    return refusal


def render(refusal: Refusal) -> bytes:
    """The whole answer, after which the connection closes."""
    message = refusal.message
    error = {"message": message, "type": refusal.kind, "param": None, "code": refusal.code}
    body = json.dumps({"detail": message, "error": error}).encode()
    head = (
        f"HTTP/1.1 {refusal.status} {refusal.reason}\r\n"
        "Connection: close\r\n"
        "Content-Type: application/json\r\n"
        f"X-Request-ID: {uuid.uuid4().hex}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
