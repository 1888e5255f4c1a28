"""``autoalign check input|output``, ``autoalign groundedness output`` and ``autoalign factcheck output``.

    rails:
      config:
        autoalign:
          parameters: {endpoint: "https://…/guardrail", groundedness_check_endpoint: "https://…/groundedness_check"}
          input: {guardrails_config: {pii: {mode: "OFF"}, jailbreak_detection: {}}}

The key is in ``AUTOALIGN_API_KEY``. A check posts ``{prompt, config}`` and reads one result for each guardrail,
as lines of JSON: a guardrail that is ``guarded`` blocks, ``pii`` gives the text without personal data instead.
Groundedness and facts are scores from 0 to 1, of which less than 0.5 blocks. A failed call blocks, as in the
original, where it ended in an internal error; ``on_error: allow`` lets the text through.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.errors import ActionError, ProviderReplyError
from rails_engine.rails.remote.answers import Answer
from rails_engine.rails.remote.flows import UNKNOWN, Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, subject
from rails_engine.rails.remote.settings import RemoteSettings
from rails_engine.rails.remote.wiring import Wiring
from rails_engine.transport import decode_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.config.schema import RailsConfig
    from rails_engine.rails.remote.service import Service
    from rails_engine.transport import Transport

ACCEPTED = 0.5
#: The guardrail that rewrites, by its present and its former name.
PERSONAL_DATA = frozenset({"pii", "pii_fast"})
GROUNDEDNESS = "groundedness_checker"
_CHECKS = (
    Guard(
        "autoalign check input",
        "input",
        "autoalign_input_api",
        exception="AutoAlignInputRailException",
        rewrites=True,
    ),
    Guard(
        "autoalign check output",
        "output",
        "autoalign_output_api",
        exception="AutoAlignOutputRailException",
        rewrites=True,
    ),
)
_FACTS = tuple(
    Guard(
        f"autoalign {what} output",
        "output",
        f"autoalign_{what}_output_api",
        reply=UNKNOWN,
        exception="AutoAlignOutputRailException",
    )
    for what in ("groundedness", "factcheck")
)


@dataclass(frozen=True, slots=True)
class AutoAlignParameters:
    """Where the guardrails are."""

    endpoint: str | None = None
    groundedness_check_endpoint: str | None = None
    fact_check_endpoint: str | None = None
    multi_language: bool = False


@dataclass(frozen=True, slots=True)
class AutoAlignOptions:
    """The guardrails for one kind of text, handed on as they are written."""

    guardrails_config: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoAlignSettings(RemoteSettings):
    """``rails.config.autoalign``."""

    parameters: AutoAlignParameters = field(default_factory=AutoAlignParameters)
    input: AutoAlignOptions = field(default_factory=AutoAlignOptions)
    output: AutoAlignOptions = field(default_factory=AutoAlignOptions)


def _find(wiring: Wiring, parameter: str) -> Service:
    key = wiring.need_variable("AUTOALIGN_API_KEY")
    name = f"parameters.{parameter}"
    url = wiring.need(
        getattr(wiring.rail.settings.parameters, parameter), name, "https://guardrails.example/guardrail"
    )
    return wiring.service(url, wiring.setting(name), headers={"x-api-key": key}, secrets=(key,))


class AutoAlign(RemoteRail):
    """Judges texts by the guardrails of the configuration, and takes personal data out of them."""

    name = "autoalign"
    flows = list_flows("autoalign", *_CHECKS)
    colang = write_flows(*_CHECKS)
    settings_key = "autoalign"
    settings_type = AutoAlignSettings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        return _find(wiring, "endpoint")

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """One for each kind of text."""
        return {"autoalign_input_api": self.check_input, "autoalign_output_api": self.check_output}

    @action(is_system_action=True, name="autoalign_input_api")
    def check_input(self, scope: Scope) -> RailOutcome:
        """What the guardrails say of the user's message."""
        return self._check(scope, subject(scope, "input"), self.settings.input)

    @action(is_system_action=True, name="autoalign_output_api")
    def check_output(self, scope: Scope) -> RailOutcome:
        """What the guardrails say of the bot's message."""
        return self._check(scope, subject(scope, "output"), self.settings.output)

    def _check(self, scope: Scope, text: str, options: AutoAlignOptions) -> RailOutcome:
        if not text:
            return _verdict(text, {})
        payload = {
            "prompt": text,
            "config": options.guardrails_config,
            "multi_language": self.settings.parameters.multi_language,
        }
        results = {}
        for result in _lines(self.service.post_text(scope, payload)):
            task = result.text("task")
            guarded = result.flag("guarded", default=False)
            said = result.text("response", default="")
            if guarded and task in PERSONAL_DATA:
                task, said = "pii", result.text("response")
            results[task] = {"guarded": guarded, "response": said}
        return _verdict(text, results)


