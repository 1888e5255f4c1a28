"""The turns of a conversation before this one, for rails that judge more than one message.

They come from the events that the engine has of the conversation: from the server's own record where a
thread or a state is used, else from what the client sent. Nothing is remembered here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.colang.history import HIDDEN_TEXT
from rails_engine.messages import WITHHELD, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rails_engine.events import Event

#: What stands in place of a message that is not to be seen again.
_HIDDEN = frozenset({HIDDEN_TEXT, WITHHELD})
#: Rough, and on the safe side for most scripts: tokenizers differ, and none is at hand.
BYTES_PER_TOKEN = 4
TOKENS_PER_MESSAGE = 4
#: Where the text of an event is, of which the context has the text.
_SAID_IN = {ev.USER_SAID: "final_transcript", ev.BOT_SAID: "script", ev.SYSTEM_MESSAGE: "content"}


@dataclass(slots=True)
class PastTurn:
    """What the user said, and what was answered."""

    asked: str
    answer: str = ""
    #: Whether an input rail refused it.
    refused: bool = False


def past_turns(events: Iterable[Event]) -> list[PastTurn]:
    """The turns that these events tell of, the oldest first."""
    turns: list[PastTurn] = []
    for event in events:
        kind = event["type"]
        if kind == ev.USER_SAID:
            text = text_of(event.get("final_transcript"))
            turns.append(PastTurn(text, refused=text in _HIDDEN))
        elif turns and kind == ev.BOT_SAID:
            said = text_of(event.get("script"))
            turns[-1].answer = f"{turns[-1].answer}\n{said}" if turns[-1].answer else said
        elif turns and kind == ev.MASK_PREVIOUS_USER_MESSAGE:
            turns[-1].refused = True
    return turns


def past_questions(events: Iterable[Event]) -> list[str]:
    """Only what the user said in them."""
    return [text_of(event.get("final_transcript")) for event in events if event["type"] == ev.USER_SAID]


def count_tokens(text: str) -> int:
    """About how many tokens a message is to a model."""
    size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    return size // BYTES_PER_TOKEN + TOKENS_PER_MESSAGE


def context_tokens(events: Iterable[Event]) -> int:
    """About how many tokens of context a conversation has become."""
    total = 0
    for event in events:
        kind = event["type"]
        field = _SAID_IN.get(kind)
        if field is not None:
            total += count_tokens(text_of(event.get(field)))
        elif kind == ev.USER_TOOL_MESSAGES:
            answers: Any = event.get("tool_messages") or ()
            total += sum(count_tokens(text_of(m.get("content"))) for m in answers if isinstance(m, dict))
    return total
