"""Prompts and answers in the shapes that users' actions know from other libraries."""

from __future__ import annotations

import copy
import json
import pickle
from types import SimpleNamespace as Object

import pytest

from rails_engine.actions.conversing import ModelText, read_prompt
from rails_engine.errors import ActionError
from rails_engine.llm.base import LLMReply
from rails_engine.messages import Usage

SYSTEM = {"role": "system", "content": "s"}
USER = {"role": "user", "content": "u"}
BOT = {"role": "assistant", "content": "b"}


@pytest.mark.parametrize(
    "prompt",
    [
        [SYSTEM, USER, BOT],
        [
            {"type": "system", "content": "s"},
            {"type": "user", "content": "u"},
            {"type": "bot", "content": "b"},
        ],
        [("system", "s"), ("human", "u"), ("ai", "b")],
        [
            Object(type="system", content="s"),
            Object(type="human", content="u"),
            Object(type="ai", content="b"),
        ],
        (SYSTEM, "u", Object(role="assistant", content="b")),
        Object(to_messages=lambda: [SYSTEM, USER, BOT]),
    ],
    ids=["ours", "typed", "pairs", "objects", "mixed", "prompt value"],
)
def test_messages_are_read_in_every_usual_shape(prompt):
    assert read_prompt(prompt) == [SYSTEM, USER, BOT]


def test_a_text_stays_a_text():
    assert read_prompt("u") == "u"
    assert type(read_prompt(ModelText.of(LLMReply("u")))) is str


def test_what_else_a_message_has_is_kept():
    tool = {"role": "tool", "content": "4", "tool_call_id": "1"}
    assert read_prompt([tool]) == [tool]
    assert read_prompt([Object(type="tool", content="4", tool_call_id="1", name=None)]) == [tool]
    assert read_prompt([{"role": "assistant", "tool_calls": []}])[0]["content"] is None


@pytest.mark.parametrize("prompt", [None, 3, [], {}, [3], [{"content": "x"}], [("a", "b", "c")]], ids=repr)
def test_anything_else_is_refused(prompt):
    with pytest.raises(ActionError, match=r"prompt is|message has|message needs"):
        read_prompt(prompt)


REPLY = LLMReply(
    "yes",
    reasoning="hm",
    usage=Usage(1, 2, 3),
    model="grey",
    finish_reason="length",
    tool_calls=[{"id": "1"}],
)


def test_an_answer_is_a_text_that_knows_more():
    text = ModelText.of(REPLY)
    assert text == text.content == text.text == "yes"
    assert text.upper() == "YES"
    assert text.reasoning == "hm"
    assert text.tool_calls == [{"id": "1"}]
    assert text.usage_metadata == {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}
    assert text.response_metadata == {"model_name": "grey", "finish_reason": "length"}


def test_an_answer_that_is_stored_is_a_plain_text():
    text = ModelText.of(REPLY)
    for stored in (pickle.loads(pickle.dumps(text)), copy.deepcopy(text), json.loads(json.dumps(text))):
        assert stored == "yes"
        assert type(stored) is str
