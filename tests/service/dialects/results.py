"""Results of turns made by hand."""

from __future__ import annotations

from typing import Any

from rails_engine import RailRun, TurnResult
from rails_engine.messages import Usage
from rails_engine.turn import Record
from service.call import ChatCall, Limits
from service.dialects.base import AnswerMeta

LIMITS = Limits()
META = AnswerMeta("chatcmpl-00000000-0000-4000-8000-000000000000", 1709424000, ("main", "input_checking"))
CALL = ChatCall("openai", ("main",), "gpt-4o", [{"role": "user", "content": "Hello!"}])
USAGE = Usage(11, 3, 14)
EXCEPTION = {"type": "InputRailException", "message": "Not allowed.", "uid": "1"}


def result(text: str | None = "Hi.", *, rails: tuple[RailRun, ...] = (), **extra: Any) -> TurnResult:
    """A result that was allowed, unless it is said otherwise."""
    message = extra.pop("message", {"role": "assistant", "content": text})
    extra.setdefault("decision", "allowed")
    extra.setdefault("usage", USAGE)
    return TurnResult(message=message, record=Record(0.0, rails=list(rails)), **extra)


def blocked(text: str = "No.", kind: str = "input", **extra: Any) -> TurnResult:
    """A result that a rail blocked."""
    return result(
        text,
        decision="blocked",
        blocked_by="check",
        blocked_kind=kind,
        finish_reason="content_filter",
        **extra,
    )
