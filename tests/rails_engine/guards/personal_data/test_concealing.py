from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.personal_data.concealing import conceal, is_telling

HIDDEN = {
    "ana@example.com": "<EMAIL_1>",
    "Ana": "<PERSON_1>",
    "Ana Berg": "<PERSON_2>",
    "34": "<AGE_1>",
    'a"b c': "<X_1>",
}


def said(text: str) -> str:
    content: str = conceal([{"role": "user", "content": text}], HIDDEN)[0]["content"]
    return content


@pytest.mark.parametrize(
    ("text", "concealed"),
    [
        ("to ana@example.com, please", "to <EMAIL_1>, please"),
        ("Ana Berg and Ana", "<PERSON_2> and <PERSON_1>"),
        ("Anatomy, Banana, Ana_x", "Anatomy, Banana, <PERSON_1>_x"),
        ("bana@example.com", "bana@example.com"),
        ("page 34", "page 34"),
        ("nothing", "nothing"),
    ],
)
def test_known_values_are_hidden_where_they_stand_by_themselves(text: str, concealed: str) -> None:
    assert said(text) == concealed


def test_parts_that_are_no_text_stay() -> None:
    image = {"type": "image_url", "image_url": {"url": "https://example.com/Ana"}}
    message = {"role": "user", "content": [{"type": "text", "text": "Ana"}, image, "odd"]}
    assert conceal([message], HIDDEN) == [
        {"role": "user", "content": [{"type": "text", "text": "<PERSON_1>"}, image, "odd"]}
    ]


def test_arguments_of_tools_stay_json() -> None:
    call = {
        "id": "c",
        "function": {"name": "mail", "arguments": json.dumps({"to": "ana@example.com", "x": 'a"b c'})},
    }
    message = {"role": "assistant", "content": None, "tool_calls": [call, "odd"]}
    sent = conceal([message], HIDDEN)[0]
    assert json.loads(sent["tool_calls"][0]["function"]["arguments"]) == {"to": "<EMAIL_1>", "x": "<X_1>"}
    assert sent["content"] is None
    assert sent["tool_calls"][1] == "odd"


def test_the_messages_themselves_are_not_changed() -> None:
    message = {"role": "user", "content": "Ana"}
    conceal([message], HIDDEN)
    assert message == {"role": "user", "content": "Ana"}


def test_where_nothing_is_hidden_the_messages_are_the_same() -> None:
    messages = [{"role": "user", "content": "Ana"}]
    assert conceal(messages, {}) is messages
    assert conceal(messages, {"34": "<AGE_1>"}) is messages


@pytest.mark.parametrize(
    ("value", "telling"), [("Ana", True), ("Li", False), ("34", False), ("555 0132", True), ("12345", False)]
)
def test_short_values_may_mean_something_else_elsewhere(value: str, telling: bool) -> None:
    assert is_telling(value) is telling


@given(st.lists(st.sampled_from(["Ana", "Ana Berg", "ana@example.com", " ", ", ", "x", "Ä"]), max_size=20))
def test_what_is_hidden_stands_nowhere_by_itself(pieces: list[str]) -> None:
    concealed = said("".join(pieces))
    assert said(concealed) == concealed
