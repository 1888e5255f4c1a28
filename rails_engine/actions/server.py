"""The client of an action server: actions that run in another process, called over HTTP.

``POST /v1/actions/run`` with ``{action_name, action_parameters}`` answers ``{status, result}``;
``GET /v1/actions/list`` gives the names. Nothing is run twice: whether an action may be repeated only its
author knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.errors import (
    ActionFailedError,
    ActionParameterError,
    ConfigError,
    ProviderError,
    UnknownActionError,
)
from rails_engine.jsontext import dumps
from rails_engine.transport import Endpoint, Patience, decode_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.transport import Transport

ONCE = Patience(max_retries=0)


class ActionServer:
    """One action server. Shared by threads."""

    def __init__(self, url: str, transport: Transport) -> None:
        try:
            base = Endpoint.parse(url)
        except ConfigError as error:
            raise ConfigError(f"actions_server_url is {error.message}", text=url, hint=error.hint) from None
        self._run = base.join("/v1/actions/run")
        self._list = base.join("/v1/actions/list")
        self._transport = transport

    def run(self, name: str, params: Mapping[str, Any], *, on_wait: Callable[[], None] | None = None) -> Any:
        """The result of an action. Raises ``UnknownActionError`` or ``ActionFailedError``."""
        payload = {"action_name": name, "action_parameters": _sendable(name, params)}
        try:
            answer = self._transport.post_json(self._run, payload, patience=ONCE, on_wait=on_wait)
        except ProviderError as error:
            if error.status is not None:
                self._insist_on(name)
            raise ActionFailedError(name, type(error).__name__) from error
        if not isinstance(answer, dict) or "status" not in answer:
            raise ActionFailedError(name, "an answer that is not {status, result}")
        if answer["status"] != "success":
            self._insist_on(name)
            raise ActionFailedError(name, f"status {answer['status']!r} of the action server")
        return answer.get("result")

    def names(self) -> list[str]:
        """The names of its actions. Raises ``ProviderError``."""
        headers = {"Accept": "application/json"}
        names = decode_json(self._transport.fetch("GET", self._list, headers)[1])
        return [str(name) for name in names] if isinstance(names, list) else []

    def _insist_on(self, name: str) -> None:
        """An action that failed may simply not be there, which is another error with another remedy."""
        try:
            known = self.names()
        except ProviderError:
            return
        if known and name not in known:
            raise UnknownActionError(name, known) from None


def _sendable(action: str, params: Mapping[str, Any]) -> dict[str, Any]:
    sent: dict[str, Any] = {}
    for name, value in params.items():
        plain = value.legacy if isinstance(value, RailOutcome) else value
        try:
            dumps(plain)
        except (TypeError, ValueError, RecursionError):
            kind = type(value).__name__
            problem = f"runs on the action server, and {name!r} (a {kind}) cannot be sent there as JSON."
            raise ActionParameterError(action, problem) from None
        sent[name] = plain
    return sent
