from __future__ import annotations

import pytest

from tests.contracts.personal_data import values

#: Entity, a number, and the word without which it is none, if it needs one.
NUMBERS = [
    ("UK_NINO", "AB123456C", ""),
    ("UK_NINO", "QQ 12 34 56 C".replace("QQ", "PX"), ""),
    ("UK_NHS", "943 476 5919", "NHS"),
    ("ES_NIF", "12345678Z", ""),
    ("ES_NIE", "X1234567L", ""),
    ("IT_FISCAL_CODE", "RSSMRA85T10A562S", ""),
    ("IT_FISCAL_CODE", "rssmra85t10a562s", ""),
    ("IT_VAT_CODE", "07643520567", "partita IVA"),
    ("FR_NIR", "2 69 05 49 588 157 80", ""),
    ("FR_NIR", "269054958815780", ""),
    ("NL_BSN", "111222333", "BSN"),
    ("PL_PESEL", "44051401359", "PESEL"),
    ("DE_TAX_ID", "36 574 261 809", "Steuer-ID"),
    ("SE_PERSONNUMMER", "811228-9874", ""),
    ("SE_PERSONNUMMER", "19811228-9874", ""),
    ("FI_PERSONAL_IDENTITY_CODE", "131052-308T", ""),
    ("BE_NATIONAL_NUMBER", "85.07.30-033.28", ""),
    ("CH_AHV", "756.9217.0769.85", ""),
    ("DK_CPR", "070761-4285", "CPR"),
    ("PT_NIF", "501964843", "NIF"),
]


@pytest.mark.parametrize(("entity", "number", "word"), NUMBERS)
def test_numbers_of_persons_are_found(entity: str, number: str, word: str) -> None:
    assert values(f"{word}: {number}.", entity) == [number]


@pytest.mark.parametrize(("entity", "number", "word"), [n for n in NUMBERS if n[2]])
def test_what_any_number_could_be_needs_its_word(entity: str, number: str, word: str) -> None:
    assert values(f"we counted {number}.", entity) == []


@pytest.mark.parametrize(
    ("entity", "number", "word"), [n for n in NUMBERS if n[0] not in ("UK_NINO", "DK_CPR")]
)
def test_a_wrong_digit_is_noticed(entity: str, number: str, word: str) -> None:
    place = max(i for i, c in enumerate(number[:-1]) if c.isdigit())
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    assert values(f"{word}: {wrong}.", entity) == []


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        ("UK_NINO", "DA123456C"),  # no such letters
        ("UK_NINO", "AB123456E"),
        ("DK_CPR", "CPR 320761-4285"),  # no such day
        ("FI_PERSONAL_IDENTITY_CODE", "321052-308T"),
        ("SE_PERSONNUMMER", "811328-9874"),
        ("FR_NIR", "269134958815780"),
        ("PL_PESEL", "PESEL 00000000000"),
        ("NL_BSN", "BSN 000000000"),
    ],
)
def test_what_no_state_gives_out_is_none(entity: str, text: str) -> None:
    assert values(text, entity) == []
