from __future__ import annotations

import pytest

from tests.contracts.personal_data import found, values

ACCOUNTS = [
    "DE89370400440532013000",
    "GB29 NWBK 6016 1331 9268 19",
    "FR14 2004 1010 0505 0001 3M02 606",
    "NL91ABNA0417164300",
    "NO93 8601 1117 947",
    "BE68-5390-0754-7034",
    "MT84MALT011000012345MTLCAST001S",
    "ch9300762011623852957",
    "ES91 2100 0418 4502 0005 1332",
    "PL61109010140000071219812874",
    "IT60X0542811101000000123456",
    "SE45 5000 0000 0583 9825 7466",
    "TR33 0006 1005 1978 6457 8413 26",
    "BR1800360305000010009795493C1",
]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_accounts_of_many_countries_are_found(account: str) -> None:
    assert found(f"Pay to {account}, please", "IBAN_CODE") == [("IBAN_CODE", account)]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_wrong_digit_is_noticed(account: str) -> None:
    wrong = account[:2] + f"{(int(account[2:4]) + 1) % 100:02}" + account[4:]
    assert values(f"Pay to {wrong}, please", "IBAN_CODE") == []


def test_the_words_behind_an_account_are_not_a_part_of_it() -> None:
    assert values("DE89 3704 0044 0532 0130 00 WITH LOVE", "IBAN_CODE") == ["DE89 3704 0044 0532 0130 00"]


def test_two_accounts_in_a_row_are_two() -> None:
    text = "NL91 ABNA 0417 1643 00 DE89 3704 0044 0532 0130 00"
    assert values(text, "IBAN_CODE") == ["NL91 ABNA 0417 1643 00", "DE89 3704 0044 0532 0130 00"]


@pytest.mark.parametrize(
    "text", ["XX89370400440532013000", "xDE89370400440532013000", "DE893704004405320130001"]
)
def test_an_unknown_country_and_another_length_are_none(text: str) -> None:
    assert values(text, "IBAN_CODE") == []


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("our BIC is DEUTDEFF500", "SWIFT_CODE", "DEUTDEFF500"),
        ("swift: NEDSZAJJ", "SWIFT_CODE", "NEDSZAJJ"),
        ("routing number 021000021", "US_BANK_NUMBER", "021000021"),
        ("my account number is 12345678901", "US_BANK_NUMBER", "12345678901"),
    ],
)
def test_other_numbers_of_banks_need_their_words(text: str, entity: str, value: str) -> None:
    assert values(text, entity) == [value]
    assert values(f"see {value}", entity) == []
