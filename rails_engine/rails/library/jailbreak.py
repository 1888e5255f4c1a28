"""``jailbreak check input``: attempts to talk the assistant out of its rules. Local: no model, no server.

    rails:
      input: {flows: [jailbreak check input]}
      config:
        jailbreak: {threshold: balanced}

A classifier of our own reads the message and what it says undisguised (encodings, look-alike letters,
spaced, split or misspelt words). ``threshold`` is strict, balanced, permissive, or a score above 0 and at
most 1; docs/rails/jailbreak.md has the measured rates. For the rails that ask a server of the original
see ``jailbreak detection``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.rails.scored import ScoredRail, Threshold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.actions.outcome import RailOutcome


class Jailbreak(ScoredRail):
    """Refuses messages that attack the assistant."""

    name = "jailbreak"
    task = "jailbreak"
    flows = (RailFlow("jailbreak check input", frozenset({"input"}), settings="jailbreak"),)
    colang = """
define subflow jailbreak check input
  $verdict = execute judge_jailbreak(text=$user_message)
  if $verdict.is_blocked
    if $config.enable_rails_exceptions
      create event JailbreakRailException(message="The message tries to talk the assistant out of its rules.")
    else
      bot refuse to respond
    stop
"""
    settings_key = "jailbreak"
    settings_type = Threshold

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {"judge_jailbreak": self.check}

    @action(is_system_action=True, name="judge_jailbreak")
    def check(self, scope: Scope, text: str | None = None) -> RailOutcome:
        """Whether the message is an attack on the assistant."""
        return self.judge(scope, text, self.settings.threshold)
