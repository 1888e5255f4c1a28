"""A configuration uses the shipped rails that it names, calls or has prompts for, and no others."""

from __future__ import annotations

import pytest

from rails_engine import RailsConfig
from rails_engine.engine.usage import rails_in_use
from rails_engine.rails.catalog import shipped_rails
from tests.talking import MODEL, Bot

INPUT = "prompts: [{task: self_check_input, content: x}]\n"


def used(yaml: str = "", colang: str | None = None) -> list[str]:
    config = RailsConfig.from_content(yaml=MODEL + yaml, colang=colang, environ={})
    return [rail.name for rail in rails_in_use(config, shipped_rails())]


@pytest.mark.parametrize(
    ("yaml", "colang", "names"),
    [
        ("", None, []),
        ("rails: {input: {flows: [regex check input]}}", None, ["regex detection"]),
        ("rails: {input: {flows: [mine]}}", "define subflow mine\n  stop\n", []),
        (INPUT, None, ["self check input"]),
        ("", "define subflow mine\n  do regex check output\n", ["regex detection"]),
        ("", "define subflow mine\n  $x = execute detect_regex_pattern\n", ["regex detection"]),
        ("", "define subflow mine\n  if True\n    execute detect regex pattern\n", ["regex detection"]),
        (
            INPUT + "rails: {output: {flows: [regex check output]}, input: {flows: [self check input]}}",
            None,
            ["self check input", "regex detection"],
        ),
    ],
)
def test_what_puts_a_rail_to_use(yaml: str, colang: str | None, names: list[str]) -> None:
    assert used(yaml, colang) == names


def test_a_rail_that_is_called_by_a_flow_works() -> None:
    yaml = "rails: {input: {flows: [mine]}, config: {regex_detection: {input: {patterns: [bad]}}}}"
    bot = Bot(yaml, "define subflow mine\n  do regex check input\n")
    assert bot.say("a bad word").decision == "blocked"
    assert bot.say("a word").decision == "allowed"
