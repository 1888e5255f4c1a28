from __future__ import annotations

from rails_engine.guards.personal_data.capitals import fold
from rails_engine.guards.personal_data.surnames import surnames
from tests.contracts.personal_data import values


def test_names_are_as_they_are_looked_up() -> None:
    assert all(fold(name) == name for name in surnames())


def test_names_of_many_languages_are_listed() -> None:
    assert {
        "smith",
        "muller",
        "rossi",
        "kowalski",
        "nguyen",
        "tanaka",
        "okafor",
        "patel",
        "silva",
        "khan",
    } <= surnames()


def test_beside_an_unknown_word_one_makes_a_name() -> None:
    assert values("the plaintiff was Xoralia Okafor", "PERSON") == ["Xoralia Okafor"]


def test_alone_one_is_no_sign() -> None:
    assert values("The Walker is blue. Bell peppers cost more.", "PERSON") == []
