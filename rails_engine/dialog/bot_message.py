"""The words of a bot message: written in the configuration, or worded by a model."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rails_engine.dialog.calls import message_params, quoted_text
from rails_engine.dialog.parts import EXAMPLES, prompt_variables
from rails_engine.prompts.render import compile_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.actions.context import Scope
    from rails_engine.colang.wishes import Say
    from rails_engine.dialog.parts import Dialogue
    from rails_engine.embeddings.index import Hit
    from rails_engine.llm.base import LLMReply

TASK = "generate_bot_message"
SPEECHLESS = "I'm not sure what to say."

#: Texts that stand in flows themselves; models write flows too, so it is bounded.
filled = lru_cache(maxsize=1024)(compile_message)


def written_message(scope: Scope, dialogue: Dialogue, wish: Say, spoken: int) -> str | None:
    """The text that the configuration gives, filled in; None where it leaves the words to a model.

    Of several variants each has its turn: ``spoken`` is how many bot messages the conversation has had.
    """
    if wish.value is not None:
        return wish.value
    if wish.template is not None:
        return filled(wish.template)(scope.context)
    variants = dialogue.templates.get(wish.intent)
    if not variants:
        return None
    return variants[spoken % len(variants)](scope.context)


def worded_message(scope: Scope, dialogue: Dialogue, wish: Say) -> tuple[str, LLMReply]:
    """A model words the message; its whole reply tells of tokens and the like."""
    model = scope.model(TASK)
    prompt = scope.prompt(TASK, model)
    variables = prompt_variables(
        scope,
        prompt,
        {"examples": lambda: bot_examples(dialogue.bot_index.search(wish.intent, max_results=EXAMPLES))},
    )
    messages = prompt.render(variables)
    scope.context["_last_bot_prompt"] = messages
    reply = model.complete(messages, task=TASK, params=message_params(scope, prompt))
    parsed = prompt.parse(reply.text)
    lines = (parsed if isinstance(parsed, str) else reply.text).split("\n")
    return quoted_text(lines) or SPEECHLESS, reply


def bot_examples(hits: Sequence[Hit]) -> str:
    """Examples of bot messages, the likest last."""
    return "\n".join(f'bot {hit.item.text}\n  "{hit.item.meta["text"]}"\n' for hit in reversed(hits)).rstrip()
