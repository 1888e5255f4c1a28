from __future__ import annotations

import pytest

from tests.contracts.personal_data import values


@pytest.mark.parametrize(
    "address",
    [
        "ana@example.com",
        "ana.berg+news@mail.example.co.uk",
        "ANA_BERG@EXAMPLE.COM",
        "o'neill@example.ie",
        "1234@example.org",
        "jörg@müller.example",
        "a@b-c.example",
        "first.last@sub.sub2.example.museum",
    ],
)
@pytest.mark.parametrize(
    "frame", ["{}", "<{}>", "write to {}.", '{{"to":"{}"}}', "a;{};b", "mailto:{}", "({}),"]
)
def test_addresses_are_found_in_any_frame(address: str, frame: str) -> None:
    assert values(frame.format(address), "EMAIL_ADDRESS") == [address]


@pytest.mark.parametrize(
    "text",
    [
        "@ana",
        "ana@",
        "ana@localhost",
        "pkg@1.2.3",
        "lodash@4.17.21",
        "a @ b.example",
        "5 @ 3.50",
        "@media screen",
    ],
)
def test_handles_versions_and_prices_are_none(text: str) -> None:
    assert values(text, "EMAIL_ADDRESS") == []


def test_a_local_part_has_at_most_sixty_four_characters() -> None:
    assert values("a" * 64 + "@example.com", "EMAIL_ADDRESS") != []
    assert values("a" * 65 + "@example.com", "EMAIL_ADDRESS") == []


def test_a_place_on_a_machine_is_less_sure() -> None:
    text = "git@github.example:team/project.git"
    assert values(text, "EMAIL_ADDRESS", threshold=0.7) == []
