from __future__ import annotations

from typing import Any

import pytest

from rails_engine.errors import BadOptionError
from rails_engine.options import DEFAULT_OPTIONS, parse_options


@pytest.mark.parametrize("value", [None, {}, DEFAULT_OPTIONS])
def test_nothing_said_means_the_defaults(value: Any) -> None:
    assert parse_options(value) is DEFAULT_OPTIONS


def test_a_list_of_kinds_switches_the_others_off() -> None:
    rails = parse_options({"rails": ["input", "dialog"]}).rails
    assert (rails.input, rails.dialog, rails.output, rails.retrieval) == (True, True, False, False)


def test_rails_can_be_named() -> None:
    rails = parse_options({"rails": {"input": ["check jailbreak"], "output": False, "dialog": False}}).rails
    assert (rails.input, rails.output, rails.dialog, rails.retrieval) == (
        ("check jailbreak",),
        False,
        False,
        True,
    )


def test_everything_else_is_read() -> None:
    options = parse_options(
        {
            "llm_params": {"temperature": 0},
            "llm_output": True,
            "output_vars": ["a"],
            "log": {"llm_calls": True, "activated_rails": None},
        }
    )
    assert options.llm_params == {"temperature": 0}
    assert options.output_vars == ("a",)
    assert options.log.llm_calls
    assert options.log.wanted
    assert not options.log.activated_rails


@pytest.mark.parametrize(
    ("value", "where", "words"),
    [
        ("x", "options", "object"),
        ([], "options", "object"),
        ({"rals": {}}, "options.rals", "Did you mean 'rails'?"),
        ({"rails": {"inptu": True}}, "options.rails.inptu", "Did you mean 'input'?"),
        ({"rails": ["inptu"]}, "options.rails.0", "Did you mean 'input'?"),
        ({"rails": {"dialog": ["x"]}}, "options.rails.dialog", "true or false"),
        ({"rails": {"input": "yes"}}, "options.rails.input", "list of names"),
        ({"rails": {"input": [1]}}, "options.rails.input", "list of names"),
        ({"rails": 3}, "options.rails", "object"),
        ({"log": True}, "options.log", "object"),
        ({"log": {"llm_calls": "yes"}}, "options.log.llm_calls", "true or false"),
        ({"llm_params": []}, "options.llm_params", "object"),
        ({"output_vars": "a"}, "options.output_vars", "list of names"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(value: Any, where: str, words: str) -> None:
    with pytest.raises(BadOptionError) as caught:
        parse_options(value)
    assert ".".join(map(str, caught.value.where)) == where
    assert words in str(caught.value)
