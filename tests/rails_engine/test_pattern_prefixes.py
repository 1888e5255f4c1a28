"""The beginnings of a pattern's matches: all of them, and the pattern itself is unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.pattern_prefixes import UnreadablePatternError, begun_pattern, plain_pattern
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
