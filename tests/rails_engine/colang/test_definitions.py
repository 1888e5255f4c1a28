"""Definitions, where the cases in cases/colang/parse/definitions.txt do not reach."""

from __future__ import annotations

import pytest

from rails_engine.colang.definitions import KINDS, anonymous_name, example_of, flow_options
from rails_engine.colang.parser import parse
from rails_engine.errors import ColangSyntaxError


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_defined(kind: str) -> None:
    names = [definition.name for definition in parse(f"define {kind} some thing", "x.co").definitions]
    assert names == ([] if kind == "action" else ["some thing"])


def test_a_name_may_hold_the_word_of_a_kind() -> None:
    assert [d.name for d in parse("define user ask the bot\ndefine flow user flow", "x.co").definitions] == [
        "ask the bot",
        "user flow",
    ]


def test_the_name_of_an_anonymous_flow_is_a_hash() -> None:
    assert anonymous_name("user a") == anonymous_name("user a")
    assert anonymous_name("user a") != anonymous_name("user b")
    assert anonymous_name("\ud800").startswith("anonymous-")


def test_an_example_is_the_name_as_words() -> None:
    assert example_of("ask_about price") == "ask about price"


def test_later_settings_count_and_tags_add_up() -> None:
    options = flow_options(
        [{"tags": ["a"]}, {"is_subflow": True, "tags": "b"}, {"tags": ["a"], "x": 1}], subflow=False
    )
    assert options == {"subflow": True, "tags": ("a", "b"), "meta": (("x", 1),)}


def test_a_repeated_flow_names_the_first_place_of_the_second() -> None:
    with pytest.raises(ColangSyntaxError) as caught:
        parse("define flow a\n  user x\n\ndefine flow b\n  user y\ndefine flow a", "x.co")
    assert (caught.value.line, caught.value.column) == (6, 1)
