from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.vocabulary import Vocabulary, make_vocabulary, vocabulary

WORDS = make_vocabulary(
    ["the", "table", "stable", "password", "breakfast"], ["ignore", "instructions", "previous", "kill"]
)


@pytest.mark.parametrize(
    ("token", "word"),
    [
        ("ingore", "ignore"),
        ("pervious", "previous"),
        ("isntructions", "instructions"),
        ("intsrucitons", "instructions"),
        ("ignre", "ignore"),
        ("instrutions", "instructions"),
        ("instrucctions", "instructions"),
        ("instructoons", "instructions"),
        ("nstructns", None),
        ("instrctns", "instructions"),
        ("prvs", "previous"),
        ("kll", "kill"),
    ],
)
def test_a_misspelt_word_is_told_from_its_letters(token: str, word: str | None) -> None:
    assert WORDS.mend(token) == word


@pytest.mark.parametrize("token", ["xqzw", "at", "i", "zebra", "q", "mnbvcxz"])
def test_what_is_like_no_word_stays_what_it_is(token: str) -> None:
    assert WORDS.mend(token) is None


def test_only_words_that_matter_are_told_from_a_letter_less() -> None:
    assert WORDS.mend("brakfast") is None
    assert WORDS.mend("brekafast") == "breakfast"


def test_words_that_matter_come_before_others_that_are_alike() -> None:
    both = make_vocabulary(["trail"], ["trial"])
    assert both.mend("tirla") is None
    assert both.mend("trial") == "trial"
    assert both.shuffled["tailr" if "tailr" in both.shuffled else "tairl"] in {"trail", "trial"}


def test_a_known_word_is_never_taken_for_another_one_without_a_letter() -> None:
    words = make_vocabulary(["previous"], ["perilous", "preview", "previews"])
    assert "preview" not in words.shortened


def test_the_words_that_matter_are_known_words() -> None:
    assert WORDS.keys <= WORDS.words
    assert {"ignore", "the"} <= WORDS.words


@given(st.text(max_size=60))
def test_any_token_is_mended_into_a_known_word_or_none(token: str) -> None:
    if token:
        found = WORDS.mend(token)
        assert found is None or found in WORDS.words


def test_the_same_words_in_another_order_make_the_same_vocabulary() -> None:
    words, keys = sorted(vocabulary().words)[:3000], sorted(vocabulary().keys)
    made = make_vocabulary(words, keys)
    random.Random(1).shuffle(words)
    random.Random(2).shuffle(keys)
    again = make_vocabulary(words, keys)
    assert (made.shuffled, made.skeletons, made.shortened) == (
        again.shuffled,
        again.skeletons,
        again.shortened,
    )


class TestShipped:
    def test_it_knows_common_words_and_those_of_attacks(self) -> None:
        shipped = vocabulary()
        assert {"the", "and", "what", "weather", "order", "a", "i"} <= shipped.words
        assert {"ignore", "instructions", "password", "jailbreak", "kill", "stupid"} <= shipped.keys
        assert {w for w in shipped.words if len(w) == 1} == {"a", "i"}

    def test_it_is_read_once(self) -> None:
        assert vocabulary() is vocabulary()

    @pytest.mark.parametrize(
        ("token", "word"),
        [
            ("ignroe", "ignore"),
            ("instrucitons", "instructions"),
            ("pssword", "password"),
            ("jailbraek", "jailbreak"),
        ],
    )
    def test_it_mends_what_attacks_are_made_of(self, token: str, word: str) -> None:
        assert vocabulary().mend(token) == word

    def test_a_long_token_takes_no_long_time(self) -> None:
        begin = time.process_time()
        for _ in range(20):
            vocabulary().mend("ab" * 50_000)
        assert time.process_time() - begin < 2

    def test_importing_the_engine_reads_none(self) -> None:
        code = (
            "import rails_engine, sys; from rails_engine import RailsConfig, RailsEngine;"
            "m = sys.modules.get('rails_engine.guards.vocabulary');"
            "assert m is None or m.vocabulary.cache_info().currsize == 0"
        )
        subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_vocabularies_are_compared_by_identity_since_they_key_a_cache() -> None:
    assert isinstance(WORDS, Vocabulary)
    assert hash(WORDS) == hash(WORDS)
    assert make_vocabulary(["a"], []) != make_vocabulary(["a"], [])


def test_a_shorter_word_is_told_from_a_letter_less_if_it_is_very_common() -> None:
    words = make_vocabulary(["bib"], ["bitch"], {"bitch": 4})
    assert [words.mend(token) for token in ("bich", "bttch", "biatch")] == ["bitch"] * 3
    assert words.mend("butch") is None, "another vowel makes another word"
    assert make_vocabulary(["bib"], ["bitch"]).mend("bich") is None


def test_the_shipped_words_know_how_common_they_are() -> None:
    words = vocabulary()
    assert words.levels["the"] > words.levels["weapon"] > 0
    assert words.levels.keys() <= words.words
    assert all(word.isalpha() for word in words.words)
