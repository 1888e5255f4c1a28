"""``clavata check input`` and ``clavata check output``: a policy that is kept at Clavata.

    rails:
      config:
        clavata:
          policies: {Fraud: 00000000-0000-0000-0000-000000000000}
          label_match_logic: ANY
          input: {policy: Fraud, labels: [Phishing]}

The key is in ``CLAVATA_API_KEY``. ``POST /v1/jobs {content_data, policy_id, wait_for_completion}`` answers with a
report: where labels are listed, any (or all) of them must have matched to block; else the policy as a whole. A
policy is named as under ``policies``, or by its id. A request that comes too early (429) is repeated twice. A
failed call blocks, as in the original, where it ended in an internal error; ``on_error: allow`` lets the text
through.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.errors import ActionError, ProviderReplyError, did_you_mean
from rails_engine.rails.remote.flows import Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, bearer, subject
from rails_engine.rails.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.answers import Answer
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

RETRIES = 2
_GUARDS = tuple(
    Guard(
        f"clavata check {kind}",
        kind,
        f'ClavataCheckAction(text=${variable}, rail="{kind}")',
        exception="ClavataPolicyMatchException",
    )
    for kind, variable in (("input", "user_message"), ("output", "bot_message"))
)


@dataclass(frozen=True, slots=True)
class ClavataOptions:
    """The policy for one kind of text."""

    policy: str | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClavataSettings(RemoteSettings):
    """``rails.config.clavata``."""

    server_endpoint: str = "https://gateway.app.clavata.ai:8443"
    policies: dict[str, str] = field(default_factory=dict)
    label_match_logic: Literal["ANY", "ALL"] = "ANY"
    input: ClavataOptions = field(default_factory=ClavataOptions)
    output: ClavataOptions = field(default_factory=ClavataOptions)


class Clavata(RemoteRail):
    """Judges texts by a policy."""

    name = "clavata"
    flows = list_flows("clavata", *_GUARDS)
    colang = write_flows(*_GUARDS)
    settings_key = "clavata"
    settings_type = ClavataSettings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        settings = self.settings
        for guard in _GUARDS:
            if not wiring.uses(guard.flow):
                continue
            key = f"{guard.kind}.policy"
            name = wiring.need(getattr(settings, guard.kind).policy, key, "Fraud")
            if self._policy_id(name) is None:
                hint = did_you_mean(name, settings.policies) or "Add it to 'policies', or write its id."
                raise wiring.refuse(f"does not know the policy {name!r} of {wiring.setting(key)}", hint)
        key = wiring.need_variable("CLAVATA_API_KEY")
        return wiring.service(
            settings.server_endpoint,
            wiring.setting("server_endpoint"),
            headers=bearer(key),
            secrets=(key,),
            patience=wiring.patience(retries=RETRIES),
        )

    def _policy_id(self, name: str) -> str | None:
        if name in self.settings.policies:
            return str(self.settings.policies[name])
        try:
            return str(UUID(name))
        except ValueError:
            return None

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of both flows."""
        return {"ClavataCheckAction": self.check}

    @action(is_system_action=True, name="ClavataCheckAction")
    def check(
        self,
        scope: Scope,
        text: str | None = None,
        policy: str | None = None,
        labels: Sequence[str] | None = None,
        rail: Literal["input", "output"] = "input",
    ) -> RailOutcome:
        """Whether a text matches a policy: the one that is handed over, else that of its kind of rail."""
        text = subject(scope, rail, text)
        options: ClavataOptions = getattr(self.settings, rail)
        policy_id = self._policy_id(policy or options.policy or "")
        if policy_id is None:
            raise ActionError(f"There is no policy of the name {policy or options.policy!r}.")
        if not text:
            return RailOutcome.allow(legacy=False)
        payload = {"content_data": [{"text": text}], "policy_id": policy_id, "wait_for_completion": True}
        job = self.service.post(scope, payload, "/v1/jobs").at("job")
        if job.text("status") != "JOB_STATUS_COMPLETED":
            raise ProviderReplyError("clavata: The evaluation did not come to its end.")
        report = job.at("results", 0, "report")
        matched = {
            section.text("name")
            for section in report.items("sectionEvaluationReports")
            if _is_true(section.at("result"))
        }
        wanted = set(options.labels if labels is None else labels)
        if not wanted:
            blocks = _is_true(report.at("result"))
        elif self.settings.label_match_logic == "ALL":
            blocks = wanted <= matched
        else:
            blocks = bool(wanted & matched)
        _is_true(report.at("result"))  # a policy that could not be evaluated is no pass, whatever was matched
        if blocks:
            return RailOutcome.block(
                reason="matches the policy", legacy=True, metadata={"labels": sorted(matched)}
            )
        return RailOutcome.allow(legacy=False)


def _is_true(outcome: Answer) -> bool:
    """Whether an evaluation matched; one that failed or says nothing is an error."""
    text = outcome.text()
    if text not in ("OUTCOME_TRUE", "OUTCOME_FALSE"):
        raise ProviderReplyError("clavata: The policy could not be evaluated.")
    return text == "OUTCOME_TRUE"
