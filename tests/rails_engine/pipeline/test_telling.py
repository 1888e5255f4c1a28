"""Messages as events and back again."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine.colang.history import HIDDEN_TEXT
from rails_engine.pipeline.telling import heard_event, said_events, said_messages
from tests.talking import assistant, system, user

CALLS = [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
IMAGE = [{"type": "text", "text": "what is it?"}, {"type": "image_url", "image_url": {"url": "data:x"}}]
TOOL = {"role": "tool", "tool_call_id": "c", "content": "42"}
SAID = {"type": "UtteranceUserActionFinished", "final_transcript": "hi"}


def bot(text: str) -> dict[str, Any]:
    return {"type": "StartUtteranceBotAction", "script": text}


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [user("hi"), assistant("hello"), user("bye")],
        [system("be kind"), user("a"), user("b"), assistant("c")],
        [user(IMAGE), assistant("a cat")],
        [user("x"), {"role": "assistant", "content": None, "tool_calls": CALLS}, TOOL, assistant("42")],
        [user("x"), {"role": "assistant", "content": "let me see", "tool_calls": CALLS}, TOOL],
        [user("")],
    ],
)
def test_messages_survive_the_way_through_events(messages: Any) -> None:
    assert said_messages(said_events(messages)) == messages


def test_a_developers_message_is_the_systems() -> None:
    (event,) = said_events([{"role": "developer", "content": [{"type": "text", "text": "be kind"}]}])
    assert said_messages([event]) == [system("be kind")]


@pytest.mark.parametrize(
    ("events", "messages"),
    [
        ([SAID, {"type": "UserMessage", "text": "h…"}], [user("h…")]),
        ([SAID, {"type": "mask_prev_user_message"}, bot("no")], [user(HIDDEN_TEXT), assistant("no")]),
        ([SAID, bot("a"), bot("b")], [user("hi"), assistant("a\nb")]),
        ([SAID, bot("a"), bot("b"), bot("(remove last message)")], [user("hi"), assistant("a")]),
        ([SAID, bot("a"), SAID, bot("oops"), {"type": "hide_prev_turn"}], [user("hi"), assistant("a")]),
        ([SAID, bot("oops"), {"type": "hide_prev_turn"}, SAID], [user("hi")]),
        ([{"type": "BotToolCalls", "tool_calls": CALLS}, SAID], [user("hi")]),
        ([{"type": "UserIntent", "intent": "greet"}, {"type": "Unheard"}], []),
        ([{"type": "UserMessage", "text": "x"}, bot("a")], [assistant("a")]),
        (
            [SAID, {"type": "StartToolCallBotAction", "tool_calls": CALLS}, bot("b")],
            [user("hi"), {"role": "assistant", "content": "b", "tool_calls": CALLS}],
        ),
    ],
)
def test_what_rails_changed_is_told_as_they_left_it(events: Any, messages: Any) -> None:
    assert said_messages(events) == messages


@pytest.mark.parametrize(
    "event",
    [
        {"type": "UtteranceUserActionFinished"},
        {"type": "UtteranceUserActionFinished", "final_transcript": 3},
        {"type": "UserMessage", "text": {"a": 1}},
        {"type": "StartUtteranceBotAction", "script": None},
        {"type": "StartToolCallBotAction", "tool_calls": "x"},
        {"type": "UserToolMessages", "tool_messages": "x"},
        {"type": "UserToolMessages", "tool_messages": [1]},
        {"type": "SystemMessage", "content": 5},
        {"type": "hide_prev_turn"},
        {"type": "mask_prev_user_message"},
    ],
)
def test_events_from_outside_may_hold_anything(event: Any) -> None:
    for message in said_messages([SAID, event, event]):
        assert message["content"] is None or isinstance(message["content"], str)


def test_content_with_images_keeps_its_parts() -> None:
    event = heard_event(IMAGE)
    assert (event["text"], event["content"]) == ("what is it?", IMAGE)
    assert "content" not in heard_event("text")
