from __future__ import annotations

import pytest

from rails_engine.colang.nodes import Position
from rails_engine.config.findings import Finding, place, refusal


def test_a_finding_reads_as_one_line_with_its_place():
    at = Position("f.yml", 3, 5, "    x: 1")
    assert (
        str(Finding("warning", "odd", "this is odd", at, "Do that.")) == "f.yml:3:5: this is odd (Do that.)"
    )
    assert str(Finding("note", "odd", "this is odd")) == "this is odd"


def test_a_value_of_python_code_has_a_file_but_no_line():
    at = Position("<config>", 0, 0)
    assert place(at) == "<config>"
    error = refusal("is wrong", at)
    assert (str(error), error.line, error.column) == ("<config>: is wrong", None, None)


def test_a_refusal_shows_the_line_and_a_caret():
    error = refusal("is wrong", Position("f.yml", 3, 5, "    x: 1"), "Do that.")
    assert str(error) == "f.yml:3:5: is wrong\n        x: 1\n        ^\nDo that."


@pytest.mark.parametrize(
    "line",
    [
        "  api_key: sk-123",
        "  API-KEY: 'sk-123'",
        '  "api_key": "sk-123",',
        "  token: sk-123",
        "  password: sk-123",
        "  Authorization: Bearer sk-123",
        "  client_secret: sk-123",
    ],
)
def test_secrets_are_not_shown(line):
    error = refusal("is wrong", Position("f.yml", 1, 1, line))
    assert "sk-123" not in str(error)
    assert line.split(":")[0] in error.text


@pytest.mark.parametrize("line", ["  max_tokens: 5", "  api_key_env_var: TEAM_KEY", "  model: gpt-4o"])
def test_other_values_are_shown(line):
    assert refusal("is wrong", Position("f.yml", 1, 1, line)).text == line
