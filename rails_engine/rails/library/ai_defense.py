"""``ai defense inspect prompt`` and ``ai defense inspect response``: Cisco AI Defense.

    rails:
      config:
        ai_defense: {timeout: 30, fail_open: false}

The key is in ``AI_DEFENSE_API_KEY``, the address of the inspection API in ``AI_DEFENSE_API_ENDPOINT``.
``POST {messages}`` answers ``{is_safe}``; anything but true blocks. ``fail_open: true`` is the original's name
for ``on_error: allow``; both work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.rails.remote.flows import Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, subject
from rails_engine.rails.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

_GUARDS = (
    Guard(
        "ai defense inspect prompt",
        "input",
        "ai_defense_inspect(user_prompt=$user_message)",
        exception="AIDefenseRailException",
    ),
    Guard(
        "ai defense inspect response",
        "output",
        "ai_defense_inspect(bot_response=$bot_message)",
        exception="AIDefenseRailException",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AIDefenseSettings(RemoteSettings):
    """``rails.config.ai_defense``."""

    fail_open: bool = False


class AIDefense(RemoteRail):
    """Judges prompts and answers."""

    name = "ai defense"
    flows = list_flows("ai_defense", *_GUARDS)
    colang = write_flows(*_GUARDS)
    settings_key = "ai_defense"
    settings_type = AIDefenseSettings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        key = wiring.need_variable("AI_DEFENSE_API_KEY")
        variable = "AI_DEFENSE_API_ENDPOINT"
        return wiring.service(
            wiring.need_variable(variable, "its address"),
            variable,
            headers={"X-Cisco-AI-Defense-API-Key": key},
            secrets=(key,),
        )

    def allows_on_error(self, params: Mapping[str, Any]) -> bool:
        """See ``Rail``."""
        return self.settings.fail_open or super().allows_on_error(params)

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of both flows."""
        return {"ai_defense_inspect": self.inspect}

    @action(is_system_action=True, name="ai_defense_inspect")
    def inspect(
        self,
        scope: Scope,
        user_prompt: str | None = None,
        bot_response: str | None = None,
        user: str | None = None,
    ) -> RailOutcome:
        """Whether a prompt or, where one is given, an answer is safe."""
        role = "user" if bot_response is None else "assistant"
        text = subject(scope, "input", user_prompt if bot_response is None else bot_response)
        if not text:
            return RailOutcome.allow(legacy={"is_blocked": False})
        payload: dict[str, Any] = {"messages": [{"role": role, "content": text}]}
        if user:
            payload["metadata"] = {"user": user}
        answer = self.service.post(scope, payload)
        if answer.flag("is_safe"):
            return RailOutcome.allow(legacy={"is_blocked": False})
        rules = [
            rule.text("rule_name", default="")
            for rule in (answer.items("rules") if answer.find("rules") else ())
        ]
        return RailOutcome.block(
            reason="not safe",
            legacy={"is_blocked": True},
            metadata={"rules": [name for name in rules if name]},
        )
