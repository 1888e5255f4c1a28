"""One service that judges texts: where it is, what it wants to see with each request, how long we wait.

Whatever goes wrong with a call leaves as a ``ProviderError`` that names the service and holds no key and no
address. A text is sent once, unless a service says that it may be sent again.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from rails_engine.errors import ProviderError, ProviderRequestError, ProviderTimeoutError
from rails_engine.jsontext import dumps
from rails_engine.rails.remote.answers import Answer
from rails_engine.transport import decode_json
from rails_engine.transport.failures import redact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.transport import Endpoint, Patience, Transport


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Service:
    """Made at load, used by all turns."""

    name: str
    endpoint: Endpoint
    transport: Transport = field(repr=False)
    patience: Patience
    #: Sent with every request.
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    #: What no message may show.
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def post(self, scope: Scope, payload: Any, path: str = "") -> Answer:
        """Post a JSON value to an address below the service's own; the JSON value that comes back."""
        return Answer(self._guarded(lambda: decode_json(self._send(scope, payload, path))))

    def post_text(self, scope: Scope, payload: Any, path: str = "") -> bytes:
        """The same where what comes back is not one JSON value."""
        return self._guarded(lambda: self._send(scope, payload, path))

    def get_text(self, scope: Scope, query: Mapping[str, str]) -> str:
        """What is at the service's address with a query."""
        endpoint = self.endpoint.join("", query)
        body = self._guarded(lambda: self._fetch("GET", endpoint, scope, b""))
        return body.decode("utf-8", "replace")

    def _send(self, scope: Scope, payload: Any, path: str) -> bytes:
        try:
            body = dumps(payload)
        except (TypeError, ValueError):
            raise ProviderRequestError("The request holds a value that JSON cannot express.") from None
        return self._fetch("POST", self.endpoint.join(path) if path else self.endpoint, scope, body)

    def _fetch(self, method: str, endpoint: Endpoint, scope: Scope, body: bytes) -> bytes:
        headers = {"Accept": "application/json", **self.headers}
        if body:
            headers["Content-Type"] = "application/json"
        waiting = _bounded(scope.on_wait, self._longest)
        fetched = self.transport.fetch(
            method, endpoint, headers, body, patience=self.patience, on_wait=waiting
        )
        return fetched[1]

    @property
    def _longest(self) -> float:
        """Seconds that a call may take with all its retries."""
        retries = self.patience.max_retries
        return self.patience.read_timeout * (retries + 1) + self.patience.longest_pause * retries

    def _guarded(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except ProviderError as error:
            message = f"{self.name}: {redact(str(error), self.secrets)}"
            raise type(error)(message, status=error.status, retry_after=error.retry_after) from None


def _bounded(on_wait: Callable[[], None] | None, seconds: float) -> Callable[[], None]:
    """``on_wait`` that also ends a call whose answer drips: each piece in time, the whole never."""
    deadline = time.monotonic() + seconds

    def waiting() -> None:
        if on_wait is not None:
            on_wait()
        if time.monotonic() > deadline:
            raise ProviderTimeoutError("The provider did not answer in time.")

    return waiting
