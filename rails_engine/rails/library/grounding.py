"""``grounding check output``: whether an answer says what the retrieved chunks say, by words and numbers.

    rails:
      output: {flows: [grounding check output]}
      config:
        grounding: {threshold: balanced, fallback: self_check_facts, grey_zone: 0.15}

A first line that needs no model: each sentence of the answer is compared with ``$relevant_chunks``. Words
that are not there, numbers and names that are not or stand elsewhere, and a "not" too much or too few lower
its score (0 to 1); the answer has that of its worst sentence, and is blocked below the threshold: 0.7
(strict), 0.55 (balanced), 0.4 (permissive), or a number. With ``fallback: self_check_facts`` answers whose
score is within ``grey_zone`` of the threshold are judged by a model instead, with the prompt of that name.

Without chunks for this question there is nothing to compare with, and the answer passes (and the record
says so), or is blocked with ``no_evidence: block``. It blocks with the message ``inform answer not grounded``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.config.reading import InvalidValueError
from rails_engine.config.schema import TaskPrompt
from rails_engine.rails.base import Rail
from rails_engine.rails.entailment import Evidence, claims, support_of
from rails_engine.rails.policy import answers_yes, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rails_engine.actions.context import Scope
    from rails_engine.rails.entailment import Support

TASK = "self_check_facts"
THRESHOLDS = {"strict": 0.7, "balanced": 0.55, "permissive": 0.4}
#: How many sentences the record names.
SHOWN = 5

PROMPT = """\
Below are passages from documents, and an answer that was written from them. Decide whether every statement \
of the answer follows from the passages. Other knowledge does not count.

Passages:
{{ evidence }}

Answer:
{{ response }}

Does everything in the answer follow from the passages? Answer yes or no.
"""


@dataclass(frozen=True, slots=True)
class GroundingSettings:
    """``rails.config.grounding``."""

    threshold: Literal["strict", "balanced", "permissive"] | float = "balanced"
    fallback: Literal["none", "self_check_facts"] = "none"
    grey_zone: float = 0.15
    no_evidence: Literal["allow", "block"] = "allow"
    on_error: Literal["block", "allow"] = "block"

    def __post_init__(self) -> None:
        for name in ("threshold", "grey_zone"):
            value = getattr(self, name)
            if not isinstance(value, str) and not 0 <= value <= 1:
                raise InvalidValueError(name, f"must be between 0 and 1, not {value:g}")

    @property
    def least(self) -> float:
        """The score that an answer needs."""
        return THRESHOLDS[self.threshold] if isinstance(self.threshold, str) else self.threshold


class Grounding(Rail):
    """Judges whether an answer stands in what was retrieved."""

    name = "grounding"
    flows = (RailFlow("grounding check output", frozenset({"output"}), settings="grounding"),)
    colang = """
define bot inform answer not grounded
  "I cannot confirm that answer from the documents that I have."

define subflow grounding check output
  $result = execute check_grounding(text=$bot_message)
  if $result.is_blocked
    if $config.enable_rails_exceptions
      create event GroundingRailException(message="The answer is not supported by the retrieved chunks.")
    else
      bot inform answer not grounded
    stop
"""
    prompts = (TaskPrompt(task=TASK, content=PROMPT),)
    settings_key = "grounding"
    settings_type = GroundingSettings
    judges = "whole"

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {"check_grounding": self.check}

    @action(is_system_action=True, name="check_grounding")
    def check(self, scope: Scope, text: str | None = None) -> RailOutcome:
        """Whether each sentence of the answer is supported by the chunks."""
        settings, context = self.settings, scope.context
        text = str(context.get("bot_message") or "") if text is None else text
        chunks = _chunks(context)
        if not chunks:
            reason = "there is no evidence to compare with"
            if settings.no_evidence == "block":
                return RailOutcome.block(reason, legacy={"score": None})
            return RailOutcome.allow(reason, legacy={"score": None})
        evidence, question = Evidence(chunks), str(context.get("user_message") or "")
        supports = [support_of(claim, evidence, question=question) for claim in claims(text)]
        score = min((each.score for each in supports), default=1.0)
        if settings.fallback != "none" and abs(score - settings.least) < settings.grey_zone:
            allowed, judge = _ask_model(scope, chunks, text), "model"
        else:
            allowed, judge = score >= settings.least, "words"
        metadata = {"judge": judge, "weak": _weakest(supports, settings.least)}
        legacy = {"score": round(score, 3)}
        if allowed:
            return RailOutcome.allow(legacy=legacy, metadata=metadata)
        return RailOutcome.block("not supported by the evidence", legacy=legacy, metadata=metadata)


def _chunks(context: Mapping[str, Any]) -> list[str]:
    """What was retrieved for this question; what an earlier one brought is no evidence."""
    asked = context.get("retrieved_for")
    if asked is not None and asked != context.get("user_message"):
        return []
    found = context.get("relevant_chunks")
    texts = found if isinstance(found, list | tuple) else [found]
    return [text for text in texts if isinstance(text, str) and text.strip()]


def _ask_model(scope: Scope, chunks: Sequence[str], text: str) -> bool:
    prompt, reply = ask(scope, TASK, {"evidence": "\n".join(chunks), "response": text})
    if not prompt.output_parser:
        return answers_yes(reply.text)
    parsed = prompt.parse(reply.text)
    return bool(parsed[0]) if isinstance(parsed, list | tuple) and parsed else parsed is True


def _weakest(supports: Sequence[Support], least: float) -> list[dict[str, Any]]:
    """The sentences that are not supported, the worst first, by their place: texts stay out of records."""
    weak = [(each.score, at, each.against) for at, each in enumerate(supports) if each.score < least]
    return [
        {"sentence": at, "score": round(score, 3), "against": list(against)}
        for score, at, against in sorted(weak)[:SHOWN]
    ]