def _lines(body: bytes) -> list[Answer]:
    """The results of all guardrails: one JSON value a line, or one list."""
    lines = [line for line in body.splitlines() if line.strip()]
    answers = [Answer(decode_json(line)) for line in lines]
    if len(answers) == 1 and isinstance(answers[0].value, list):
        answers = answers[0].items()
    if not answers:
        raise ProviderReplyError("autoalign: The answer holds no result of a guardrail.")
    return answers


def _verdict(text: str, results: Mapping[str, Mapping[str, Any]]) -> RailOutcome:
    triggered = [task for task, result in results.items() if result["guarded"] and task != "pii"]
    personal = results.get("pii", {"guarded": False, "response": text})
    legacy = {
        **results,
        "pii": personal,
        "guardrails_triggered": bool(triggered),
        "combined_response": " ".join(f"{task} has been detected." for task in triggered),
    }
    if triggered:
        return RailOutcome.block(reason=", ".join(triggered), legacy=legacy)
    if personal["guarded"]:
        return RailOutcome.transform(personal["response"], "personal data", legacy=legacy)
    return RailOutcome.allow(legacy=legacy)


class AutoAlignFacts(RemoteRail):
    """Judges whether an answer follows from what was retrieved, or is true at all."""

    name = "autoalign facts"
    flows = list_flows("autoalign", *_FACTS)
    colang = write_flows(*_FACTS)
    settings_key = "autoalign"
    settings_type = AutoAlignSettings
    judges = "whole"
    #: There where it is configured.
    groundedness: Service | None
    facts: Service | None

    def connect(self, config: RailsConfig, transport: Transport) -> None:
        """See ``Rail``: each flow has its own address."""
        wiring, parameters = Wiring(self, config, transport), self.settings.parameters
        self.groundedness = self.facts = None
        if parameters.groundedness_check_endpoint or wiring.uses(_FACTS[0].flow):
            self.groundedness = _find(wiring, "groundedness_check_endpoint")
        if parameters.fact_check_endpoint or wiring.uses(_FACTS[1].flow):
            self.facts = _find(wiring, "fact_check_endpoint")

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """One for each flow."""
        return {
            "autoalign_groundedness_output_api": self.check_groundedness,
            "autoalign_factcheck_output_api": self.check_facts,
        }

    @action(is_system_action=True, name="autoalign_groundedness_output_api")
    def check_groundedness(self, scope: Scope, factcheck_threshold: float = ACCEPTED) -> RailOutcome:
        """How well the retrieved chunks support the bot's message."""
        text, chunks = subject(scope, "output"), scope.context.get("relevant_chunks")
        if not text or not chunks:
            return RailOutcome.allow(legacy=1.0, metadata={"reason": "there is no evidence to compare with"})
        if self.groundedness is None:
            raise ActionError("This needs rails.config.autoalign.parameters.groundedness_check_endpoint.")
        payload = {"prompt": text, "documents": [chunks]}
        for result in _lines(self.groundedness.post_text(scope, payload)):
            if result.text("task") == GROUNDEDNESS:
                return _score(_number_at_the_end(result.text("response")), factcheck_threshold)
        raise ProviderReplyError("autoalign: The answer holds no score.")

    @action(is_system_action=True, name="autoalign_factcheck_output_api")
    def check_facts(self, scope: Scope, factcheck_threshold: float = ACCEPTED) -> RailOutcome:
        """How true the bot's message is as an answer to the user's."""
        text, question = subject(scope, "output"), subject(scope, "input")
        if not text:
            return RailOutcome.allow(legacy=1.0)
        if self.facts is None:
            raise ActionError("This needs rails.config.autoalign.parameters.fact_check_endpoint.")
        content = {"content": text, "type": "text_content", "file_name": "answer.txt"}
        payload = {
            "user_prompt": question,
            "content_moderation_docs": [content],
            "config": self.settings.output.guardrails_config,
            "multi_language": self.settings.parameters.multi_language,
        }
        answer = self.facts.post(scope, payload)
        return _score(answer.number("all_overall_fact_scores", 0), factcheck_threshold)


def _number_at_the_end(said: str) -> float:
    """The score in ``Factcheck Score: 0.8``."""
    try:
        return Answer(float(said.rpartition(":")[2])).number()
    except ValueError:
        raise ProviderReplyError("autoalign: The answer holds no score.") from None


def _score(score: float, accepted: float) -> RailOutcome:
    if score < accepted:
        return RailOutcome.block(reason="not supported", legacy=score)
    return RailOutcome.allow(legacy=score)
