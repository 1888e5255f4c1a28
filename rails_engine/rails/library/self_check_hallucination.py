"""``self check hallucination``: ask the model again and see whether it agrees with itself.

It runs when ``$check_hallucination`` has been set to true. The prompt that made the message is sampled
two more times at temperature 1; then the prompt ``self_check_hallucination`` (``statement``,
``paragraph``) asks whether the samples agree with it. Where nothing could be sampled, the message
passes. ``hallucination warning`` is the milder form: with ``$hallucination_warning`` set, a message
that does not agree is followed by a warning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.errors import ProviderError
from rails_engine.rails.base import Rail
from rails_engine.rails.policy import answers_yes, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope

SAMPLES = 2
PROMPTS = ("self_check_hallucination",)


class SelfCheckHallucination(Rail):
    """Judges whether the model made the message up."""

    name = "self check hallucination"
    flows = (
        RailFlow("self check hallucination", frozenset({"output"}), prompts=PROMPTS),
        RailFlow("hallucination warning", frozenset({"output"}), prompts=PROMPTS, listens=True),
    )
    colang = """
define bot inform answer prone to hallucination
  "Please check this answer against other sources: asked again, the model said something else."

define subflow self check hallucination
  if $check_hallucination == True
    $check_hallucination = False
    $is_hallucination = execute self_check_hallucination
    if $is_hallucination
      if $config.enable_rails_exceptions
        create event SelfCheckHallucinationRailException(message="Other answers to the same question contradict this one.")
      else
        bot inform answer unknown
      stop

define flow hallucination warning
  bot ...
  if $hallucination_warning == True
    $hallucination_warning = False
    $is_hallucination = execute self_check_hallucination
    if $is_hallucination
      bot inform answer prone to hallucination
"""
    judges = "whole"

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of both flows."""
        return {"self_check_hallucination": self_check_hallucination}


@action(is_system_action=True)
def self_check_hallucination(scope: Scope) -> RailOutcome:
    """Whether other answers to the same prompt contradict the message."""
    context = scope.context
    message, prompt = context.get("bot_message"), context.get("_last_bot_prompt")
    if not message or not prompt:
        return RailOutcome.allow(legacy=False, metadata={"reason": "there is nothing to sample again"})
    samples = []
    for _ in range(SAMPLES):
        try:
            reply = scope.model("self_check_hallucination").complete(
                prompt, task="self_check_hallucination", params={"temperature": 1.0}
            )
        except ProviderError:
            continue
        if reply.text.strip():
            samples.append(reply.text.strip())
    if not samples:
        return RailOutcome.allow(legacy=False, metadata={"reason": "no sample could be had"})
    variables = {"statement": message, "paragraph": ". ".join(samples)}
    _, reply = ask(scope, "self_check_hallucination", variables)
    if answers_yes(reply.text):
        return RailOutcome.allow(legacy=False)
    return RailOutcome.block(reason="other answers do not agree with it", legacy=True)
