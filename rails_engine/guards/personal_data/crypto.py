"""Wallets: Bitcoin and its kin by their checksums where a hash is cheap, Ethereum by its form."""

from __future__ import annotations

import hashlib

from rails_engine.guards.personal_data.recogniser import Hit, Recogniser, words

_WALLET_WORDS = words(
    "wallet wallets address crypto btc bitcoin ltc litecoin doge xrp ripple tron trx sol solana monero "
    "xmr cardano ada eth ethereum deposit send"
)
_BASE58 = {c: i for i, c in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")}
_BECH32 = {c: i for i, c in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_BECH32_TURNS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_SUMS = frozenset({1, 0x2BC830A3})


def is_base58check(value: str) -> bool:
    """Bitcoin's first kind of address: the last four bytes are a hash of the others."""
    number = 0
    for character in value:
        digit = _BASE58.get(character)
        if digit is None:
            return False
        number = number * 58 + digit
    size = 25
    if number.bit_length() > size * 8:
        return False
    data = number.to_bytes(size, "big")
    return hashlib.sha256(hashlib.sha256(data[:-4]).digest()).digest()[:4] == data[-4:]


def is_bech32(value: str) -> bool:
    """Bitcoin's newer kind."""
    value = value.lower()
    prefix, _, data = value.rpartition("1")
    if any(c not in _BECH32 for c in data):
        return False
    check = 1
    numbers = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + [_BECH32[c] for c in data]
    for number in numbers:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ number
        for bit, turn in enumerate(_BECH32_TURNS):
            if top >> bit & 1:
                check ^= turn
    return check in _BECH32_SUMS


def _score_base58(hit: Hit) -> float:
    if is_base58check(hit.value):
        return 1.0
    mixed = any(c.isupper() for c in hit.value) and any(c.islower() for c in hit.value)
    return 0.4 if mixed and hit.follows(_WALLET_WORDS) else 0.0


def _score_bech32(hit: Hit) -> float:
    value = hit.value
    if value not in (value.lower(), value.upper()):
        return 0.0
    if is_bech32(value):
        return 1.0
    return 0.5 if hit.follows(_WALLET_WORDS) else 0.3


RECOGNISERS = (
    Recogniser("CRYPTO", r"\b[13LMDAT][1-9A-HJ-NP-Za-km-z]{25,34}\b", judge=_score_base58),
    Recogniser("CRYPTO", r"\b(?i:bc1|tb1|ltc1)[0-9A-Za-z]{25,71}\b", judge=_score_bech32),
    Recogniser("CRYPTO", r"\b0x[0-9A-Fa-f]{40}\b", score=0.95),
    Recogniser("CRYPTO", r"\b4[0-9AB][1-9A-HJ-NP-Za-km-z]{93}\b", score=0.9),
    Recogniser("CRYPTO", r"\baddr1[02-9ac-hj-np-z]{50,100}\b", score=0.9),
    Recogniser(
        "CRYPTO", r"\br[1-9A-HJ-NP-Za-km-z]{24,34}\b", score=0.1, context=words("xrp ripple"), needs=True
    ),
    Recogniser(
        "CRYPTO",
        r"\b[1-9A-HJ-NP-Za-km-z]{43,44}\b",
        score=0.1,
        context=words("sol solana"),
        needs=True,
    ),
)
