"""The short reading of an event says what the long one says, or nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.jsontext import loads
from rails_engine.llm.text_form import MOST_FORMS, TextReader
from tests.upstream import chunk

WORDS = st.text(max_size=12) | st.sampled_from(["content", '"', "\\", '"content":"', "null", "1", " ", "m"])
MORE = st.dictionaries(st.sampled_from(["obfuscation", "service_tier", "created", "model"]), WORDS)


def event(text: str | None, **more: object) -> bytes:
    return json.dumps({**chunk({"content": text}), **more}, ensure_ascii=False).encode()


@given(st.lists(st.tuples(WORDS, MORE), max_size=8), st.booleans())
def test_every_text_is_read_whatever_stands_around_it(said: list[tuple[str, dict[str, str]]], spaced: bool):
    reader = TextReader()
    for text, more in said:
        document = {**more, **chunk({"content": text}), **more}
        data = json.dumps(document, indent=1 if spaced else None).encode()
        assert reader.read(data) == text


@given(st.lists(WORDS, min_size=1, max_size=3), WORDS, st.binary(max_size=6))
def test_what_is_no_longer_an_event_of_the_form_is_not_read_as_one(before: list[str], text: str, dirt: bytes):
    reader = TextReader()
    for word in before:
        reader.read(event(word))
    data = event(text)
    for place in (0, len(data) // 2, data.find(b'"content"') + 12, len(data)):
        broken = data[:place] + dirt + data[place:]
        try:
            expected = loads(broken)["choices"][0]["delta"].get("content")
        except (ValueError, KeyError, TypeError, AttributeError):
            expected = None
        found = reader.read(broken)
        assert found is None or found == expected


OTHERS = [
    chunk({"content": "x"}, "stop"),
    chunk({"content": "x", "tool_calls": [{"index": 0}]}),
    chunk({"content": "x", "reasoning_content": "hm"}),
    chunk({"reasoning": "hm"}),
    chunk({}),
    {**chunk({"content": "x"}), "usage": {"total_tokens": 1}},
    {**chunk({"content": "x"}), "error": {"message": "no"}},
    {**chunk({"content": "x"}), "choices": []},
    {**chunk({"content": "x"}), "choices": [{"index": 1, "delta": {"content": "x"}}]},
    {**chunk({"content": "x"}), "choices": [{"index": 0, "delta": {"content": "x"}}] * 2},
    {**chunk({"content": "x"}), "choices": [{"index": 0, "delta": {"content": ["x"]}}]},
    {**chunk({"content": "x"}), "choices": [{"index": 0, "delta": None}]},
    ["x"],
    "x",
    None,
]


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("known", [False, True], ids=["first", "later"])
def test_an_event_that_says_anything_else_is_left_to_others(other: object, known: bool):
    reader = TextReader()
    if known:
        reader.read(event("before"))
    assert reader.read(json.dumps(other).encode()) is None
    assert reader.read(event("after")) == "after"


@pytest.mark.parametrize("data", [b"", b"[DONE]", b"{", b'"', b"\xff"])
def test_what_is_no_json_is_left_to_others(data: bytes):
    assert TextReader().read(data) is None


def test_where_every_event_has_a_form_of_its_own_each_is_read_all_the_same():
    reader = TextReader()
    for number in range(MOST_FORMS + 3):
        assert reader.read(event(f"word {number}", obfuscation=str(number))) == f"word {number}"


def test_a_text_that_stands_in_an_event_twice_is_not_taken_for_its_double():
    reader = TextReader()
    for double, text in (("m", "m"), ("x", "m"), ("m", "x"), ("x", "x")):
        assert reader.read(event(text, obfuscation=double)) == text
