"""``toxicity check input|output``: insults, hate and threats, in what users say and in what is answered. Local.

    rails:
      output: {flows: [toxicity check output]}
      config:
        toxicity:
          input: {threshold: permissive}
          output: {threshold: strict}

A classifier of our own reads the text and what it says undisguised. Swear words alone are no abuse to it,
and a text that names a group of people is none for that; it errs on both, see docs/rails/toxicity.md for
the rates. ``threshold`` is strict, balanced, permissive, or a score above 0 and at most 1.
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
class ToxicitySettings:
    """``rails.config.toxicity``."""

    input: Threshold = field(default_factory=Threshold)
    output: Threshold = field(default_factory=Threshold)


class Toxicity(ScoredRail):
    """Refuses texts that insult, degrade or threaten."""

    name = "toxicity"
    task = "toxicity"
    flows = tuple(
        RailFlow(f"toxicity check {source}", frozenset({source}), settings="toxicity")
        for source in ("input", "output")
    )
    colang = """
define subflow toxicity check input
  $verdict = execute judge_toxicity(source="input", text=$user_message)
  if $verdict.is_blocked
    if $config.enable_rails_exceptions
      create event ToxicityRailException(message="The message is abusive.")
    else
      bot refuse to respond
    stop

define subflow toxicity check output
  $verdict = execute judge_toxicity(source="output", text=$bot_message)
  if $verdict.is_blocked
    if $config.enable_rails_exceptions
      create event ToxicityRailException(message="The answer is abusive.")
    else
      bot refuse to respond
    stop
"""
    settings_key = "toxicity"
    settings_type = ToxicitySettings

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of both flows."""
        return {"judge_toxicity": self.check}

    @action(is_system_action=True, name="judge_toxicity")
    def check(
        self, scope: Scope, source: Literal["input", "output"] = "input", text: str | None = None
    ) -> RailOutcome:
        """Whether the text is of that kind."""
        group = self.settings.output if source == "output" else self.settings.input
        return self.judge(scope, text, group.threshold)
