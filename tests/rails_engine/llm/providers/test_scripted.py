from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine import errors
from rails_engine.llm.base import LLMChunk, LLMReply
from rails_engine.llm.models import make_provider, make_spec
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.messages import Usage
from rails_engine.transport import Transport
from tests.contracts.provider import ask, joined

CALL = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def test_replies_come_in_order_and_requests_are_kept():
    provider = ScriptedProvider(["a", "b c"])
    first = ask("one")
    assert provider.complete(first).text == "a"
    reply = provider.complete(ask("two words"))
    assert (reply.text, reply.usage) == ("b c", Usage(2, 2, 4))
    assert provider.requests[0] is first


def test_a_script_that_runs_out_says_which_call_it_was():
    provider = ScriptedProvider(["a"])
    provider.complete(ask())
    request = ask()
    request.task = "self_check_input"
    with pytest.raises(errors.ProviderError, match=r"call 2 \(task 'self_check_input'\); it has 1"):
        provider.complete(request)
    with pytest.raises(errors.ProviderError, match="call 3"):
        next(provider.stream(ask()))


def test_a_function_is_asked_every_time():
    provider = ScriptedProvider(lambda request: request.task)
    assert [provider.complete(ask()).text for _ in range(3)] == ["general"] * 3


def test_a_reply_may_be_an_error_a_function_or_a_whole_reply():
    whole = LLMReply(text="x", tool_calls=[CALL], finish_reason="tool_calls")
    provider = ScriptedProvider([errors.ProviderLimitError("slow"), lambda request: "made", whole, whole])
    with pytest.raises(errors.ProviderLimitError):
        provider.complete(ask())
    assert provider.complete(ask()).text == "made"
    assert provider.complete(ask()) is whole
    assert joined(list(provider.stream(ask()))).tool_calls == [CALL]


@given(st.text(alphabet=" \nab", max_size=20))
def test_a_text_is_streamed_word_by_word_and_loses_nothing(text):
    chunks = list(ScriptedProvider([text]).stream(ask()))
    assert "".join(chunk.text for chunk in chunks) == text
    assert len(chunks) - 1 <= max(1, len(text.split()))
    assert chunks[-1].finish_reason == "stop"
    assert chunks[-1].usage.completion_tokens == len(text.split())


def test_pieces_are_streamed_as_they_are_and_put_together_for_a_call():
    deltas = [{"index": 0, **CALL, "function": {"name": "f", "arguments": "{"}}]
    more = [{"index": 0, "function": {"arguments": "}"}}]
    pieces = [
        "a b",
        " c",
        LLMChunk(reasoning="hm", tool_calls=deltas),
        LLMChunk(tool_calls=more, finish_reason="length", usage=Usage(1, 2, 3)),
    ]
    provider = ScriptedProvider([pieces, pieces])
    assert [chunk.text for chunk in provider.stream(ask())] == ["a b", " c", "", ""]
    reply = provider.complete(ask())
    assert (reply.text, reply.reasoning, reply.finish_reason, reply.usage, reply.tool_calls) == (
        "a b c",
        "hm",
        "length",
        Usage(1, 2, 3),
        [CALL],
    )


def test_a_configuration_may_hold_the_script():
    spec = make_spec(
        type="main",
        engine="scripted",
        model="m",
        parameters={"replies": ["a"]},
        api_key_env_var=None,
        environ={},
    )
    provider = make_provider(spec, Transport())
    request = ask()
    request.model = "n"
    assert provider.complete(request).model == "n"
    assert [model["id"] for model in provider.list_models()] == ["m"]


def test_threads_get_each_reply_once():
    provider = ScriptedProvider([str(n) for n in range(64)])
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda _: provider.complete(ask()).text, range(64)))
    assert sorted(texts, key=int) == [str(n) for n in range(64)]
