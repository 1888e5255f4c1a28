"""``protect prompt`` and ``protect response``: Prompt Security.

    rails:
      input: {flows: [protect prompt]}
      output: {flows: [protect response]}

The address is in ``PS_PROTECT_URL``, the id of the application in ``PS_APP_ID``. ``POST {prompt}`` or ``{response}``
answers ``{result: {action}}``: ``block`` blocks, ``modify`` gives another text, ``log`` lets the text through.

The original lets the text through when the call fails; here it blocks, and ``on_error: allow`` brings the
original's way back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.errors import ProviderReplyError
from rails_engine.rails.remote.flows import UNKNOWN, Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, subject
from rails_engine.rails.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

URL_VARIABLE = "PS_PROTECT_URL"
PASSING = ("log", "allow")
_GUARDS = (
    Guard(
        "protect prompt",
        "input",
        "protect_text(user_prompt=$user_message)",
        reply=UNKNOWN,
        exception="PromptSecurityRailException",
        rewrites=True,
    ),
    Guard(
        "protect response",
        "output",
        "protect_text(bot_response=$bot_message)",
        reply=UNKNOWN,
        exception="PromptSecurityRailException",
        rewrites=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptSecuritySettings(RemoteSettings):
    """``rails.config.prompt_security``."""


class PromptSecurity(RemoteRail):
    """Judges prompts and answers, and takes out of them what must not pass."""

    name = "prompt security"
    flows = list_flows("prompt_security", *_GUARDS)
    colang = write_flows(*_GUARDS)
    settings_key = "prompt_security"
    settings_type = PromptSecuritySettings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        app = wiring.need_variable("PS_APP_ID", "the id of the application")
        url = wiring.need_variable(URL_VARIABLE, "its address")
        return wiring.service(url, URL_VARIABLE, headers={"APP-ID": app}, secrets=(app,))

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of both flows."""
        return {"protect_text": self.protect}

    @action(is_system_action=True, name="protect_text")
    def protect(
        self, scope: Scope, user_prompt: str | None = None, bot_response: str | None = None
    ) -> RailOutcome:
        """Whether a prompt or, where one is given, an answer may pass, and as what."""
        name = "prompt" if bot_response is None else "response"
        text = subject(scope, "input", user_prompt if bot_response is None else bot_response)
        if not text:
            return _verdict()
        result = self.service.post(scope, {name: text}).at("result")
        done = result.text("action")
        if done == "block":
            return _verdict(blocked=True)
        if done == "modify":
            return _verdict(modified=result.text(name, "modified_text"))
        if done not in PASSING:
            raise ProviderReplyError("prompt security: The answer's action is unknown.")
        return _verdict()


def _verdict(*, blocked: bool = False, modified: str | None = None) -> RailOutcome:
    legacy = {"is_blocked": blocked, "is_modified": modified is not None, "modified_text": modified}
    if blocked:
        return RailOutcome.block(reason="blocked by the service", legacy=legacy)
    if modified is not None:
        return RailOutcome.transform(modified, "rewritten by the service", legacy=legacy)
    return RailOutcome.allow(legacy=legacy)
