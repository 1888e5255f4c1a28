"""Follow the flows through a conversation that is known only by its messages. Calls no model, runs no action.

What the user said is an intent where it is, but for case and punctuation, an example of one; what the
bot said is a bot message likewise. Everything else is unknown, and flows treat it so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine import events as ev
from rails_engine.colang.wishes import Emit, RunAction, Say
from rails_engine.dialog.next_step import FALLBACK
from rails_engine.dialog.parts import fold_text
from rails_engine.dialog.user_intent import UNKNOWN
from rails_engine.messages import text_of
from rails_engine.rails.runner import REFUSAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.colang.machine import State
    from rails_engine.colang.wishes import Wish
    from rails_engine.events import Event
    from rails_engine.messages import Message
    from rails_engine.pipeline.parts import Parts

MAX_WISHES = 50


def replay(parts: Parts, messages: Sequence[Message]) -> tuple[State, list[Event]]:
    """Where the flows stand after these messages, and the events that led there."""
    state = parts.machine.new_state({})
    events: list[Event] = []
    wish: Wish | None = None
    for message in messages:
        role, text = message.get("role"), text_of(message.get("content"))
        if role == "user":
            wish = _user(parts, state, text, events)
        elif role == "assistant":
            _assistant(parts, state, wish, text, events)
            wish = None
        elif role in {"system", "developer"}:
            events.append({"type": ev.SYSTEM_MESSAGE, "content": text})
    return state, events


def _user(parts: Parts, state: State, text: str, events: list[Event]) -> Wish | None:
    state.context["user_message"] = state.context["last_user_message"] = text
    intent = parts.dialogue.known_questions.get(fold_text(text), UNKNOWN)
    events += (ev.user_said(text), ev.user_message(text), ev.user_intent(intent))
    return parts.machine.step(state, events[-1])


def _assistant(parts: Parts, state: State, wish: Wish | None, text: str, events: list[Event]) -> None:
    machine, known = parts.machine, parts.dialogue.known_answers
    state.context["bot_message"] = state.context["last_bot_message"] = text
    said = known.get(fold_text(text))
    if said == REFUSAL:
        machine.step(state, ev.bot_intent(ev.STOP_INTENT))
        events += (ev.bot_intent(REFUSAL), ev.bot_said(text))
        return
    intent = said or FALLBACK
    if wish is None:
        wish = machine.step(state, ev.bot_intent(intent))
    for _ in range(MAX_WISHES):
        if isinstance(wish, Say):
            intent = wish.intent
            wish = machine.step(state, ev.bot_intent(intent))
        elif isinstance(wish, RunAction):
            wish = machine.step(state, ev.action_finished(wish.name, wish.params, wish.result_key, None))
        elif isinstance(wish, Emit):
            wish = machine.step(state, wish.event)
        else:
            if wish is not None:
                machine.step(state, ev.bot_intent(ev.STOP_INTENT))
            break
    events += (ev.bot_intent(intent), ev.bot_said(text))
