from __future__ import annotations

from rails_engine.guards.personal_data.capitals import fold
from rails_engine.guards.personal_data.given_names import ambiguous_names, given_names


def test_names_are_as_they_are_looked_up() -> None:
    assert all(fold(name) == name for name in given_names() | ambiguous_names())


def test_a_name_is_either_sure_or_ambiguous() -> None:
    assert sorted(given_names() & ambiguous_names()) == []


def test_names_of_many_languages_are_listed() -> None:
    for name in (
        "james",
        "maria",
        "mohammed",
        "priya",
        "hiroshi",
        "wei",
        "olga",
        "jurgen",
        "chioma",
        "joao",
        "aylin",
    ):
        assert name in given_names(), name


def test_words_of_english_are_ambiguous() -> None:
    assert {"will", "mark", "grace", "hope"} <= ambiguous_names()
