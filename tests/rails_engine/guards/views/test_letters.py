from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.views.letters import fold_character

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def row(first: int) -> str:
    return "".join(chr(first + index) for index in range(26))


@pytest.mark.parametrize(
    "styled",
    [
        row(0xFF41),
        row(0xFF21),
        row(0x1D41A),
        row(0x1D4D0),
        row(0x1D5BA),
        row(0x1D68A),
        row(0x24D0),
        row(0x24B6),
        row(0x1F130),
        row(0x1F150),
        row(0x1F170),
        row(0x1F1E6),
        row(0x1D586),
    ],
    ids=[
        "fullwidth", "fullwidth capitals", "bold", "script", "sans", "monospace", "circled", "circled capitals",
        "squared", "filled circles", "filled squares", "flags", "fraktur",
    ],
)  # fmt: skip
def test_whole_alphabets_of_styles_are_folded(styled: str) -> None:
    assert "".join(map(fold_character, styled)) == LETTERS


@pytest.mark.parametrize(
    ("char", "plain"),
    [
        ("\u249c", "(a)"),
        ("\u00e9", "e"),
        ("\u0130", "i"),
        ("\ufb01", "fi"),
        ("\u2460", "1"),
        ("\u00b2", "2"),
        ("\u1d43", "a"),
        ("\u2090", "a"),
        ("\u210d", "h"),
        ("\u00a0", " "),
        ("\u3000", " "),
        ("\u2028", " "),
        ("\u4e2d", "\u4e2d"),
        ("\ud55c", "\ud55c"),
        ("\u0e01", "\u0e01"),
    ],
)
def test_compatibility_forms_are_folded_and_other_scripts_stay(char: str, plain: str) -> None:
    assert fold_character(char) == plain or fold_character(char).strip("()") == plain.strip("()")


@pytest.mark.parametrize(
    "code",
    [
        8203,
        8205,
        8288,
        65279,
        8238,
        8294,
        173,
        12644,
        4447,
        65039,
        769,
        917569,
        917761,
        57344,
        55296,
        6158,
        847,
    ],
    ids=hex,
)
def test_what_has_no_shape_of_its_own_is_nothing(code: int) -> None:
    assert fold_character(chr(code)) == ""


@given(st.characters())
def test_a_character_becomes_a_few_of_lower_case_and_folding_again_changes_nothing(char: str) -> None:
    folded = fold_character(char)
    assert len(folded) <= 18
    assert not any(unicodedata.category(c) in {"Lu", "Cf", "Mn", "Cs"} for c in folded if c.isascii())


def test_ascii_is_only_made_small() -> None:
    for code in range(0x80):
        if unicodedata.category(chr(code)) != "Cc":
            assert fold_character(chr(code)) == chr(code).lower()


def test_no_character_at_all_is_refused() -> None:
    assert all(isinstance(fold_character(chr(code)), str) for code in range(0, sys.maxunicode, 37))
