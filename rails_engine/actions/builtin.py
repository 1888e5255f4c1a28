"""The actions that flows may execute without anybody registering them; a user's own takes their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import ActionResult
from rails_engine.actions.registry import action

if TYPE_CHECKING:
    from collections.abc import Callable

    from rails_engine.actions.context import Scope

#: How many chunks of the knowledge base an answer is given.
CHUNKS = 3


@action(is_system_action=True)
def retrieve_relevant_chunks(scope: Scope) -> ActionResult:
    """What the knowledge base has on the user's message, joined by lines."""
    context = scope.context
    question = context.get("user_message")
    if scope.toolbox.kb is None or not question:
        return ActionResult(return_value=context.get("relevant_chunks") or "")
    found = scope.toolbox.kb.search(question, max_results=CHUNKS)
    bodies = [chunk.body for chunk in found]
    chunks = "\n".join(bodies)
    return ActionResult(
        return_value=chunks,
        context_updates={"relevant_chunks": chunks, "relevant_chunks_sep": bodies, "retrieved_for": question},
    )


@action(is_system_action=True)
def create_event(event: dict[str, Any], scope: Scope) -> ActionResult:
    """Make an event happen; ``_type`` is its name, ``$x`` values come from the context."""
    made = {"type" if key == "_type" else key: value for key, value in event.items()}
    for key, value in made.items():
        if isinstance(value, str) and value.startswith("$"):
            made[key] = scope.context.get(value[1:])
    return ActionResult(events=[made])


BUILTIN: dict[str, Callable[..., Any]] = {
    "retrieve_relevant_chunks": retrieve_relevant_chunks,
    "create_event": create_event,
}
