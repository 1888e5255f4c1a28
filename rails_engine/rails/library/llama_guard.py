"""``llama guard check input|output``: a Llama Guard model judges what the user or the bot says.

The model of type ``llama_guard`` reads the prompt ``llama_guard_check_input`` (``user_input``) or
``llama_guard_check_output`` (``user_input``, ``bot_response``), which holds the policy. It answers
``safe``, or ``unsafe`` and the policies that are violated; anything else counts as unsafe. A prompt
may name another ``output_parser``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.rails.base import Rail
from rails_engine.rails.policy import ask, read_verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope

MODEL = "llama_guard"
CHECK_INPUT = "llama_guard_check_input"
CHECK_OUTPUT = "llama_guard_check_output"

_WORD = re.compile(r"\w+")


class LlamaGuard(Rail):
    """Judges by a model that was made for it."""

    name = "llama guard"
    flows = (
        RailFlow("llama guard check input", frozenset({"input"}), prompts=(CHECK_INPUT,), model_type=MODEL),
        RailFlow(
            "llama guard check output", frozenset({"output"}), prompts=(CHECK_OUTPUT,), model_type=MODEL
        ),
    )
    colang = """
define subflow llama guard check input
  $response = execute llama_guard_check_input
  $allowed = $response["allowed"]
  $llama_guard_policy_violations = $response["policy_violations"]
  if not $allowed
    if $config.enable_rails_exceptions
      create event LlamaGuardInputRailException(message="Llama Guard does not allow this input, so it was blocked.")
    else
      bot refuse to respond
    stop

define subflow llama guard check output
  $response = execute llama_guard_check_output
  $allowed = $response["allowed"]
  $llama_guard_policy_violations = $response["policy_violations"]
  if not $allowed
    if $config.enable_rails_exceptions
      create event LlamaGuardOutputRailException(message="Llama Guard does not allow this output, so it was blocked.")
    else
      bot refuse to respond
    stop
"""

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """One for each flow."""
        return {CHECK_INPUT: llama_guard_check_input, CHECK_OUTPUT: llama_guard_check_output}


def read_answer(text: str) -> list[Any]:
    """``[True]`` for ``safe``; else ``[False, *policies]``."""
    words = _WORD.findall(text)
    folded = [word.lower() for word in words]
    if "unsafe" in folded:
        return [False, *words[folded.index("unsafe") + 1 :]]
    return [folded[:1] == ["safe"]]


@action(is_system_action=True)
def llama_guard_check_input(scope: Scope, model_name: str | None = None) -> RailOutcome:
    """Whether the user's message is allowed."""
    variables = {"user_input": scope.context.get("user_message")}
    return _judge(scope, CHECK_INPUT, variables, model_name)


@action(is_system_action=True)
def llama_guard_check_output(scope: Scope, model_name: str | None = None) -> RailOutcome:
    """Whether the bot's message is allowed."""
    context = scope.context
    variables = {"user_input": context.get("user_message"), "bot_response": context.get("bot_message")}
    return _judge(scope, CHECK_OUTPUT, variables, model_name)


def _judge(scope: Scope, task: str, variables: Mapping[str, Any], model_name: str | None) -> RailOutcome:
    model = scope.model(type=model_name or MODEL)
    prompt, reply = ask(scope, task, variables, model=model, temperature=0.0)
    allowed, violations = read_verdict(prompt, reply.text, read_answer)
    legacy = {"allowed": allowed, "policy_violations": violations}
    if allowed:
        return RailOutcome.allow(legacy=legacy)
    return RailOutcome.block(reason=task, legacy=legacy, metadata={"policy_violations": violations})
