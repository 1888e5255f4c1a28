from __future__ import annotations

import dataclasses

import pytest

from rails_engine import events
from rails_engine.colang.wishes import Emit, RunAction, Say, StopTurn


@pytest.mark.parametrize(
    "wish", [RunAction("a", {}, None, "f"), Say("a", "f"), Emit(events.bot_intent("a"), "f"), StopTurn("f")]
)
def test_a_wish_is_a_value_that_names_its_flow(wish):
    assert wish.flow == "f"
    assert wish == dataclasses.replace(wish)
    with pytest.raises(dataclasses.FrozenInstanceError):
        wish.flow = "g"
