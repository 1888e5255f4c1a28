"""Small readers of events and of models' answers that users' actions call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.colang.history import render_history
from rails_engine.dialog.calls import first_line, quoted_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rails_engine.events import Event


def get_colang_history(events: Sequence[Event], include_texts: bool = True) -> str:
    """The conversation in Colang."""
    if include_texts:
        return render_history(events)
    hidden = {ev.USER_MESSAGE, ev.BOT_SAID, ev.BOT_MESSAGE}
    return render_history([event for event in events if event["type"] not in hidden])


def get_last_user_utterance_event(events: Iterable[Event]) -> Event | None:
    """The user's last words, as the event."""
    return _last(events, ev.USER_SAID)


def get_last_user_utterance(events: Iterable[Event]) -> str | None:
    """The user's last words."""
    return _value(_last(events, ev.USER_SAID), "final_transcript")


def get_last_user_intent_event(events: Iterable[Event]) -> Event | None:
    """What the user last meant, as the event."""
    return _last(events, ev.USER_INTENT)


def get_last_user_intent(events: Iterable[Event]) -> str | None:
    """What the user last meant."""
    return _value(_last(events, ev.USER_INTENT), "intent")


def get_last_bot_intent_event(events: Iterable[Event]) -> Event | None:
    """What the bot last meant to say, as the event."""
    return _last(events, ev.BOT_INTENT)


def get_last_bot_intent(events: Iterable[Event]) -> str | None:
    """What the bot last meant to say."""
    return _value(_last(events, ev.BOT_INTENT), "intent")


def get_last_bot_utterance_event(events: Iterable[Event]) -> Event | None:
    """The bot's last words, as the event."""
    return _last(events, ev.BOT_SAID)


def get_last_bot_utterance(events: Iterable[Event]) -> str | None:
    """The bot's last words."""
    return _value(_last(events, ev.BOT_SAID), "script")


def get_retrieved_relevant_chunks(events: Sequence[Event], skip_user_message: bool = False) -> str | None:
    """What retrieval found for the user's last words."""
    for event in reversed(events):
        if event["type"] == ev.USER_SAID and not skip_user_message:
            break
        if event["type"] == ev.CONTEXT_UPDATE and "relevant_chunks" in event.get("data", {}):
            chunks = (event["data"]["relevant_chunks"] or "").strip()
            return chunks or None
    return None


def get_first_nonempty_line(text: str) -> str | None:
    """The first line of an answer that says anything."""
    return first_line(text) or None


def get_top_k_nonempty_lines(text: str, k: int = 1) -> list[str] | None:
    """The first lines that say anything and are no comments."""
    lines = [line.strip() for line in text.split("\n")]
    return [line for line in lines if line and not line.startswith("#")][:k] or None


def get_multiline_response(text: str) -> str:
    """A bot message out of an answer: up to the line that closes its quotes."""
    return quoted_text(text.split("\n"))


def strip_quotes(text: str) -> str:
    """A text without the quotes around it."""
    text = str(text)
    return text[1:-1] if text[:1] == '"' and text[-1:] == '"' and len(text) > 1 else text.removeprefix('"')


def new_event_dict(event_type: str, **payload: Any) -> Event:
    """An event, with an identity and a time."""
    return ev.published({"type": event_type, **payload})


def new_uuid() -> str:
    """A name that nothing else has."""
    import uuid

    return str(uuid.uuid4())


def _last(events: Iterable[Event], kind: str) -> Event | None:
    return next((event for event in reversed(list(events)) if event["type"] == kind), None)


def _value(event: Event | None, name: str) -> str | None:
    return None if event is None else event.get(name)
