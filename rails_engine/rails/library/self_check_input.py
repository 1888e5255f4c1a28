"""``self check input``: a model reads the user's message against the policy in a prompt of the config.

The prompt ``self_check_input`` asks whether the message should be blocked. ``$variant=v`` picks the
prompt ``self_check_input $variant=v`` and the model of type ``v``. An empty message is blocked.
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


class SelfCheckInput(Rail):
    """Judges what the user says."""

    name = "self check input"
    flows = (RailFlow("self check input", frozenset({"input"}), prompts=("self_check_input",)),)
    colang = """
define subflow self check input
  $allowed = execute self_check_input(variant=$variant)
  if not $allowed
    if $config.enable_rails_exceptions
      create event InputRailException(message="Input not allowed. The input was blocked by the 'self check input' flow.")
    else
      bot refuse to respond
    stop
"""
    judges = "whole"

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {"self_check_input": self_check_input}


@action(is_system_action=True)
def self_check_input(scope: Scope, variant: str | None = None) -> RailOutcome:
    """Whether the user's message is allowed."""
    text = scope.context.get("user_message")
    if not text:
        return RailOutcome.block(reason="the message is empty", legacy=False)
    variables = {"user_input": text}
    return is_allowed(
        scope,
        task_name("self_check_input", variant),
        variables,
        chosen_model(scope, variant, "self_check_input"),
    )
