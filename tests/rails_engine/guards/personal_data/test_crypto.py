from __future__ import annotations

import pytest

from rails_engine.guards.personal_data.crypto import is_base58check, is_bech32
from tests.contracts.personal_data import values

WALLETS = [
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
    "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe",
    "addr1" + "qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3jcu5d8ps7zex2k2xt3uqxgjqnnj83ws8lhrn648jjxtwq",
]


@pytest.mark.parametrize("wallet", WALLETS)
def test_wallets_are_found(wallet: str) -> None:
    assert values(f"Send it to {wallet}.", "CRYPTO") == [wallet]


@pytest.mark.parametrize(
    "text",
    [
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",  # the checksum is wrong
        "1111111111111111111111111111111",
        "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BA",  # one digit short
        "0x5d41402abc4b2a76b9719d911017c592",  # a digest
        "commit 3f786850e387550fdaad4b27d6b6a1c1e2d3f4a5",
        "bc1 is a prefix",
    ],
)
def test_digests_and_identifiers_are_none(text: str) -> None:
    assert values(text, "CRYPTO") == []


def test_a_checksum_that_is_wrong_counts_where_a_word_says_that_it_is_a_wallet() -> None:
    assert values("my bitcoin wallet: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "CRYPTO") != []


def test_ripple_and_solana_need_their_words() -> None:
    value = "rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh"
    assert values(f"XRP {value}", "CRYPTO") == [value]
    assert values(f"see {value}", "CRYPTO") == []


def test_the_checksums_reject_what_has_other_letters() -> None:
    assert not is_base58check("0OIl")
    assert not is_base58check("z" * 40)
    assert not is_bech32("bc1bbbbbb")
