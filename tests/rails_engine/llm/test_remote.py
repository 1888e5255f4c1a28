from __future__ import annotations

import pytest

from rails_engine.errors import ProviderReplyError
from rails_engine.llm.base import LLMChunk, LLMReply
from rails_engine.llm.remote import StreamReader, chunks_of, model_list
from rails_engine.messages import Usage
from tests.contracts.provider import joined


def test_a_whole_reply_becomes_a_stream_with_the_same_content():
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    reply = LLMReply(
        text="a", reasoning="r", tool_calls=[call], finish_reason="tool_calls", usage=Usage(1, 2, 3)
    )
    again = joined(list(chunks_of(reply)))
    assert (again.text, again.reasoning, again.tool_calls, again.finish_reason, again.usage) == (
        "a",
        "r",
        [call],
        "tool_calls",
        Usage(1, 2, 3),
    )
    assert next(chunks_of(LLMReply(text="a"))).tool_calls is None


def test_thinking_that_is_held_back_comes_with_the_end():
    reader = StreamReader()
    chunk = LLMChunk(text="<thi")
    reader.split(chunk)
    assert chunk.text == ""
    last = LLMChunk(finish_reason="stop")
    reader.split(last)
    assert last.text == "<thi"
    assert reader.rest() is None
    other = StreamReader()
    other.split(LLMChunk(text="<"))
    assert other.rest().text == "<"


def test_a_list_of_models_is_checked():
    assert model_list([{"id": "a"}, {"name": "no id"}, 5], "me") == [
        {"id": "a", "object": "model", "created": 0, "owned_by": "me"}
    ]
    assert model_list([{"id": "a", "created": "x", "owned_by": None}]) == [
        {"id": "a", "object": "model", "created": 0, "owned_by": "unknown"}
    ]
    for wrong in (None, {}, "x"):
        with pytest.raises(ProviderReplyError):
            model_list(wrong)
