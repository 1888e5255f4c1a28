"""What is known of a conversation when a turn begins: its messages, its variables, where its flows stand.

The flow state comes from the first of these that there is: the state that the caller hands in, the
snapshot of a thread, the memory of recent conversations, a replay of the messages. None of them calls
a model.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.colang.snapshot import dump_state, load_state
from rails_engine.errors import BadStateError
from rails_engine.messages import text_of
from rails_engine.pipeline.admission import admitted, are_events, context_in, is_event
from rails_engine.pipeline.memory import conversation_key
from rails_engine.pipeline.plain import plain
from rails_engine.pipeline.replay import replay
from rails_engine.pipeline.telling import said_events, said_messages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rails_engine.colang.machine import State
    from rails_engine.events import Event
    from rails_engine.messages import Message
    from rails_engine.pipeline.parts import Parts
    from rails_engine.turn import Turn

log = logging.getLogger("rails_engine.pipeline")

STATE_VERSION = 1
#: Of a turn's events, those that a later turn needs to know of.
KEPT = frozenset(
    {
        ev.USER_SAID,
        ev.USER_MESSAGE,
        ev.USER_INTENT,
        ev.BOT_INTENT,
        ev.BOT_SAID,
        ev.ACTION_FINISHED,
        ev.SYSTEM_MESSAGE,
        ev.BOT_TOOLS_CALLED,
        ev.USER_TOOL_MESSAGES,
        ev.HIDE_PREVIOUS_TURN,
        ev.MASK_PREVIOUS_USER_MESSAGE,
    }
)
ASIDE = frozenset({"context", "event"})
TOOLS = frozenset({"tool", "function"})


@dataclass(slots=True)
class Conversation:
    """A conversation up to and with the question of this turn."""

    #: The chat messages that the turn brought, as the rails leave them.
    chat: list[Message]
    #: Where in ``chat`` this turn begins: what is before it has been answered.
    older: int
    #: Where in ``chat`` the questions stand that nobody has answered.
    asked: list[int]
    state: State
    #: How many answers the conversation has had.
    spoken: int
    #: Whether the last of ``chat`` is an answer of the caller's, to be judged.
    answered: bool = False
    #: Whether an input rail has ended the turn, so that later turns do not see what was asked.
    masked: bool = False
    #: Events of the role ``event``, to be stepped with.
    happened: list[Event] = field(default_factory=list)
    #: What happened before this turn; made only when somebody asks for it.
    before: Callable[[], list[Event]] = list
    #: What a state that was handed in says was said before ``chat``.
    past: Callable[[], list[Message]] = list
    #: What ``before`` gave: several rails ask for it, and none changes it.
    _told: list[Event] | None = None

    @property
    def context(self) -> dict[str, Any]:
        """The variables."""
        return self.state.context

    @property
    def messages(self) -> list[Message]:
        """What a model is sent: the whole conversation, the question last."""
        return self.past() + self.chat

    @property
    def question(self) -> Message | None:
        """The last unanswered question."""
        return self.chat[self.asked[-1]] if self.asked else None

    @property
    def last_asked(self) -> str:
        """The text of the user's last message, answered or not."""
        if self.asked:
            return text_of(self.chat[self.asked[-1]].get("content"))
        users = (m for m in reversed(self.messages) if m.get("role") == "user")
        return text_of(next(users, {}).get("content"))

    def fresh_tools(self) -> list[int]:
        """Where in ``chat`` the results of tools stand that the model has not seen."""
        return [i for i in range(self.older, len(self.chat)) if self.chat[i].get("role") in TOOLS]

    def earlier(self) -> list[Event]:
        """Everything that is not told by the events of this turn itself."""
        if self._told is None:
            self._told = self.before()
        if len(self.chat) - self.older <= 1 and self.asked:
            return self._told
        told = {*self.asked[-1:], *([len(self.chat) - 1] if self.answered else ()), *self.fresh_tools()}
        events = list(self._told)
        for index in range(self.older, len(self.chat)):
            if index not in told:
                events += said_events([self.chat[index]])
                if self.masked and index in self.asked:
                    events.append({"type": ev.MASK_PREVIOUS_USER_MESSAGE})
        return events


