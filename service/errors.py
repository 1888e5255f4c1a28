"""Every error that the service raises on purpose, with its HTTP status. The engine has a tree of its own.

    ServiceError                  status, code, message
     ├ SettingsError              500: a setting that cannot be used; stops the start, or what first needs it
     ├ BadRequestError            400 or 422: a body that is no request, field by field
     ├ BodyTooLargeError          413: a body above the bound
     ├ MissingConfigError         422: no configuration is named and there is no default
     ├ CouldNotLoadError          404 or 500: a configuration that cannot be loaded
     ├ ShortThreadIdError         422: a thread id that would be easy to guess
     ├ HttpError                  404, 405, …: no such path or method
     ├ MaintenanceError           503: the operator has closed the server for a while
     ├ AmbiguousKeyError          422: a key that two different models would share
     ├ RequestTimeoutError        504: the whole of a request took too long
     ├ DrainingError              503: the server stops, and a stream with it
     ├ ThreadsDisabledError       400: a thread was asked for and there is no store
     ├ StateTokenError            422: a state that is neither sealed by us nor plain talk
     └ StoreUnavailableError      503: the thread store does not answer

A message holds no secret, no address and no content of a request: it is shown to whoever asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rails_engine import AbandonedError

if TYPE_CHECKING:
    from collections.abc import Sequence


class ServiceError(Exception):
    """The root of the tree."""

    def __init__(self, status: int, code: str, message: str) -> None:
        self.status = status
        self.code = code
        self.message = message
        super().__init__(message)


class SettingsError(ServiceError):
    """A setting with a value that cannot be used: its name, what it is and what it should be.

    ``value`` is None for a setting that may hold a secret: it is then not shown.
    """

    def __init__(self, name: str, value: str | None, wanted: str) -> None:
        self.name = name
        self.value = value
        self.wanted = wanted
        shown = "" if value is None else f", not {value!r}"
        super().__init__(500, "settings_error", f"{name} must be {wanted}{shown}")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one place of a body. The value that is wrong is not in it."""

    loc: tuple[str | int, ...]
    msg: str
    type: str

    def to_json(self) -> dict[str, Any]:
        """As clients of the original read it."""
        return {"loc": list(self.loc), "msg": self.msg, "type": self.type}


class BadRequestError(ServiceError):
    """A body that is no request: 400 where it is not a JSON object, 422 where one of its fields is wrong."""

    def __init__(self, problems: Sequence[Problem], *, status: int = 422) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        #: Which field, as OpenAI's clients are told it.
        self.param = ".".join(map(str, first.loc[1:])) or None
        message = f"{self.param}: {first.msg}" if self.param else first.msg
        super().__init__(status, "malformed_body" if status == 400 else "invalid_request", message)  # noqa: PLR2004


class BodyTooLargeError(ServiceError):
    """A body above the bound."""

    def __init__(self, limit: int) -> None:
        super().__init__(413, "body_too_large", f"The body is larger than {limit} bytes.")


class MissingConfigError(ServiceError):
    """No configuration is named and there is no default. The words are documented."""

    def __init__(self) -> None:
        message = "No guardrails config_id provided and server has no default configuration"
        super().__init__(422, "missing_config", message)


class CouldNotLoadError(ServiceError):
    """A configuration that cannot be loaded. The words are documented; why it cannot is for the log."""

    def __init__(self, ids: Sequence[str], *, unknown: bool = False) -> None:
        self.ids = tuple(ids)
        message = (
            f"Could not load the {list(ids)!r} guardrails configuration. An internal error has occurred."
        )
        super().__init__(404 if unknown else 500, "unknown_config" if unknown else "config_error", message)


class ShortThreadIdError(ServiceError):
    """A thread id that would be easy to guess. The words are documented."""

    def __init__(self, least: int) -> None:
        message = f"The `thread_id` must have a minimum length of {least} characters."
        super().__init__(422, "thread_id_too_short", message)


class HttpError(ServiceError):
    """What the web framework refuses: no such path, no such method."""

    def __init__(self, status: int, name: str) -> None:
        super().__init__(status, name.lower().replace(" ", "_"), name)


class MaintenanceError(ServiceError):
    """The operator has closed the server for a while."""

    retry_after = 60.0

    def __init__(self) -> None:
        super().__init__(503, "maintenance", "The server is closed for maintenance.")


class AmbiguousKeyError(ServiceError):
    """A key that two different models would share, because headers cannot tell their names apart."""

    def __init__(self, one: str, other: str) -> None:
        message = f"The key header does not say whether it is for the model {one!r} or {other!r}."
        super().__init__(422, "ambiguous_key", message)


class RequestTimeoutError(ServiceError, AbandonedError):
    """The whole of a request took too long."""

    def __init__(self) -> None:
        ServiceError.__init__(self, 504, "request_timeout", "The request took too long.")


class ClientGoneError(AbandonedError):
    """The client has closed its connection; nobody will read an answer."""


class DrainingError(ServiceError, AbandonedError):
    """The server stops; a stream that has not ended by then ends with this."""

    def __init__(self) -> None:
        ServiceError.__init__(self, 503, "shutting_down", "The server is shutting down.")


class ThreadsDisabledError(ServiceError):
    """A thread was asked for and this server keeps none."""

    def __init__(self) -> None:
        super().__init__(400, "threads_disabled", "Conversation threads are not enabled on this server.")


class StateTokenError(ServiceError):
    """A state that is neither sealed by us nor plain talk."""

    def __init__(self, message: str) -> None:
        super().__init__(422, "invalid_state", message)


class StoreUnavailableError(ServiceError):
    """The thread store does not answer. ``reason`` is the type of what went wrong, for the log."""

    def __init__(self, kind: str, reason: str = "") -> None:
        self.kind = kind
        self.reason = reason
        super().__init__(503, "store_unavailable", f"The thread store ({kind}) is not available.")
