"""An engine's parts say what its turns have to do at all."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from tests.talking import Bot

INTENT = 'define user greet\n  "hello"\n'


@pytest.mark.parametrize(
    ("bot", "follows", "retrieves", "by_function"),
    [
        (Bot(), False, False, False),
        (Bot(colang='define bot say\n  "x"\n'), False, False, False),
        (Bot(colang=INTENT), True, False, False),
        (Bot(colang="define flow\n  event Noted\n  bot refuse to respond\n"), True, False, False),
        (Bot("rails: {input: {flows: [look]}}", "define subflow look\n  stop\n"), False, False, False),
        (Bot("rails: {retrieval: {flows: [look]}}", "define subflow look\n  stop\n"), False, True, False),
        (Bot(actions={"retrieve_relevant_chunks": lambda: "x"}), False, True, False),
        (Bot(actions={"passthrough_fn": lambda: "x"}), False, False, True),
    ],
)
def test_they_know_what_there_is_to_do(bot: Any, follows: bool, retrieves: bool, by_function: bool) -> None:
    parts = bot.engine.parts
    assert (parts.follows_flows, parts.retrieves, parts.answers_by_function) == (
        follows,
        retrieves,
        by_function,
    )


def test_they_never_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Bot().engine.parts.retrieves = True  # type: ignore[misc]
