"""``trend ai guard input`` and ``trend ai guard output``: the AI Guard of Trend Vision One.

    rails:
      config:
        trend_micro:
          v1_url: https://api.xdr.trendmicro.com/v3.0/aiSecurity/applyGuardrails
          api_key_env_var: V1_API_KEY
          application_name: my-app

``POST {prompt}`` answers ``{action}``, ``Block`` or ``Allow``, with reasons.

The original lets the text through when the call fails, and blocks where there is no key. Here a failed call
blocks, ``on_error: allow`` brings the original's way back, and a missing key is an error at load.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.reading import InvalidValueError
from rails_engine.errors import ProviderReplyError
from rails_engine.rails.remote.flows import Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, bearer, subject
from rails_engine.rails.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

_APPLICATION = re.compile(r"[A-Za-z0-9_-]{1,64}")
_GUARDS = tuple(
    Guard(
        f"trend ai guard {kind}",
        kind,
        f"trend_ai_guard(text=${variable})",
        exception="TrendAiGuardRailException",
    )
    for kind, variable in (("input", "user_message"), ("output", "bot_message"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendMicroSettings(RemoteSettings):
    """``rails.config.trend_micro``."""

    v1_url: str = "https://api.xdr.trendmicro.com/v3.0/aiSecurity/applyGuardrails"
    api_key_env_var: str = "V1_API_KEY"
    application_name: str = "switchyard"
    detailed_response: bool = False

    def __post_init__(self) -> None:
        RemoteSettings.__post_init__(self)
        if not _APPLICATION.fullmatch(self.application_name):
            raise InvalidValueError(
                "application_name", "must be 1 to 64 letters, digits, hyphens and underscores"
            )


class TrendMicro(RemoteRail):
    """Judges texts by a policy."""

    name = "trend micro"
    flows = list_flows("trend_micro", *_GUARDS)
    colang = write_flows(*_GUARDS)
    settings_key = "trend_micro"
    settings_type = TrendMicroSettings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        settings = self.settings
        key = wiring.need_variable(settings.api_key_env_var)
        headers = {
            **bearer(key),
            "TMV1-Application-Name": settings.application_name,
            "Prefer": f"return={'representation' if settings.detailed_response else 'minimal'}",
        }
        return wiring.service(settings.v1_url, wiring.setting("v1_url"), headers=headers, secrets=(key,))

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of both flows."""
        return {"trend_ai_guard": self.guard}

    @action(is_system_action=True, name="trend_ai_guard")
    def guard(self, scope: Scope, text: str | None = None) -> RailOutcome:
        """Whether the policy allows a text, and why not."""
        text = subject(scope, "input", text)
        if not text:
            return RailOutcome.allow(legacy={"blocked": False, "action": "Allow", "reason": ""})
        answer = self.service.post(scope, {"prompt": text})
        done = answer.text("action").capitalize()
        if done not in ("Allow", "Block"):
            raise ProviderReplyError("trend micro: The answer's action is unknown.")
        reasons = [item.text() for item in answer.items("reasons")] if answer.find("reasons") else []
        reason = answer.text("reason", default="; ".join(reasons))
        legacy = {"blocked": done == "Block", "action": done, "reason": reason}
        if done == "Block":
            return RailOutcome.block(reason=reason or "not allowed", legacy=legacy)
        return RailOutcome.allow(legacy=legacy)
