"""``self check output``: a model reads the bot's message against the policy in a prompt of the config.

The prompt ``self_check_output`` asks whether the message should be blocked. ``$variant=v`` picks the
prompt ``self_check_output $variant=v`` and the model of type ``v``. An empty message is blocked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.rails.base import Rail
from rails_engine.rails.policy import chosen_model, is_allowed, task_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope


class SelfCheckOutput(Rail):
    """Judges what the bot is about to say."""

    name = "self check output"
    flows = (RailFlow("self check output", frozenset({"output"}), prompts=("self_check_output",)),)
    colang = """
define subflow self check output
  $allowed = execute self_check_output(variant=$variant)
  if not $allowed
    if $config.enable_rails_exceptions
      create event OutputRailException(message="Output not allowed. The output was blocked by the 'self check output' flow.")
    else
      bot refuse to respond
    stop
"""

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {"self_check_output": self_check_output}


@action(is_system_action=True)
def self_check_output(scope: Scope, variant: str | None = None) -> RailOutcome:
    """Whether the bot's message is allowed."""
    context = scope.context
    text = context.get("bot_message")
    if not text:
        return RailOutcome.block(reason="the message is empty", legacy=False)
    variables = {
        "user_input": context.get("user_message"),
        "bot_response": text,
        "bot_thinking": context.get("bot_thinking"),
    }
    return is_allowed(
        scope,
        task_name("self_check_output", variant),
        variables,
        chosen_model(scope, variant, "self_check_output"),
    )
