"""Ask a model whether a text is allowed: what all self-check rails share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.prompts.parsers import is_content_safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.actions.context import ModelHandle, Scope
    from rails_engine.llm.base import LLMReply
    from rails_engine.prompts.catalog import Prompt

#: Room for an answer where the prompt does not say how much it needs.
MAX_TOKENS = 1024

_YES_OR_NO = re.compile(r"\b(yes|no)\b", re.IGNORECASE)


def ask(
    scope: Scope,
    task: str,
    variables: Mapping[str, Any],
    *,
    model: ModelHandle | None = None,
    temperature: float | None = None,
) -> tuple[Prompt, LLMReply]:
    """Render the prompt of a task and have its model answer."""
    handle = model or scope.model(task)
    prompt = scope.prompt(task, handle)
    params: dict[str, Any] = {
        "temperature": scope.config.lowest_temperature if temperature is None else temperature,
        "max_tokens": prompt.max_tokens or MAX_TOKENS,
    }
    if prompt.stop:
        params["stop"] = list(prompt.stop)
    return prompt, handle.complete(prompt.render(variables), task=task, params=params)


def is_allowed(scope: Scope, task: str, variables: Mapping[str, Any], model: ModelHandle) -> RailOutcome:
    """The verdict of a self check. An empty or undecided answer is not an allowance."""
    prompt, reply = ask(scope, task, variables, model=model)
    parsed = prompt.parse(reply.text) if prompt.output_parser else is_content_safe(reply.text)
    if isinstance(parsed, list | tuple):
        allowed, violations = bool(parsed and parsed[0] is True), [str(v) for v in parsed[1:]]
    else:
        allowed, violations = parsed is True, []
    if allowed:
        return RailOutcome.allow(legacy=True)
    return RailOutcome.block(reason=task, legacy=False, metadata={"policy_violations": violations})


def task_name(task: str, variant: str | None) -> str:
    """The prompt that a variant reads."""
    return f"{task} $variant={variant}" if variant else task


def chosen_model(scope: Scope, variant: str | None, task: str) -> ModelHandle:
    """The model of the variant's type where there is one, else the one that serves the task."""
    if variant and scope.toolbox.models.get(variant) is not None:
        return scope.model(type=variant)
    return scope.model(task)


def answers_yes(text: str) -> bool:
    """Whether a yes-or-no question was answered with yes; the first of the two words counts."""
    found = _YES_OR_NO.search(text)
    return found is not None and found[1].lower() == "yes"
