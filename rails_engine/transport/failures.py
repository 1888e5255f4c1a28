"""What an HTTP status from a provider means: one ``ProviderError`` with a message that is safe to show.

Knows no sockets. A message never holds a key, an address, or more than a few hundred characters of the
provider's own words.
"""

from __future__ import annotations

import math
import re
import time
from typing import TYPE_CHECKING, Any

from rails_engine.errors import (
    ProviderAuthError,
    ProviderError,
    ProviderLimitError,
    ProviderReplyError,
    ProviderRequestError,
    ProviderTimeoutError,
)
from rails_engine.jsontext import loads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MAX_DETAIL = 400
#: So much of an error's body is looked at.
MAX_BODY = 64 * 1024
_SHORTEST_SECRET = 6

#: status → (class, what the message begins with)
STATUSES: dict[int, tuple[type[ProviderError], str]] = {
    401: (ProviderAuthError, "The provider does not accept the API key"),
    403: (ProviderAuthError, "The provider does not allow this request with this API key"),
    408: (ProviderTimeoutError, "The provider did not answer in time"),
    429: (ProviderLimitError, "The provider asks for fewer requests"),
    504: (ProviderTimeoutError, "The provider did not answer in time"),
}
_REFUSED = (ProviderRequestError, "The provider refused the request")
_FAILED = (ProviderError, "The provider failed")
_ODD = (ProviderReplyError, "The provider answered with an unexpected status")

_REDACTIONS = (
    (re.compile(r"\b[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE), "[address]"),
    (re.compile(r"\b(bearer|basic)\s+[^\s\"',;]+", re.IGNORECASE), r"\1 [key]"),
    (
        re.compile(
            r"((?:api[ _-]?key|subscription[ _-]?key|token|secret|password|authorization)[\"']?\s*[=:]\s*)"
            r"[\"']?[^\s\"',;&]+",
            re.IGNORECASE,
        ),
        r"\1[key]",
    ),
    (re.compile(r"\b(?:sk|pk|rk|nvapi|xai|gsk|hf|AIza)[-_A-Za-z0-9*.]{6,}"), "[key]"),
    # Keys without a prefix: long runs that mix letters and digits.
    (re.compile(r"\b(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z0-9_*-]{32,}"), "[key]"),
)


def redact(text: str, secrets: Iterable[str] = (), limit: int = MAX_DETAIL) -> str:
    """The text without keys and addresses, on one line, bounded."""
    text = text[: limit * 4]
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, "[key]")
    for pattern, replacement in _REDACTIONS:
        text = pattern.sub(replacement, text)
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def failure_of(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    secrets: Iterable[str] = (),
    now: Callable[[], float] = time.time,
) -> ProviderError:
    """The error that a status outside 2xx stands for. Header names are lower case."""
    detail = redact(_detail(headers, body), secrets)
    kind, summary = STATUSES.get(status) or _by_class(status)
    message = f"{summary} ({status})"
    return kind(
        f"{message}: {detail}" if detail else f"{message}.",
        status=status,
        retry_after=retry_after(headers, now),
    )


def failure_in_body(error: Any, *, secrets: Iterable[str] = ()) -> ProviderError:
    """The error that a provider reports inside an answer or a stream that began with 200."""
    code = error.get("code") if isinstance(error, dict) else None
    status = code if isinstance(code, int) and code in range(400, 600) else None
    detail = redact(_words(error), secrets)
    kind, summary = (STATUSES.get(status) or _by_class(status)) if status else _FAILED
    return kind(f"{summary}: {detail}" if detail else f"{summary}.", status=status)


def retry_after(headers: Mapping[str, str], now: Callable[[], float] = time.time) -> float | None:
    """How many seconds the provider asks to be left alone, if it says so."""
    seconds = _number(headers.get("retry-after-ms"))
    if seconds is not None:
        return seconds / 1000
    text = headers.get("retry-after")
    seconds = _number(text)
    if seconds is not None or not text:
        return seconds
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now())
    except (ValueError, OverflowError):
        return None


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _by_class(status: int) -> tuple[type[ProviderError], str]:
    if 400 <= status < 500:  # noqa: PLR2004 - the class of client errors
        return _REFUSED
    return _FAILED if 500 <= status < 600 else _ODD  # noqa: PLR2004 - the class of server errors


def _detail(headers: Mapping[str, str], body: bytes) -> str:
    body = body[:MAX_BODY]
    try:
        return _words(loads(body))
    except ValueError:
        plain = "text/plain" in headers.get("content-type", "")
        return body.decode("utf-8", "replace") if plain else ""


def _words(value: Any) -> str:
    """The sentence in an error object, wherever this provider puts it."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "; ".join(filter(None, (_words(item) for item in value[:5])))
    if isinstance(value, dict):
        for name in ("error", "message", "msg", "detail", "errors"):
            words = _words(value.get(name))
            if words:
                return words
    return ""
