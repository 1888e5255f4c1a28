"""``alignscore check facts``: an AlignScore server says how well the retrieved chunks support the answer.

    rails:
      config:
        fact_checking:
          parameters: {endpoint: "http://localhost:5000/alignscore_base"}
          fallback_to_self_check: true

It runs when ``$check_facts`` has been set to true. ``POST {evidence, claim}`` answers ``{alignscore}``; below
0.5 blocks. Without retrieved chunks the answer passes. ``fallback_to_self_check`` asks the model (the prompt
``self_check_facts``) when the server cannot be asked.

The original lets the answer through when the call fails; here it blocks, and ``on_error: allow`` brings the
original's way back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.errors import ProviderError
from rails_engine.rails.library.self_check_facts import self_check_facts
from rails_engine.rails.remote.flows import UNKNOWN, Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, subject
from rails_engine.rails.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

ACCEPTED = 0.5
_GUARDS = (
    Guard(
        "alignscore check facts",
        "output",
        "alignscore_check_facts",
        reply=UNKNOWN,
        exception="AlignScoreCheckFactRailException",
        only_if="check_facts",
    ),
)


@dataclass(frozen=True, slots=True)
class AlignScoreParameters:
    """Where the server is."""

    endpoint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCheckingSettings(RemoteSettings):
    """``rails.config.fact_checking``."""

    parameters: AlignScoreParameters = field(default_factory=AlignScoreParameters)
    fallback_to_self_check: bool = False


class AlignScore(RemoteRail):
    """Judges whether an answer is supported by what was retrieved."""

    name = "alignscore"
    flows = list_flows("fact_checking", *_GUARDS)
    colang = write_flows(*_GUARDS)
    settings_key = "fact_checking"
    settings_type = FactCheckingSettings
    judges = "whole"

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        settings = self.settings
        if settings.fallback_to_self_check and not any(
            prompt.task == "self_check_facts" for prompt in wiring.config.prompts
        ):
            raise wiring.refuse(
                "falls back to a self check, and there is no prompt for the task 'self_check_facts'",
                "Add it to 'prompts', or remove fallback_to_self_check.",
            )
        key = "parameters.endpoint"
        url = wiring.need(settings.parameters.endpoint, key, "http://localhost:5000/alignscore_base")
        return wiring.service(url, wiring.setting(key))

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {"alignscore_check_facts": self.check}

    @action(is_system_action=True, name="alignscore_check_facts")
    def check(self, scope: Scope) -> RailOutcome:
        """How well the evidence supports the answer, from 0 to 1."""
        evidence, claim = scope.context.get("relevant_chunks"), subject(scope, "output")
        if not evidence or not claim:
            return RailOutcome.allow(legacy=1.0, metadata={"reason": "there is no evidence to compare with"})
        try:
            score = self.service.post(scope, {"evidence": evidence, "claim": claim}).number("alignscore")
        except ProviderError:
            if self.settings.fallback_to_self_check:
                return self_check_facts(scope)
            raise
        if score < ACCEPTED:
            return RailOutcome.block(reason="not supported by the evidence", legacy=score)
        return RailOutcome.allow(legacy=score)
