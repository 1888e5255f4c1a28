"""Text that comes in pieces is judged as it would be in one, and no sooner and hardly later than it can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.patterns import compile_pattern
from rails_engine.rails.scanning import PatternScanner

POOL = (
    *("foo", "foobar", "barx", "a+b", "aab", "bb|b", "a[^b]c", "(ab){2}", "f.{0,3}b", "(?i)OO"),
    *(r"foo\b", r"\bba", r"o\B", r"r\b.b", "ab?$", "^x", "x$", "(?m)^a", "(?m)b$"),
)
pieces = st.lists(st.text("foobarx \nc", max_size=6), max_size=8)


def flow(scanner: PatternScanner, patterns: list[str], texts: list[str]) -> tuple[str, bool]:
    """What a stage makes of the texts: what it lets through, and whether something was found."""
    compiled = [compile_pattern(pattern) for pattern in patterns]
    text, start, out = "", 0, ""
    for piece in [*texts, None]:
        text += piece or ""
        cut = len(text) if piece is None else scanner.settled(text, start)
        assert start <= cut <= len(text)
        found = any(pattern.search(text[:cut], start) for pattern in compiled)
        if cut > start:
            assert scanner.clean(text[:cut], start) is not found
        if found:
            return out, True
        out += text[start:cut]
        kept = max(0, cut - scanner.looks_back)
        text, start = text[kept:], cut - kept
    return out, False


@given(patterns=st.lists(st.sampled_from(POOL), min_size=1, max_size=4), texts=pieces)
def test_pieces_are_judged_as_the_whole_is(patterns: list[str], texts: list[str]) -> None:
    whole = "".join(texts)
    matches = [m for pattern in patterns if (m := compile_pattern(pattern).search(whole)) is not None]
    out, found = flow(PatternScanner(patterns), patterns, texts)
    assert found is bool(matches)
    if found:
        assert len(out) <= min(match.start() for match in matches)
        assert whole.startswith(out)
    else:
        assert out == whole


@given(texts=st.lists(st.text("ab\n", max_size=9), max_size=8))
def test_a_match_up_to_the_longest_allowed_is_never_cut(texts: list[str]) -> None:
    whole, pattern = "".join(texts), "a.{0,2}b"
    match = compile_pattern(pattern).search(whole)
    out, found = flow(PatternScanner([pattern], max_match=4), [pattern], texts)
    assert found is (match is not None)
    if match is not None:
        assert len(out) <= match.start()


@pytest.mark.parametrize(
    ("patterns", "text", "held"),
    [
        (["secret"], "This is no sec", "sec"),
        (["secret"], "This is no secure", ""),
        (["secret", "cure"], "This is no secu", "cu"),
        (["a.*b"], "an open end", "an open end"),
        (["a.*b"], "an end\nno more", ""),
        (["end$"], "the end", "end"),
        (["end$"], "the end ", ""),
        ([], "anything", ""),
    ],
)
def test_only_what_could_become_a_match_is_held(patterns: list[str], text: str, held: str) -> None:
    scanner = PatternScanner(patterns)
    assert text[scanner.settled(text, 0) :] == held


def test_more_than_the_longest_match_is_not_held() -> None:
    scanner = PatternScanner(["a.*b"], max_match=10)
    text = "a" * 31
    assert scanner.settled(text, 0) == len(text) - 10


def test_what_has_been_found_is_not_held_for_ever() -> None:
    scanner = PatternScanner(["a.{0,9}b"], max_match=11)
    text = "ab" + "a-" * 20
    assert scanner.settled(text, 0) >= 2
    assert not scanner.clean(text[: scanner.settled(text, 0)], 0)


def test_a_pattern_that_cannot_be_read_holds_as_much_as_a_match_may_have() -> None:
    scanner = PatternScanner([r"a\Cb", "x(?P<n>y)"], max_match=5)
    assert scanner.settled("0123456789", 0) == 5
    assert not scanner.clean("0 xy", 0)
    assert scanner.clean("xy 0", 2)


def test_names_of_groups_may_repeat_from_pattern_to_pattern() -> None:
    assert not PatternScanner(["(?P<n>a)", "(?P<n>b)"]).clean("b", 0)
