"""What a client is told of an error: a status and a body, an object in a stream, or a documented sentence.

The words of an error that says too much (a file's path, an exception's text) are not among them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from rails_engine import BadOptionError, ProviderError, RailsError, TurnError
from service.dialects.reading import option_problem
from service.errors import BadRequestError, CouldNotLoadError, ServiceError, ShortThreadIdError

if TYPE_CHECKING:
    from service.dialects.reading import Loc

INTERNAL = "Internal server error"
#: Statuses of a ``ServiceError`` that mean: something went wrong inside, for this answer.
INSIDE = frozenset({500, 502, 504})
BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, TOO_MANY, SERVER_ERROR = 400, 401, 403, 429, 500


def status_of(error: Exception) -> int:
    """The HTTP status that an error means."""
    if isinstance(error, ServiceError):
        return error.status
    if isinstance(error, ProviderError):
        theirs = error.status
        if theirs is not None and BAD_REQUEST <= theirs < SERVER_ERROR:
            return theirs
    return error.status_hint if isinstance(error, RailsError) else SERVER_ERROR


def code_of(error: Exception) -> str:
    """A word for programs."""
    return error.code if isinstance(error, ServiceError | RailsError) else RailsError.code


def message_of(error: Exception) -> str:
    """A sentence for people that gives nothing away."""
    if isinstance(error, ServiceError):
        return error.message
    return str(error) if isinstance(error, ProviderError | TurnError) else INTERNAL


def type_of(status: int) -> str:
    """The kind of error that OpenAI's clients know."""
    if status in {UNAUTHORIZED, FORBIDDEN}:
        return "authentication_error"
    if status == TOO_MANY:
        return "rate_limit_error"
    return "server_error" if status >= SERVER_ERROR else "invalid_request_error"


def documented_sentence(error: Exception, internal_error: str) -> str | None:
    """What 003 documents as an answer with status 200; None for what has a status of its own."""
    if isinstance(error, CouldNotLoadError | ShortThreadIdError):
        return error.message
    if isinstance(error, ServiceError):
        return internal_error if error.status in INSIDE else None
    return internal_error if isinstance(error, RailsError) and not isinstance(error, TurnError) else None


def describe(error: Exception, status: int, options_at: Loc = ()) -> dict[str, Any]:
    """The body of an HTTP error."""
    message, param = message_of(error), None
    detail: Any = message
    if isinstance(error, BadOptionError):
        error = BadRequestError([option_problem(error, options_at)])
        message = error.message
    if isinstance(error, BadRequestError):
        detail = [problem.to_json() for problem in error.problems]
        param = error.param
    return {
        "detail": detail,
        "error": {"message": message, "type": type_of(status), "param": param, "code": code_of(error)},
    }


def describe_in_stream(error: Exception) -> dict[str, Any]:
    """The object that ends a stream. It always has all four keys."""
    return {
        "error": {
            "message": message_of(error),
            "type": type_of(status_of(error)),
            "param": None,
            "code": code_of(error),
        }
    }


def describe_block(rail: str) -> dict[str, Any]:
    """The object that ends a stream which an output rail stopped."""
    return {
        "error": {
            "message": f"Blocked by {rail} rails.",
            "type": "guardrails_violation",
            "param": rail,
            "code": "content_blocked",
        }
    }


def retry_headers(error: Exception) -> dict[str, str]:
    """When to come back, where the error knows."""
    seconds = getattr(error, "retry_after", None)
    return (
        {"Retry-After": str(math.ceil(seconds))} if isinstance(seconds, int | float) and seconds >= 0 else {}
    )
