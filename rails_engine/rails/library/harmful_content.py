"""``harmful content check input|output``: requests for help with harm, and answers that read like one. Local.

    rails:
      input: {flows: [harmful content check input]}
      config:
        harmful_content:
          input: {threshold: balanced}

A classifier of our own, trained to tell "how do I kill a process" from a person, history and prevention
from help. It knows requests: on answers it finds what is worded like instructions, and a model that judges
(``content safety``, ``self check output``) finds more. ``threshold`` is strict, balanced, permissive, or a
score above 0 and at most 1; docs/rails/harmful-content.md has the measured rates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.rails.scored import ScoredRail, Threshold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.actions.outcome import RailOutcome


@dataclass(frozen=True, slots=True)
class HarmfulContentSettings:
    """``rails.config.harmful_content``."""

    input: Threshold = field(default_factory=Threshold)
    output: Threshold = field(default_factory=Threshold)


class HarmfulContent(ScoredRail):
    """Refuses texts that ask for harm or help with it."""

    name = "harmful content"
    task = "harmful"
    flows = tuple(
        RailFlow(f"harmful content check {source}", frozenset({source}), settings="harmful_content")
        for source in ("input", "output")
    )
    colang = """
define subflow harmful content check input
  $verdict = execute judge_harmful_content(source="input", text=$user_message)
  if $verdict.is_blocked
    if $config.enable_rails_exceptions
      create event HarmfulContentRailException(message="The message asks for help with harm.")
    else
      bot refuse to respond
    stop

define subflow harmful content check output
  $verdict = execute judge_harmful_content(source="output", text=$bot_message)
  if $verdict.is_blocked
    if $config.enable_rails_exceptions
      create event HarmfulContentRailException(message="The answer helps with harm.")
    else
      bot refuse to respond
    stop
"""
    settings_key = "harmful_content"
    settings_type = HarmfulContentSettings

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of both flows."""
        return {"judge_harmful_content": self.check}

    @action(is_system_action=True, name="judge_harmful_content")
    def check(
        self, scope: Scope, source: Literal["input", "output"] = "input", text: str | None = None
    ) -> RailOutcome:
        """Whether the text is of that kind."""
        group = self.settings.output if source == "output" else self.settings.input
        return self.judge(scope, text, group.threshold)
