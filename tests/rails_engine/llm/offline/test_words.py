from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.llm.offline.words import (
    best_sentence,
    content_words,
    coverage,
    likeness,
    sentences_of,
    words_of,
)


def test_words_and_their_stems():
    assert words_of("It's 20 days, Zoë!") == ["it's", "20", "days", "zoë"]
    assert content_words("What are the vacation days and policies?") == {"vacation", "day", "policy"}


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_a_share_and_the_same_both_ways(one, other):
    value = likeness(one, other)
    assert 0 <= value <= 1.0001
    assert value == pytest.approx(likeness(other, one))


def test_like_texts_are_more_like_than_others():
    assert likeness("What can you do?", "what can you do") == pytest.approx(1)
    assert likeness("hello there", "hello") > likeness("hello there", "how many days")
    assert likeness("", "x") == 0


def test_coverage_is_the_share_of_the_meaning():
    assert coverage("20 vacation days", "You get 20 days of vacation.") == 1
    assert coverage("purple bananas", "You get 20 days.") == 0
    assert coverage("is it", "anything") == 1


def test_sentences_lose_their_marks():
    assert sentences_of("# Title\n- one. Two!\n\n* three") == ["Title", "one.", "Two!", "three"]


def test_the_best_sentence_answers_at_least_half_of_the_question():
    text = "Employees get 20 vacation days.\nSick leave is paid. Is vacation paid?"
    assert best_sentence("How many vacation days do I get?", text) == "Employees get 20 vacation days."
    assert best_sentence("Who is the queen of Denmark?", text) is None
    assert best_sentence("what is it", text) is None
    assert best_sentence("vacation", "") is None
