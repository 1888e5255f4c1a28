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
from rails_engine.errors import RailsError
from rails_engine.messages import text_of
from rails_engine.pipeline.admission import context_in, is_event
from rails_engine.pipeline.telling import heard_event, said_events
from rails_engine.rails.runner import REFUSAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.colang.machine import State
    from rails_engine.colang.wishes import Wish
    from rails_engine.events import Event
    from rails_engine.messages import Message
    from rails_engine.pipeline.parts import Parts

MAX_WISHES = 50


def replay(parts: Parts, messages: Sequence[Message], state: State) -> list[Event]:
    """Take a state through these messages; gives the events that they stand for.

    Where flows cannot go on without what an action would have given, they are reset.
    """
    events: list[Event] = []
    follower = _Follower(parts, state, events)
    for message in messages:
        try:
            follower.follow(message)
        except RailsError:
            follower.give_up()
    return events


class _Follower:
    def __init__(self, parts: Parts, state: State, events: list[Event]) -> None:
        self.parts = parts
        self.machine = parts.machine
        self.state = state
        self.events = events
        self.wish: Wish | None = None

    def follow(self, message: Message) -> None:
        role = message.get("role")
        if role == "user":
            self._user(message)
        elif role == "assistant":
            self._assistant(message)
        elif role == "context":
            self.state.context.update(context_in([message]))
        elif role == "event":
            event = message.get("event")
            if event is not None and is_event(event):
                self.wish = self.machine.step(self.state, event)
        else:
            self.events += said_events([message])

    def give_up(self) -> None:
        self.wish = None
        self.machine.step(self.state, ev.bot_intent(ev.STOP_INTENT))

    def _user(self, message: Message) -> None:
        state, text = self.state, text_of(message.get("content"))
        state.begin_turn()
        state.context["user_message"] = state.context["last_user_message"] = text
        intent = self.parts.dialogue.known_questions.get(fold_text(text), UNKNOWN)
        self.events += (ev.user_said(text), heard_event(message.get("content")), ev.user_intent(intent))
        self.wish = self.machine.step(state, self.events[-1])

    def _assistant(self, message: Message) -> None:
        text, wish, machine = text_of(message.get("content")), self.wish, self.machine
        self.wish = None
        self.state.context["bot_message"] = self.state.context["last_bot_message"] = text
        said = self.parts.dialogue.known_answers.get(fold_text(text))
        told = ev.bot_intent(said or FALLBACK)
        self.events += (told, *said_events([message]))
        if said == REFUSAL:
            self.give_up()
            return
        if wish is None:
            wish = machine.step(self.state, told)
        for _ in range(MAX_WISHES):
            if isinstance(wish, Say):
                told["intent"] = wish.intent
                wish = machine.step(self.state, ev.bot_intent(wish.intent))
            elif isinstance(wish, RunAction):
                done = ev.action_finished(wish.name, wish.params, wish.result_key, None)
                wish = machine.step(self.state, done)
            elif isinstance(wish, Emit):
                wish = machine.step(self.state, wish.event)
            elif wish is None:
                return
            else:
                break
        self.give_up()
