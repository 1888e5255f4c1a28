"""``patronus api check output``: the evaluators of Patronus AI.

    rails:
      config:
        patronus:
          output:
            evaluate_config:
              success_strategy: all_pass
              params: {evaluators: [{evaluator: lynx}], tags: {app: chat}}

The key is in ``PATRONUS_API_KEY``. What stands under ``params`` goes into the request as it is, with the
question, the answer and the retrieved chunks; each result says whether its evaluator passes the answer, and all
of them (or any) must. In the original a request that is refused (4xx) ends in an internal error and one that
fails (5xx) blocks; here each of them blocks, and ``on_error: allow`` lets the answer through.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.errors import ProviderReplyError
from rails_engine.rails.remote.flows import UNKNOWN, Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, subject
from rails_engine.rails.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

_GUARDS = (Guard("patronus api check output", "output", "patronus_api_check_output", reply=UNKNOWN),)


@dataclass(frozen=True, slots=True)
class EvaluateConfig:
    """Which evaluators are asked, and how many of them must pass the answer."""

    success_strategy: Literal["all_pass", "any_pass"] = "all_pass"
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PatronusOptions:
    """For one kind of text."""

    evaluate_config: EvaluateConfig = field(default_factory=EvaluateConfig)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatronusSettings(RemoteSettings):
    """``rails.config.patronus``."""

    server_endpoint: str = "https://api.patronus.ai/v1/evaluate"
    input: PatronusOptions = field(default_factory=PatronusOptions)
    output: PatronusOptions = field(default_factory=PatronusOptions)


class PatronusApi(RemoteRail):
    """Judges answers by evaluators."""

    name = "patronus api"
    flows = list_flows("patronus", *_GUARDS)
    colang = write_flows(*_GUARDS)
    settings_key = "patronus"
    settings_type = PatronusSettings
    judges = "whole"

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        evaluators = self.settings.output.evaluate_config.params.get("evaluators")
        name = "output.evaluate_config.params.evaluators"
        if not isinstance(evaluators, list) or not evaluators:
            wiring.need(None, name, "[{evaluator: lynx}]")
        key = wiring.need_variable("PATRONUS_API_KEY")
        url, source = self.settings.server_endpoint, wiring.setting("server_endpoint")
        return wiring.service(url, source, headers={"X-API-KEY": key}, secrets=(key,))

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {"patronus_api_check_output": self.check}

    @action(is_system_action=True, name="patronus_api_check_output")
    def check(self, scope: Scope) -> RailOutcome:
        """Whether the evaluators pass the answer."""
        config: EvaluateConfig = self.settings.output.evaluate_config
        payload = {
            **config.params,
            "evaluated_model_input": subject(scope, "input"),
            "evaluated_model_output": subject(scope, "output"),
        }
        chunks = scope.context.get("relevant_chunks")
        if chunks:
            payload["evaluated_model_retrieved_context"] = [chunks]
        results = self.service.post(scope, payload).items("results")
        passed = [result.flag("evaluation_result", "pass") for result in results]
        if not passed:
            raise ProviderReplyError("patronus api: The answer holds no result.")
        if all(passed) if config.success_strategy == "all_pass" else any(passed):
            return RailOutcome.allow(legacy={"pass": True})
        return RailOutcome.block(reason="an evaluator does not pass it", legacy={"pass": False})
