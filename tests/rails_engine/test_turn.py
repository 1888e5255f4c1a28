from __future__ import annotations

import dataclasses

import pytest

from rails_engine.options import DEFAULT_OPTIONS
from rails_engine.turn import Record, Turn, TurnResult


def test_a_turn_is_a_value_with_defaults_that_switch_nothing_off() -> None:
    turn = Turn(messages=[{"role": "user", "content": "hi"}])
    assert turn.options is DEFAULT_OPTIONS
    assert turn.options.rails.input is True
    with pytest.raises(dataclasses.FrozenInstanceError):
        turn.stream = True  # type: ignore[misc]


def test_a_result_without_text_has_an_empty_content() -> None:
    record = Record(started_at=0)
    message = {"role": "assistant", "content": None, "tool_calls": [{}]}
    assert TurnResult(message=message, decision="allowed", record=record).content == ""
    assert TurnResult(message={"content": "x"}, decision="allowed", record=record).content == "x"
