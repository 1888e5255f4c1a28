"""Which shipped rails a configuration is built with."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine import RailsConfig
from rails_engine.engine.usage import rails_in_use
from rails_engine.rails.catalog import shipped_rails

POLICY = "prompts: [{task: self_check_input, content: 'Block {{ user_input }}?'}]\n"


def names(yaml: str, colang: str | None = None) -> list[str]:
    config = RailsConfig.from_content(yaml=f"models: []\n{yaml}", colang=colang, environ={})
    return [rail.name for rail in rails_in_use(config, shipped_rails())]


def test_a_configuration_without_rails_is_built_with_none() -> None:
    assert names("") == []


def test_a_rail_is_used_that_a_list_names() -> None:
    assert names(f"{POLICY}rails: {{input: {{flows: [self check input]}}}}") == ["self check input"]


def test_a_rail_is_used_once_and_in_the_order_of_the_lists() -> None:
    yaml = """
prompts: [{task: self_check_input, content: x}, {task: self_check_output, content: x}]
rails:
  input: {flows: [self check input]}
  output: {flows: [self check output, self check output]}
"""
    assert names(yaml) == ["self check input", "self check output"]


@pytest.mark.parametrize(
    "reference", ["self check input $variant=strict", 'self check input $variant="strict"']
)
def test_parameters_of_a_reference_are_not_part_of_the_name(reference: str) -> None:
    config: dict[str, Any] = {
        "models": [],
        "prompts": [{"task": "self_check_input $variant=strict", "content": "x"}],
        "rails": {"input": {"flows": [reference]}},
    }
    made = RailsConfig.from_content(config=config, environ={})
    assert [rail.name for rail in rails_in_use(made, shipped_rails())] == ["self check input"]


@pytest.mark.parametrize(
    "statement",
    [
        "do self check input",
        "$allowed = execute self_check_input",
        "$allowed = execute self check input",
        "if $strict\n    if $very\n      do self check input",
        "while $n < 3\n    $n = execute self_check_input",
    ],
    ids=["do", "execute", "execute with blanks", "nested if", "while"],
)
def test_a_rail_is_used_that_a_flow_calls_however_deep(statement: str) -> None:
    colang = f"define flow mine\n  user ...\n  {statement}\n"
    assert names("", colang) == ["self check input"]


def test_a_flow_that_only_mentions_the_name_in_a_text_does_not_use_the_rail() -> None:
    colang = 'define flow mine\n  user ...\n  bot say\n\ndefine bot say\n  "do self check input"\n'
    assert names("", colang) == []


def test_a_rail_is_used_that_the_configuration_has_a_prompt_for() -> None:
    assert names(POLICY) == ["self check input"]
