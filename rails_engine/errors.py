"""Every error that the engine raises on purpose. Foreign exceptions are mapped to these at one door each.

    RailsError                      status_hint 500
     ├ ConfigError                  a configuration folder that cannot be used; names file, line, column
     │  ├ UnknownConfigError        404: there is no such folder
     │  ├ ColangSyntaxError         Colang text that does not parse or compile
     │  ├ DuplicatePluginError      two plug-ins of one folder share a name
     │  └ MissingExtraError         an optional package that this configuration needs is not installed
     ├ TurnError                    422: what the caller asked for in one turn cannot be done
     │  ├ BadStateError             a state that is not one of ours
     │  └ BadOptionError            an option that is unknown or has a wrong value
     ├ ActionError                  an action could not do its work
     │  ├ UnknownActionError
     │  ├ ActionParameterError      an action is given a parameter it has not, or not given one it needs
     │  └ ActionFailedError         names the action and the exception's type, never its content
     ├ AbandonedError               499: nobody waits for the answer any more; ends a turn wherever it is
     ├ ExpressionError              a Colang expression that cannot be evaluated
     ├ FlowLimitError               flows that do not come to an end
     └ ProviderError                502: a model could not answer
        ├ ProviderAuthError         401
        ├ ProviderLimitError        429, with retry_after
        ├ ProviderRequestError      400: the model refuses the request itself
        ├ ProviderTimeoutError      504
        ├ ProviderUnreachableError  502
        └ ProviderReplyError        502: the answer is not what the protocol promises

``status_hint`` is a suggestion to whoever speaks HTTP; this package does not.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a misspelt one most likely meant."""
    matches = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


class RailsError(Exception):
    """The root of the tree."""

    status_hint = 500
    code = "internal_error"


class ConfigError(RailsError):
    """A configuration that cannot be used: what is wrong, where, and what to write instead."""

    code = "config_error"

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        text: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.text = text
        self.hint = hint
        super().__init__(self._render())

    def _render(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        lines = [f"{place}: {self.message}" if place else self.message]
        if self.text is not None:
            lines.append(f"    {self.text}")
            if self.column is not None:
                lines.append(" " * (3 + self.column) + "^")
        if self.hint:
            lines.append(self.hint)
        return "\n".join(lines)


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A hint for ``ConfigError``: the nearest known name as a question, if one is near."""
    best = nearest(name, known)
    return f"Did you mean {best!r}?" if best else None


class UnknownConfigError(ConfigError):
    """There is no such configuration folder."""

    status_hint = 404
    code = "unknown_config"


class ColangSyntaxError(ConfigError):
    """Colang text that does not parse or compile."""

    code = "colang_syntax"


class DuplicatePluginError(ConfigError):
    """Two plug-ins of one folder share a name."""

    def __init__(self, name: str, module: str) -> None:
        super().__init__(f"the plug-in name {name!r} is taken; {module} defines it again")


class MissingExtraError(ConfigError):
    """An optional package that this configuration needs is not installed."""

    code = "missing_extra"

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs an optional package", hint=f"pip install 'switchyard[{extra}]'")


class TurnError(RailsError):
    """What the caller asked for in one turn cannot be done."""

    status_hint = 422
    code = "invalid_turn"


class BadStateError(TurnError):
    """A state that is not one of ours."""

    code = "invalid_state"


class BadOptionError(TurnError):
    """An option that is unknown or has a wrong value; ``where`` is its path."""

    code = "invalid_option"

    def __init__(self, message: str, *, where: tuple[str | int, ...] = ()) -> None:
        self.where = where
        super().__init__(f"{'.'.join(map(str, where))}: {message}" if where else message)


class ActionError(RailsError):
    """An action could not do its work."""

    code = "action_error"


class UnknownActionError(ActionError):
    """A flow executes an action that nobody registered."""

    code = "unknown_action"

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        self.name = name
        hint = did_you_mean(name, known)
        super().__init__(f"Action {name!r} not found." + (f" {hint}" if hint else ""))


class ActionParameterError(ActionError):
    """A flow gives an action a parameter that it has not, or not one that it needs."""

    code = "action_parameter"

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        super().__init__(f"Action {name!r} {problem}")


class ActionFailedError(ActionError):
    """An action raised; its own exception is the ``__cause__``, and its text stays out of this message."""

    code = "action_failed"

    def __init__(self, name: str, kind: str) -> None:
        self.name = name
        super().__init__(f"Action {name!r} failed with {kind}.")


class AbandonedError(RailsError):
    """Nobody waits for the answer any more. ``Turn.on_wait`` raises it; no rail takes it for a failure."""

    status_hint = 499
    code = "abandoned"


class ExpressionError(RailsError):
    """A Colang expression that cannot be evaluated."""

    code = "expression_error"


class FlowLimitError(RailsError):
    """Flows that do not come to an end within the bound."""

    code = "flow_limit"


class ProviderError(RailsError):
    """A model could not answer. The message never holds a key or an address."""

    status_hint = 502
    code = "provider_error"

    def __init__(
        self,
        message: str,
        *,
        model: str | None = None,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        self.model = model
        self.status = status
        self.retry_after = retry_after
        super().__init__(message)


class ProviderAuthError(ProviderError):
    """The provider does not accept the key (401, 403)."""

    status_hint = 401
    code = "provider_auth"


class ProviderLimitError(ProviderError):
    """The provider asks for patience (429)."""

    status_hint = 429
    code = "provider_limit"


class ProviderRequestError(ProviderError):
    """The provider refuses the request itself (400, 404, 413, 422)."""

    status_hint = 400
    code = "provider_request"


class ProviderTimeoutError(ProviderError):
    """The provider did not answer in time."""

    status_hint = 504
    code = "provider_timeout"


class ProviderUnreachableError(ProviderError):
    """No connection to the provider, or it broke."""

    code = "provider_unreachable"


class ProviderReplyError(ProviderError):
    """The provider's answer is not what its protocol promises."""

    code = "provider_reply"
