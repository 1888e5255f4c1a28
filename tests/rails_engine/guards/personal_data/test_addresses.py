from __future__ import annotations

import pytest

from tests.contracts.personal_data import found, values

ADDRESSES = [
    "12 Mill Lane",
    "221B Baker Street",
    "1600 Pennsylvania Avenue",
    "742 Evergreen Terrace",
    "350 Fifth Ave., New York",
    "12 Mill Lane, Leeds",
    "4 Privet Drive, Little Whinging, Surrey",
    "Hauptstraße 5",
    "Hauptstr. 5, 10115 Berlin",
    "Musterweg 12a, 80331 München",
    "Kirchgasse 7, 8001 Zürich",
    "12 rue de Rivoli, 75001 Paris",
    "Via Roma 10, 00184 Roma",
    "Calle Mayor 25, 28013 Madrid",
    "Storgatan 15, 111 23 Stockholm",
    "Keizersgracht 123, 1015 CJ Amsterdam",
    "P.O. Box 1234",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("frame", ["{}", "I live at {}", "he moved to {} last week", "ship it to {}."])
def test_addresses_of_many_languages_are_found(address: str, frame: str) -> None:
    assert values(frame.format(address), "ADDRESS") == [address]


def test_an_address_may_go_over_lines() -> None:
    text = "Send it to\n12 Mill Lane\nLeeds\nLS1 4AP\nplease"
    assert "".join(values(text, "ADDRESS")).startswith("12 Mill Lane\nLeeds")


@pytest.mark.parametrize(
    "text",
    [
        "the road is long",
        "Street art of 2024",
        "Chapter 12 Way of life",
        "Windows 11 Pro",
        "Python 3 Drive",
        "on 12 May 2024",
        "3 Apples and 4 Pears",
        "for 5 Years",
        "version 12 Beta",
        "Room for 12 people",
        "she won 3 Grammys in 2020",
    ],
)
def test_numbers_beside_other_words_are_none(text: str) -> None:
    assert values(text, "ADDRESS") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Austin, TX 78701", "78701"),
        ("London SW1A 1AA", "SW1A 1AA"),
        ("Ottawa K1A 0B1", "K1A 0B1"),
        ("zip 90210", "90210"),
        ("PLZ 10115", "10115"),
    ],
)
def test_post_codes_are_found(text: str, code: str) -> None:
    assert values(text, "ZIP_CODE") == [code]


@pytest.mark.parametrize("text", ["there are 90210 of them", "AB 12345", "10115"])
def test_five_digits_alone_are_none(text: str) -> None:
    assert values(text, "ZIP_CODE") == []


def test_an_address_is_a_location_where_only_that_is_asked_for() -> None:
    assert found("at 12 Mill Lane", "LOCATION") == [("LOCATION", "12 Mill Lane")]
    assert found("at 12 Mill Lane", "LOCATION", "ADDRESS") == [("ADDRESS", "12 Mill Lane")]


@pytest.mark.parametrize("text", ["in Room 212", "to Gate 14", "the lease of Unit 5"])
def test_a_room_alone_is_no_address(text: str) -> None:
    assert values(text, "ADDRESS") == []
