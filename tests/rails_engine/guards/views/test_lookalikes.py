from __future__ import annotations

import pytest

from rails_engine.guards.views.lookalikes import lookalikes, turn_over


def test_each_stands_for_one_letter_of_lower_case_and_is_none_itself() -> None:
    for char, letter in lookalikes().items():
        assert letter.isascii()
        assert letter.islower()
        assert len(letter) == len(char) == 1
        assert not char.isascii()


@pytest.mark.parametrize(
    ("char", "letter"),
    [
        ("\u0430", "a"),
        ("\u0435", "e"),
        ("\u043e", "o"),
        ("\u0440", "p"),
        ("\u0441", "c"),
        ("\u0443", "y"),
        ("\u0445", "x"),
        ("\u0456", "i"),
        ("\u0455", "s"),
        ("\u03b1", "a"),
        ("\u03bf", "o"),
        ("\u03bd", "v"),
        ("\u1d00", "a"),
        ("\u029c", "h"),
        ("\u0570", "h"),
    ],
    ids=ascii,
)
def test_the_usual_ones_are_there(char: str, letter: str) -> None:
    assert lookalikes()[char] == letter


def test_a_text_that_stands_upside_down_is_turned_over() -> None:
    hello = "\u0287\u028c\u0250\u0265\u0279\u01ddd"[::-1]
    assert turn_over(hello) == "tvahrep"
    assert turn_over(" \u01ddunb") == "qune "
