from __future__ import annotations

from typing import Any

import pytest

from rails_engine.messages import new_user_turns, text_of, untrusted_texts, with_text, without_marks

IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("hello", "hello"),
        (None, ""),
        ([{"type": "text", "text": "a"}, IMAGE, {"type": "text", "text": "b"}], "a\nb"),
        ([IMAGE], ""),
        (5, "5"),
    ],
)
def test_the_text_of_a_content(content: Any, text: str) -> None:
    assert text_of(content) == text


def test_other_text_keeps_the_parts_that_are_no_text_and_does_not_touch_the_original() -> None:
    message = {
        "role": "user",
        "content": [{"type": "text", "text": "secret"}, IMAGE, {"type": "text", "text": "x"}],
    }
    changed = with_text(message, "hidden")
    assert changed["content"] == [{"type": "text", "text": "hidden"}, IMAGE]
    assert message["content"][0] == {"type": "text", "text": "secret"}
    assert with_text({"role": "user", "content": [IMAGE]}, "t")["content"][0] == {"type": "text", "text": "t"}
    assert with_text({"role": "user", "content": "a"}, "b") == {"role": "user", "content": "b"}


@pytest.mark.parametrize(
    ("roles", "found"),
    [
        ("u", [0]),
        ("sua", []),
        ("uau", [2]),
        ("uauu", [2, 3]),
        ("uaut", [2]),
        ("uat", []),
        ("", []),
    ],
)
def test_every_question_since_the_last_answer_is_new(roles: str, found: list[int]) -> None:
    names = {"u": "user", "a": "assistant", "s": "system", "t": "tool"}
    assert new_user_turns([{"role": names[r]} for r in roles]) == found


MARKED = {"type": "text", "text": "a page", "untrusted": True}


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("hello", []),
        (None, []),
        ([{"type": "text", "text": "a"}, MARKED], ["a page"]),
        ([{**MARKED, "untrusted": "yes"}, {**MARKED, "untrusted": False}, IMAGE], []),
        ([{"type": "image_url", "untrusted": True}, "text"], []),
    ],
)
def test_texts_of_parts_are_untrusted_where_they_are_marked_so(content: Any, texts: list[str]) -> None:
    assert untrusted_texts(content) == texts


def test_marks_are_taken_off_and_the_original_keeps_them() -> None:
    messages = [{"role": "user", "content": [MARKED, IMAGE]}, {"role": "user", "content": "x"}]
    assert without_marks(messages) == [
        {"role": "user", "content": [{"type": "text", "text": "a page"}, IMAGE]},
        {"role": "user", "content": "x"},
    ]
    assert messages[0]["content"][0] is MARKED
    assert MARKED["untrusted"] is True


def test_messages_without_marks_stay_as_they_are() -> None:
    messages = [{"role": "user", "content": [IMAGE]}, {"role": "user", "content": "x"}]
    assert without_marks(messages) is messages
