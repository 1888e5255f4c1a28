from __future__ import annotations

import pytest

from rails_engine.guards.personal_data.allow_list import AllowList


@pytest.mark.parametrize(
    ("value", "allowed"),
    [
        ("info@shop.example", True),
        ("INFO@Shop.Example", True),
        ("ana@shop.example", False),
        ("ana@example.com", True),
        ("ana@EXAMPLE.com", True),
        ("ana@my.example.com", False),
        ("ana@myexample.com", False),
        ("+49 30 1234", True),
        ("+49 30 12345", False),
        ("", False),
    ],
)
def test_values_and_domains_are_allowed_whole_and_in_any_case(value: str, allowed: bool) -> None:
    assert AllowList(["Info@shop.example", "@Example.com", "+49 30 1234"]).has(value) is allowed


def test_an_empty_list_allows_nothing() -> None:
    assert not AllowList().has("")
    assert not AllowList().has("@")
