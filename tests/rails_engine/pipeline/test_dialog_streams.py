"""A dialog on a stream: steps in between are not heard, the model's words come as they come, written ones whole."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine import Blocked, Delta
from tests.talking import REFUSAL, Bot, line, result_of

COLANG = """
define user greets
  "hello"

define bot says goodbye
  "See you."

define flow
  user greets
  bot greets back
  bot says goodbye
"""
WORDS = ('  "Good', " morning", " to", ' you"', "\nuser ")


def bot(yaml: str = "", **replies: Any) -> Bot:
    given = {"generate_user_intent": "user greets", "generate_bot_message": WORDS, **replies}
    return Bot(yaml, COLANG, **given)


def deltas(events: Any) -> list[str]:
    return [event.text for event in events if isinstance(event, Delta)]


def test_the_models_words_come_as_they_come_and_written_ones_whole() -> None:
    events = bot().stream("hi")
    assert deltas(events) == ["Good", " morning", " to", " you", "\nSee you."]
    assert result_of(events).content == "Good morning to you\nSee you."


def test_the_result_is_that_of_a_whole_answer() -> None:
    options = {"log": {"activated_rails": True, "llm_calls": True}}
    whole = bot(generate_bot_message="".join(WORDS)).say("hi", options=options)
    streamed = result_of(bot().stream("hi", options=options))
    assert (streamed.content, streamed.decision, streamed.chat) == (whole.content, whole.decision, whole.chat)
    assert [rail.name for rail in streamed.record.rails] == [rail.name for rail in whole.record.rails]
    assert [c.completion for c in streamed.record.llm_calls] == [c.completion for c in whole.record.llm_calls]
    assert line(streamed, "generate bot message").actions[0].llm_calls


@pytest.mark.parametrize("enabled", ["true", "false"])
def test_they_go_through_the_output_rails(enabled: str) -> None:
    yaml = f"""
rails:
  config: {{regex_detection: {{output: {{patterns: [morning]}}}}}}
  output: {{flows: [regex check output], streaming: {{enabled: {enabled}}}}}
"""
    events = bot(yaml).stream("hi")
    assert "morning" not in "".join(deltas(events))
    assert Blocked("regex check output", REFUSAL) in events
    assert result_of(events).content == REFUSAL


def test_an_answer_of_nothing_is_said_in_words() -> None:
    events = bot(generate_bot_message=("\n",)).stream("hi")
    assert deltas(events) == ["I'm not sure what to say.", "\nSee you."]
