"""Which prompt serves a task and a model, and what it becomes with the values of one turn.

Everything a configuration brings is compiled, and refused where it is wrong, when the catalog is made;
default prompts are read when one is first wanted. Nothing here calls a model.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.errors import ConfigError, TurnError, did_you_mean
from rails_engine.prompts.families import FAMILIES, read_family
from rails_engine.prompts.filters import FILTERS
from rails_engine.prompts.parsers import PARSERS
from rails_engine.prompts.render import Templates
from rails_engine.prompts.tasks import TASKS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rails_engine.config.schema import TaskPrompt
    from rails_engine.messages import Message
    from rails_engine.prompts.families import Family
    from rails_engine.prompts.render import Template

    Maker = Callable[[Mapping[str, Any]], list[Message]]

#: Chosen prompts kept; a caller may name any model, so there could be any number.
MAX_CHOICES = 512
#: The type of a message in a prompt to the role that a model knows.
ROLES = {
    "system": "system",
    "developer": "developer",
    "user": "user",
    "assistant": "assistant",
    "bot": "assistant",
    "tool": "tool",
}
_HISTORY = "history"
_IMAGE_SIZE = len("[image]")
_IMAGE_DATA = re.compile(r"data:image/[\w.+-]+;base64,[A-Za-z0-9+/=]+")


def match_score(models: Sequence[str], model: str) -> float:
    """How well a prompt's ``models`` fit a model (``engine/model``); 0 is not at all."""
    if not models:
        return 0.2
    return max(_entry_score(entry.lower(), model) for entry in models)


def _entry_score(entry: str, model: str) -> float:
    name = model.partition("/")[2]
    if entry == model:
        return 1.0
    if "/" in entry and entry != name and name.startswith(entry):
        return 0.9
    if ("/" in entry and entry == name) or model.endswith(f"/{entry}"):
        return 0.8
    if model.startswith(f"{entry}/"):
        return 0.5
    return 0.4 if entry in model else 0.0


