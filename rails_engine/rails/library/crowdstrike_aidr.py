"""``crowdstrike aidr guard input`` and ``crowdstrike aidr guard output``: CrowdStrike AI Detection and Response.

    rails:
      config:
        crowdstrike_aidr: {timeout: 30}

The token is in ``CS_AIDR_TOKEN``; ``CS_AIDR_BASE_URL_TEMPLATE`` says where the service is (``{SERVICE_NAME}``
becomes ``aiguard``). ``POST /v1/guard_chat_completions {guard_input: {messages}}`` answers whether the text is
blocked, or gives another in its place.

The original lets the text through when the call fails; here it blocks, and ``on_error: allow`` brings the
original's way back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rails_engine.actions.registry import action
from rails_engine.rails.remote.chat_guard import chat_messages, judge_chat, passed
from rails_engine.rails.remote.flows import UNKNOWN, Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, bearer
from rails_engine.rails.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.actions.outcome import RailOutcome
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

TEMPLATE = "https://api.crowdstrike.com/aidr/{SERVICE_NAME}"
TEMPLATE_VARIABLE = "CS_AIDR_BASE_URL_TEMPLATE"
_GUARDS = tuple(
    Guard(
        f"crowdstrike aidr guard {kind}",
        kind,
        f'crowdstrike_aidr_guard(mode="{kind}")',
        reply=UNKNOWN,
        exception="CrowdStrikeAidrGuardRailException",
        rewrites=True,
    )
    for kind in ("input", "output")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdStrikeSettings(RemoteSettings):
    """``rails.config.crowdstrike_aidr``."""


class CrowdStrikeAidr(RemoteRail):
    """Judges prompts and answers, and takes out of them what must not pass."""

    name = "crowdstrike aidr"
    flows = list_flows("crowdstrike_aidr", *_GUARDS)
    colang = write_flows(*_GUARDS)
    settings_key = "crowdstrike_aidr"
    settings_type = CrowdStrikeSettings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        token = wiring.need_variable("CS_AIDR_TOKEN")
        template = wiring.variable(TEMPLATE_VARIABLE) or TEMPLATE
        return wiring.service(
            template.replace("{SERVICE_NAME}", "aiguard"),
            TEMPLATE_VARIABLE,
            headers=bearer(token),
            secrets=(token,),
        )

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of both flows."""
        return {"crowdstrike_aidr_guard": self.guard}

    @action(is_system_action=True, name="crowdstrike_aidr_guard")
    def guard(
        self,
        scope: Scope,
        mode: Literal["input", "output"] = "input",
        user_message: str | None = None,
        bot_message: str | None = None,
    ) -> RailOutcome:
        """Whether the last message of the exchange may pass, and as what."""
        messages = chat_messages(scope, mode, user_message, bot_message)
        if not messages[-1]["content"]:
            return passed(messages)
        payload = {"event_type": mode, "guard_input": {"messages": messages}}
        answer = self.service.post(scope, payload, "/v1/guard_chat_completions")
        return judge_chat(answer.at("result"), ("guard_output", "messages"), mode, messages)
