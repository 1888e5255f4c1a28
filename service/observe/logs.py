"""Log lines: one JSON object each, with the id of the request, without keys, contents and absolute paths.

Of an exception a line has the types and the places in the code, never the text, which may quote a request.
What is logged about a request is chosen by whoever logs; this module only takes out what must never be there.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
import traceback
from contextvars import ContextVar
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TextIO

from rails_engine import jsontext

if TYPE_CHECKING:
    from types import TracebackType

    ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

#: The id of the request that the current thread works for.
REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
ACCESS = "service.access"
LONGEST_MESSAGE = 4000
MOST_FRAMES = 12
MOST_CAUSES = 4

_REDACTIONS = (
    # What an address may carry: a password, a query.
    (re.compile(r"(?<=://)[^\s/@'\"]+@"), "[key]@"),
    (re.compile(r"(://[^\s?'\"]+)\?[^\s'\"]+"), r"\1?[query]"),
    (re.compile(r"\b(bearer|basic)\s+[^\s\"',;]+", re.IGNORECASE), r"\1 [key]"),
    (
        re.compile(
            r"((?:api[ _-]?key|token|secret|password|authorization)[\"']?\s*[=:]\s*)[\"']?[^\s\"',;&]+",
            re.IGNORECASE,
        ),
        r"\1[key]",
    ),
    (re.compile(r"\b(?:sk|pk|rk|nvapi|xai|gsk|hf|AIza)[-_][-_A-Za-z0-9*.]{6,}"), "[key]"),
    (re.compile(r"\bAIza[-_A-Za-z0-9]{6,}"), "[key]"),
    # Keys without a prefix: long runs that mix letters and digits.
    (re.compile(r"\b(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z0-9_*-]{32,}"), "[key]"),
    # An absolute path says too much about the machine; its last part says enough.
    (re.compile(r"(?<![\w:/.])(?:/[^\s/'\":,;()\[\]]+)+/(?=[^\s/'\":,;()\[\]])"), "…/"),
)


def clean(text: str) -> str:
    """A text without keys and absolute paths, bounded."""
    text = text[:LONGEST_MESSAGE]
    for pattern, replacement in _REDACTIONS:
        text = pattern.sub(replacement, text)
    return text


def describe(info: ExcInfo) -> dict[str, Any]:
    """An exception as its type, the types that led to it, and where it was raised; innermost place last."""
    _, error, trace = info
    found: dict[str, Any] = {"type": type(error).__name__}
    causes: list[str] = []
    cause = error.__cause__ or error.__context__
    while cause is not None and len(causes) < MOST_CAUSES:
        causes.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    if causes:
        found["causes"] = causes
    frames = traceback.extract_tb(trace)[-MOST_FRAMES:]
    found["at"] = [f"{'/'.join(PurePath(f.filename).parts[-2:])}:{f.lineno} {f.name}" for f in frames]
    return found


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; ``extra={"fields": {…}}`` adds members as they are."""

    def __init__(self) -> None:
        super().__init__()
        self._second = (0, "")

    def format(self, record: logging.LogRecord) -> str:
        """See ``logging.Formatter``."""
        line: dict[str, Any] = {
            "time": self._stamp(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        fields = record.__dict__.get("fields")
        if record.name != ACCESS:
            line["message"] = clean(record.getMessage())
            request_id = REQUEST_ID.get()
            if request_id is not None:
                line["request_id"] = request_id
        if fields:
            line.update(fields)
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = describe(record.exc_info)
        return _encode(line)

    def _stamp(self, created: float) -> str:
        second, text = self._second
        whole = int(created)
        if whole != second:
            text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole))
            self._second = (whole, text)
        return f"{text}.{int((created - whole) * 1000):03d}Z"


class LineHandler(logging.StreamHandler[TextIO]):
    """A handler of ours, so that ``configure_logging`` can tell which ones to replace."""


def configure_logging(level: str, *, errors: TextIO | None = None, access: TextIO | None = None) -> None:
    """JSON lines for everything that is logged in this process: access to stdout, the rest to stderr."""
    _replace(logging.getLogger(), errors or sys.stderr)
    logging.getLogger().setLevel(level.upper())
    _replace(logging.getLogger(ACCESS), access or sys.stdout)
    logging.getLogger(ACCESS).propagate = False


def log_access(**fields: str | float | bool | None) -> None:
    """One line about an answered request: its id, method, endpoint, status, ms and what else is known."""
    if _access.isEnabledFor(logging.INFO):
        # Not _access.info: it would look for its caller, which costs as much as all the rest.
        record = logging.LogRecord(ACCESS, logging.INFO, "", 0, "", None, None)
        record.fields = fields
        _access.handle(record)


def _replace(logger: logging.Logger, stream: TextIO) -> None:
    for handler in [handler for handler in logger.handlers if isinstance(handler, LineHandler)]:
        logger.removeHandler(handler)
    handler = LineHandler(stream)
    handler.setFormatter(JsonFormatter())
    logger.addHandler(handler)


def _name(value: object) -> str:
    return type(value).__name__


def _encode(line: dict[str, Any]) -> str:
    try:
        return jsontext.dumps(line).decode()
    except (TypeError, ValueError):  # something that is no JSON
        return json.dumps(line, default=_name)


_access = logging.getLogger(ACCESS)
