"""``llm_task_manager``: the prompts of the configuration, as users' actions ask for them.

A façade for users' code; our own rails and dialog steps use the prompts directly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.actions.context import Scope
    from rails_engine.config.schema import RailsConfig
    from rails_engine.events import Event
    from rails_engine.prompts.catalog import Prompt


class ParsedText(str):
    """What a parser left of an answer."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """The text itself, for code that expects an object."""
        return str(self)


class ParsedList(list[Any]):
    """What a parser read out of an answer."""

    @property
    def text(self) -> list[Any]:
        """The list itself, for code that expects an object."""
        return list(self)


class TaskManager:
    """The prompts of one turn's engine. A task is a name, or a member of an enumeration of names."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    @property
    def config(self) -> RailsConfig:
        """The configuration."""
        return self._scope.config

    def render_task_prompt(
        self,
        task: Any,
        context: Mapping[str, Any] | None = None,
        events: Sequence[Event] | None = None,
        *,
        force_string_to_message: bool = False,
    ) -> str | list[dict[str, Any]]:
        """The prompt of a task: a text, or messages with ``type`` and ``content``, as it was written.

        It sees the context variables of the turn, with those of ``context`` before them.
        """
        prompt = self._prompt(task)
        messages = prompt.render(self._variables(prompt, context or {}, events))
        if not prompt.is_chat and not force_string_to_message:
            return str(messages[0]["content"])
        return [{"type": message["role"], **_without_role(message)} for message in messages]

    def parse_task_output(self, task: Any, output: str, forced_output_parser: str | None = None) -> Any:
        """What an answer means, read by the parser that the task's prompt names."""
        if forced_output_parser is not None:
            parsed = self._scope.toolbox.prompts.parser(forced_output_parser)(output)
        else:
            parsed = self._prompt(task).parse(output)
        if isinstance(parsed, str):
            return ParsedText(parsed)
        return ParsedList(parsed) if isinstance(parsed, list | tuple) else parsed

    def has_output_parser(self, task: Any) -> bool:
        """Whether the task's prompt names a parser."""
        return bool(self._prompt(task).output_parser)

    def get_stop_tokens(self, task: Any) -> list[str] | None:
        """What ends the answer to the task's prompt."""
        stop = self._prompt(task).stop
        return list(stop) if stop else None

    def get_max_tokens(self, task: Any) -> int | None:
        """How long the answer may be."""
        return self._prompt(task).max_tokens

    def _prompt(self, task: Any) -> Prompt:
        return self._scope.prompt(str(getattr(task, "value", task)))

    def _variables(
        self, prompt: Prompt, context: Mapping[str, Any], events: Sequence[Event] | None
    ) -> dict[str, Any]:
        scope = self._scope
        known: dict[str, Any] = {
            "general_instructions": scope.general_instructions,
            "sample_conversation": scope.config.sample_conversation or "",
            "user_input": scope.context.get("user_message") or "",
        }
        if "history" in prompt.variables:
            known["history"] = scope.events if events is None else list(events)
        return {**known, **scope.context, **context}


def _without_role(message: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in message.items() if key != "role"}
