"""A bot message in pieces: together they are the message of the whole answer, and none is taken back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rails_engine.dialog.wording import SPEECHLESS, Wording, read_message
from rails_engine.prompts import parsers


def prompt(parser: Any = None) -> Any:
    return SimpleNamespace(parser=parser, parse=lambda text: text if parser is None else parser(text))


PIECES = [
    '"',
    "Hello",
    " ",
    "\n",
    "\\",
    "n",
    "Bot message: ",
    "bot",
    ":",
    "  ",
    'say "hi"',
    "User intent:",
    "!",
]


@pytest.mark.parametrize("parser", [None, parsers.bot_message, parsers.verbose_v1, str.upper])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
@example(pieces=['"Hello', '"', "\n", "more"])
@example(pieces=["Bot mes", 'sage: "Hi', ' there"'])
@example(pieces=["Hi.\n", "bot", "h of you"])
def test_pieces_add_up_to_the_whole_message(parser: Any, pieces: list[str]) -> None:
    asked = prompt(parser)
    wording = Wording(asked)
    given_out = "".join(wording.feed(piece) for piece in pieces)
    assert given_out + wording.close() == read_message(asked, "".join(pieces))


def test_words_are_given_as_they_come_without_their_quotes() -> None:
    wording = Wording(prompt(parsers.bot_message))
    assert [wording.feed(p) for p in ("Bot", " message: ", '"Hello', " there,", " you", '"')] == [
        "",
        "",
        "Hello",
        " there,",
        " you",
        "",
    ]
    assert wording.close() == ""


def test_what_a_parser_of_the_users_own_reads_comes_at_the_end() -> None:
    wording = Wording(prompt(str.upper))
    assert wording.feed("hello") == ""
    assert wording.close() == "HELLO"


def test_nothing_said_is_said_in_words() -> None:
    assert Wording(prompt()).close() == SPEECHLESS
