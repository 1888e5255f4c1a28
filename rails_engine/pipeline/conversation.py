"""What is known of a conversation when a turn begins: its messages, its variables, where its flows stand.

The flow state comes from the first of these that there is: the state that the caller hands in, the
snapshot of a thread, the memory of recent conversations, a replay of the messages. None of them calls
a model.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.colang.snapshot import dump_state, load_state
from rails_engine.errors import BadStateError
from rails_engine.messages import new_user_turns, text_of
from rails_engine.pipeline.memory import conversation_key
from rails_engine.pipeline.replay import replay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rails_engine.colang.machine import State
    from rails_engine.events import Event
    from rails_engine.messages import Message
    from rails_engine.pipeline.parts import Parts
    from rails_engine.turn import Turn

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
        ev.BOT_TOOL_CALLS,
        ev.USER_TOOL_MESSAGES,
        ev.HIDE_PREVIOUS_TURN,
        ev.MASK_PREVIOUS_USER_MESSAGE,
    }
)


@dataclass(slots=True)
class Conversation:
    """A conversation up to and with the question of this turn."""

    #: The chat messages that the turn brought, the question last.
    chat: list[Message]
    #: Where in ``chat`` the questions stand that nobody has answered.
    asked: list[int]
    state: State
    context: dict[str, Any]
    #: How many of ``chat`` are older than this turn.
    older: int
    #: How many answers the conversation has had.
    spoken: int
    #: Events of the role ``event``, to be stepped with.
    happened: list[Event] = field(default_factory=list)
    earlier: Callable[[], list[Event]] = list
    #: What a state that was handed in says was said before ``chat``; made only when a model is asked.
    past: Callable[[], list[Message]] = list

    @property
    def messages(self) -> list[Message]:
        """What a model is sent: the whole conversation, the question last."""
        return self.past() + self.chat

    @property
    def question(self) -> str:
        """The text of the last unanswered question."""
        return text_of(self.chat[self.asked[-1]].get("content")) if self.asked else ""


def open_conversation(parts: Parts, turn: Turn) -> Conversation:
    """Find out where a conversation stands."""
    context: dict[str, Any] = {}
    chat: list[Message] = []
    happened: list[Event] = []
    for message in turn.messages:
        role = message.get("role")
        if role == "context":
            content = message.get("content")
            if isinstance(content, dict):
                context.update(content)
        elif role == "event":
            event = message.get("event")
            if isinstance(event, dict) and "type" in event:
                happened.append(event)
        else:
            chat.append(message)
    context.update(turn.context)
    if turn.state is not None:
        return _continue(parts, turn.state, chat, context, happened)
    asked = new_user_turns(chat)
    older = _older(chat, asked)
    if not parts.follows_flows:
        state, earlier = parts.machine.new_state({}), lambda: said_events(chat[:older])
    else:
        state, events = _recall(parts, turn, chat, older)
        earlier = lambda: list(events)  # noqa: E731 - the same shape as its sibling above
    state.context.update(context)
    return Conversation(chat, asked, state, state.context, older, _answers(chat), happened, earlier)


def _answers(messages: Sequence[Message]) -> int:
    return sum(1 for message in messages if message.get("role") == "assistant")


def _older(chat: Sequence[Message], asked: Sequence[int]) -> int:
    """How many messages belong to turns that are over."""
    if asked:
        return asked[0]
    for index in range(len(chat) - 1, -1, -1):
        if chat[index].get("role") not in {"tool", "function"}:
            return index + 1
    return 0


def _recall(parts: Parts, turn: Turn, chat: list[Message], older: int) -> tuple[State, Sequence[Event]]:
    before = chat[:older]
    if turn.snapshot is not None:
        return load_state(parts.machine, dict(turn.snapshot)), said_events(before)
    if not any(m.get("role") == "assistant" for m in before):
        return parts.machine.new_state({}), said_events(before)
    entry = parts.memory.recall(conversation_key(before))
    if entry is not None:
        return load_state(parts.machine, entry[0]), entry[1]
    return replay(parts, before)


def _continue(
    parts: Parts,
    given: Mapping[str, Any],
    chat: list[Message],
    context: dict[str, Any],
    happened: list[Event],
) -> Conversation:
    """Go on from a state; the turn's messages are only what is new."""
    events = given.get("events") if given else []
    snapshot = given.get("state") if given else None
    if given and events is None and snapshot is None:
        raise BadStateError(
            "Invalid state format: state must contain 'events' or 'state' key. "
            "Use an empty dict {} to start a new conversation."
        )
    events = [] if events is None else events
    if not isinstance(events, list) or not set(map(type, events)) <= {dict}:
        raise BadStateError("Invalid state format: 'events' must be a list of objects.")
    spoken = given.get("spoken")
    if isinstance(snapshot, dict):
        state = load_state(parts.machine, snapshot)
    elif events and parts.follows_flows:
        state, _ = replay(parts, said_messages(events))
    else:
        state = parts.machine.new_state({})
    state.context.update(context)
    return Conversation(
        chat=chat,
        asked=new_user_turns(chat),
        state=state,
        context=state.context,
        older=0,
        spoken=spoken if isinstance(spoken, int) else _answers(said_messages(events)),
        happened=happened,
        earlier=lambda: list(events),
        past=lambda: said_messages(events),
    )


