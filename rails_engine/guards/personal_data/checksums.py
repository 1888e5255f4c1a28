"""Check digits: what tells a number of some register from any other. Knows no patterns and no texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_VERHOEFF_TIMES = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678", "5987604321", "6598710432",
    "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_VERHOEFF_TURNS = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415",
    "7046913258",
)  # fmt: skip


def digits_of(value: str) -> list[int]:
    """The ASCII digits in a text."""
    return [ord(c) - 48 for c in value if "0" <= c <= "9"]


def is_luhn(digits: Sequence[int]) -> bool:
    """Cards, Canadian and Swedish numbers, IMEI."""
    total = sum(digits[-1::-2])
    for digit in digits[-2::-2]:
        total += digit * 2 if digit < 5 else digit * 2 - 9  # noqa: PLR2004 - a doubled digit of two digits
    return total % 10 == 0 and any(digits)


def is_mod97(value: str) -> bool:
    """IBAN: the first four characters go to the end, letters are numbers from 10 on."""
    turned = value[4:] + value[:4]
    remainder = 0
    for character in turned:
        number = int(character, 36)
        remainder = (remainder * (10 if number < 10 else 100) + number) % 97  # noqa: PLR2004
    return remainder == 1


def is_weighted(digits: Sequence[int], weights: Sequence[int], modulus: int, rest: int = 0) -> bool:
    """Whether the weighted sum leaves this rest."""
    return sum(d * w for d, w in zip(digits, weights, strict=False)) % modulus == rest


def is_verhoeff(digits: Sequence[int]) -> bool:
    """Aadhaar."""
    check = 0
    for index, digit in enumerate(reversed(digits)):
        turned = int(_VERHOEFF_TURNS[index % 8][digit])
        check = int(_VERHOEFF_TIMES[check][turned])
    return check == 0


def is_iso7064(digits: Sequence[int]) -> bool:
    """ISO 7064 MOD 11,10: German tax numbers, Croatian OIB."""
    product = 10
    for digit in digits[:-1]:
        total = (digit + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == digits[-1]


def is_cpf(digits: Sequence[int]) -> bool:
    """Brazilian persons: two check digits, each over all before it; eleven equal digits pass but are none."""
    if len(set(digits)) == 1:
        return False
    for length in (9, 10):
        total = sum(d * w for d, w in zip(digits, range(length + 1, 1, -1), strict=False))
        if total * 10 % 11 % 10 != digits[length]:
            return False
    return True


def is_cnpj(digits: Sequence[int]) -> bool:
    """Brazilian companies."""
    weights = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
    for length in (12, 13):
        total = sum(d * w for d, w in zip(digits, weights[13 - length :], strict=False))
        if (0 if total % 11 < 2 else 11 - total % 11) != digits[length]:  # noqa: PLR2004
            return False
    return True
