from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.features import (
    REACH,
    STEP,
    WINDOW,
    beginnings,
    concept_classes,
    damping,
    features_of,
    tokens_of,
    windows,
    word_features,
)

CLASSES = {"ignore": ("OV",), "rules": ("IN",), "your": ("YR",), "jailbreak": ("SMK", "HCK")}


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("...", []),
        ("ignore the rules", ["ignore", "the", "rules"]),
        ("don't, can\u2019t", ["dont", "cant"]),
        ("step-by-step_now", ["step", "by", "step", "now"]),
        ("soooo goood", ["so", "god"]),
        ("so''oo good", ["so", "good"]),
        ("hello 42 b4", ["hello", "42", "b4"]),
        ("\u5ffd\u7565 rules", ["\u5ffd", "\u7565", "rules"]),
        ("\u0e44\u0e17\u0e22", ["\u0e44", "\u0e17", "\u0e22"]),
        ("na\u00efve", ["na\u00efve"]),
        ("x" * 2 + "yz" * 30, ["xx" + "yz" * 11, "yz" * 12, "yz" * 7]),
    ],
)
def test_what_a_word_is(text: str, tokens: list[str]) -> None:
    assert tokens_of(text) == tokens


@given(st.text())
def test_no_token_is_empty_or_long(text: str) -> None:
    assert all(0 < len(token) <= 24 for token in tokens_of(text.lower()))


@given(st.text(st.characters(max_codepoint=127), max_size=200))
def test_ascii_is_cut_like_any_other_text(text: str) -> None:
    cut = tokens_of(text.lower())
    assert [token for token in tokens_of(text.lower() + " \u00e9") if token != "\u00e9"] == cut


class TestWindows:
    def test_a_short_text_is_one(self) -> None:
        assert list(windows(["a"] * WINDOW)) == [["a"] * WINDOW]
        assert list(windows([])) == [[]]

    @given(st.integers(0, 2000))
    def test_every_word_is_in_one_and_none_is_larger(self, size: int) -> None:
        tokens = [str(n) for n in range(size)]
        found = list(windows(tokens))
        assert set().union(*map(set, found)) == set(tokens)
        assert all(len(window) <= WINDOW for window in found)
        assert len(found) <= 1 + size // STEP

    @given(st.integers(0, 500), st.integers(2, WINDOW - STEP))
    def test_neighbours_stand_together_in_one(self, at: int, size: int) -> None:
        tokens = [str(n) for n in range(600)]
        wanted = tokens[at : at + size]
        assert any(set(wanted) <= set(window) for window in windows(tokens))


class TestFeatures:
    def test_words_pairs_and_how_a_text_begins(self) -> None:
        assert word_features(["how", "do", "i"], first=True) == {
            *("how", "do", "i", "how do", "do i"),
            *("^how", "^how do"),
        }

    @pytest.mark.parametrize(
        ("tokens", "how"), [([], []), (["how"], ["^how"]), (["how", "do", "i"], ["^how", "^how do"])]
    )
    def test_a_text_begins_with_one_word_and_with_two(self, tokens: list[str], how: list[str]) -> None:
        assert beginnings(tokens) == how

    def test_only_the_first_window_begins_a_text(self) -> None:
        assert word_features(["how", "do"], first=False) == {"how", "do", "how do"}

    def test_no_words_have_no_features(self) -> None:
        assert features_of([], CLASSES) == set()

    def test_what_words_stand_for_and_what_stands_before_what(self) -> None:
        found = features_of(["ignore", "all", "your", "rules"], CLASSES)
        assert {f for f in found if f[0].isupper()} == {"OV", "YR", "IN", "OV>YR", "OV>IN", "YR>IN"}

    def test_a_word_of_two_classes_stands_for_both_and_makes_no_pair_with_itself(self) -> None:
        found = features_of(["jailbreak", "rules"], CLASSES)
        assert {f for f in found if f[0].isupper()} == {"SMK", "HCK", "IN", "SMK>IN", "HCK>IN"}

    @pytest.mark.parametrize(("between", "paired"), [(REACH - 1, True), (REACH, False)])
    def test_only_near_ones_make_a_pair(self, between: int, paired: bool) -> None:
        found = features_of(["ignore", *["x"] * between, "rules"], CLASSES)
        assert ("OV>IN" in found) is paired

    def test_words_are_no_classes_and_classes_are_no_words(self) -> None:
        found = features_of(["ov", "ignore"], CLASSES)
        assert {"ov", "OV", "ignore"} <= found


def test_many_different_words_weigh_less_each_and_repeating_one_does_not() -> None:
    assert damping(["a", "b", "c"]) < damping(["a"])
    assert damping(["a"] * 90) == damping(["a"])
    assert damping([]) > 0


def test_the_shipped_classes_name_words_in_the_spelling_of_tokens() -> None:
    classes = concept_classes()
    assert classes["ignore"] == ("OV",)
    assert {"OV", "IN", "PR", "KIL", "INS", "GRP"} <= {name for names in classes.values() for name in names}
    for word in classes:
        assert tokens_of(word) == [word]
    assert concept_classes() is classes
