"""``$x = ...``: a model fills a variable in, and what it writes stays text."""

from __future__ import annotations

import pytest

from rails_engine.dialog.value import find_value
from tests.rails_engine.dialog.talk import COLANG, Talk

FLOWS = """
define flow order cake
  user order cake
  # The size in people.
  $size = ...
  bot confirm

define flow order bread
  user order bread
  # How many loaves.
  $loaves = ...
  bot confirm
"""


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ("7", "7"),
        ('"Ann"', "Ann"),
        ("'Ann'", "Ann"),
        ("Ann;", "Ann"),
        ('"Ann";', "Ann"),
        ("\n\n  Ann  \nand more", "Ann"),
        ("[1, 2]", "[1, 2]"),
        ("True", "True"),
        ("None", "None"),
        ("__import__('os').getcwd()", "__import__('os').getcwd()"),
        ('"half', '"half'),
        ('"', '"'),
        ("", ""),
    ],
)
def test_the_value_is_the_first_line_as_text(reply: str, value: str) -> None:
    talk = Talk(reply)
    assert find_value(talk.scope, talk.dialogue, "Who is it?", "name") == value


def test_the_model_sees_what_is_wanted_and_like_flows_the_likest_last() -> None:
    talk = Talk("2", colang=FLOWS, shown=True)
    find_value(talk.scope, talk.dialogue, "How many loaves.", "loaves")
    instructions, name, examples = talk.sent.split("|")
    assert (instructions, name) == ("How many loaves.", "loaves")
    assert examples.count("$loaves = ...") == 1
    assert examples.index("$size = ...") < examples.index("$loaves = ...")


def test_without_a_name_there_are_no_examples() -> None:
    talk = Talk("2", colang=COLANG + FLOWS, shown=True)
    assert find_value(talk.scope, talk.dialogue, None, None) == "2"
    assert talk.sent == "|value|"


def test_a_flow_gets_the_value_and_the_comment_is_the_instruction() -> None:
    colang = f'define user order bread\n  "bread please"\ndefine bot confirm\n  "$loaves it is."\n{FLOWS}'
    talk = Talk("order bread", '"3"', colang=colang, shown=True)
    assert talk.engine.generate(prompt="three loaves please").content == "3 it is."
    assert talk.model.requests[1].task == "generate_value"
    assert talk.sent.startswith("How many loaves.|loaves|")


def test_a_users_own_generate_value_takes_its_place() -> None:
    colang = f'define user order bread\n  "bread please"\ndefine bot confirm\n  "$loaves it is."\n{FLOWS}'
    talk = Talk("order bread", colang=colang)

    def generate_value(instructions: str, var_name: str) -> str:
        return f"[{instructions} {var_name}]"

    talk.engine.register_action(generate_value)
    assert talk.engine.generate(prompt="bread please").content == "[How many loaves. loaves] it is."
