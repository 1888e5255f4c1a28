"""The chat endpoint, answered in front of Flask: what it needs of a request is in the WSGI environment.

Flask's routing, contexts and objects take more than a third of the time of a turn without rails. A request in
which a configuration root's ``config.py``, a browser on another site or an operator's hook may want a say is
Flask's, like every other endpoint; ``service/api/chat.py`` gives the same answers there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.account import Account
from service.answering import ENDPOINT, StreamAnswer, answer_chat, error_answer
from service.arrival import answer_failure, is_closed, request_id
from service.errors import MaintenanceError
from service.sse import send_stream, status_line
from service.worker_state import seat_of, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask import Flask

    from service.answering import WholeAnswer
    from service.services import Services

#: Where Flask keeps what others have asked it to do with every request.
_HOOKS = (
    "before_request_funcs",
    "after_request_funcs",
    "teardown_request_funcs",
    "url_value_preprocessors",
    "teardown_appcontext_funcs",
    "error_handler_spec",
)


def is_untouched(app: Flask) -> bool:
    """Whether nobody wants to know of the requests of an application."""
    return "wsgi_app" not in vars(app) and not any(_hooks(app))


def _hooks(app: Flask) -> list[int]:
    """How many functions wait at each place."""
    return [_count(getattr(app, name)) for name in _HOOKS]


def _count(found: Any) -> int:
    if isinstance(found, dict):
        return sum(_count(value) for value in found.values())
    return len(found) if isinstance(found, list) else 1


class DirectChat:
    """A WSGI application: chat requests are answered here, all others by ``app``, which it stands before."""

    def __init__(self, app: Flask, services: Services) -> None:
        self._flask = app.wsgi_app
        self._app = app
        self._services = services
        self._dialect = services.dialects[-1]
        prefix = services.settings.prefix or ""
        self._paths = frozenset({f"{prefix}{ENDPOINT}", f"{prefix}{ENDPOINT}/"})
        self._hooks = _hooks(app)
        self._alone: bool | None = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """See PEP 3333."""
        path = environ.get("PATH_INFO", "")
        if path not in self._paths or environ["REQUEST_METHOD"] != "POST" or not self._is_ours(environ):
            return self._flask(environ, start_response)
        services = self._services
        queued = state_of(environ).queued()
        account = Account(services.metrics, request_id(environ), "POST", path, "chat", queued=queued)
        try:
            if is_closed(services.settings):
                answer: WholeAnswer | StreamAnswer = error_answer(self._dialect, MaintenanceError())
            else:
                answer = answer_chat(services, environ, account)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client hears of it and the log has it
            answer = answer_failure(self._dialect, account.request_id, error)
        headers = {"X-Request-ID": account.request_id}
        if isinstance(answer, StreamAnswer):
            return send_stream(answer, account, start_response, headers, seat=seat_of(environ))
        return _send(answer, account, start_response, headers)

    def _is_ours(self, environ: Mapping[str, Any]) -> bool:
        if self._alone is None:
            # With the first request: whoever assembles a server may add hooks until then.
            self._alone = _hooks(self._app) == self._hooks
        return self._alone and not (self._services.settings.cors and "HTTP_ORIGIN" in environ)


def _send(
    answer: WholeAnswer, account: Account, start_response: Any, headers: dict[str, str]
) -> Iterable[bytes]:
    account.answered(answer.result, failed=answer.failed)
    all_headers = [*answer.headers.items(), ("Content-Length", str(len(answer.body))), *headers.items()]
    start_response(status_line(answer.status), all_headers)
    account.end(answer.status)
    return (answer.body,)
