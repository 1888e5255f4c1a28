"""Text that comes the short way passes the same rails, and what it was is in the result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine import Delta, LLMChunk, Pause
from rails_engine.rails.scanning import PatternScanner
from rails_engine.turn import Blocked, ReasoningDelta
from tests.rails_engine.pipeline.test_stream import streaming
from tests.talking import Bot

MASKS = """
rails:
  output: {flows: [mask sensitive data on output], streaming: {enabled: true}}
  config: {sensitive_data_detection: {output: {entities: [EMAIL_ADDRESS]}}}
"""
BLOCKS = """
rails:
  output: {flows: [regex check output], streaming: {enabled: true}}
  config: {regex_detection: {output: {patterns: ["forbidden"]}}}
"""
BOTH = """
rails:
  output: {flows: [regex check output, mask sensitive data on output], streaming: {enabled: true}}
  config:
    regex_detection: {output: {patterns: ["forbidden"]}}
    sensitive_data_detection: {output: {entities: [EMAIL_ADDRESS]}}
"""
PIECES = st.lists(
    st.sampled_from(["for", "bidden", "forbidden", "jane.roe@", "example", ".com", " ", "so ", "x"]),
    max_size=12,
)


def told(*runs: Sequence[str]) -> tuple[LLMChunk, ...]:
    """A piece that comes the long way, then a pause at whose end the other pieces of its run come shortly."""
    chunks: list[LLMChunk] = []
    for run in runs:
        chunks += [LLMChunk(run[0]), LLMChunk(pause=Pause(3, hear=shortly(run[1:])))]
    return (*chunks, LLMChunk(finish_reason="stop"))


def shortly(texts: Sequence[str]) -> Any:
    left = iter(texts)
    return lambda: next(left, None)


def take(events: Iterator[Any]) -> tuple[list[str], list[Any]]:
    """The texts, those of the short way among them, and the other events."""
    texts: list[str] = []
    others: list[Any] = []
    for event in events:
        if isinstance(event, Delta):
            texts.append(event.text)
        elif not isinstance(event, Pause):
            others.append(event)
        elif event.hear is not None:
            while (text := event.hear()) is not None:
                texts.append(text)
            texts.append("|")
    return texts, others


def hear(yaml: str, chunks: tuple[LLMChunk, ...]) -> tuple[list[str], list[Any]]:
    bot = Bot(yaml, general=chunks)
    return take(bot.engine.run_stream(bot.turn("hi", stream=True)))


def test_without_rails_all_of_it_goes_out_and_is_in_the_result() -> None:
    texts, others = hear("", told(["one ", "two ", "three "], ["four ", "five"]))
    assert texts == ["one ", "two ", "three ", "|", "four ", "five", "|"]
    (finished,) = others
    assert finished.result.content == "one two three four five"


def test_a_rail_holds_back_what_it_could_still_refuse() -> None:
    texts, _ = hear(BLOCKS, told(["so ", "it is for", "ty ", "times"]))
    assert texts == ["so ", "it is ", "forty ", "times", "|"]


def test_what_a_rail_refuses_does_not_go_out_and_ends_the_stream() -> None:
    texts, others = hear(BLOCKS, told(["so ", "it is forbid", "den", " to you"], ["more"]))
    assert "".join(texts) == "so it is |"
    blocked, finished = others
    assert isinstance(blocked, Blocked)
    assert blocked.rail == "regex check output"
    assert finished.result.decision == "blocked"


def test_a_mask_is_written_over_what_comes_the_short_way() -> None:
    texts, others = hear(MASKS, told(["write ", "to jane.roe@", "example", ".com", " now"]))
    assert "".join(texts).replace("|", "") == "write to <EMAIL_ADDRESS> now"
    assert others[-1].result.content == "write to <EMAIL_ADDRESS> now"


def test_what_breaks_over_it_is_raised_where_the_stream_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(self: PatternScanner, text: str, start: int) -> int:
        if "two" in text:
            raise LookupError
        return len(text)

    monkeypatch.setattr(PatternScanner, "settled", breaks)
    bot = Bot(BLOCKS, general=told(["one ", "two ", "three"]))
    events = bot.engine.run_stream(bot.turn("hi", stream=True))
    pause = next(event for event in events if isinstance(event, Pause))
    assert pause.hear is not None
    assert pause.hear() is None
    with pytest.raises(LookupError):
        next(events)


def test_thoughts_that_a_rail_held_back_come_before_the_text_that_it_lets_go() -> None:
    chunks = (LLMChunk(reasoning="hm"), LLMChunk(pause=Pause(3, hear=shortly(["one ", "two"]))))
    bot = Bot(BLOCKS, general=(*chunks, LLMChunk(finish_reason="stop")))
    said = []
    for event in bot.engine.run_stream(bot.turn("hi", stream=True)):
        if isinstance(event, Pause) and event.hear is not None and (text := event.hear()):
            said.append(text)
        elif isinstance(event, Delta):
            said.append(event.text)
        elif isinstance(event, ReasoningDelta):
            said.append(f"({event.text})")
    assert said == ["(hm)", "one "], "and who asks no more hears no more"


def test_where_a_rail_may_take_its_time_nobody_is_told_of_it() -> None:
    colang = "define subflow look\n  execute see(text=$bot_message)\n"
    bot = Bot(
        streaming(chunk=2, context=0), colang, actions={"see": lambda text: None}, general=told(["one ", "x"])
    )
    events = list(bot.engine.run_stream(bot.turn("hi", stream=True)))
    assert not [event for event in events if isinstance(event, Pause)]


@given(pieces=PIECES, runs=st.lists(st.integers(1, 5), max_size=12))
@pytest.mark.parametrize("yaml", ["", BLOCKS, MASKS, BOTH], ids=["none", "blocks", "masks", "both"])
def test_the_same_goes_out_by_whatever_way_it_comes(yaml: str, pieces: list[str], runs: list[int]) -> None:
    cut: list[list[str]] = []
    left = list(pieces)
    for size in [*runs, *([1] * len(pieces))]:
        if left:
            cut.append(left[:size])
            left = left[size:]
    long, told_long = hear(yaml, told(*([piece] for piece in pieces)))
    short, told_short = hear(yaml, told(*cut))
    assert "".join(short).replace("|", "") == "".join(long).replace("|", "")
    assert [type(event) for event in told_short] == [type(event) for event in told_long]
    for name in ("content", "decision", "blocked_by", "finish_reason"):
        assert getattr(told_short[-1].result, name) == getattr(told_long[-1].result, name)
