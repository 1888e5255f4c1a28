"""Pieces of a streamed answer that came together say so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from rails_engine import Delta, LLMChunk, Pause, ProviderUnreachableError
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


# -- pauses


def pausing(*items: str | Pause) -> tuple[LLMChunk, ...]:
    return tuple(LLMChunk(item) if isinstance(item, str) else LLMChunk(pause=item) for item in items)


def heard(events: Any) -> list[str | None]:
    """The texts; None for a pause."""
    return [
        event.text if isinstance(event, Delta) else None
        for event in events
        if isinstance(event, Delta | Pause)
    ]


def test_a_pause_is_told_when_all_before_it_is_said() -> None:
    bot = Bot(general=pausing("one ", "two ", Pause(3), Pause(3), "three"))
    assert heard(bot.stream("hi")) == ["one ", "two ", None, None, "three"]


@pytest.mark.parametrize("chunk", [2, 200])
def test_a_stream_whose_rails_may_take_their_time_tells_of_no_pause(chunk: int) -> None:
    bot, _ = seeing(
        streaming(chunk=chunk, context=0), [*pausing("one ", Pause(3), "two ", Pause(3), "three")]
    )
    found = heard(bot.stream("hi"))
    assert None not in found
    assert "".join(text or "" for text in found) == "one two three"


def test_a_stream_that_flows_may_go_on_after_tells_of_no_pause() -> None:
    colang = 'define user ask\n  "what is it"\n\ndefine flow\n  user ask\n  bot say it\n'
    said = pausing('  "one ', Pause(3), 'two"')
    bot = Bot("", colang, general="x", generate_bot_message=said, generate_user_intent="  ask")
    assert None not in heard(bot.stream("what is it"))


def test_a_stream_with_rails_on_tool_calls_tells_of_no_pause_since_they_may_take_their_time() -> None:
    bot, _ = seeing("rails: {tool_output: {flows: [look]}}", [*pausing("one ", Pause(3), "two")])
    assert heard(bot.stream("hi")) == ["one ", "two"]
