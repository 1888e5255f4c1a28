"""What is written down of a request: its metrics and its line in the access log. Of what it said, nothing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from service.observe.logs import REQUEST_ID, log_access

if TYPE_CHECKING:
    from rails_engine import CheckResult, TurnResult
    from service.observe.metrics import Metrics, RequestMetrics

log = logging.getLogger(__name__)

CLIENT_ERROR, CLIENT_GONE, SERVER_ERROR = 400, 499, 500
METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
#: Stands for what a caller made up: a path that is none of ours, a method that nobody knows.
NONE = "-"


class Account:
    """Of one request; ``end`` closes it, once."""

    __slots__ = ("_closed", "_method", "_metrics", "_route", "outcome", "request_id", "result")

    def __init__(
        self, metrics: Metrics, request_id: str, method: str, route: str, endpoint: str, *, queued: int = 0
    ) -> None:
        """``route``: the path as it is mounted, nothing of which a caller chose; ``queued``: who waits."""
        self._metrics: RequestMetrics = metrics.request_started(endpoint, queued=queued)
        self._closed = False
        self._method = method if method in METHODS else NONE
        self._route = route
        self.request_id = request_id
        #: What the engine decided, where it was asked.
        self.result: TurnResult | CheckResult | None = None
        #: How it ended, in the words of the metrics, where the status does not say it.
        self.outcome: str | None = None
        # Whatever is logged on this thread from now on is about this request.
        REQUEST_ID.set(request_id)

    def of_dialect(self, name: str, *, stream: bool) -> None:
        """In which dialect the call came, and whether its answer is streamed."""
        self._metrics.dialect = name
        self._metrics.stream = stream

    def first_piece(self) -> None:
        """The first text of a stream leaves."""
        self._metrics.first_token()

    def answered(self, result: TurnResult | None, *, failed: bool) -> None:
        """What came of it, where it is not streamed."""
        self.result = result
        if failed:
            self.outcome = "error"

    def end(self, status: int) -> None:
        """The answer has left, or nobody wants it."""
        if self._closed:
            return
        self._closed = True
        result = self.result
        outcome = self.outcome or getattr(result, "decision", None) or _by_status(status)
        seconds = self._metrics.finished(outcome, result)
        if result is not None:
            _note_failures(result)
        log_access(
            request_id=self.request_id,
            method=self._method,
            path=self._route,
            status=status,
            outcome=outcome,
            ms=round(seconds * 1000, 1),
        )
        REQUEST_ID.set(None)


def _note_failures(result: TurnResult | CheckResult) -> None:
    """Rails that could not do their work, each with the kind of its error: the words may be somebody's."""
    for rail in result.record.rails if result.record is not None else ():
        if rail.status == "failed":
            kind = (rail.reason or "").partition(":")[0]
            log.warning("The rail %r failed: %s; the text was %s", rail.name, kind, rail.enforced)


def _by_status(status: int) -> str:
    if status < CLIENT_ERROR:
        return "ok"
    if status == CLIENT_GONE:
        return "closed"
    return "client_error" if status < SERVER_ERROR else "server_error"
