"""The short way: who takes it hears the same as who does not, and nothing is left behind."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rails_engine.errors import ProviderError
from rails_engine.llm.base import LLMChunk, LLMRequest, ModelSpec
from rails_engine.llm.providers.anthropic import AnthropicProvider
from rails_engine.llm.providers.openai import OpenAIProvider
from rails_engine.transport import Transport
from rails_engine.transport.connections import Line
from tests.upstream import Reply, Upstream, chunk, frame

DATA = Path(__file__).parents[2] / "data"
CERTIFICATE = (str(DATA / "localhost-cert.pem"), str(DATA / "localhost-key.pem"))


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "tls"])
def up(request: pytest.FixtureRequest) -> Iterator[Upstream]:
    with Upstream(certificate=CERTIFICATE if request.param else None) as found:
        yield found


@pytest.fixture(scope="module")
def provider(up: Upstream) -> Iterator[OpenAIProvider]:
    transport = Transport()
    secure = {"ca_cert": CERTIFICATE[0]} if up.url.startswith("https") else {}
    spec = ModelSpec("main", "openai", "m", base_url=up.base_url, api_key="k", options=secure)
    yield OpenAIProvider(spec, transport)
    transport.close()


def listen(
    provider: OpenAIProvider, gates: list[threading.Event], *, short: bool, alone: bool = False
) -> tuple[list[LLMChunk], list[str], list[str]]:
    """The chunks of a stream, what came the short way among them, and in which order both came.

    A gate is opened when nothing is there; ``alone``: only when what was behind the last one has been heard.
    """
    heard: list[LLMChunk] = []
    ways: list[str] = []
    shortly: list[str] = []
    waiting = list(gates)
    for found in provider.stream(LLMRequest(messages=[{"role": "user", "content": "hi"}], pauses=True)):
        pause = found.pause
        if pause is None:
            heard.append(found)
            ways.append("long")
            continue
        while True:
            if waiting and (len(heard) == len(gates) - len(waiting) if alone else not pause.wait(0)):
                waiting.pop(0).set()
            assert pause.wait(10), "nothing comes"
            text = pause.hear() if short and pause.hear is not None else None
            if text is None:
                break
            heard.append(LLMChunk(text))
            ways.append("short")
            shortly.append(text)
        pause.taken = True
    return heard, shortly, ways


def summary(chunks: list[LLMChunk]) -> dict[str, Any]:
    return {
        "text": "".join(one.text for one in chunks),
        "reasoning": "".join(one.reasoning for one in chunks),
        "calls": [one.tool_calls for one in chunks if one.tool_calls],
        "finish": [one.finish_reason for one in chunks if one.finish_reason],
        "usage": [one.usage for one in chunks if one.usage],
        "model": {one.model for one in chunks if one.model},
    }


def gated(frames: list[bytes]) -> tuple[list[Any], list[threading.Event]]:
    """Frames, each behind a gate, so that each comes alone."""
    gates = [threading.Event() for _ in frames]
    return [item for pair in zip(gates, frames, strict=True) for item in pair], gates


def test_words_that_come_alone_come_the_short_way(up: Upstream, provider: OpenAIProvider) -> None:
    words = ["one ", "two ", "three ", "four"]
    frames = [*(frame(chunk({"content": word})) for word in words), frame(chunk({}, "stop"))]
    pieces, gates = gated(frames)
    up.sse([*pieces, frame("[DONE]")])
    heard, shortly, ways = listen(provider, gates, short=True, alone=True)
    assert shortly == words[1:], "the first one opens the stream"
    assert ways == ["long", "short", "short", "short", "long"]
    assert summary(heard)["finish"] == ["stop"]


def test_words_that_come_together_are_heard_together(up: Upstream, provider: OpenAIProvider) -> None:
    parts = [frame(chunk({"content": word})) for word in ("one ", "two ", "three")]
    pieces, gates = gated([parts[0], parts[1] + parts[2], frame(chunk({}, "stop")) + frame("[DONE]")])
    up.sse(pieces)
    assert listen(provider, gates, short=True, alone=True)[1] == ["two three"]


def test_what_a_model_thinks_in_tags_is_not_heard_as_its_words(
    up: Upstream, provider: OpenAIProvider
) -> None:
    words = ["<think>", "hm", "</think>", "one ", "two"]
    frames = [*(frame(chunk({"content": word})) for word in words), frame(chunk({}, "stop"))]
    pieces, gates = gated(frames)
    up.sse([*pieces, frame("[DONE]")])
    heard = summary(listen(provider, gates, short=True)[0])
    assert (heard["reasoning"], heard["text"]) == ("hm", "one two")


SAID = st.text(st.sampled_from('ab "\\\n<>/é\U0001f600'), max_size=5) | st.sampled_from(
    ["<think>", "</think>"]
)
EVENTS = st.one_of(
    SAID.map(lambda text: chunk({"content": text})),
    SAID.map(lambda text: {**chunk({"content": text}), "obfuscation": "x" * len(text)}),
    st.just(chunk({"role": "assistant", "content": ""})),
    st.just(chunk({"reasoning_content": "hm"})),
    st.just(chunk({"tool_calls": [{"index": 0, "id": "c", "function": {"name": "f", "arguments": "{}"}}]})),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENTS, max_size=7), cuts=st.lists(st.integers(1, 999), max_size=8), end=st.booleans())
def test_the_short_way_says_what_the_long_one_says(
    up: Upstream, provider: OpenAIProvider, events: list[dict[str, Any]], cuts: list[int], end: bool
) -> None:
    last = {**chunk({}, "stop"), "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}}
    data = b"".join([*(frame(json.dumps(event)) for event in (*events, last)), frame("[DONE]")])
    places = sorted({cut * len(data) // 1000 for cut in cuts} - {0})
    whole = data if end else data[: -len(data) // 4]
    parts = [whole[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True) if whole[a:b]]
    found = []
    for short in (False, True):
        pieces, gates = gated(parts)
        up.sse(pieces)
        try:
            heard, _, _ = listen(provider, gates, short=short)
            found.append(summary(heard))
        except ProviderError as error:
            found.append({"error": str(error)})
        up.forget()
    assert found[0] == found[1]


def test_who_has_tried_the_short_way_in_vain_need_not_wait_again(
    up: Upstream, provider: OpenAIProvider
) -> None:
    gate = threading.Event()
    up.sse([gate, frame(chunk({"tool_calls": [{"index": 0, "id": "c"}]})), threading.Event()])
    stream = provider.stream(LLMRequest(messages=[{"role": "user", "content": "hi"}], pauses=True))
    found = next(one for one in stream if one.pause is None or one.pause.hear is not None)
    assert found.pause is not None
    assert found.pause.hear is not None
    gate.set()
    assert found.pause.wait(10)
    assert found.pause.hear() is None
    assert found.pause.taken
    assert next(stream).tool_calls
    stream.close()  # type: ignore[attr-defined]
    up.forget()


def test_a_format_that_knows_no_plain_words_offers_no_short_way(up: Upstream) -> None:
    gate = threading.Event()
    transport = Transport()
    secure = {"ca_cert": CERTIFICATE[0]} if up.url.startswith("https") else {}
    spec = ModelSpec("main", "anthropic", "m", base_url=up.base_url, api_key="k", options=secure)
    up.route("/v1/messages", lambda _: Reply([gate], 200, {"Content-Type": "text/event-stream"}, "chunked"))
    stream = AnthropicProvider(spec, transport).stream(
        LLMRequest(messages=[{"role": "user", "content": "hi"}], pauses=True)
    )
    for _ in range(2):
        pause = next(stream).pause
        assert pause is not None
        assert pause.hear is None
        pause.wait(0.2)
        pause.taken = True
    stream.close()  # type: ignore[attr-defined]
    up.forget()
    transport.close()


def test_a_stream_that_breaks_off_says_so(up: Upstream, provider: OpenAIProvider) -> None:
    pieces, gates = gated([frame(chunk({"content": word})) for word in ("one ", "two ")])
    up.sse(pieces)
    with pytest.raises(ProviderError):
        listen(provider, gates, short=True)


def test_a_stream_that_is_left_leaves_nothing_to_collect(up: Upstream, provider: OpenAIProvider) -> None:
    pieces, gates = gated([frame(chunk({"content": word})) for word in ("one ", "two ", "three ")])
    up.sse([*pieces, threading.Event()])
    stream = provider.stream(LLMRequest(messages=[{"role": "user", "content": "hi"}], pauses=True))
    gc.collect()
    gc.disable()
    try:
        for gate in gates:
            gate.set()
        heard = 0
        for found in stream:
            if found.pause is not None:
                assert found.pause.wait(10)
                if found.pause.hear is not None and found.pause.hear():
                    heard += 1
            if found.text or heard:
                break
        stream.close()  # type: ignore[attr-defined]
        del stream, found
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        assert not [one for one in gc.garbage if isinstance(one, Line)]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    up.forget()
