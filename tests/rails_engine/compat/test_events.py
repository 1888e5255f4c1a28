from __future__ import annotations

from rails_engine.compat.events import messages_of


def test_what_was_said_and_set_becomes_messages():
    events = [
        {"type": "UtteranceUserActionFinished", "final_transcript": "hi"},
        {"type": "UserMessage", "text": "hi"},
        {"type": "StartUtteranceBotAction", "script": "hello"},
        {"type": "Listen"},
        {"type": "ContextUpdate", "data": {"a": 1}},
        {"type": "UtteranceUserActionFinished", "final_transcript": "so?"},
    ]
    assert messages_of(events) == [
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": "hello"},
        {"role": "user", "content": "so?"},
        {"role": "context", "content": {"a": 1}},
    ]


def test_other_events_happen_unless_something_followed_them():
    def event(name):
        return {"type": name}

    events = [event("Rang"), event("Listen"), event("Knocked"), event("InternalSystemActionFinished")]
    assert messages_of(events) == [{"role": "event", "event": event("Knocked")}]
