"""What the headers of an answer say of the rails, so that nobody has to read the body to know."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine import CheckResult, RailRun, TurnResult

DECISION = "X-Guardrails-Decision"
RAILS = "X-Guardrails-Rails"
ERROR = "X-Guardrails-Error"
#: The decision of a stream that has only begun.
PENDING = "pending"

#: Steps of the engine's own and of the dialog are on the record too, but are no rails.
KINDS = frozenset({"input", "output", "retrieval", "tool_input", "tool_output"})
#: What a rail's name may hold beside letters and digits; the rest is percent-encoded.
PLAIN = " $!#&'()*+-./:<=>?@[]^_`{|}~"
#: Servers and proxies take headers of 8 KiB; this leaves room for the others.
LONGEST = 4000


def answer_headers(result: TurnResult) -> dict[str, str]:
    """The headers of an answer."""
    if result.error is not None:
        return error_headers(result.error.code) | _rails(result.record.rails)
    return {DECISION: result.decision} | _rails(result.record.rails)


def check_headers(decision: str, result: CheckResult) -> dict[str, str]:
    """The headers of what the rails say of some messages."""
    return {DECISION: decision} | _rails(result.record.rails if result.record is not None else ())


def error_headers(code: str) -> dict[str, str]:
    """The headers of an answer that is none."""
    return {DECISION: "error", ERROR: code}


def stream_headers() -> dict[str, str]:
    """The headers of a stream whose end is not known."""
    return {DECISION: PENDING}


def _rails(runs: Sequence[RailRun]) -> dict[str, str]:
    value = describe_rails(runs)
    return {RAILS: value} if value else {}


def describe_rails(runs: Sequence[RailRun]) -> str:
    """``name;verdict;ms`` of each rail, in order: passed, modified, blocked, failed or skipped."""
    parts: list[str] = []
    room = LONGEST
    for run in runs:
        if run.kind not in KINDS:
            continue
        verdict = (run.verdict or "passed") if run.status == "ran" else run.status
        spent = max(0.0, run.finished_at - run.started_at) if run.status != "skipped" else 0.0
        part = f"{_written(run.name)};{verdict};{round(spent * 1000)}"
        room -= len(part) + 2
        if room < 0:
            parts.append("...")
            break
        parts.append(part)
    return ", ".join(parts)


@lru_cache(maxsize=1024)
def _written(name: str) -> str:
    """A rail's name in a header. Configurations give names, so there are few."""
    return quote(name, safe=PLAIN)
