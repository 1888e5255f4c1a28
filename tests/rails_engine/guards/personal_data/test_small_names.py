from __future__ import annotations

import pytest

from tests.contracts.personal_data import values


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my name is jennifer lopez", "jennifer lopez"),
        ("my name is zbigniewx", "zbigniewx"),
        ("tell michael that i am late", "michael"),
        ("hey, my name is priya", "priya"),
        ("last name is okonkwo", "okonkwo"),
    ],
)
def test_names_in_small_letters_are_found(text: str, name: str) -> None:
    assert values(text, "PERSON") == [name]


@pytest.mark.parametrize(
    ("text", "place"),
    [("i live in berlin", "berlin"), ("from new york", "new york"), ("germany won", "germany")],
)
def test_places_in_small_letters_are_found(text: str, place: str) -> None:
    assert values(text, "LOCATION") == [place]


@pytest.mark.parametrize(
    "text",
    [
        "will you mark this as read",
        "the rose in the garden",
        "i hope so, for grace and joy",
        "my name is not important",
        "the name is already taken",
        "turkey and china plates",
        "email.michael@x, michael_id, #berlin",
        "nice reading, my love",
        "n\u1ed9i dung c\u00e2u chuy\u1ec7n",
    ],
)
def test_words_are_no_names(text: str) -> None:
    assert values(text, "PERSON", "LOCATION") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my son gintaras is late", "gintaras"),
        ("did mr abernethyx call?", "abernethyx"),
        ("hi this is dilnoza", "dilnoza"),
        ("his gf anya said so", "anya"),
    ],
)
def test_rarer_names_are_found_where_the_text_says_whose(text: str, name: str) -> None:
    assert values(text, "PERSON") == [name]


@pytest.mark.parametrize(
    "text", ["my mum told me", "this is nothing", "dr will see you", "my friend and i am"]
)
def test_words_behind_relatives_are_none(text: str) -> None:
    assert values(text, "PERSON") == []
