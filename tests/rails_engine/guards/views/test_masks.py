from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.views.masks import unmask
from rails_engine.guards.vocabulary import vocabulary

WORDS = vocabulary()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("*gn*r*", "ignore"),
        ("p*ssw*rd,", "password"),
        ('"th*', "the"),
        ("p_ssw_rd", "password"),
        ("*nstr*ct**ns", "instructions"),
        ("i#str#ct##ns", None),
        ("ign-re", "ignore"),
        ("pass?ord", "password"),
        ("f*ck", "fuck"),
        ("*", None),
        ("zz*", None),
        ("ignore", None),
    ],
)
def test_a_word_with_signs_for_letters_is_read(written: str, meant: str | None) -> None:
    assert unmask(written, WORDS) == meant


@pytest.mark.parametrize(
    "written", ["i.g.n.o.r.e", "ig*no*re", "w-e", "3*4", "x_1", "...", "a*b*c*d*e*f*g*h"]
)
def test_signs_that_only_stand_between_letters_are_no_letters(written: str) -> None:
    assert unmask(written, WORDS) is None


@given(st.text(alphabet="abeist*_#.-", max_size=30))
def test_what_is_read_is_a_known_word(written: str) -> None:
    said = unmask(written, WORDS)
    assert said is None or said in WORDS.words