def said_events(messages: Sequence[Message]) -> list[Event]:
    """Messages as the events that they stand for."""
    found: list[Event] = []
    for message in messages:
        role = message.get("role")
        if role == "user":
            text = text_of(message.get("content"))
            found += (ev.user_said(text), ev.user_message(text))
        elif role == "assistant":
            if message.get("tool_calls"):
                found.append({"type": ev.BOT_TOOL_CALLS, "tool_calls": message["tool_calls"]})
            if message.get("content"):
                found.append(ev.bot_said(text_of(message["content"])))
        elif role in {"system", "developer"}:
            found.append({"type": ev.SYSTEM_MESSAGE, "content": text_of(message.get("content"))})
        elif role in {"tool", "function"}:
            found.append({"type": ev.USER_TOOL_MESSAGES, "tool_messages": [message]})
    return found


def said_messages(events: Sequence[Event]) -> list[Message]:
    """Events as the messages that they stand for; bot messages of one turn are one message."""
    found: list[Message] = []
    for event in events:
        kind = event.get("type")
        if kind == ev.USER_SAID:
            found.append({"role": "user", "content": event.get("final_transcript", "")})
        elif kind == ev.BOT_SAID:
            text = event.get("script", "")
            if found and found[-1]["role"] == "assistant" and "tool_calls" not in found[-1]:
                found[-1] = {"role": "assistant", "content": f"{found[-1]['content']}\n{text}"}
            else:
                found.append({"role": "assistant", "content": text})
        elif kind == ev.SYSTEM_MESSAGE:
            found.append({"role": "system", "content": event.get("content", "")})
        elif kind == ev.BOT_TOOL_CALLS:
            found.append({"role": "assistant", "content": None, "tool_calls": event.get("tool_calls", [])})
        elif kind == ev.USER_TOOL_MESSAGES:
            found.extend(event.get("tool_messages", []))
    return found


def close_state(conversation: Conversation, new: Sequence[Event]) -> dict[str, Any]:
    """The state that the next turn can go on from, with the whole conversation in it."""
    kept = [event for event in new if event["type"] in KEPT and not event.get("is_system_action")]
    return {
        "version": STATE_VERSION,
        "events": conversation.earlier() + kept,
        "spoken": conversation.spoken + 1,
        "state": dump_state(conversation.state),
    }


def remember(
    parts: Parts, conversation: Conversation, answer: Message, new: Sequence[Event]
) -> dict[str, Any]:
    """Keep where the flows stand for the question that will follow this answer; gives the snapshot."""
    snapshot = dump_state(conversation.state)
    kept = tuple(event for event in new if event["type"] in KEPT and not event.get("is_system_action"))
    key = conversation_key([*conversation.chat, answer])
    parts.memory.keep(key, (snapshot, (*conversation.earlier(), *kept)))
    return snapshot
