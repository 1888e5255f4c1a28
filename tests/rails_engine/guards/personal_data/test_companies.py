from __future__ import annotations

import pytest

from rails_engine.guards.personal_data import companies as module
from rails_engine.guards.personal_data.capitals import fold
from rails_engine.guards.personal_data.common_words import common_words
from rails_engine.guards.personal_data.companies import companies, is_acronym
from tests.contracts.personal_data import values


def test_names_are_as_they_are_looked_up() -> None:
    names = module._NAMES.split()
    assert sorted(names) == names
    assert all(fold(name) == name for name in names)
    assert sorted(common_words() & set(names)) == []


def test_companies_of_many_kinds_are_listed() -> None:
    for name in ("finnair", "deutsche_bank", "vodafone", "carrefour", "airbus"):
        assert name in companies(), name


def test_acronyms_count_in_capitals_only() -> None:
    assert is_acronym("BBC")
    assert not is_acronym("Bbc")


@pytest.mark.parametrize("name", ["Finnair", "Deutsche Bank", "BBC", "World Bank"])
def test_they_are_found_alone(name: str) -> None:
    assert values(f"I called {name} twice", "ORGANIZATION") == [name]
