"""Texts in double quotes."""

from __future__ import annotations

import pytest

from rails_engine.colang.blocks import nest
from rails_engine.colang.lines import read_lines
from rails_engine.colang.source import Source
from rails_engine.colang.texts import mark_placeholders, read_texts, split_texts
from rails_engine.errors import ColangSyntaxError


@pytest.mark.parametrize(
    ("line", "head", "texts"),
    [
        ("bot x", "bot x", ()),
        ('bot x "a" "b"', "bot x", ("a", "b")),
        ('bot x "a "b" c"', "bot x", ('a "b" c',)),
        ('event X(k="v")', 'event X(k="v")', ()),
        ('bot $d["k"]', 'bot $d["k"]', ()),
    ],
)
def test_texts_stand_at_the_end_and_outside_of_brackets(line: str, head: str, texts: tuple[str, ...]) -> None:
    before, found = split_texts(read_lines(Source(line, "x.co"))[0].phrase)
    assert (before.text(), found) == (head, texts)


def test_texts_of_a_block_are_read_in_order_whatever_their_depth() -> None:
    blocks = nest(read_lines(Source('"a"\n    "b"\n  "c"\nif x\n  "d"\nelse\n  "e"', "x.co")))
    assert read_texts(blocks, "it", conditions=True) == ("a", "b", "c", "d", "e")
    with pytest.raises(ColangSyntaxError, match="it is a text in double quotes"):
        read_texts(blocks, "it")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("a $x b", "a {x} b"),
        ("$user_name!", "{user_name}!"),
        ("$5 {y} $", "$5 {y} $"),
        ("größe $größe", "größe {größe}"),
    ],
)
def test_variables_in_examples_are_placeholders(text: str, marked: str) -> None:
    assert mark_placeholders((text,)) == (marked,)
