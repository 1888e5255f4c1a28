from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.rails.sentences import last_word_end, sentence_ends, split_sentences, words_at_most

TEXTS = st.text("ab .!?\n\t\u3002\u00e9'\")", max_size=60)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It costs 3.50 euros. Really.", ["It costs 3.50 euros.", "Really."]),
        ("Dr. Smith met J. Doe, e.g. at home. Fine.", ["Dr. Smith met J. Doe, e.g. at home.", "Fine."]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("# Heading\n\n- first\n- second", ["# Heading", "- first", "- second"]),
        ("\u662f\u3002\u4e0d\u662f\u3002", ["\u662f\u3002", "\u4e0d\u662f\u3002"]),
        ("  \n ", []),
        ("", []),
        ("no end", ["no end"]),
        ("Wait\u2026 what", ["Wait\u2026", "what"]),
        ('(Yes.)" So', ['(Yes.)"', "So"]),
        ('Yes. So. Yes.""""" no', ["Yes.", "So.", 'Yes.""""" no']),
        ("etc. and etc.\nand", ["etc. and etc.", "and"]),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert list(split_sentences(text)) == sentences


def test_an_end_is_in_the_range_that_its_blank_is_in_even_if_the_mark_is_before() -> None:
    assert [list(sentence_ends('One." Two. x', start, 10)) for start in (0, 5, 6)] == [[5, 10], [5, 10], [10]]
    assert list(sentence_ends("a \nb\n\nc")) == [4]


@given(TEXTS, TEXTS)
def test_more_text_changes_no_end_before_it(text: str, more: str) -> None:
    known = [end for end in sentence_ends(text) if end < len(text)]
    assert known == [end for end in sentence_ends(text + more) if end < len(text)]


@given(TEXTS)
def test_nothing_but_blanks_is_lost(text: str) -> None:
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_a_word_ends_where_a_blank_follows_it(text: str, start: int, end: int) -> None:
    ends = [
        at
        for at in range(max(start, 1), min(end + 1, len(text)))
        if text[at].isspace() and not text[at - 1].isspace()
    ]
    assert last_word_end(text, start, end) == max(ends, default=None)


@given(st.text(max_size=40))
def test_words_are_never_more_than_it_says(text: str) -> None:
    assert len(text.split()) <= words_at_most(text)


@pytest.mark.parametrize("unit", [".", " ", ". ", "a", "\n", '."', "\u3002"])
def test_the_time_grows_with_the_text_only(unit: str) -> None:
    begin = time.process_time()
    sum(1 for _ in sentence_ends(unit * 100_000))
    last_word_end(unit * 100_000, 0, 90_000)
    assert time.process_time() - begin < 2
