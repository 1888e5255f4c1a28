"""``cleanlab trustworthiness``: Cleanlab's model says how far an answer can be trusted.

    rails:
      output: {flows: [cleanlab trustworthiness]}

The key is in ``CLEANLAB_API_KEY``. ``POST {prompt, response, quality, options}`` to ``/get_confidence_score``
answers ``{confidence_score}``; below 0.6 the answer is given with a word of caution and the turn ends. The
original needs Cleanlab's package; here its HTTP interface is spoken. A failed call blocks, as in the original,
where it ended in an internal error; ``on_error: allow`` lets the answer through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.rails.remote.flows import Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, subject
from rails_engine.rails.remote.settings import RemoteSettings, check_share

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

_GUARDS = (
    Guard(
        "cleanlab trustworthiness",
        "output",
        "call_cleanlab_api",
        reply="response untrustworthy",
        exception="CleanlabTrustworthinessRailException",
    ),
)
_MESSAGES = """
define bot response untrustworthy
  "$bot_message\\nCAUTION: this answer was rated as not trustworthy."
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanlabSettings(RemoteSettings):
    """``rails.config.cleanlab``."""

    server_endpoint: str = "https://api.cleanlab.ai/api/v0/trustworthy_llm"
    threshold: float = 0.6
    quality: str = "medium"

    def __post_init__(self) -> None:
        RemoteSettings.__post_init__(self)
        check_share(self.threshold, "threshold")


class Cleanlab(RemoteRail):
    """Judges how far an answer can be trusted."""

    name = "cleanlab"
    flows = list_flows("cleanlab", *_GUARDS)
    colang = write_flows(*_GUARDS, messages=_MESSAGES)
    settings_key = "cleanlab"
    settings_type = CleanlabSettings
    judges = "whole"

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        key = wiring.need_variable("CLEANLAB_API_KEY")
        return wiring.service(
            self.settings.server_endpoint,
            wiring.setting("server_endpoint"),
            headers={"Authorization": f"bearer {key}"},
            secrets=(key,),
        )

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {"call_cleanlab_api": self.check}

    @action(is_system_action=True, name="call_cleanlab_api")
    def check(self, scope: Scope) -> RailOutcome:
        """How far the bot's message can be trusted as an answer to the user's."""
        prompt, response = subject(scope, "input"), subject(scope, "output")
        if not response:
            return _verdict(1.0, self.settings.threshold)
        payload = {"prompt": prompt, "response": response, "quality": self.settings.quality, "options": {}}
        answer = self.service.post(scope, payload, "/get_confidence_score")
        return _verdict(answer.number("confidence_score"), self.settings.threshold)


def _verdict(score: float, threshold: float) -> RailOutcome:
    legacy = {"trustworthiness_score": score}
    if score < threshold:
        return RailOutcome.block(reason="not trustworthy", legacy=legacy)
    return RailOutcome.allow(legacy=legacy)
