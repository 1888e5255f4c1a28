from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.personal_data.checksums import (
    digits_of,
    is_cnpj,
    is_cpf,
    is_iso7064,
    is_luhn,
    is_mod97,
    is_verhoeff,
    is_weighted,
)


def test_only_ascii_digits_are_digits() -> None:
    assert digits_of("a1-2 \u0663\uff145") == [1, 2, 5]


GOOD = [
    (is_luhn, "4111111111111111"),
    (is_luhn, "046454286"),
    (is_verhoeff, "234123412346"),
    (is_iso7064, "36574261809"),
    (is_cpf, "52998224725"),
    (is_cnpj, "11222333000181"),
]


@pytest.mark.parametrize(("check", "number"), GOOD)
def test_a_number_with_its_check_digit_passes(check, number: str) -> None:
    assert check(digits_of(number))


@pytest.mark.parametrize(("check", "number"), GOOD)
def test_one_wrong_digit_is_noticed_wherever_it_is(check, number: str) -> None:
    digits = digits_of(number)
    for place, digit in enumerate(digits):
        wrong = [*digits[:place], (digit + 1) % 10, *digits[place + 1 :]]
        assert not check(wrong), (place, wrong)


def test_zeros_and_equal_digits_are_no_numbers() -> None:
    assert not is_luhn([0] * 16)
    assert not is_cpf([1] * 11)


@pytest.mark.parametrize("value", ["DE89370400440532013000", "GB29NWBK60161331926819", "NO9386011117947"])
def test_an_account_leaves_one(value: str) -> None:
    assert is_mod97(value)
    assert not is_mod97(value[:-1] + str((int(value[-1]) + 1) % 10))


def test_a_weighted_sum_leaves_the_rest_that_is_asked_for() -> None:
    assert is_weighted([1, 2, 3], (3, 2, 1), 10)
    assert is_weighted([1, 2, 4], (3, 2, 1), 10, 1)
    assert not is_weighted([1, 2, 4], (3, 2, 1), 10)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30))
def test_every_number_has_exactly_one_check_digit(digits: list[int]) -> None:
    assert sum(is_verhoeff([*digits, last]) for last in range(10)) == 1
    assert sum(is_luhn([1, *digits, last]) for last in range(10)) == 1
    assert sum(is_iso7064([*digits, last]) for last in range(10)) == 1
