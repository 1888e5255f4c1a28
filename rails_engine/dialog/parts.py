"""What a dialog needs besides the turn itself, made once at load."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine.colang.history import render_history
from rails_engine.prompts.tasks import DEFAULT_SAMPLE_CONVERSATION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rails_engine.actions.context import Scope
    from rails_engine.colang.compiler import Program
    from rails_engine.embeddings.index import SearchIndex
    from rails_engine.prompts.catalog import Prompt

#: How many similar examples a prompt shows.
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The dialog of a configuration: its program, the texts it knows, and where to look for like ones."""

    program: Program
    user_index: SearchIndex
    bot_index: SearchIndex
    flow_index: SearchIndex
    #: Bot messages, ready to be filled in.
    templates: Mapping[str, Sequence[Callable[[Mapping[str, Any]], str]]]
    #: Texts as people type them (see ``fold_text``) to the intent that they are an example of.
    known_questions: Mapping[str, str] = field(default_factory=dict)
    #: Texts of bot messages without variables, likewise.
    known_answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def finds_intents(self) -> bool:
        """Whether what the user says is turned into an intent at all."""
        return bool(self.program.user_messages)


def fold_text(text: str) -> str:
    """A text with case, punctuation at its ends and runs of blanks out of the way."""
    return " ".join(text.lower().split()).strip(" .,!?;:\"'")


def prompt_variables(scope: Scope, prompt: Prompt, makers: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """The values of the variables that a prompt uses; what it does not use is not made."""
    config = scope.config
    known: dict[str, Callable[[], Any]] = {
        "history": lambda: scope.events,
        "general_instructions": lambda: scope.general_instructions,
        "sample_conversation": lambda: config.sample_conversation or DEFAULT_SAMPLE_CONVERSATION,
        "relevant_chunks": lambda: scope.context.get("relevant_chunks") or "",
        "colang_history": lambda: render_history(scope.events),
        "user_input": lambda: scope.context.get("user_message") or "",
        **makers,
    }
    wanted = prompt.variables
    values = {name: make() for name, make in known.items() if name in wanted}
    for name in wanted:
        if name not in values and name in scope.context and not name.startswith("_"):
            values[name] = scope.context[name]
    return values
