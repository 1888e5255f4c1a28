"""Characters to tokens: nothing is lost, and strings end where their writer meant them to."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.colang.lexer import Kind, Token, tokenize, unquote

#: Texts that are rich in what the lexer looks at.
COLANG = st.text(alphabet=st.sampled_from(list("ab$ \t\n\r\"'\\#()[]{},:=+-!<>.*0\ufeff\u00a0")), max_size=60)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind.name, token.text) for token in tokenize(text) if token.kind is not Kind.END]


@given(st.one_of(st.text(max_size=60), COLANG))
def test_joining_the_tokens_gives_the_source_back(text: str) -> None:
    tokens = tokenize(text)
    assert "".join(token.blanks + token.text for token in tokens) == text
    assert [token.kind is Kind.END for token in tokens] == [False] * (len(tokens) - 1) + [
        tokens[-1].kind is Kind.END
    ]


@given(st.one_of(st.text(max_size=60), COLANG))
def test_every_token_knows_its_place(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text
        first = token.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[0]
        assert lines[token.line - 1][token.column - 1 :].startswith(first.replace("\n", ""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$v+=1", ["$v", "+=", "1"]),
        ("$v-=1", ["$v", "-=", "1"]),
        ("$a==$b", ["$a", "==", "$b"]),
        ("$a>=3", ["$a", ">=", "3"]),
        ("non-interruptable", ["non-interruptable"]),
        ("f(a=-1)", ["f", "(", "a", "=", "-1", ")"]),
        ("user ...", ["user", "..."]),
        ("don't", ["don't"]),
        ("$x=...", ["$x", "=", "..."]),
        (r"a\b", [r"a\b"]),
        (r'"a\"b"', [r'"a\"b"']),
        (r'"a\\" b', [r'"a\\"', "b"]),
        ("x 'a # b' c", ["x", "'a # b'", "c"]),
        ('""', ['""']),
    ],
)
def test_words_signs_and_strings_are_told_apart(text: str, expected: list[str]) -> None:
    assert [token for _, token in kinds(text)] == expected


def test_a_comment_reaches_to_the_end_of_the_line() -> None:
    assert kinds('a # b "c\n d') == [("WORD", "a"), ("COMMENT", '# b "c'), ("NEWLINE", "\n"), ("WORD", "d")]


def test_a_backslash_before_the_line_end_joins() -> None:
    assert kinds("a \\  \r\n b") == [("WORD", "a"), ("JOIN", "\\  \r\n"), ("WORD", "b")]


def test_triple_quotes_first_on_a_line_are_a_doc_comment_and_elsewhere_a_string() -> None:
    assert kinds('"""a\n"b" """') == [("DOC", '"""a\n"b" """')]
    assert kinds('$x = """a\nb"""')[-1] == ("STRING", '"""a\nb"""')


@pytest.mark.parametrize(
    "text",
    [
        '"one\ntwo"',
        '  "one\n  two\n  "',
        '"one\ntwo" # comment',
        'bot x "one\ntwo"',
        'bot x "one\n"  ',
        'execute f(a="one\n  two", b=1)',
        '"one \\\n two"',
    ],
)
def test_a_string_may_run_over_lines(text: str) -> None:
    assert [kind for kind, _ in kinds(text)].count("STRING") == 1
    assert "UNCLOSED" not in dict(kinds(text))


@pytest.mark.parametrize(
    "text", ['"one\n"two"', 'bot x "one\nbot y "two"', 'bot x "one\n  "two" more', '"one', '"']
)
def test_a_forgotten_quotation_mark_is_found_where_it_was_opened(text: str) -> None:
    token = next(token for token in tokenize(text) if token.kind is Kind.UNCLOSED)
    assert token.start == text.index('"')


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r'"a \"b\" \n c\d"', r'a "b" \n c\d'),
        ('"a\n   b\n     c"', "a\n  b\n    c"),
        ('"a \\\n b"', "a b"),
        ('"""a"""', "a"),
        ('"a\r\nb"', "a\nb"),
    ],
)
def test_what_a_string_stands_for(written: str, meant: str) -> None:
    assert unquote(Token(Kind.STRING, written, 0, 1, 1)) == meant


@pytest.mark.parametrize(
    "text",
    [
        '"' + '\\"' * 100_000,
        '"a\n' * 50_000,
        "'" * 100_000,
        "\\ " * 100_000,
        '"""' * 50_001,
        "f'\\'" * 50_000,
    ],
)
def test_hostile_texts_take_no_longer_than_their_length(text: str) -> None:
    started = time.perf_counter()
    tokenize(text)
    assert time.perf_counter() - started < 5
