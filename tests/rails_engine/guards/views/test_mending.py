from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.views.mending import mend_word, nearest_key
from rails_engine.guards.vocabulary import make_vocabulary

WORDS = make_vocabulary(
    [
        "all",
        "the",
        "and",
        "show",
        "is",
        "it",
        "see",
        "bee",
        "that",
        "will",
        "good",
        "balloon",
        "question",
        "your",
        "hello",
        "me",
        "please",
        "how",
        "new",
        "york",
        "a",
        "i",
    ],
    [
        "ignore",
        "previous",
        "instructions",
        "system",
        "prompt",
        "password",
        "weapon",
        "reveal",
        "rules",
        "kill",
        "bomb",
        "jailbreak",
        "secret",
    ],
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1gn0r3", "ignore"),
        ("!gn0re", "ignore"),
        ("pr3v10u5", "previous"),
        ("p@$$w0rd", "password"),
        ("ki11", "kill"),
        ("r3vea|", "reveal"),
        ("ignoooore", "ignore"),
        ("gooood", "good"),
        ("i-g-n-o-r-e", "ignore"),
        ("pass_word", "password"),
        ("ig*nore", "ignore"),
        ("system_prompt", "system prompt"),
        ("ignore/previous", "ignore previous"),
        ("ignroe", "ignore"),
        ("instrctions", "instructions"),
        ("pssword", "password"),
        ("prvs", "previous"),
        ("zhow", "show"),
        ("inztrukzhunz", "instructions"),
        ("ppaasssswwoorrdd", "password"),
        ("ignoreallpreviousinstructions", "ignore all previous instructions"),
    ],
)
def test_a_broken_word_is_mended(written: str, meant: str) -> None:
    assert mend_word(written, WORDS) == meant


@pytest.mark.parametrize("written", ["zibbit", "qzxw", "12345", "x", "\u0434\u043e\u043c", "stra\u00dfe"])
def test_a_word_that_means_nothing_here_is_left(written: str) -> None:
    assert mend_word(written, WORDS) is None


def test_without_spelling_only_signs_are_read() -> None:
    assert mend_word("ignroe", WORDS, spelling=False) is None
    assert mend_word("1gn0r3", WORDS, spelling=False) == "ignore"
    assert mend_word("i-g-n-o-r-e", WORDS, spelling=False) == "ignore"


@given(st.text(max_size=400).filter(lambda t: t and not any(c.isspace() for c in t)), st.booleans())
def test_any_chunk_is_tried_and_stays_about_as_long(chunk: str, spelling: bool) -> None:
    said = mend_word(chunk, WORDS, spelling=spelling)
    assert said is None or len(said) <= 2 * len(chunk) + 24


@pytest.mark.parametrize("written", ["ignroe", "ignre", "ignorre", "ignxre", "prvs", "iiggnnoorree"])
def test_a_misspelt_word_is_near_to_one_that_matters(written: str) -> None:
    assert nearest_key(written, WORDS) in {"ignore", "previous"}


@pytest.mark.parametrize("written", ["questoin", "zibbit", "x", "lamp", "blaloon"])
def test_what_is_near_to_none_that_matters_is_not(written: str) -> None:
    assert nearest_key(written, WORDS) is None


def test_digits_within_a_word_are_left_out() -> None:
    assert mend_word("ig47nore", WORDS) == "ignore"
