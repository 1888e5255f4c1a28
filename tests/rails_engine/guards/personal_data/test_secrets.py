from __future__ import annotations

import pytest

from tests.contracts.personal_data import values, whole

KEYS = [
    "sk-¦proj-Ab3dEf6hIj9kLmN0pQr5tUvX",
    "sk-¦ant-api03-Ab3dEf6hIj9kLmN0pQr5tUvX",
    "AKIA¦IOSFODNN7EXAMPLE",
    "ghp_¦Ab3dEf6hIj9kLmN0pQr5tUvXyZ0123456789",
    "github_pat_¦11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTuVwXyZ",
    "glpat-¦Ab3dEf6hIj9kLmN0pQrS",
    "AIza¦SyA1bC2dE3fG4hI5jK6lM7nO8pQ9rS0tU1v",
    "xoxb-¦123456789012-1234567890123-AbCdEfGhIjKlMnOp",
    "sk_live_¦4eC39HqLyjWDarjtT1zdp7dc",
    "hf_¦AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh",
    "npm_¦AbCdEfGhIjKlMnOpQrStUvWxYz0123456789",
    "SG.¦Ab3dEf6hIj9kLmN0pQr5tU.Ab3dEf6hIj9kLmN0pQr5tUvXyZ0123456789AbCdE",
    "eyJ¦hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJlLWhlcmU",
    "123456789:¦AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc",
]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("frame", ["{}", 'key = "{}"', "--token={}", "use {}.", '{{"k": "{}"}}'])
def test_keys_of_the_usual_providers_are_found(key: str, frame: str) -> None:
    assert [value.rstrip(".") for value in values(frame.format(key), "API_KEY")] == [whole(key)]


def test_a_private_key_is_found_to_its_end_and_one_without_an_end_too() -> None:
    body = "MIIEpAIBAAKCAQEA7bqXk29\nXk29/+abcdefghijklmnopq\nZZ9==\n"
    key = f"-----BEGIN RSA ¦PRIVATE KEY-----\n{body}-----END RSA ¦PRIVATE KEY-----"
    assert values(f"look:\n{key}\nthanks", "API_KEY") == [whole(key)]
    assert values(whole(key)[:60], "API_KEY") == [whole(key)[:60]]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("api_key=9f8a7b6c5d4e3f2a1b0c", "9f8a7b6c5d4e3f2a1b0c"),
        ("Authorization: Bearer abcDEF123456ghiJKL789", "abcDEF123456ghiJKL789"),
        ('"client_secret": "Zx9-kQ2w_eR4tY6uI8o"', "Zx9-kQ2w_eR4tY6uI8o"),
        ("the token is t0k3n-abc-123-def-456", "t0k3n-abc-123-def-456"),
    ],
)
def test_other_secrets_are_told_by_the_word_before_them(text: str, secret: str) -> None:
    assert values(text, "API_KEY") == [secret]


@pytest.mark.parametrize(
    "text",
    [
        "commit 3f786850e387550fdaad4b27d6b6a1c1e2d3f4a5",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "id 123e4567-e89b-12d3-a456-426614174000",
        "the keyboard is nice",
        "sk-learn is a library",
        "key: value",
        "a token of appreciation",
        "secret_santa_2024_party_planning_list",
        "class AbstractSingletonProxyFactoryBean2",
    ],
)
def test_digests_identifiers_and_talk_of_keys_are_none(text: str) -> None:
    assert values(text, "API_KEY") == []


@pytest.mark.parametrize(
    ("text", "password"),
    [
        ("password: hunter2!", "hunter2!"),
        ("my password is Tr0ub4dor&3", "Tr0ub4dor&3"),
        ('PASSWORD="s3cret-pw"', "s3cret-pw"),
        ("Passwort: geheim123", "geheim123"),
        ("pwd=qwerty99;", "qwerty99"),
        ("user: bob, pass: qwerty12", "qwerty12"),
    ],
)
def test_passwords_are_found_where_they_are_named(text: str, password: str) -> None:
    assert values(text, "PASSWORD") == [password]


@pytest.mark.parametrize(
    "text",
    [
        "my password is not working",
        "password: null",
        "the password is required",
        "password = getpass()",
        "I forgot my password",
        "password: <your password>",
        "password reset",
        "first pass: compile, second pass: link",
        "tests pass: 1024, fail: 2",
    ],
)
def test_talk_of_passwords_is_none(text: str) -> None:
    assert values(text, "PASSWORD") == []
