"""The beginnings of a pattern's matches: all of them, and the pattern itself is unchanged."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.pattern_prefixes import UnreadablePatternError, begun_pattern, head_pattern, plain_pattern
from rails_engine.patterns import compile_pattern

PATTERNS = (
    "foo",
    "foo|bar|",
    "(?i)fo(?-i)o|B",
    "(?i:fo)O",
    "a{2,3}?b*",
    "a{2}b",
    "a{2,}b",
    "a+?b",
    "(?P<x>a)(?P<y>b)?(c)",
    "(?s:.)b",
    "[]a]x",
    "[^]a]x",
    "[[:alpha:]]+@",
    r"[\]b]a",
    r"\pL\p{Lu}",
    r"\Qa.b\E+",
    r"\bfoo\b",
    "^foo$",
    r"\Aa|b\z",
    r"fo\B.",
    "(x|yz){2,}",
    "x{0}y",
    r"\x41\x{42}\101",
    "a{,3}",
    "a{b",
    "((a|b)c)*d",
    "",
)
LETTERS = "abcfoxyzAB.{}@, 3]"


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=st.text(LETTERS, max_size=12))
def test_the_plain_pattern_finds_the_same(pattern: str, text: str) -> None:
    plain = compile_pattern(plain_pattern(pattern)).search(text)
    found = compile_pattern(pattern).search(text)
    assert (plain and plain.span()) == (found and found.span())


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=st.text(LETTERS, max_size=12))
def test_every_beginning_of_a_match_is_found_at_the_end_of_the_text(pattern: str, text: str) -> None:
    found = compile_pattern(pattern).search(text)
    begun = compile_pattern(f"(?:{begun_pattern(pattern)})\\z")
    for end in range(found.start(), found.end() + 1) if found else ():
        seen = begun.search(text[:end])
        assert seen is not None
        assert seen.start() <= found.start()


@pytest.mark.parametrize(
    ("pattern", "text", "start"),
    [
        ("foobar", "see foo", 4),
        ("foobar", "see fob", 7),
        ("a{3}b", "xaaa", 1),
        ("a{3}b", "aaaa", 1),
        (r"\bfoo", "afo", 3),
        ("a.*b", "say it", 1),
        ("a.*b", "say\nit", 6),
        ("(?i)FOO", "fO", 0),
    ],
)
def test_nothing_else_is(pattern: str, text: str, start: int) -> None:
    found = compile_pattern(f"(?:{begun_pattern(pattern)})\\z").search(text)
    assert found is not None
    assert found.start() == start


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=st.text(LETTERS + "OFKk", max_size=12))
def test_no_match_and_no_beginning_of_one_is_where_its_head_is_not(pattern: str, text: str) -> None:
    for insensitive in (False, True):
        head = head_pattern([pattern], case_insensitive=insensitive)
        if head is None:
            continue
        found = compile_pattern(pattern, case_insensitive=insensitive).search(text)
        for end in range(found.start() + 1, found.end() + 1) if found else ():
            seen = re.search(head, text[:end])
            assert seen is not None
            assert seen.start() <= found.start()


@pytest.mark.parametrize(
    ("patterns", "text", "found"),
    [
        (["AKIA[0-9]{4}"], "an AKI", True),
        (["AKIA[0-9]{4}"], "an AKT", False),
        (["AKIA[0-9]{4}"], "an aki", False),
        ([r"\d{3}-"], "in 12 days", False),
        ([r"\d{3}-"], "in 12", True),
        (["foo", "(ab|c)+d"], "a fo.", False),
        (["foo", "(ab|c)+d"], "an abc", True),
        (["[a-f]{9}"], "some words", False),
        (["a*b"], "aaaaaac", True),
        (["(?i)kelvin"], "\u212ael", True),
    ],
)
def test_a_head_is_found_where_a_match_may_begin(patterns: list[str], text: str, found: bool) -> None:
    head = head_pattern(patterns)
    assert head is not None
    assert (re.search(head, text) is not None) is found


@pytest.mark.parametrize(
    "pattern", ["a?", ".b", r"\pLx", "[^a]b", "", r"\b", "(?i)[à-é]x", "[a-zA-Z0-9]{1,3}|" * 9]
)
def test_where_a_match_may_begin_with_anything_there_is_no_head(pattern: str) -> None:
    assert head_pattern([pattern]) is None


@pytest.mark.parametrize("pattern", [r"a\Cb", "(?#note)a", "*a", "a)b", "(a", "[a", "(" * 30 + ")" * 30])
def test_what_cannot_be_read_gets_no_answer(pattern: str) -> None:
    with pytest.raises(UnreadablePatternError):
        begun_pattern(pattern)


def test_a_pattern_with_too_many_beginnings_gets_none() -> None:
    pattern = "a"
    for _ in range(15):
        pattern = f"(?:{pattern}){{2}}{pattern}"
    with pytest.raises(UnreadablePatternError, match="too many"):
        begun_pattern(pattern)
