"""``pangea ai guard input`` and ``pangea ai guard output``: Pangea AI Guard.

    rails:
      config:
        pangea:
          input: {recipe: pangea_prompt_guard}
          output: {recipe: pangea_llm_response_guard}

The token is in ``PANGEA_API_TOKEN``; ``PANGEA_BASE_URL_TEMPLATE`` says where the service is (``{SERVICE_NAME}``
becomes ``ai-guard``). ``POST /v1/text/guard {messages, recipe}`` answers whether the text is blocked, or gives
another in its place.

The original lets the text through when the call fails; here it blocks, and ``on_error: allow`` brings the
original's way back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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

TEMPLATE = "https://{SERVICE_NAME}.aws.us.pangea.cloud"
TEMPLATE_VARIABLE = "PANGEA_BASE_URL_TEMPLATE"
_GUARDS = tuple(
    Guard(
        f"pangea ai guard {kind}",
        kind,
        f'pangea_ai_guard(mode="{kind}")',
        reply=UNKNOWN,
        exception="PangeaAiGuardRailException",
        rewrites=True,
    )
    for kind in ("input", "output")
)


@dataclass(frozen=True, slots=True)
class PangeaOptions:
    """The recipe for one kind of text; none: the service's own."""

    recipe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PangeaSettings(RemoteSettings):
    """``rails.config.pangea``."""

    input: PangeaOptions = field(default_factory=PangeaOptions)
    output: PangeaOptions = field(default_factory=PangeaOptions)


class Pangea(RemoteRail):
    """Judges prompts and answers, and takes out of them what must not pass."""

    name = "pangea"
    flows = list_flows("pangea", *_GUARDS)
    colang = write_flows(*_GUARDS)
    settings_key = "pangea"
    settings_type = PangeaSettings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        token = wiring.need_variable("PANGEA_API_TOKEN")
        template = wiring.variable(TEMPLATE_VARIABLE) or TEMPLATE
        return wiring.service(
            template.replace("{SERVICE_NAME}", "ai-guard"),
            TEMPLATE_VARIABLE,
            headers=bearer(token),
            secrets=(token,),
        )

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of both flows."""
        return {"pangea_ai_guard": self.guard}

    @action(is_system_action=True, name="pangea_ai_guard")
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
        payload: dict[str, Any] = {"messages": messages}
        recipe = getattr(self.settings, mode).recipe
        if recipe:
            payload["recipe"] = recipe
        answer = self.service.post(scope, payload, "/v1/text/guard")
        return judge_chat(answer.at("result"), ("prompt_messages",), mode, messages)
