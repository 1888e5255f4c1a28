"""``activefence moderation on input|output`` and ``… on input detailed``: ActiveFence's scores of harmful content.

    rails:
      input: {flows: [activefence moderation on input]}

The key is in ``ACTIVEFENCE_API_KEY``. ``POST {text, content_id}`` to ``/sync/v3/content/text`` answers with
``violations``, each with its ``risk_score``; the highest above 0.7 blocks. The detailed flow has a limit for
each kind of violation, and says which kind it was. A failed call blocks, as in the original, where it ended
in an internal error; ``on_error: allow`` lets the text through.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.rails.remote.flows import Guard, blocked, list_flows, say, write_flows
from rails_engine.rails.remote.rail import RemoteRail, subject
from rails_engine.rails.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

LIMIT = 0.7
DETAILED = "activefence moderation on input detailed"
_ABUSE = "inform cannot engage in abusive or harmful behavior"
_UNFIT = "inform cannot engage with inappropriate content"


@dataclass(frozen=True, slots=True)
class Violation:
    """A kind of violation, from which score on it is one, and what is said to it."""

    kind: str
    limit: float
    reply: str
    exception: str


#: The first of these that is exceeded decides.
VIOLATIONS = (
    Violation("abusive_or_harmful.harassment_or_bullying", 0.8, _ABUSE, "ActiveFenceHarassmentRailException"),
    Violation("abusive_or_harmful.profanity", 0.7, _ABUSE, "ActiveFenceProfanityRailException"),
    Violation("abusive_or_harmful.hate_speech", 0.6, _ABUSE, "ActiveFenceHateSpeechRailException"),
    Violation("abusive_or_harmful.child_grooming", 0.4, _UNFIT, "ActiveFenceChildGroomingRailException"),
    Violation("abusive_or_harmful.general_violence", 0.7, _UNFIT, "ActiveFenceGeneralViolenceRailException"),
    Violation("self_harm.general", 0.8, _UNFIT, "ActiveFenceSelfHarmRailException"),
    Violation("adult_content.general", 0.3, _UNFIT, "ActiveFenceAdultContentRailException"),
    Violation("privacy_violation.pii", 0.8, _UNFIT, "ActiveFencePrivacyViolationRailException"),
)
_MESSAGES = f"""
define bot {_ABUSE}
  "I will not engage in abusive or harmful behavior."

define bot {_UNFIT}
  "I will not engage in conversations about inappropriate content."
"""
_GUARDS = (
    Guard(
        "activefence moderation on input",
        "input",
        "call_activefence_api(text=$user_message)",
        exception="ActiveFenceInputRailException",
    ),
    Guard(
        "activefence moderation on output",
        "output",
        "call_activefence_api(text=$bot_message)",
        exception="ActiveFenceOutputRailException",
    ),
)


def _write_detailed() -> str:
    lines = [
        f"define subflow {DETAILED}",
        '  $result = execute call_activefence_api(text=$user_message, threshold_mode="detailed")',
        "  if $result.is_blocked != False",
    ]
    for violation in VIOLATIONS:
        lines.append(f'    if $result.triggered == "{violation.kind}"')
        said = say(violation.reply, violation.exception, blocked("input", DETAILED))
        lines += [f"      {line}" for line in said]
        lines.append("      stop")
    lines += ["    bot refuse to respond", "    stop"]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveFenceSettings(RemoteSettings):
    """``rails.config.activefence``."""

    server_endpoint: str = "https://apis.activefence.com/sync/v3/content/text"


class ActiveFence(RemoteRail):
    """Judges texts by their risk scores."""

    name = "activefence"
    flows = (
        *list_flows("activefence", *_GUARDS),
        RailFlow(DETAILED, frozenset({"input"}), settings="activefence"),
    )
    colang = write_flows(*_GUARDS, messages=_MESSAGES) + _write_detailed()
    settings_key = "activefence"
    settings_type = ActiveFenceSettings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        key = wiring.need_variable("ACTIVEFENCE_API_KEY")
        return wiring.service(
            self.settings.server_endpoint,
            wiring.setting("server_endpoint"),
            headers={"af-api-key": key},
            secrets=(key,),
        )

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of all flows."""
        return {"call_activefence_api": self.check}

    @action(is_system_action=True, name="call_activefence_api")
    def check(
        self,
        scope: Scope,
        text: str | None = None,
        threshold_mode: Literal["simple", "detailed"] = "simple",
    ) -> RailOutcome:
        """The scores of a text, judged by the highest one or kind by kind."""
        text = subject(scope, "input", text)
        if not text:
            return _verdict({}, None)
        payload = {"text": text, "content_id": f"sy-{uuid.uuid4()}"}
        answer = self.service.post(scope, payload)
        scores: dict[str, float] = {}
        for item in answer.items("violations"):
            kind = item.text("violation_type")
            scores[kind] = max(item.number("risk_score"), scores.get(kind, 0.0))
        if threshold_mode == "detailed":
            found = next((v.kind for v in VIOLATIONS if scores.get(v.kind, 0.0) > v.limit), None)
        else:
            found = next((kind for kind, score in scores.items() if score > LIMIT), None)
        return _verdict(scores, found)


def _verdict(scores: dict[str, float], found: str | None) -> RailOutcome:
    legacy = {
        "max_risk_score": max(scores.values(), default=0.0),
        "violations": scores,
        "triggered": found,
    }
    if found is not None:
        return RailOutcome.block(reason=found, legacy=legacy)
    return RailOutcome.allow(legacy=legacy)
