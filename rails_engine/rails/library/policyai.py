"""``policyai moderation on input`` and ``policyai moderation on output``: the policies of a tag at PolicyAI.

    rails:
      input: {flows: [policyai moderation on input]}

The key is in ``POLICYAI_API_KEY``, the tag in ``POLICYAI_TAG_NAME`` (``prod`` if that is not set), the address in
``POLICYAI_BASE_URL``. ``POST /policyai/v1/decisions/evaluate/<tag> {content}`` answers with an assessment for each
policy; one that is ``UNSAFE`` blocks. A failed call, and a tag without policies, blocks as in the original, where
it ended in an internal error; ``on_error: allow`` lets the text through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.errors import ProviderReplyError
from rails_engine.rails.remote.flows import Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, subject
from rails_engine.rails.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

URL = "https://api.musubilabs.ai"
URL_VARIABLE = "POLICYAI_BASE_URL"
_GUARDS = tuple(
    Guard(
        f"policyai moderation on {kind}",
        kind,
        f"call_policyai_api(text=${variable})",
        exception="PolicyAIModerationRailException",
    )
    for kind, variable in (("input", "user_message"), ("output", "bot_message"))
)
_SAFE = {"assessment": "SAFE", "category": "Safe", "severity": 0, "reason": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyAISettings(RemoteSettings):
    """``rails.config.policyai``."""


class PolicyAI(RemoteRail):
    """Judges texts by policies."""

    name = "policyai"
    flows = list_flows("policyai", *_GUARDS)
    colang = write_flows(*_GUARDS)
    settings_key = "policyai"
    settings_type = PolicyAISettings
    #: The tag whose policies judge where an action does not say otherwise.
    tag: str

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        self.tag = wiring.variable("POLICYAI_TAG_NAME") or "prod"
        key = wiring.need_variable("POLICYAI_API_KEY")
        return wiring.service(
            wiring.variable(URL_VARIABLE) or URL,
            URL_VARIABLE,
            headers={"Musubi-Api-Key": key},
            secrets=(key,),
        )

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of both flows."""
        return {"call_policyai_api": self.check}

    @action(is_system_action=True, name="call_policyai_api")
    def check(self, scope: Scope, text: str | None = None, tag_name: str | None = None) -> RailOutcome:
        """What the policies of a tag say of a text."""
        text = subject(scope, "input", text)
        if not text:
            return RailOutcome.allow(legacy=_SAFE)
        payload = {"content": [{"type": "TEXT", "content": text}]}
        answer = self.service.post(scope, payload, f"/policyai/v1/decisions/evaluate/{tag_name or self.tag}")
        policies = answer.items("data")
        if not policies:
            raise ProviderReplyError("policyai: The tag has no policies.")
        for policy in policies:
            assessment = policy.text("assessment")
            if assessment not in ("SAFE", "UNSAFE"):
                raise ProviderReplyError("policyai: A policy came to no assessment.")
            if assessment == "UNSAFE":
                names = ("category", "severity", "reason")
                found: dict[str, Any] = {"assessment": assessment}
                found |= {n: value.value for n in names if (value := policy.find(n)) is not None}
                return RailOutcome.block(reason="a policy calls it unsafe", legacy={**_SAFE, **found})
        return RailOutcome.allow(legacy=_SAFE)
