from __future__ import annotations

import copy

import pytest

from rails_engine import events
from rails_engine.colang.wishes import Emit, RunAction, Say, StopTurn


@pytest.mark.parametrize(
    "wish", [RunAction("a", {}, None, "f"), Say("a", "f"), Emit(events.bot_intent("a"), "f"), StopTurn("f")]
)
def test_a_wish_is_a_value_that_names_its_flow(wish):
    assert wish.flow == "f"
    assert wish == copy.copy(wish)
    with pytest.raises(AttributeError):
        wish.flow = "g"
