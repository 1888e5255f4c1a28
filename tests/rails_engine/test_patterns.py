from __future__ import annotations

import pytest

from rails_engine.errors import ConfigError
from rails_engine.patterns import PatternList, PatternSet, compile_pattern


def test_a_pattern_is_searched_anywhere() -> None:
    assert compile_pattern("b+").search("abbc")
    assert not compile_pattern("^b").search("abbc")


def test_case_matters_unless_it_is_said_not_to() -> None:
    assert not compile_pattern("secret").search("SECRET")
    assert compile_pattern("secret", case_insensitive=True).search("SECRET")


def test_what_re2_has_not_is_refused_with_the_reason(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ConfigError, match="no look-around") as caught:
        compile_pattern("(?!x)")
    assert "(?!x)" in str(caught.value)
    assert capfd.readouterr().err == ""


def test_a_set_says_which_of_its_patterns_match() -> None:
    patterns = PatternSet(["a+", "(?i)secret", "z$"])
    assert sorted(patterns.matching("A SECRET, aa")) == [0, 1]
    assert not patterns.matching("nothing of it")


def test_half_of_a_surrogate_pair_does_not_keep_a_set_from_matching() -> None:
    assert list(PatternSet(["b", "c"]).matching("a\ud800b")) == [0]


def test_bytewise_a_character_beyond_ascii_is_the_bytes_that_it_is():
    patterns = PatternSet(["(?i)tell.{0,4}caf\u00e9", "^..$", r"\bme\b"], bytewise=True)
    assert list(patterns.matching("Please TELL  caf\u00e9 \ud800")) == [0]
    assert list(patterns.matching("tell \u00e9\u00e9 caf\u00e9")) == []
    assert list(patterns.matching("\u00e9")) == [1]
    assert list(patterns.matching("\u00e9me".encode() + b" me")) == [2]


def test_half_of_a_surrogate_pair_does_not_keep_a_pattern_from_being_found_in_its_place() -> None:
    pattern = compile_pattern("b+")
    text = "\u00e4\ud800abb\udc00b"
    assert pattern.search(text).span() == (3, 5)
    assert pattern.search(text, 5).span() == (6, 7)
    assert [found.span() for found in pattern.finditer(text)] == [(3, 5), (6, 7)]
    assert [found.span() for found in pattern.finditer(text, 4)] == [(4, 5), (6, 7)]


def test_half_of_a_surrogate_pair_is_a_character_to_a_pattern() -> None:
    assert compile_pattern("a.b").search("a\ud800b").span() == (0, 3)


def test_bytes_are_searched_as_they_are() -> None:
    assert [found.span() for found in compile_pattern("b").finditer("\u00e4b".encode())] == [(2, 3)]


TEXTS = ("", "one TWO", "two\none", "a secret\ud800one", "ones", "Two words, one SECRET")


@pytest.mark.parametrize("ignore", [False, True])
@pytest.mark.parametrize(
    "sources",
    [
        (),
        ("one",),
        (r"\btwo\b", "(?i)secret", r"^one$", "(?m)^one$", "one", r"one(?-i:s)?$", "a|TWO", ""),
        ("two", "two"),
        # More than one pass can hold.
        tuple(f"{letter}[^.]{{0,900}}one" for letter in "abcdefghijklmnopqrstuvwxyz"),
    ],
    ids=["none", "one", "several", "one twice", "large ones"],
)
def test_a_list_says_of_each_pattern_what_it_would_say_by_itself(
    sources: tuple[str, ...], ignore: bool
) -> None:
    patterns = PatternList(sources, case_insensitive=ignore)
    alone = [(source, compile_pattern(source, case_insensitive=ignore)) for source in sources]
    for text in TEXTS:
        for start in range(len(text) + 1):
            wanted = [source for source, pattern in alone if pattern.search(text, start)]
            assert patterns.matching(text, start) == wanted


def test_a_pattern_of_a_list_that_cannot_be_one_is_refused() -> None:
    with pytest.raises(ConfigError, match="no look-around"):
        PatternList(["a", "(?=b)"])
