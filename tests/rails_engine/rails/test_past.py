from __future__ import annotations

from rails_engine import WITHHELD
from rails_engine import events as ev
from rails_engine.rails.past import PastTurn, context_tokens, count_tokens, past_questions, past_turns


def test_a_turn_is_what_was_said_until_the_user_speaks_again() -> None:
    events = [
        ev.bot_said("before anybody asked"),
        ev.user_said("one"),
        ev.user_message("one"),
        ev.bot_said("a"),
        ev.bot_said("b"),
        ev.user_said("two"),
    ]
    assert past_turns(events) == [PastTurn("one", "a\nb"), PastTurn("two")]
    assert past_questions(events) == ["one", "two"]


def test_a_turn_is_refused_where_its_message_is_masked_or_withheld() -> None:
    events = [
        ev.user_said("attack"),
        {"type": ev.MASK_PREVIOUS_USER_MESSAGE},
        ev.user_said(WITHHELD),
        ev.user_said("fine"),
    ]
    assert [turn.refused for turn in past_turns(events)] == [True, True, False]


def test_tokens_are_estimated_from_bytes() -> None:
    assert count_tokens("a" * 400) == 104
    assert count_tokens("\u4e2d" * 400) == 304


def test_the_context_is_everything_that_a_model_would_read() -> None:
    events = [
        {"type": ev.SYSTEM_MESSAGE, "content": "a" * 40},
        ev.user_said("a" * 40),
        ev.user_message("a" * 40),
        ev.bot_said("a" * 40),
        {"type": ev.USER_TOOL_MESSAGES, "tool_messages": [{"role": "tool", "content": "a" * 40}]},
    ]
    assert context_tokens(events) == 4 * 14
