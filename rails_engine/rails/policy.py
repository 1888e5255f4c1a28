"""Ask a model whether a text is allowed: what all self-check rails share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.errors import ActionParameterError
from rails_engine.prompts.parsers import is_content_safe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    allowed, violations = read_verdict(prompt, reply.text)
    if allowed:
        return RailOutcome.allow(legacy=True)
    return RailOutcome.block(reason=task, legacy=False, metadata={"policy_violations": violations})


def read_verdict(
    prompt: Prompt, answer: str, read: Callable[[str], Any] = is_content_safe
) -> tuple[bool, list[str]]:
    """Whether an answer allows the text, and which policies it says are violated.

    ``read`` is for prompts that name no parser of their own.
    """
    parsed = prompt.parse(answer) if prompt.output_parser else read(answer)
    if isinstance(parsed, list | tuple):
        return bool(parsed and parsed[0] is True), [str(violation) for violation in parsed[1:]]
    return parsed is True, []


def task_name(task: str, variant: str | None) -> str:
    """The prompt that a variant reads."""
    return f"{task} $variant={variant}" if variant else task


def chosen_model(scope: Scope, variant: str | None, task: str) -> ModelHandle:
    """The model of the variant's type where there is one, else the one that serves the task."""
    if variant and scope.toolbox.models.get(variant) is not None:
        return scope.model(type=variant)
    return scope.model(task)


def named_model(scope: Scope, task: str, model_name: str | None) -> tuple[str, ModelHandle]:
    """The model that a flow names (``$model=TYPE``), and the prompt that a task has for it."""
    name = model_name or scope.context.get("model")
    if not name:
        raise ActionParameterError(
            task, "does not know which model to ask: the flow names none ($model=TYPE)."
        )
    return f"{task} $model={name}", scope.model(type=str(name))


def answers_yes(text: str) -> bool:
    """Whether a yes-or-no question was answered with yes; the first of the two words counts."""
    found = _YES_OR_NO.search(text)
    return found is not None and found[1].lower() == "yes"
