from __future__ import annotations

import pytest

from tests.contracts.personal_data import found, values


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the invoice of Norling Timber Ltd is late", "Norling Timber Ltd"),
        ("a letter from Marsh & Sons Plumbing", "Marsh & Sons Plumbing"),
        ("paid by Zelenka s.r.o. in May", "Zelenka s.r.o."),
        ("The University of Uppsala", "University of Uppsala"),
        ("the Ministry of the South Aegean", "Ministry of the South Aegean"),
        ("a loan of Banco Meridional", "Banco Meridional"),
        ("he lies in Klinikum Süd", "Klinikum Süd"),
        ("a table at Trattoria Bellavista", "Trattoria Bellavista"),
        ("the Kettlewell Society's archive", "Kettlewell Society"),
        ("they studied at Trinity College Dublin", "Trinity College Dublin"),
        ("employer: Zorblatt", "Zorblatt"),
        ('{"org": "Zorblatt"}', "Zorblatt"),
        ("my flight with Zorblatt", "Zorblatt"),
        ("the World Cycling Federation", "World Cycling Federation"),
    ],
)
def test_organisations_are_found(text: str, name: str) -> None:
    assert [value.removesuffix("'s") for value in values(text, "ORGANIZATION")] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Our Sales Team and the Marketing Group",
        "a Software Company",
        "Hotel Booking Form",
        "the bank of the river",
        "I worked for Ana",
        "A & B",
        "College B is smaller",
    ],
)
def test_ordinary_words_are_none(text: str) -> None:
    assert values(text, "ORGANIZATION") == []


def test_what_stands_beside_one_is_judged_as_well() -> None:
    assert found("Norling Timber Ltd Ana Berg", "PERSON", "ORGANIZATION") == [
        ("ORGANIZATION", "Norling Timber Ltd"),
        ("PERSON", "Ana Berg"),
    ]