class Prompts:
    """The prompts of one configuration. Shared by threads; only its memory of choices ever changes."""

    def __init__(
        self,
        prompts: Sequence[TaskPrompt],
        *,
        prompting_mode: str = "standard",
        filters: Mapping[str, Callable[..., Any]] | None = None,
        parsers: Mapping[str, Callable[..., Any]] | None = None,
        contexts: Mapping[str, Any] | None = None,
        shipped: Sequence[TaskPrompt] = (),
    ) -> None:
        """``prompts`` are the configuration's own; ``shipped`` are defaults that come with rails."""
        self._mode = prompting_mode
        self._templates = Templates({**FILTERS, **(filters or {})})
        self._parsers = {**PARSERS, **(parsers or {})}
        self._contexts = dict(contexts or {})
        self._own = self._by_task(prompts, own=True)
        self._shipped = self._by_task(shipped, own=False)
        self._chosen: dict[tuple[str, str], Prompt] = {}
        self._defaults: dict[tuple[str, str], Prompt | None] = {}

    def get(self, task: str, model: str) -> Prompt:
        """The prompt for a task, as the model reads it best."""
        prompt = self.find(task, model)
        if prompt is None:
            known = {*TASKS, *self._shipped, *self._own}
            raise ConfigError(
                f"there is no prompt for task {task!r} and model {model!r}",
                hint=did_you_mean(task, known) or f"Add a prompt with task: {task} under prompts:.",
            )
        return prompt

    def find(self, task: str, model: str) -> Prompt | None:
        """Like ``get``; ``None`` where there is no prompt."""
        key = (task, model)
        prompt = self._chosen.get(key)
        if prompt is None:
            prompt = self._choose(_folded(task), model.lower())
            if prompt is not None:
                if len(self._chosen) >= MAX_CHOICES:
                    self._chosen.clear()
                self._chosen[key] = prompt
        return prompt

    def has(self, task: str) -> bool:
        """Whether there is any prompt for a task."""
        name = _folded(task)
        return name in self._own or name in self._shipped or name in TASKS

    def own(self, task: str, model: str | None = None) -> bool:
        """Whether the configuration has its own prompt for a task (that this model would be given)."""
        if model is None:
            return _folded(task) in self._own
        prompt = self.find(task, model)
        return prompt is not None and prompt.own

    def parser(self, name: str, user: str = "a caller") -> Callable[..., Any]:
        """The output parser of a name, which ``user`` asks for."""
        parser = self._parsers.get(name)
        if parser is None:
            raise ConfigError(
                f"{user} names an unknown output parser {name!r}",
                hint=did_you_mean(name, self._parsers) or f"Known are: {', '.join(sorted(self._parsers))}.",
            )
        return parser

    def _choose(self, task: str, model: str) -> Prompt | None:
        """A configuration's own prompt goes before any default; one that does not match goes last."""
        own, shipped = self._own.get(task, ()), self._shipped.get(task, ())
        return (
            self._best(own, model)
            or self._best(shipped, model)
            or self._default(task, model)
            or self._best([*shipped, *own], model, unmatched=True)
        )

    def _best(self, prompts: Sequence[Prompt], model: str, *, unmatched: bool = False) -> Prompt | None:
        best, best_score = None, 0.0
        for prompt in prompts:
            score = self._score(prompt.models, prompt.mode, model)
            if score is not None and score >= best_score and (score > 0 or unmatched):
                best, best_score = prompt, score
        return best

    def _score(self, models: Sequence[str], mode: str, model: str) -> float | None:
        """``None`` for a prompt that was made for another mode."""
        if mode == self._mode:
            return match_score(models, model)
        return match_score(models, model) * 0.5 if mode == "standard" else None

    def _default(self, task: str, model: str) -> Prompt | None:
        if task not in TASKS:
            return None
        scored = [
            (self._score(family.models, family.mode, model), place) for place, family in enumerate(FAMILIES)
        ]
        for _, place in sorted(((score, place) for score, place in scored if score), reverse=True):
            found = self._in_family(FAMILIES[place], task)
            if found is not None:
                return found
        return None

    def _in_family(self, family: Family, task: str) -> Prompt | None:
        key = (family.name, task)
        if key not in self._defaults:
            prompt = next((prompt for prompt in read_family(family) if prompt.task == task), None)
            self._defaults[key] = None if prompt is None else self._compiled(prompt, own=False)
        return self._defaults[key]

    def _by_task(self, prompts: Sequence[TaskPrompt], *, own: bool) -> dict[str, tuple[Prompt, ...]]:
        found: dict[str, tuple[Prompt, ...]] = {}
        for prompt in prompts:
            task = _folded(prompt.task)
            found[task] = (*found.get(task, ()), self._compiled(prompt, own=own))
        return found

    def _compiled(self, prompt: TaskPrompt, *, own: bool) -> Prompt:
        name = f"the prompt for task {prompt.task!r}"
        parser = None
        if prompt.output_parser:
            parser = self.parser(prompt.output_parser, name)
        makers, templates = _compile_messages(prompt, self._templates, name)
        return Prompt(prompt, makers, templates, parser=parser, contexts=self._contexts, own=own)


class Prompt:
    """A compiled prompt."""

    __slots__ = (
        "_contexts",
        "_makers",
        "is_chat",
        "max_length",
        "max_tokens",
        "mode",
        "models",
        "output_parser",
        "own",
        "parser",
        "stop",
        "task",
        "variables",
    )

    def __init__(
        self,
        source: TaskPrompt,
        makers: Sequence[Maker],
        templates: Sequence[Template],
        *,
        parser: Callable[..., Any] | None,
        contexts: Mapping[str, Any],
        own: bool,
    ) -> None:
        self.task = source.task
        self.models = source.models
        self.mode = source.mode
        self.stop = source.stop
        self.max_tokens = source.max_tokens
        self.max_length = source.max_length
        self.output_parser = source.output_parser
        #: Whether it is written as messages.
        self.is_chat = source.content is None
        #: Whether it comes from the configuration.
        self.own = own
        self._makers = tuple(makers)
        #: What reads the answers, if anything does.
        self.parser = parser
        used = frozenset[str]().union(*(template.variables for template in templates))
        self._contexts = {name: value for name, value in contexts.items() if name in used}
        #: What ``render`` must be given; what else it is given is not looked at.
        self.variables = used - self._contexts.keys()

    def render(self, variables: Mapping[str, Any]) -> list[Message]:
        """The messages for a model. A history that is too long loses its oldest turns."""
        if self._contexts:
            registered = {name: v() if callable(v) else v for name, v in self._contexts.items()}
            variables = {**variables, **registered}
        messages = self._filled(variables)
        return messages if _length(messages) <= self.max_length else self._fitted(variables)

    def parse(self, text: str) -> Any:
        """What an answer means; the text itself where the prompt names no parser."""
        return text if self.parser is None else self.parser(text)

    def _filled(self, variables: Mapping[str, Any]) -> list[Message]:
        return [message for maker in self._makers for message in maker(variables)]

    def _fitted(self, variables: Mapping[str, Any]) -> list[Message]:
        history = variables.get(_HISTORY)
        history = history if _HISTORY in self.variables and isinstance(history, list | tuple) else ()
        cuts = _cuts(history)
        fitting = self._filled({**variables, _HISTORY: history[cuts[-1] :]})
        if _length(fitting) > self.max_length:
            raise TurnError(f"Prompt exceeds max length of {self.max_length} characters even without history")
        low, high = 0, len(cuts) - 1
        while low < high:
            middle = (low + high) // 2
            messages = self._filled({**variables, _HISTORY: history[cuts[middle] :]})
            if _length(messages) <= self.max_length:
                fitting, high = messages, middle
            else:
                low = middle + 1
        return fitting


