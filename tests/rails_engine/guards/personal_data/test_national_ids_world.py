from __future__ import annotations

import pytest

from tests.contracts.personal_data import values

#: Entity, a number, and the word without which it is none, if it needs one.
NUMBERS = [
    ("US_SSN", "536-22-8145", ""),
    ("US_SSN", "536 22 8145", "SSN"),
    ("US_SSN", "536228145", "SSN"),
    ("US_ITIN", "912-70-1234", "ITIN"),
    ("CA_SIN", "046 454 286", "SIN"),
    ("SG_NRIC_FIN", "S1234567D", ""),
    ("SG_UEN", "201812345A", "UEN"),
    ("TH_TNIN", "1-2345-67890-12-1", ""),
    ("AU_TFN", "123 456 782", "TFN"),
    ("AU_MEDICARE", "2123 45670 1", "Medicare"),
    ("AU_ABN", "51 824 753 556", "ABN"),
    ("AU_ACN", "004 085 616", "ACN"),
    ("IN_AADHAAR", "2341 2341 2346", ""),
    ("IN_AADHAAR", "234123412346", "Aadhaar"),
    ("IN_PAN", "ABCPE1234F", ""),
    ("IN_VOTER", "ABC1234567", "voter"),
    ("BR_CPF", "529.982.247-25", ""),
    ("BR_CPF", "52998224725", "CPF"),
    ("BR_CNPJ", "11.222.333/0001-81", ""),
    ("KR_RRN", "900101-1234567", ""),
    ("CN_ID", "11010519491231002X", ""),
    ("ZA_ID", "8001015009087", "id"),
    ("TR_ID", "10000000146", "TC kimlik"),
    ("MX_CURP", "GOMC960212HDFMRR07", ""),
]
#: Those that have no check digit.
UNCHECKED = {"US_SSN", "US_ITIN", "SG_UEN", "IN_PAN", "IN_VOTER", "KR_RRN", "MX_CURP"}


@pytest.mark.parametrize(("entity", "number", "word"), NUMBERS)
def test_numbers_of_persons_are_found(entity: str, number: str, word: str) -> None:
    assert values(f"{word}: {number}.", entity) == [number]


@pytest.mark.parametrize(("entity", "number", "word"), [n for n in NUMBERS if n[2]])
def test_what_any_number_could_be_needs_its_word(entity: str, number: str, word: str) -> None:
    assert values(f"we counted {number}.", entity) == []


@pytest.mark.parametrize(("entity", "number", "word"), [n for n in NUMBERS if n[0] not in UNCHECKED])
def test_a_wrong_digit_is_noticed(entity: str, number: str, word: str) -> None:
    place = max(i for i, c in enumerate(number[:-1]) if c.isdigit())
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    assert values(f"{word}: {wrong}.", entity) == []


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        ("US_SSN", "000-12-3456"),
        ("US_SSN", "666-12-3456"),
        ("US_SSN", "912-12-3456"),
        ("US_SSN", "536-00-3456"),
        ("US_SSN", "536-12-0000"),
        ("US_SSN", "536-12 3456"),
        ("US_SSN", "1536-12-34567"),
        ("US_SSN", "536228145"),
        ("US_SSN", "SSN 000228145"),
        ("KR_RRN", "901301-1234567"),
        ("CN_ID", "110105194913310021"),
        ("IN_PAN", "ABCXE1234F"),
        ("ZA_ID", "id 8013015009087"),
    ],
)
def test_what_no_state_gives_out_is_none(entity: str, text: str) -> None:
    assert values(text, entity) == []
