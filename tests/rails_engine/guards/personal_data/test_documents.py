from __future__ import annotations

import pytest

from tests.contracts.personal_data import found, values

DOCUMENTS = [
    ("PASSPORT", "C01X00T47".replace("X", "1").replace("T", "2"), "passport number"),
    ("PASSPORT", "533401372", "passport:"),
    ("US_PASSPORT", "A12345678", "US passport"),
    ("IT_PASSPORT", "YA1234567", "passaporto"),
    ("IN_PASSPORT", "J8369854", "passport"),
    ("US_DRIVER_LICENSE", "D1234562", "driver's license"),
    ("US_DRIVER_LICENSE", "F255-9215-0094", "driver license number"),
    ("IT_DRIVER_LICENSE", "AA1234567B", "patente di guida"),
    ("IT_IDENTITY_CARD", "CA12345AA", "carta d'identità"),
    ("MEDICAL_LICENSE", "BB1388568", "DEA"),
    ("IN_VEHICLE_REGISTRATION", "KA-05-MH-1234", "vehicle"),
    ("LICENSE_PLATE", "AB12 CDE", "plate"),
    ("LICENSE_PLATE", "B-MW 1234", "Kennzeichen"),
]


@pytest.mark.parametrize(("entity", "number", "word"), DOCUMENTS)
def test_documents_are_found_behind_their_word(entity: str, number: str, word: str) -> None:
    assert values(f"my {word} {number}.", entity) == [number]


@pytest.mark.parametrize(("entity", "number", "word"), [d for d in DOCUMENTS if d[0] != "MEDICAL_LICENSE"])
def test_they_are_none_without_it(entity: str, number: str, word: str) -> None:
    assert values(f"the part {number}.", entity) == []


def test_a_medical_licence_has_a_check_digit() -> None:
    assert values("DEA BB1388569", "MEDICAL_LICENSE") == []


@pytest.mark.parametrize(
    "text", ["passport 12345", "passport photos 35", "driver license from 2019", "license number 12"]
)
def test_other_numbers_beside_the_words_are_none(text: str) -> None:
    assert values(text, "PASSPORT", "US_DRIVER_LICENSE") == []


def test_a_passport_of_one_state_is_a_passport() -> None:
    assert found("passport A12345678", "PASSPORT") == [("PASSPORT", "A12345678")]
    assert found("passport A12345678", "US_PASSPORT") == [("US_PASSPORT", "A12345678")]
