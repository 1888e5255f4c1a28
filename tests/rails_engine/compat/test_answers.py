"""Whatever an object of another library answers is read for what it is."""

from __future__ import annotations

from types import SimpleNamespace as Object

import pytest

from rails_engine.compat.answers import read_answer, read_chunk
from rails_engine.errors import ProviderReplyError


@pytest.mark.parametrize(
    "answer",
    [
        "hi",
        {"content": "hi"},
        {"text": "hi"},
        Object(content="hi"),
        Object(text="hi"),
        Object(content=["h", {"type": "text", "text": "i"}]),
        Object(generations=[[Object(text="hi")]]),
        Object(generations=[Object(message=Object(content="hi"))]),
        "<think>hm</think>hi",
    ],
    ids=repr,
)
def test_the_text_is_found(answer):
    assert read_answer(answer).text == "hi"


@pytest.mark.parametrize("answer", [None, 3, Object(), {}], ids=repr)
def test_what_has_no_text_is_no_answer(answer):
    with pytest.raises(ProviderReplyError, match="which has no text"):
        read_answer(answer)


def test_reasoning_is_split_from_the_text():
    assert read_answer("<think>hm</think>hi").reasoning == "hm"
    assert read_answer(Object(content="hi", reasoning="hm")).reasoning == "hm"
    assert read_answer(Object(content="hi", additional_kwargs={"reasoning_content": "hm"})).reasoning == "hm"


def test_tokens_model_and_finish_reason_are_found():
    reply = read_answer(
        Object(
            content="hi",
            id="r1",
            usage_metadata={"input_tokens": 2, "output_tokens": 3},
            response_metadata={"model_name": "grey", "finish_reason": "length"},
        )
    )
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens, reply.usage.total_tokens) == (2, 3, 5)
    assert (reply.model, reply.finish_reason, reply.id) == ("grey", "length", "r1")
    usage = read_answer(
        Object(content="hi", usage=Object(prompt_tokens=1, completion_tokens=1, total_tokens=2))
    )
    assert usage.usage.total_tokens == 2


def test_tool_calls_come_in_one_shape():
    ours = {"id": "1", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}}
    theirs = {"id": "1", "name": "f", "args": {"a": 1}}
    assert read_answer(Object(content="", tool_calls=[theirs])).tool_calls == [ours]
    assert read_answer(Object(content=None, tool_calls=[ours])).tool_calls == [ours]


def test_chunks_of_tool_calls_come_in_the_delta_shape():
    chunk = read_chunk(
        Object(content="", tool_call_chunks=[{"index": 1, "id": "1", "name": "f", "args": "{"}])
    )
    assert chunk.tool_calls == [{"index": 1, "id": "1", "function": {"name": "f", "arguments": "{"}}]
    assert read_chunk("a").text == "a"
    assert read_chunk("a").tool_calls is None
