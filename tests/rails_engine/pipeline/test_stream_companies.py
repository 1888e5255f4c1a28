"""Pieces of a streamed answer that came together say so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from rails_engine import Delta, LLMChunk, ProviderUnreachableError
from tests.rails_engine.pipeline.test_stream import seeing, streaming
from tests.talking import Bot


def together(*texts: str) -> tuple[LLMChunk, ...]:
    """Pieces of one read: after each but the last the next one is there."""
    return tuple(LLMChunk(text, more=number < len(texts)) for number, text in enumerate(texts, 1))


def companies(events: Any) -> list[tuple[str, bool]]:
    return [(event.text, event.more) for event in events if isinstance(event, Delta)]


def test_of_pieces_that_came_together_each_says_that_the_next_follows() -> None:
    bot = Bot(general=(*together("one ", "two ", "three "), *together("four ", "five")))
    assert companies(bot.stream("hi")) == [
        ("one ", True),
        ("two ", True),
        ("three ", False),
        ("four ", True),
        ("five", False),
    ]


def test_a_piece_whose_successor_may_be_held_for_long_goes_out_alone() -> None:
    bot, _ = seeing(streaming(chunk=1, context=0), [*together("one ", "two ", "three")])
    found = companies(bot.stream("hi"))
    assert "".join(text for text, _ in found) == "one two three"
    assert not any(more for _, more in found)


def test_a_piece_is_not_lost_if_its_successor_never_comes() -> None:
    def broken() -> Iterator[LLMChunk]:
        yield LLMChunk("one ", more=True)
        raise ProviderUnreachableError("gone")

    bot = Bot(general=lambda _: broken())
    heard: list[Any] = []
    with pytest.raises(ProviderUnreachableError):
        heard.extend(bot.engine.run_stream(bot.turn("hi", stream=True)))
    assert companies(heard) == [("one ", False)]
