from __future__ import annotations

import pytest

from rails_engine.errors import ProviderReplyError
from rails_engine.llm.base import LLMChunk, LLMReply, LLMRequest, ModelSpec
from rails_engine.llm.providers.openai import OpenAIProvider
from rails_engine.llm.remote import StreamReader, chunks_of, model_list
from rails_engine.messages import Usage
from rails_engine.transport import Transport
from tests.contracts.provider import joined
from tests.upstream import Upstream, chunk, frame


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


def test_what_is_wrong_with_an_event_is_said_after_those_that_came_with_it():
    transport = Transport()
    with Upstream() as up:
        spec = ModelSpec("main", "openai", "m", base_url=up.base_url, api_key="k")
        provider = OpenAIProvider(spec, transport)
        events = [frame(chunk({"content": "one "})), frame(chunk({"content": "two "})), b"data: []\n\n"]
        up.sse([b"".join(events)])
        stream = provider.stream(LLMRequest(messages=[{"role": "user", "content": "hi"}]))
        one, two = next(stream), next(stream)
        assert [(one.text, one.more), (two.text, two.more)] == [("one ", True), ("two ", False)]
        with pytest.raises(ProviderReplyError):
            next(stream)
    transport.close()


def test_a_whole_answer_to_a_streamed_call_is_read_when_it_may_take_long():
    transport = Transport()
    with Upstream() as up:
        spec = ModelSpec("main", "openai", "m", base_url=up.base_url, api_key="k")
        provider = OpenAIProvider(spec, transport)
        up.chat("one")
        request = LLMRequest(messages=[{"role": "user", "content": "hi"}], pauses=True)
        chunks = list(provider.stream(request))
        first = next(n for n, found in enumerate(chunks) if found.pause is None)
        assert chunks[first - 1].pause.fd is None
        assert chunks[first].text == "one"
    transport.close()
