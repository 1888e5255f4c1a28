from __future__ import annotations

import pytest

from tests.contracts.personal_data import values


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Ingrid Larsen, 34, won", "34"),
        ("Write a story in which Oskar, 6, and a bear meet", "6"),
        ("Ingrid (34) and her son", "34"),
        ("my son (7) is ill", "7"),
        ("Zorblat, 61, was at the wheel", "61"),
        ('{"age": 41}', "41"),
        ("Our cook, Ingrid, is 52 and tired", "52"),
        ("ingrid is 31 and a judge", "31"),
        ("the witness, aged forty-four, declares", "forty-four"),
        ("I'm fifty-one, so what", "fifty-one"),
        ("a 6-week-old kitten", "6-week-old"),
        ("a three-year-old girl", "three-year-old"),
        ("my boy leo (5yo)", "5yo"),
        ("a child of 9", "9"),
        ("two girls aged 4 and 6", "6"),
        ("Oskar, twelve, and a bear", "twelve"),
    ],
)
def test_ages_are_found(text: str, age: str) -> None:
    assert age in values(text, "AGE")


@pytest.mark.parametrize(
    "text",
    [
        "Via Dante, 34, 20121 Milano",
        "Paris, 24, rue de Lille",
        "see Figure, 5, below",
        "In Python, 3, 4 and 5 are numbers",
        "she is one of us",
        "Windows (11) is out",
        "Berlin, 34.5 km",
        "chapter twelve, part two",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert values(text, "AGE") == []
