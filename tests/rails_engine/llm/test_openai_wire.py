from __future__ import annotations

import json

import pytest

from rails_engine.llm.base import LLMRequest
from rails_engine.llm.openai_wire import CompletionReader, is_reasoning_model, read_usage, write_body
from rails_engine.llm.sse import ServerEvent
from rails_engine.messages import Usage


def write(params=None, given=None, *, stream=False, reasoning=False):
    request = LLMRequest(messages=[], params=given or {})
    body = write_body(params or {}, request, "m", stream=stream, reasoning=reasoning)
    assert body.pop("model") == "m"
    assert body.pop("messages") == []
    return body


def test_params_can_replace_neither_the_model_nor_the_messages():
    assert write(given={"model": "x", "messages": ["y"]}) == {}


def test_only_streams_are_asked_for_as_streams():
    assert write({"stream": True}, {"stream_options": {"a": 1}}) == {}
    assert write(stream=True) == {"stream": True, "stream_options": {"include_usage": True}}


def test_the_parameters_of_the_model_are_not_changed():
    params = {"max_tokens": 1, "temperature": 1, "stop": ["x"]}
    write(params, {"max_tokens": 2}, reasoning=True, stream=True)
    assert params == {"max_tokens": 1, "temperature": 1, "stop": ["x"]}


def test_a_limit_in_the_new_word_is_kept_for_reasoning_models():
    assert write(given={"max_tokens": 5, "max_completion_tokens": 6}, reasoning=True) == {
        "max_completion_tokens": 6
    }
    assert write(given={"max_tokens": 0}, reasoning=True) == {"max_completion_tokens": 0}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("o1", True),
        ("o3-mini-2025-01-31", True),
        ("o4-mini", True),
        ("gpt-5", True),
        ("gpt-5-nano", True),
        ("gpt-5-chat-latest", False),
        ("gpt-5-chat", False),
        ("gpt-5.1-chat-latest", True),
        ("gpt-6-turbo", True),
        ("gpt-50", False),
        ("gpt-4o", False),
        ("o1x", False),
        ("", False),
    ],
)
def test_reasoning_models_are_known_by_name(name, expected):
    assert is_reasoning_model(name) is expected


@pytest.mark.parametrize(
    ("given", "usage"),
    [
        (None, Usage()),
        ("x", Usage()),
        ({}, Usage()),
        ({"prompt_tokens": 1, "completion_tokens": 2}, Usage(1, 2, 3)),
        ({"prompt_tokens": 1, "completion_tokens": None, "total_tokens": 5}, Usage(1, 0, 5)),
        (
            {"prompt_tokens_details": {"cached_tokens": 1}, "completion_tokens_details": None},
            Usage(0, 0, 0, {"prompt_tokens_details": {"cached_tokens": 1}}),
        ),
    ],
)
def test_usage_is_what_the_server_counted(given, usage):
    assert read_usage(given) == usage


def test_a_chunk_that_says_nothing_is_passed_over():
    reader = CompletionReader()
    for data in (
        {"choices": []},
        {"choices": [{"delta": {"role": "assistant"}}]},
        {"choices": [{"delta": None}], "usage": None},
    ):
        assert reader.read(ServerEvent("", json.dumps(data).encode())) is None
    assert not reader.complete


def test_usage_may_come_with_every_chunk():
    reader = CompletionReader()
    data = {"choices": [{"delta": {"content": "a"}}], "usage": {"prompt_tokens": 1, "completion_tokens": 1}}
    chunk = reader.read(ServerEvent("", json.dumps(data).encode()))
    assert (chunk.text, chunk.usage) == ("a", Usage(1, 1, 2))
