from __future__ import annotations

import pytest

from rails_engine.errors import ProviderRequestError
from rails_engine.llm.anthropic_wire import DEFAULT_MAX_TOKENS, write_messages, write_params


def text(words):
    return {"type": "text", "text": words}


CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}
USE = {"type": "tool_use", "id": "c1", "name": "f", "input": {"a": 1}}

MESSAGES = [
    ([{"role": "system", "content": "a"}, {"role": "developer", "content": [text("b")]}], ("a\n\nb", [])),
    (
        [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}],
        ("", [{"role": "user", "content": [text("a"), text("b")]}]),
    ),
    (
        [
            {"role": "user", "content": "q"},
            {"role": "assistant", "content": None, "tool_calls": [CALL]},
            {"role": "tool", "tool_call_id": "c1", "content": "r"},
            {"role": "user", "content": "x"},
        ],
        (
            "",
            [
                {"role": "user", "content": [text("q")]},
                {"role": "assistant", "content": [USE]},
                {
                    "role": "user",
                    "content": [
                        {"type": "tool_result", "tool_use_id": "c1", "content": [text("r")]},
                        text("x"),
                    ],
                },
            ],
        ),
    ),
    (
        [{"role": "user", "content": "q"}, {"role": "assistant", "content": "so \n"}],
        ("", [{"role": "user", "content": [text("q")]}, {"role": "assistant", "content": [text("so")]}]),
    ),
    ([{"role": "user", "content": "  "}, {"role": "assistant", "content": ""}], ("", [])),
    ([{"role": "function", "name": "f", "content": "r"}], ("", [{"role": "user", "content": [text("r")]}])),
    (
        [
            {
                "role": "assistant",
                "content": "a",
                "tool_calls": [{"id": "c", "function": {"name": "f", "arguments": ""}}],
            }
        ],
        (
            "",
            [
                {
                    "role": "assistant",
                    "content": [text("a"), {"type": "tool_use", "id": "c", "name": "f", "input": {}}],
                }
            ],
        ),
    ),
]


@pytest.mark.parametrize(("messages", "written"), MESSAGES)
def test_messages(messages, written):
    assert write_messages(messages) == written


def image(url):
    ((turn),) = write_messages(
        [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]}]
    )[1]
    return turn["content"][0]["source"]


def test_images_come_from_data_urls_and_from_addresses():
    assert image("data:image/png;base64,AAAA") == {
        "type": "base64",
        "media_type": "image/png",
        "data": "AAAA",
    }
    assert image("https://h/x.png") == {"type": "url", "url": "https://h/x.png"}
    with pytest.raises(ProviderRequestError):
        image("data:image/svg+xml,<svg/>")


def test_parts_in_anthropics_own_form_are_kept():
    part = {"type": "document", "source": {"type": "text", "data": "x"}}
    assert write_messages(
        [{"role": "user", "content": [part, "bare", {"type": "refusal", "refusal": "no"}]}]
    )[1][0]["content"] == [part, text("bare"), text("no")]


@pytest.mark.parametrize("arguments", ["{", "[1]", "5"])
def test_arguments_that_are_no_object_are_refused(arguments):
    message = {
        "role": "assistant",
        "tool_calls": [{"id": "c", "function": {"name": "f", "arguments": arguments}}],
    }
    with pytest.raises(ProviderRequestError):
        write_messages([message])


def test_messages_are_not_changed():
    messages = [{"role": "user", "content": [text("a")]}, {"role": "assistant", "content": [text("b ")]}]
    write_messages(messages)
    assert messages == [
        {"role": "user", "content": [text("a")]},
        {"role": "assistant", "content": [text("b ")]},
    ]


TOOL = {"type": "function", "function": {"name": "f", "description": "d", "parameters": {"type": "object"}}}
WRITTEN = {"name": "f", "input_schema": {"type": "object"}, "description": "d"}

PARAMS = [
    ({}, {}),
    ({"temperature": 1.7, "top_k": 3}, {"temperature": 1, "top_k": 3}),
    (
        {"temperature": 0, "seed": 1, "logprobs": True, "n": 1, "response_format": {}, "stream": True},
        {"temperature": 0},
    ),
    ({"max_tokens": 0}, {"max_tokens": 0}),
    ({"max_completion_tokens": 5}, {"max_tokens": 5}),
    ({"stop": ["a", "\n", ""]}, {"stop_sequences": ["a"]}),
    ({"stop": []}, {"stop_sequences": []}),
    ({"user": "me"}, {"metadata": {"user_id": "me"}}),
    ({"tools": [TOOL], "tool_choice": "auto"}, {"tools": [WRITTEN], "tool_choice": {"type": "auto"}}),
    ({"tools": [TOOL], "tool_choice": "required"}, {"tools": [WRITTEN], "tool_choice": {"type": "any"}}),
    ({"tools": [TOOL], "tool_choice": "none"}, {"tools": [WRITTEN], "tool_choice": {"type": "none"}}),
    (
        {"tools": [TOOL], "tool_choice": {"type": "function", "function": {"name": "f"}}},
        {"tools": [WRITTEN], "tool_choice": {"type": "tool", "name": "f"}},
    ),
    (
        {"tools": [TOOL], "parallel_tool_calls": False},
        {"tools": [WRITTEN], "tool_choice": {"type": "auto", "disable_parallel_tool_use": True}},
    ),
    ({"tools": [], "tool_choice": "auto", "parallel_tool_calls": False}, {}),
    (
        {"tools": [{"type": "web_search_20250305", "name": "web_search"}]},
        {"tools": [{"type": "web_search_20250305", "name": "web_search"}]},
    ),
    (
        {"tools": [{"function": {"name": "g"}}]},
        {"tools": [{"name": "g", "input_schema": {"type": "object"}}]},
    ),
    ({"presence_penalty": None, "thinking": {"type": "enabled"}}, {"thinking": {"type": "enabled"}}),
]


@pytest.mark.parametrize(("params", "body"), PARAMS)
def test_params(params, body):
    assert write_params(params) == {"max_tokens": DEFAULT_MAX_TOKENS, **body}


def test_several_answers_are_refused():
    with pytest.raises(ProviderRequestError):
        write_params({"n": 2})
