"""``f5 guardrails scan input`` and ``f5 guardrails scan output``: F5 AI Guardrails.

    rails:
      config:
        f5: {fail_open: false, max_retries: 2, retry_backoff_seconds: 1, max_retry_after_seconds: 30}

The key is in ``F5_GUARDRAILS_API_KEY``; the address is ``api_url``, else ``F5_GUARDRAILS_API_URL``, else that of
the hosted service. ``POST /backend/v1/scans {input}`` answers ``{result: {outcome}}``; any outcome but
``cleared`` blocks. Requests that fail in passing are repeated. ``fail_open: true`` is the original's name for
``on_error: allow``; both work.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.reading import InvalidValueError
from rails_engine.rails.remote.flows import Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, bearer, subject
from rails_engine.rails.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

URL = "https://us1.calypsoai.app"
URL_VARIABLE = "F5_GUARDRAILS_API_URL"
CLEARED = "cleared"
_GUARDS = tuple(
    Guard(
        f"f5 guardrails scan {kind}",
        kind,
        f"f5_guardrails_scan(text=${variable})",
        exception="F5GuardrailsRailException",
    )
    for kind, variable in (("input", "user_message"), ("output", "bot_message"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class F5Settings(RemoteSettings):
    """``rails.config.f5``."""

    api_url: str | None = None
    fail_open: bool = False
    max_retries: int = 2
    max_retry_after_seconds: float = 30.0
    retry_backoff_seconds: float = 1.0

    def __post_init__(self) -> None:
        RemoteSettings.__post_init__(self)
        for name in ("max_retries", "max_retry_after_seconds", "retry_backoff_seconds"):
            if not 0 <= getattr(self, name) < float("inf"):
                raise InvalidValueError(name, "must not be below 0")


class F5(RemoteRail):
    """Judges texts by the scanners of a project."""

    name = "f5"
    flows = list_flows("f5", *_GUARDS)
    colang = write_flows(*_GUARDS)
    settings_key = "f5"
    settings_type = F5Settings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        settings, key = self.settings, wiring.need_variable("F5_GUARDRAILS_API_KEY")
        url, source = settings.api_url, wiring.setting("api_url")
        if not url:
            url, source = wiring.variable(URL_VARIABLE) or URL, URL_VARIABLE
        patience = replace(
            wiring.patience(retries=settings.max_retries),
            longest_pause=settings.max_retry_after_seconds,
            first_backoff=settings.retry_backoff_seconds,
        )
        return wiring.service(url, source, headers=bearer(key), secrets=(key,), patience=patience)

    def allows_on_error(self, params: Mapping[str, Any]) -> bool:
        """See ``Rail``."""
        return self.settings.fail_open or super().allows_on_error(params)

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of both flows."""
        return {"f5_guardrails_scan": self.scan}

    @action(is_system_action=True, name="f5_guardrails_scan")
    def scan(self, scope: Scope, text: str | None = None) -> RailOutcome:
        """Whether the scanners clear a text."""
        text = subject(scope, "input", text)
        if not text:
            return RailOutcome.allow()
        outcome = self.service.post(scope, {"input": text}, "/backend/v1/scans").text("result", "outcome")
        if outcome == CLEARED:
            return RailOutcome.allow(metadata={"outcome": outcome})
        return RailOutcome.block(reason="not cleared", metadata={"outcome": outcome})
