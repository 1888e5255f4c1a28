from __future__ import annotations

from rails_engine.guards.personal_data.custom import from_pattern, from_words
from rails_engine.guards.personal_data.finder import Finder


def values(finder: Finder, text: str) -> list[str]:
    return [text[s.start : s.end] for s in finder.find(text)]


def test_a_pattern_of_a_configuration_finds_its_own_entity() -> None:
    finder = Finder(["TITLE_CODE"], own=[from_pattern("TITLE_CODE", r"ab-\d+", 0.6)])
    assert values(finder, "see AB-12 and\nab-7x") == ["AB-12", "ab-7"]


def test_its_score_counts_and_context_makes_it_surer() -> None:
    own = [from_pattern("CODE", r"\b\d{4}\b", 0.2, ["PIN"])]
    assert values(Finder(["CODE"], own=own), "the year 1987, the pin 4711") == ["4711"]


def test_denied_words_count_whole_and_in_any_case() -> None:
    finder = Finder(["SECRET_NAME"], own=[from_words("SECRET_NAME", ["Bluebird", "Bluebird 2", "a+b"], 1.0)])
    assert values(finder, "BLUEBIRD, bluebird 2 and bluebirds; a+b") == ["BLUEBIRD", "bluebird 2", "a+b"]


def test_an_entity_that_is_not_asked_for_is_not_looked_for() -> None:
    assert values(Finder(["PERSON"], own=[from_words("X", ["blue"], 1.0)]), "blue") == []
