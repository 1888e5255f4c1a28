"""What did the user mean? Ask the index where it is enough, else a model that is shown likely examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.dialog.calls import first_line, intent_in, step_params
from rails_engine.dialog.parts import EXAMPLES, fold_text, prompt_variables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.actions.context import Scope
    from rails_engine.dialog.parts import Dialogue
    from rails_engine.embeddings.index import Hit

TASK = "generate_user_intent"
UNKNOWN = "unknown message"


def find_user_intent(scope: Scope, dialogue: Dialogue, text: str) -> str:
    """The intent of what the user said."""
    settings = scope.config.rails.dialog.user_messages
    if settings.embeddings_only:
        intent = _by_likeness(dialogue, text, settings.embeddings_only_similarity_threshold)
        if intent is not None:
            return intent
        if settings.embeddings_only_fallback_intent:
            return settings.embeddings_only_fallback_intent
    hits = dialogue.user_index.search(text, max_results=EXAMPLES)
    model = scope.model(TASK)
    prompt = scope.prompt(TASK, model)
    variables = prompt_variables(
        scope,
        prompt,
        {"examples": lambda: user_examples(hits), "potential_user_intents": lambda: intents_of(hits)},
    )
    reply = model.complete(prompt.render(variables), task=TASK, params=step_params(scope, prompt))
    parsed = prompt.parse(reply.text)
    return intent_in(first_line(parsed if isinstance(parsed, str) else reply.text), "user ") or UNKNOWN


def _by_likeness(dialogue: Dialogue, text: str, threshold: float | None) -> str | None:
    known = dialogue.known_questions.get(fold_text(text))
    if known is not None:
        return known
    hits = dialogue.user_index.search(text, max_results=1, threshold=threshold)
    return str(hits[0].item.meta["intent"]) if hits else None


def user_examples(hits: Sequence[Hit]) -> str:
    """Examples in the form of a conversation, the likest last."""
    return "\n".join(
        f'user "{hit.item.text}"\n  {hit.item.meta["intent"]}\n' for hit in reversed(hits)
    ).rstrip()


def intents_of(hits: Sequence[Hit]) -> str:
    """The names of the likely intents, each once, the likest first."""
    return ", ".join(dict.fromkeys(str(hit.item.meta["intent"]) for hit in hits))
