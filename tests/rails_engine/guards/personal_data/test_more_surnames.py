from __future__ import annotations

from rails_engine.guards.personal_data import more_surnames as module
from rails_engine.guards.personal_data.capitals import fold
from rails_engine.guards.personal_data.more_surnames import more_surnames
from rails_engine.guards.personal_data.surnames import surnames
from tests.contracts.personal_data import values

NAMES = module._NAMES.split()


def test_names_are_as_they_are_looked_up() -> None:
    assert sorted(NAMES) == NAMES
    assert all(fold(name) == name for name in NAMES)
    assert sorted(surnames() & set(NAMES)) == []


def test_names_of_many_regions_are_listed() -> None:
    for name in ("kazlauskas", "mkhize", "olivares", "vanhoutte", "yoshikawa"):
        assert name in more_surnames(), name


def test_beside_an_unknown_word_one_makes_a_name() -> None:
    assert values("the plaintiff was Xoralia Kazlauskas", "PERSON") == ["Xoralia Kazlauskas"]


def test_in_a_cell_of_a_table_one_is_a_name() -> None:
    assert values("17;Kazlauskas;1984", "PERSON") == ["Kazlauskas"]
    assert values("The Kazlauskas is blue.", "PERSON") == []
