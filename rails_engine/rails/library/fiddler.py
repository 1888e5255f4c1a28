"""``fiddler user safety``, ``fiddler bot safety`` and ``fiddler bot faithfulness``: Fiddler's trust models.

    rails:
      config:
        fiddler: {fiddler_endpoint: "https://…", safety_threshold: 0.1, faithfulness_threshold: 0.05}

The key is in ``FIDDLER_API_KEY``. ``POST /v3/guardrails/ftl-safety {data: {input}}`` answers with scores named
``fdl_…``, of which one that reaches the threshold blocks; ``…/ftl-response-faithfulness {data: {response,
context}}`` answers ``{fdl_faithful_score}``, which must be above its threshold.

The original lets the text through when the call fails; here it blocks, and ``on_error: allow`` brings the
original's way back. A missing endpoint, which the original only logs, is an error at load.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.errors import ProviderReplyError
from rails_engine.rails.remote.flows import Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, bearer, subject
from rails_engine.rails.remote.settings import RemoteSettings, check_share

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

EXCEPTION = "JailbreakDetectionRailException"
_SAFETY = (
    Guard("fiddler user safety", "input", "call_fiddler_safety_user", exception=EXCEPTION),
    Guard("fiddler bot safety", "output", "call_fiddler_safety_bot", exception=EXCEPTION),
)
_FAITHFULNESS = (
    Guard("fiddler bot faithfulness", "output", "call_fiddler_faithfulness", exception=EXCEPTION),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiddlerSettings(RemoteSettings):
    """``rails.config.fiddler``."""

    fiddler_endpoint: str | None = None
    safety_threshold: float = 0.1
    faithfulness_threshold: float = 0.05

    def __post_init__(self) -> None:
        RemoteSettings.__post_init__(self)
        check_share(self.safety_threshold, "safety_threshold")
        check_share(self.faithfulness_threshold, "faithfulness_threshold")


def _find(wiring: Wiring) -> Service:
    key = wiring.need_variable("FIDDLER_API_KEY")
    name = "fiddler_endpoint"
    url = wiring.need(wiring.rail.settings.fiddler_endpoint, name, "https://fiddler.example")
    return wiring.service(url, wiring.setting(name), headers=bearer(key), secrets=(key,))


class FiddlerSafety(RemoteRail):
    """Judges whether a text is safe."""

    name = "fiddler safety"
    flows = list_flows("fiddler", *_SAFETY)
    colang = write_flows(*_SAFETY)
    settings_key = "fiddler"
    settings_type = FiddlerSettings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        return _find(wiring)

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """One for each kind of text, by their present and their former names."""
        return {
            "call_fiddler_safety_user": self.check_user,
            "call_fiddler_safety_bot": self.check_bot,
            "call fiddler safety on user message": self.check_user,
            "call fiddler safety on bot message": self.check_bot,
        }

    @action(is_system_action=True, name="call_fiddler_safety_user")
    def check_user(self, scope: Scope) -> RailOutcome:
        """Whether the user's message is unsafe."""
        return self._check(scope, subject(scope, "input"))

    @action(is_system_action=True, name="call_fiddler_safety_bot")
    def check_bot(self, scope: Scope) -> RailOutcome:
        """Whether the bot's message is unsafe."""
        return self._check(scope, subject(scope, "output"))

    def _check(self, scope: Scope, text: str) -> RailOutcome:
        if not text:
            return _verdict(None)
        answer = self.service.post(scope, {"data": {"input": text}}, "/v3/guardrails/ftl-safety")
        scores = {name: score.number() for name, score in answer.fields() if name.startswith("fdl_")}
        if not scores:
            raise ProviderReplyError("fiddler: The answer holds no scores.")
        worst = max(scores, key=lambda name: scores[name])
        return _verdict(worst if scores[worst] >= self.settings.safety_threshold else None)


class FiddlerFaithfulness(RemoteRail):
    """Judges whether an answer keeps to what was retrieved."""

    name = "fiddler faithfulness"
    flows = list_flows("fiddler", *_FAITHFULNESS)
    colang = write_flows(*_FAITHFULNESS)
    settings_key = "fiddler"
    settings_type = FiddlerSettings
    judges = "whole"

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        return _find(wiring)

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {"call_fiddler_faithfulness": self.check}

    @action(is_system_action=True, name="call_fiddler_faithfulness")
    def check(self, scope: Scope) -> RailOutcome:
        """Whether the bot's message departs from the retrieved chunks."""
        text = subject(scope, "output")
        if not text:
            return _verdict(None)
        payload = {"data": {"response": text, "context": subject(scope, "retrieval")}}
        answer = self.service.post(scope, payload, "/v3/guardrails/ftl-response-faithfulness")
        score = answer.number("fdl_faithful_score")
        return _verdict("fdl_faithful_score" if score <= self.settings.faithfulness_threshold else None)


def _verdict(found: str | None) -> RailOutcome:
    if found is not None:
        return RailOutcome.block(reason=found, legacy=True)
    return RailOutcome.allow(legacy=False)
