"""Tokens to logical lines. What joins and what does not is in cases/colang/parse/lexical.txt."""

from __future__ import annotations

import pytest

from rails_engine.colang.lines import Line, read_lines
from rails_engine.colang.source import Source
from rails_engine.errors import ColangSyntaxError


def lines_of(text: str) -> list[Line]:
    return read_lines(Source(text, "x.co"))


def test_a_line_knows_its_indentation_with_tabs_as_eight_and_as_one() -> None:
    line = lines_of("\t  a b")[0]
    assert (line.indent, line.narrow) == (10, 3)


def test_a_line_knows_the_source_lines_that_it_covers() -> None:
    first, second = lines_of('\nuser a or\n  user b\nbot x "one\ntwo"\n')
    assert (first.number, first.last) == (2, 3)
    assert (second.number, second.last) == (4, 5)


def test_an_expression_is_the_text_as_written_on_one_line() -> None:
    phrase = lines_of("if  $x  ==  1  # c")[0].phrase
    assert phrase[1:].expression().source == "$x  ==  1"
    assert phrase[1:].expression().at.column == 5


def test_an_expression_over_lines_is_put_on_one() -> None:
    phrase = lines_of('$x = f("a\n  b", [1,\n 2])')[0].phrase
    assert phrase[2:].expression().source == 'f("a\\nb", [1, 2])'


def test_a_complaint_about_something_missing_points_behind_what_is_there() -> None:
    phrase = lines_of("  bot greet")[0].phrase
    assert phrase[2:].at().column == 12
    assert phrase[1:1].at().column == 6
    assert phrase.at(1).column == 7


def test_a_byte_order_mark_is_no_indentation() -> None:
    line = lines_of("\ufeffdefine user a")[0]
    assert (line.indent, line.phrase.word()) == (0, "define")


def test_a_definition_is_never_joined_to_the_line_above() -> None:
    assert len(lines_of("user a or\n\n# c\ndefine flow x")) == 2


def test_a_word_that_begins_like_define_is_joined() -> None:
    assert len(lines_of("user a or\n  default b")) == 1


def test_many_empty_lines_in_an_open_bracket_are_read_once() -> None:
    with pytest.raises(ColangSyntaxError):
        lines_of("execute f(" + "\n" * 200_000 + "x)\n")[0].phrase.fail("stop")
