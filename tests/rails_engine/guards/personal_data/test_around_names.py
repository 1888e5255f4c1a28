from __future__ import annotations

import pytest

from rails_engine.guards.personal_data.around_names import (
    GREETS,
    INTRODUCES,
    LEAD,
    NUMBERED,
    OF_THINGS,
    STAYS,
    TITLED,
)
from rails_engine.guards.personal_data.recogniser import LOOKS_BACK


def test_no_more_is_read_than_a_judge_may() -> None:
    assert LEAD < LOOKS_BACK


@pytest.mark.parametrize(
    "lead",
    [
        "my name is ",
        '"last_name": "',
        "surname ",
        "my aunt ",
        "the witness ",
        "driver: ",
        "née ",
        "je m'appelle ",
    ],
)
def test_names_are_introduced(lead: str) -> None:
    assert INTRODUCES.search(lead)
    assert not OF_THINGS.search(lead)


@pytest.mark.parametrize("lead", ["the file name is ", 'class_name: "', "the driver ", "a game of "])
def test_things_are_not(lead: str) -> None:
    assert not INTRODUCES.search(lead) or OF_THINGS.search(lead)


def test_titles_greetings_and_ways_to_a_place_are_known() -> None:
    assert TITLED.search("the porter, sr. ")
    assert GREETS.search("hey ")
    assert STAYS.search("the train to ")
    assert STAYS.search('"city": "')


@pytest.mark.parametrize("after", [", +34 956", " (020 7946", ", 61, was", " (34)", "; 0161 496"])
def test_numbers_stand_behind_persons(after: str) -> None:
    assert NUMBERED.match(after)


@pytest.mark.parametrize("after", [" 11 is out", ", 2024", ": 7", ", and"])
def test_other_numbers_do_not(after: str) -> None:
    assert not NUMBERED.match(after)
