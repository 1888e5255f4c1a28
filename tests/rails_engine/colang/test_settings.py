"""What a flow says about itself."""

from __future__ import annotations

import pytest

from rails_engine.colang import nodes
from rails_engine.colang.parser import parse


def flow(body: str) -> nodes.DefineFlow:
    definition = parse(f"define flow x\n{body}", "x.co").definitions[0]
    assert isinstance(definition, nodes.DefineFlow)
    return definition


@pytest.mark.parametrize(
    "body", ["  priority 2", '  meta {"priority": 2}', "  meta\n    priority: 2", "  user a\n  priority 2.0"]
)
def test_a_priority_can_be_written_in_several_ways(body: str) -> None:
    assert flow(body).priority == 2.0


def test_the_last_word_counts() -> None:
    assert flow("  priority 2\n  user a\n  priority 3").priority == 3.0


def test_settings_are_no_statements() -> None:
    assert flow('  priority 2\n  meta {"a": 1}').body == ()


def test_what_is_not_known_is_kept() -> None:
    assert flow('  meta {"a": 1, "interruptible": false}').meta == (("a", 1),)