def open_conversation(parts: Parts, turn: Turn) -> Conversation:
    """Find out where a conversation stands."""
    answered = not turn.options.rails.dialog and bool(turn.messages) and _is_answer(turn.messages[-1])
    begin = _beginning(turn.messages[:-1] if answered else turn.messages)
    old, new = turn.messages[:begin], turn.messages[begin:]
    roles = [m.get("role") for m in turn.messages]
    if ASIDE.isdisjoint(roles):
        chat, older = list(turn.messages), begin
    else:
        chat = [m for m in old if m.get("role") not in ASIDE]
        older = len(chat)
        chat += (m for m in new if m.get("role") not in ASIDE)
    made = Conversation(
        chat=chat,
        older=older,
        asked=[i for i in range(older, len(chat)) if chat[i].get("role") == "user"],
        state=parts.machine.new_state({}),
        spoken=roles.count("assistant"),
        answered=answered,
        happened=[m["event"] for m in new if m.get("role") == "event" and is_event(m.get("event"))],
    )
    if turn.state is not None:
        _continue(parts, turn.state, made, old)
    elif parts.follows_flows:
        _recall(parts, turn, made, old)
    else:
        made.context.update(context_in(old))
        made.before = lambda: said_events(chat[:older])
    made.context.update(context_in(new))
    made.context.update(admitted(turn.context))
    return made


def _is_answer(message: Message) -> bool:
    return message.get("role") == "assistant"


def _beginning(messages: Sequence[Message]) -> int:
    """Where the part begins that no assistant has answered."""
    for index in range(len(messages) - 1, -1, -1):
        if _is_answer(messages[index]):
            return index + 1
    return 0


def _recall(parts: Parts, turn: Turn, made: Conversation, old: Sequence[Message]) -> None:
    """From a snapshot, else from memory (which know the variables that were set), else by a replay."""
    events: Sequence[Event]
    if turn.snapshot is not None:
        try:
            made.state = load_state(parts.machine, dict(turn.snapshot))
        except BadStateError as error:
            log.warning("A stored snapshot cannot be used, so the messages are replayed: %s", error)
        else:
            chat, older = made.chat, made.older
            made.before = lambda: said_events(chat[:older])
            return
    entry = parts.memory.recall(conversation_key(old, turn.context)) if made.spoken else None
    if entry is not None:
        made.state, events = load_state(parts.machine, entry[0]), entry[1]
    else:
        made.context.update(admitted(turn.context))
        events = replay(parts, old, made.state)
    made.before = lambda: list(events)


def _continue(parts: Parts, given: Any, made: Conversation, old: Sequence[Message]) -> None:
    """Go on from a state; the turn's messages are only what is new."""
    if not isinstance(given, Mapping):
        raise BadStateError("Invalid state format: state must be an object.")
    events, snapshot = given.get("events"), given.get("state")
    if given and events is None and snapshot is None:
        raise BadStateError(
            "Invalid state format: state must contain 'events' or 'state' key. "
            "Use an empty dict {} to start a new conversation."
        )
    events = [] if events is None else events
    if not isinstance(events, list) or not are_events(events):
        raise BadStateError("Invalid state format: 'events' must be a list of objects with a 'type'.")
    if isinstance(snapshot, Mapping):
        made.state = load_state(parts.machine, snapshot)
    elif snapshot is not None:
        raise BadStateError("Invalid state format: 'state' must be an object.")
    elif events and parts.follows_flows:
        replay(parts, said_messages(events), made.state)
    spoken = given.get("spoken")
    made.spoken += spoken if type(spoken) is int else sum(map(_is_answer, said_messages(events)))
    made.past = lambda: said_messages(events)
    if old and parts.follows_flows:
        added = replay(parts, old, made.state)
    else:
        made.context.update(context_in(old))
        added = said_events(made.chat[: made.older])
    made.before = lambda: [*events, *added]


def _kept(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event["type"] in KEPT and not event.get("is_system_action")]


def close_state(conversation: Conversation, new: Sequence[Event]) -> dict[str, Any]:
    """The state that the next turn can go on from, with the whole conversation in it."""
    told = [plain(event) if event["type"] == ev.ACTION_FINISHED else event for event in _kept(new)]
    return {
        "version": STATE_VERSION,
        "events": conversation.earlier() + told,
        "spoken": conversation.spoken + 1,
        "state": dump_state(conversation.state),
    }


def remember(
    parts: Parts, turn: Turn, conversation: Conversation, answer: Message, new: Sequence[Event]
) -> dict[str, Any]:
    """Keep where the flows stand for the question that will follow this answer; gives the snapshot.

    The caller will send its own messages again, so these are the key and not what the rails made of them.
    """
    snapshot = dump_state(conversation.state)
    if turn.options.rails.dialog:
        key = conversation_key([*turn.messages, answer], turn.context)
        parts.memory.keep(key, (snapshot, (*conversation.earlier(), *_kept(new))))
    return snapshot
