from __future__ import annotations

from types import SimpleNamespace

import pytest

from rails_engine.errors import ProviderReplyError
from rails_engine.rails.remote.answers import Answer
from rails_engine.rails.remote.chat_guard import chat_messages, judge_chat, passed

SCOPE = SimpleNamespace(context={"user_message": "u", "bot_message": "b"})
USER, BOT = {"role": "user", "content": "u"}, {"role": "assistant", "content": "b"}


def judge(result, mode="input"):
    return judge_chat(Answer(result), ("messages",), mode, [USER] if mode == "input" else [USER, BOT])


def test_the_exchange_ends_with_the_judged_message():
    assert chat_messages(SCOPE, "input", None, None) == [USER]
    assert chat_messages(SCOPE, "output", None, None) == [USER, BOT]
    assert chat_messages(SCOPE, "output", "x", "y") == [{**USER, "content": "x"}, {**BOT, "content": "y"}]


def test_a_block_wins_over_a_new_text():
    verdict = judge({"blocked": True, "transformed": True})
    assert (verdict.is_blocked, verdict["blocked"], verdict.transform_text) == (True, True, None)


def test_a_new_text_is_that_of_the_judged_role():
    new = {"transformed": True, "messages": [{**USER, "content": "U"}, {**BOT, "content": "B"}]}
    verdict = judge(new, "output")
    assert (verdict.transform_text, verdict["user_message"], verdict["bot_message"]) == ("B", "u", "B")
    assert judge(new).transform_text == "U"


def test_flags_that_are_left_away_are_false():
    verdict = judge({"policy": "p"})
    assert (verdict.decision, verdict.legacy) == ("allow", passed([USER]).legacy)


@pytest.mark.parametrize("result", [{}, {"other": 1}, {"blocked": None}, {"blocked": "no"}, []], ids=repr)
def test_an_answer_without_a_verdict_is_no_pass(result):
    with pytest.raises(ProviderReplyError):
        judge(result)
