"""Intent, next step and words in one call of the model.

What it guesses is used only where the flows come to the same step; where they do not, or it answers
in another form, the separate calls are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rails_engine.dialog.calls import intent_in, message_params, quoted_text
from rails_engine.dialog.next_step import flow_examples
from rails_engine.dialog.parts import EXAMPLES, prompt_variables
from rails_engine.dialog.user_intent import intents_of, user_examples

if TYPE_CHECKING:
    from rails_engine.actions.context import Scope
    from rails_engine.dialog.parts import Dialogue

TASK = "generate_intent_steps_message"
LINES = 2


@dataclass(frozen=True, slots=True)
class Guess:
    """What one call answered."""

    user_intent: str
    bot_intent: str
    text: str


def guess_all(scope: Scope, dialogue: Dialogue, text: str) -> Guess | None:
    """Ask for everything at once; None where the answer is not in the form asked for."""
    hits = dialogue.user_index.search(text, max_results=EXAMPLES)
    likely = str(hits[0].item.meta["intent"]) if hits else ""
    model = scope.model(TASK)
    prompt = scope.prompt(TASK, model)
    variables = prompt_variables(
        scope,
        prompt,
        {
            "examples": lambda: "\n\n".join(
                part for part in (user_examples(hits), flow_examples(dialogue, likely)) if part
            ),
            "potential_user_intents": lambda: intents_of(hits),
        },
    )
    messages = prompt.render(variables)
    scope.context["_last_bot_prompt"] = messages
    reply = model.complete(messages, task=TASK, params=message_params(scope, prompt))
    parsed = prompt.parse(reply.text)
    lines = [line for line in (parsed if isinstance(parsed, str) else reply.text).split("\n") if line.strip()]
    if len(lines) < LINES or not lines[1].strip().lower().startswith("bot "):
        return None
    user_intent, bot_intent = intent_in(lines[0], "user "), intent_in(lines[1], "bot ")
    if not user_intent or not bot_intent:
        return None
    return Guess(user_intent, bot_intent, quoted_text(lines[2:]))
