from __future__ import annotations

from rails_engine.guards.personal_data import more_given_names as module
from rails_engine.guards.personal_data.capitals import fold
from rails_engine.guards.personal_data.common_words import common_words
from rails_engine.guards.personal_data.given_names import ambiguous_names, given_names
from rails_engine.guards.personal_data.more_given_names import more_given_names
from rails_engine.guards.personal_data.more_given_names_l_z import SECOND_HALF
from tests.contracts.personal_data import values

NAMES = module._FIRST_HALF.split() + SECOND_HALF.split()


def test_names_are_as_they_are_looked_up() -> None:
    assert sorted(NAMES) == NAMES
    assert all(fold(name) == name for name in NAMES)


def test_none_is_a_word_or_listed_elsewhere() -> None:
    assert sorted(set(NAMES) & (common_words() | given_names() | ambiguous_names())) == []


def test_names_of_many_regions_are_listed() -> None:
    for name in ("aivars", "dilnoza", "eithne", "gintaras", "kahurangi", "mthunzi", "nermin", "wanjiru"):
        assert name in more_given_names(), name


def test_they_count_with_a_capital_only() -> None:
    assert values("I saw Dilnoza there", "PERSON") == ["Dilnoza"]
    assert values("i saw dilnoza there", "PERSON") == []
