"""``self check facts``: a model says whether the bot's message follows from the retrieved chunks.

It runs when a flow (or the caller) has set ``$check_facts`` to true, once for each time that it was
set. Without retrieved chunks there is nothing to compare with, and the message passes. The prompt
``self_check_facts`` sees ``evidence`` and ``response``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.rails.base import Rail
from rails_engine.rails.policy import answers_yes, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope


class SelfCheckFacts(Rail):
    """Judges whether the bot's message is supported by what was retrieved."""

    name = "self check facts"
    flows = (RailFlow("self check facts", frozenset({"output"}), prompts=("self_check_facts",)),)
    colang = """
define subflow self check facts
  if $check_facts == True
    $check_facts = False
    $accuracy = execute self_check_facts
    if $accuracy < 0.5
      if $config.enable_rails_exceptions
        create event FactCheckRailException(message="The answer is not supported by the retrieved evidence.")
      else
        bot refuse to respond
      stop
"""
    judges = "whole"

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {"self_check_facts": self_check_facts}


@action(is_system_action=True)
def self_check_facts(scope: Scope) -> RailOutcome:
    """How well the evidence supports the message: 1.0 or 0.0."""
    context = scope.context
    evidence, response = context.get("relevant_chunks"), context.get("bot_message")
    if not evidence:
        return RailOutcome.allow(legacy=1.0, metadata={"reason": "there is no evidence to compare with"})
    prompt, reply = ask(scope, "self_check_facts", {"evidence": evidence, "response": response})
    if prompt.output_parser:
        parsed = prompt.parse(reply.text)
        supported = bool(parsed[0]) if isinstance(parsed, list | tuple) and parsed else parsed is True
    else:
        supported = answers_yes(reply.text)
    if supported:
        return RailOutcome.allow(legacy=1.0)
    return RailOutcome.block(reason="not supported by the evidence", legacy=0.0)
