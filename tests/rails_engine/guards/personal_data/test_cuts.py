from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.personal_data.cuts import is_plain, last_cut
from rails_engine.guards.personal_data.entities import known_entities
from rails_engine.guards.personal_data.finder import Finder

FINDER = Finder(known_entities())


@pytest.mark.parametrize("token", ["hello", "hello,", "(which", "don't", "größe", "zebras."])
def test_ordinary_words_in_small_letters_are_plain(token: str) -> None:
    assert is_plain(token)


@pytest.mark.parametrize(
    "token",
    [
        "Hello",
        "12",
        "x1",
        "a@b",
        "may",
        "of",
        "van",
        "berlin",
        "jennifer",
        "york",
        "is",
        "",
        "--",
        "key:value",
    ],
)
def test_what_may_be_inside_a_span_is_not(token: str) -> None:
    assert not is_plain(token)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("hello world", 6),
        ("hello world ", 12),
        ("hello Ana Be", 6),
        ("hello", 0),
        ("", 0),
        ("my name is zork ", 0),
        ("call 555 0132 ", 5),
        ("你好。Ana", 3),
    ],
)
def test_a_cut_lies_behind_a_plain_word(text: str, cut: int) -> None:
    assert last_cut(text, 0) == cut


def test_a_cut_is_never_before_the_start() -> None:
    assert last_cut("hello world", 8) == 8


TYPED = """hello the call me at and Ana Berg Mill Lane Street 12 4 555 0132 +44 20 7946 0958 my name is zork ana@example.com
    may 2024 of berlin new york Berlin, Dr. van password hunter2! passport C1234567 SSN 536-22-8145 IBAN DE89 3704
    0044 0532 0130 00 4111 1111 years old 34 \n x, key zebras https://example.com/a 10.1.2.3 born in 1987 rue de"""
WORDS = st.sampled_from(TYPED.split(" "))


@given(st.lists(WORDS, min_size=1, max_size=25), st.data())
def test_what_is_found_does_not_depend_on_a_cut(pieces: list[str], data: st.DataObject) -> None:
    text = " ".join(pieces)
    end = data.draw(st.integers(0, len(text)))
    cut = last_cut(text[:end], 0)
    assert FINDER.find(text[:cut]) + FINDER.find(text, cut) == FINDER.find(text)
