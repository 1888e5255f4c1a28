from __future__ import annotations

import pytest

from rails_engine.compat.options import GenerationLogOptions, GenerationOptions, plain_options
from rails_engine.errors import BadOptionError
from rails_engine.options import DEFAULT_OPTIONS, parse_options


def test_unfilled_options_are_the_defaults():
    assert parse_options(plain_options(GenerationOptions())) == DEFAULT_OPTIONS


def test_options_can_be_filled_in_afterwards():
    options = GenerationOptions(llm_params={"temperature": 0})
    options.log.activated_rails = True
    options.output_vars = ["a"]
    options.rails = ["input"]
    parsed = parse_options(plain_options(options))
    assert parsed.llm_params == {"temperature": 0}
    assert parsed.log.activated_rails
    assert not parsed.log.llm_calls
    assert parsed.output_vars == ("a",)
    assert parsed.rails.input
    assert not parsed.rails.output


def test_parts_may_be_plain_data():
    options = GenerationOptions(rails={"output": False}, log={"llm_calls": True})
    assert options.log == GenerationLogOptions(llm_calls=True)
    parsed = parse_options(plain_options(options))
    assert parsed.rails.input
    assert not parsed.rails.output


def test_what_is_not_a_record_is_left_to_the_engine():
    assert plain_options({"log": {}}) == {"log": {}}
    with pytest.raises(BadOptionError):
        parse_options(plain_options({"lgo": {}}))