def _cuts(history: Sequence[ev.Event]) -> list[int]:
    """Where a history may begin: at a user's turn, the last of which always stays."""
    said = [index for index, event in enumerate(history) if event["type"] == ev.USER_SAID]
    if not said:
        said = [index for index, event in enumerate(history) if event["type"] == ev.USER_MESSAGE]
    return said[1:] or said or [len(history)]


def _length(messages: Sequence[Message]) -> int:
    return sum(_content_length(message.get("content")) for message in messages)


def _content_length(content: Any) -> int:
    if isinstance(content, str):
        if ";base64," not in content:
            return len(content)
        return len(_IMAGE_DATA.sub(" " * _IMAGE_SIZE, content))
    if isinstance(content, list | tuple):
        return sum(
            len(part["text"]) if isinstance(part, dict) and isinstance(part.get("text"), str) else _IMAGE_SIZE
            for part in content
        )
    return len(str(content))


def _compile_messages(
    prompt: TaskPrompt, templates: Templates, name: str
) -> tuple[list[Maker], list[Template]]:
    if prompt.content is not None:
        content = templates.compile(prompt.content, name=name)
        render = content.render
        return [lambda variables: [{"role": "user", "content": render(variables)}]], [content]
    makers: list[Maker] = []
    compiled: list[Template] = []
    for message in prompt.messages or ():
        if isinstance(message, str):
            template = templates.compile(message, name=name)
            makers.append(_several(template, name))
        else:
            kind = str(message["type"])
            if kind not in ROLES:
                raise ConfigError(
                    f"{name} has a message of unknown type {kind!r}",
                    hint=did_you_mean(kind, ROLES) or f"Known are: {', '.join(ROLES)}.",
                )
            template = templates.compile(message["content"], name=name)
            makers.append(_single(template, ROLES[kind]))
        compiled.append(template)
    return makers, compiled


def _single(template: Template, role: str) -> Maker:
    """One message. A template that is one variable keeps a list of parts (text and images)."""
    value_of = template.value

    def make(variables: Mapping[str, Any]) -> list[Message]:
        content = template.render(variables) if value_of is None else value_of(variables)
        if not isinstance(content, str | list):
            content = "" if content is None else str(content)
        empty = not content.strip() if isinstance(content, str) else not content
        return [] if empty else [{"role": role, "content": content}]

    return make


def _several(template: Template, name: str) -> Maker:
    """Messages out of a template that gives a list of them, or a text that is such a list in Python."""

    def make(variables: Mapping[str, Any]) -> list[Message]:
        value = template.render(variables) if template.value is None else template.value(variables)
        if isinstance(value, str):
            value = _literal(value, name)
        if not isinstance(value, list | tuple):
            raise _no_messages(name)
        return [message for item in value if (message := _message(item, name)) is not None]

    return make


def _literal(text: str, name: str) -> Any:
    if not text.strip():
        return []
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        raise _no_messages(name) from None


def _message(item: Any, name: str) -> Message | None:
    if not isinstance(item, dict):
        raise _no_messages(name)
    role = ROLES.get(str(item.get("type", item.get("role"))))
    if role is None:
        raise _no_messages(name)
    content = item.get("content")
    if content is None or content == [] or (isinstance(content, str) and not content.strip()):
        return None
    return {"role": role, **{key: value for key, value in item.items() if key not in {"type", "role"}}}


def _no_messages(name: str) -> ConfigError:
    return ConfigError(
        f"{name} has a message template that does not give a list of messages",
        hint="Each must have a type (system, user, assistant) and a content.",
    )


def _folded(task: str) -> str:
    return " ".join(task.split())
