"""The words of a bot message: written in the configuration, or worded by a model."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rails_engine.dialog.calls import message_params
from rails_engine.dialog.parts import EXAMPLES, prompt_variables
from rails_engine.dialog.wording import Wording, read_message
from rails_engine.prompts.render import compile_message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rails_engine.actions.context import ModelHandle, Scope
    from rails_engine.colang.wishes import Say
    from rails_engine.dialog.parts import Dialogue
    from rails_engine.embeddings.index import Hit
    from rails_engine.llm.base import LLMChunk, LLMReply
    from rails_engine.messages import Message
    from rails_engine.prompts.catalog import Prompt
    from rails_engine.turn import LLMCall

TASK = "generate_bot_message"

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
    model, prompt, messages = _asked(scope, dialogue, wish)
    reply = model.complete(messages, task=TASK, params=message_params(scope, prompt))
    return read_message(prompt, reply.text), reply


def worded_stream(scope: Scope, dialogue: Dialogue, wish: Say) -> tuple[LLMCall, Iterator[LLMChunk], Wording]:
    """The same as it comes, with what reads it."""
    model, prompt, messages = _asked(scope, dialogue, wish)
    call, chunks = model.stream(messages, task=TASK, params=message_params(scope, prompt))
    return call, chunks, Wording(prompt)


def _asked(scope: Scope, dialogue: Dialogue, wish: Say) -> tuple[ModelHandle, Prompt, Sequence[Message]]:
    model = scope.model(TASK)
    prompt = scope.prompt(TASK, model)
    variables = prompt_variables(
        scope,
        prompt,
        {"examples": lambda: bot_examples(dialogue.bot_index.search(wish.intent, max_results=EXAMPLES))},
    )
    messages = prompt.render(variables)
    scope.context["_last_bot_prompt"] = messages
    return model, prompt, messages


def bot_examples(hits: Sequence[Hit]) -> str:
    """Examples of bot messages, the likest last."""
    return "\n".join(f'bot {hit.item.text}\n  "{hit.item.meta["text"]}"\n' for hit in reversed(hits)).rstrip()
