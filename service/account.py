"""What is written down of one request: its metrics and its line in the access log. Of what it said, nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.observe.logs import log_access

if TYPE_CHECKING:
    from rails_engine import TurnResult
    from service.observe.metrics import Metrics, RequestMetrics

CLIENT_ERROR, SERVER_ERROR = 400, 500


class Account:
    """Of one request; ``end`` closes it, once."""

    __slots__ = ("_closed", "_metrics", "_method", "_path", "request_id", "result")

    def __init__(self, metrics: Metrics, request_id: str, method: str, path: str, endpoint: str) -> None:
        self._metrics: RequestMetrics = metrics.request_started(endpoint)
        self._closed = False
        self._method = method
        self._path = path
        self.request_id = request_id
        #: What the engine decided, where it was asked.
        self.result: TurnResult | None = None

    def of_dialect(self, name: str, *, stream: bool) -> None:
        """In which dialect the call came, and whether its answer is streamed."""
        self._metrics.dialect = name
        self._metrics.stream = stream

    def first_piece(self) -> None:
        """The first text of a stream leaves."""
        self._metrics.first_token()

    def end(self, status: int, outcome: str | None = None) -> None:
        """The answer has left, or nobody wants it."""
        if self._closed:
            return
        self._closed = True
        result = self.result
        outcome = outcome or (result.decision if result is not None else _by_status(status))
        seconds = self._metrics.finished(outcome, result)
        log_access(
            request_id=self.request_id,
            method=self._method,
            path=self._path,
            status=status,
            outcome=outcome,
            ms=round(seconds * 1000, 1),
        )


def _by_status(status: int) -> str:
    if status < CLIENT_ERROR:
        return "ok"
    return "client_error" if status < SERVER_ERROR else "server_error"
