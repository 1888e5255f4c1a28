from __future__ import annotations

from rails_engine.guards.personal_data.common_words import SUFFIXES, common_words
from rails_engine.guards.personal_data.given_names import given_names


def test_words_are_as_they_are_looked_up() -> None:
    assert all(word == word.lower() and word.isalpha() and word.isascii() for word in common_words())


def test_no_word_is_a_given_name_too() -> None:
    assert sorted(common_words() & given_names()) == []


def test_words_that_begin_sentences_and_requests_are_listed() -> None:
    assert {"the", "please", "hello", "write", "python", "monday", "january"} <= common_words()


def test_endings_of_ordinary_words_are_small_letters() -> None:
    assert all(ending.islower() for ending in SUFFIXES)
    assert len(set(SUFFIXES)) == len(SUFFIXES)
