"""``gcpnlp moderation`` and ``gcpnlp moderation detailed``: Google Cloud's text moderation.

    rails:
      config:
        gcpnlp: {api_key_env_var: GOOGLE_API_KEY}

``POST /v1/documents:moderateText`` answers with categories and how sure the model is of each; more than 0.8 for
any of them blocks, the detailed flow has a limit for each. The original needs Google's package and its ways to
sign in; here the REST interface is spoken with an API key (``GOOGLE_API_KEY``, or the variable that
``api_key_env_var`` names) or an access token (``GOOGLE_OAUTH_ACCESS_TOKEN``, or ``access_token_env_var``). A failed
call blocks, as in the original, where it ended in an internal error; ``on_error: allow`` lets the text through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.rails.remote.flows import Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, bearer, subject
from rails_engine.rails.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

LIMIT = 0.8
#: Where the detailed flow departs from that.
LIMITS = {"Insult": 0.7, "Profanity": 0.6, "Derogatory": 0.4, "Sexual": 0.7}
KEY_VARIABLE = "GOOGLE_API_KEY"
TOKEN_VARIABLE = "GOOGLE_OAUTH_ACCESS_TOKEN"  # noqa: S105 - a name and no secret
_GUARDS = (
    Guard("gcpnlp moderation", "input", "call_gcpnlp_api(text=$user_message)"),
    Guard(
        "gcpnlp moderation detailed",
        "input",
        'call_gcpnlp_api(text=$user_message, threshold_mode="detailed")',
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GcpNlpSettings(RemoteSettings):
    """``rails.config.gcpnlp``."""

    server_endpoint: str = "https://language.googleapis.com"
    api_key_env_var: str | None = None
    access_token_env_var: str | None = None


class GcpNlp(RemoteRail):
    """Judges the user's message by categories of harm."""

    name = "gcpnlp"
    flows = list_flows("gcpnlp", *_GUARDS)
    colang = write_flows(*_GUARDS)
    settings_key = "gcpnlp"
    settings_type = GcpNlpSettings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        token, key = self._credentials(wiring)
        headers = {"X-Goog-Api-Key": key} if key else bearer(token)
        url, source = self.settings.server_endpoint, wiring.setting("server_endpoint")
        return wiring.service(url, source, headers=headers, secrets=(token, key))

    def _credentials(self, wiring: Wiring) -> tuple[str | None, str | None]:
        """Access token and key, of which there is one; a variable that the settings name comes first."""
        settings = self.settings
        if settings.access_token_env_var:
            return wiring.need_variable(settings.access_token_env_var, "its access token"), None
        if settings.api_key_env_var:
            return None, wiring.need_variable(settings.api_key_env_var)
        key = wiring.variable(KEY_VARIABLE)
        token = None if key else wiring.variable(TOKEN_VARIABLE)
        if not key and not token:
            raise wiring.refuse(
                f"needs an API key in {KEY_VARIABLE} or an access token in {TOKEN_VARIABLE}, and neither is set",
                f"Set one of them, or name another variable in {wiring.setting('api_key_env_var')}.",
            )
        return token, key

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of both flows."""
        return {"call_gcpnlp_api": self.check}

    @action(is_system_action=True, name="call_gcpnlp_api")
    def check(
        self,
        scope: Scope,
        text: str | None = None,
        threshold_mode: Literal["simple", "detailed"] = "simple",
    ) -> RailOutcome:
        """How sure the model is of each category, judged by one limit or by a limit for each."""
        text = subject(scope, "input", text)
        scores: dict[str, float] = {}
        if text:
            payload = {"document": {"type": "PLAIN_TEXT", "content": text}}
            answer = self.service.post(scope, payload, "/v1/documents:moderateText")
            for category in answer.items("moderationCategories"):
                scores[category.text("name")] = category.number("confidence")
        limits = LIMITS if threshold_mode == "detailed" else {}
        found = [name for name, score in scores.items() if score > limits.get(name, LIMIT)]
        legacy = {"max_risk_score": max(scores.values(), default=0.0), "violations": scores}
        if found:
            return RailOutcome.block(reason=", ".join(found), legacy=legacy)
        return RailOutcome.allow(legacy=legacy)
