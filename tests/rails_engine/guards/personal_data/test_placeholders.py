from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.personal_data.placeholders import (
    MAX_NAME,
    PlaceholderScanner,
    Vault,
    placeholder_name,
    restore,
)

MAPPING = {"<EMAIL_1>": "ana@example.com", "<PERSON_12>": 'Ana "A" Berg\n', "<X_1>": "\u00e9\\"}


def test_equal_values_have_one_placeholder_and_others_the_next() -> None:
    vault = Vault()
    assert [vault.placeholder("EMAIL_ADDRESS", v) for v in ("a", "b", "a")] == [
        "<EMAIL_1>",
        "<EMAIL_2>",
        "<EMAIL_1>",
    ]
    assert vault.placeholder("PERSON", "a") == "<PERSON_1>"


def test_a_kept_mapping_goes_on_where_it_was() -> None:
    vault = Vault({"<EMAIL_1>": "a", "<EMAIL_3>": "c"})
    assert [vault.placeholder("EMAIL_ADDRESS", v) for v in ("c", "b", "d")] == [
        "<EMAIL_3>",
        "<EMAIL_2>",
        "<EMAIL_4>",
    ]


def test_what_somebody_typed_is_given_to_no_value() -> None:
    vault = Vault()
    vault.reserve("tell me what <EMAIL_1> is")
    assert vault.placeholder("EMAIL_ADDRESS", "a@example.com") == "<EMAIL_2>"
    assert restore("<EMAIL_1>", vault.mapping) == "<EMAIL_1>"


@pytest.mark.parametrize(
    ("entity", "name"),
    [
        ("EMAIL_ADDRESS", "EMAIL"),
        ("US_SSN", "US_SSN"),
        ("my own-kind", "MY_OWN_KIND"),
        ("1st", "X_1ST"),
        ("É", "X"),
        ("A" * 60, "A" * MAX_NAME),
    ],
)
def test_any_entity_has_a_name_that_can_be_written(entity: str, name: str) -> None:
    assert placeholder_name(entity) == name
    placeholder = Vault().placeholder(entity, "v")
    assert restore(placeholder, {placeholder: "v"}) == "v"


def test_values_come_back_once_and_are_not_read_again() -> None:
    mapping = {"<A_1>": "<B_1>", "<B_1>": "b"}
    assert restore("<A_1> <B_1> <C_1>", mapping) == "<B_1> b <C_1>"


@pytest.mark.parametrize(
    "answer",
    ['{"to": "<EMAIL_1>", "x": "<PERSON_12>"}', r'{"to": "\u003cEMAIL_1\u003e", "x": "\u003CPERSON_12>"}'],
)
def test_values_in_json_are_escaped(answer: str) -> None:
    restored = json.loads(restore(answer, MAPPING, in_json=True))
    assert restored == {"to": "ana@example.com", "x": 'Ana "A" Berg\n'}


PIECES = st.lists(
    st.sampled_from(
        [
            "<",
            "EMAIL",
            "_",
            "1",
            "2",
            ">",
            "<EMAIL_1>",
            "<PERSON_12>",
            "<X_1>",
            "\\u003c",
            "\\u",
            "a b",
            "003e",
        ]
    ),
    max_size=25,
)


@given(PIECES, st.lists(st.integers(1, 5), min_size=1))
def test_a_stream_cut_anywhere_is_restored_as_the_whole(pieces: list[str], sizes: list[int]) -> None:
    text = "".join(pieces)
    for in_json in (False, True):
        assert streamed(text, sizes, in_json=in_json) == restore(text, MAPPING, in_json=in_json)


def streamed(text: str, sizes: list[int], *, in_json: bool) -> str:
    scanner, held, out, at, turn = PlaceholderScanner(), "", "", 0, 0
    while at < len(text):
        size = sizes[turn % len(sizes)]
        held += text[at : at + size]
        at, turn = at + size, turn + 1
        cut = scanner.settled(held, 0)
        assert 0 <= cut <= len(held)
        out += held[:cut] if scanner.clean(held[:cut], 0) else restore(held[:cut], MAPPING, in_json=in_json)
        held = held[cut:]
    return out + restore(held, MAPPING, in_json=in_json)


@pytest.mark.parametrize(
    ("text", "held"), [("a < b", 0), ("a <", 1), ("<EMAIL_", 7), ("<EMAIL_1> x", 0), ("<a", 0), ("\\u00", 4)]
)
def test_only_what_could_become_a_placeholder_is_held_back(text: str, held: int) -> None:
    assert len(text) - PlaceholderScanner().settled(text, 0) == held


def test_what_is_held_back_is_bounded() -> None:
    text = "<" + "A" * 10_000
    assert PlaceholderScanner().settled(text, 0) == len(text)
