from __future__ import annotations

import pytest

from rails_engine.guards.personal_data.cards import is_card
from rails_engine.guards.personal_data.checksums import digits_of
from tests.contracts.personal_data import values


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111",  # Visa
        "4222222222222",  # Visa of 13 digits
        "5555555555554444",  # Mastercard
        "2223003122003222",  # Mastercard of the newer range
        "378282246310005",  # American Express
        "6011111111111117",  # Discover
        "3530111333300000",  # JCB
        "30569309025904",  # Diners
        "6200000000000005",  # UnionPay
    ],
)
def test_each_network_gives_out_numbers_of_its_own(number: str) -> None:
    assert is_card(digits_of(number))
    assert values(f"see {number}.", "CREDIT_CARD") == [number]


@pytest.mark.parametrize(
    "number",
    ["4111 1111 1111 1111", "4111-1111-1111-1111", "3782 822463 10005", "3714-496353-98431"],
)
def test_blanks_and_dashes_between_the_groups_are_a_part_of_it(number: str) -> None:
    assert values(f'{{"card": "{number}", "ok": 1}}', "CREDIT_CARD") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",  # wrong check digit
        "4111 1111 1111",  # too short
        "0000 0000 0000 0000",
        "1234567890123452",  # nobody's range
        "x = 4111111111111111.5",
        "id_4111111111111111",
        "a4111111111111111b",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "9780306406157",  # a book
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert values(text, "CREDIT_CARD") == []


def test_ranges_of_many_lengths_count_where_a_word_says_that_it_is_a_card() -> None:
    assert values("pay by maestro card 6759649826438453", "CREDIT_CARD") == ["6759649826438453"]
    assert values("the parcel 6759649826438453", "CREDIT_CARD") == []
