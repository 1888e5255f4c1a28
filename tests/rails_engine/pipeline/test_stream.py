"""A streamed answer: the same as a whole one, with nothing let out before the rails have passed it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rails_engine import Blocked, Delta, LLMChunk, ProviderUnreachableError, ReasoningDelta, ToolCallsDelta
from rails_engine.llm.base import LLMReply
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.messages import Usage
from rails_engine.patterns import compile_pattern
from tests.talking import REFUSAL, Bot, assistant, line, result_of, text_of_stream, user

LOOK = """
define subflow look
  $seen = execute see(text=$bot_message)
  if "bad" in $bot_message
    bot refuse to respond
    stop
"""
TEXT = "one two three four five six seven eight"


def streaming(enabled: bool = True, chunk: int = 3, context: int = 1, more: str = "") -> str:
    return f"""
rails:
  output:
    flows: [look]
    streaming: {{enabled: {str(enabled).lower()}, chunk_size: {chunk}, context_size: {context}{more}}}
"""


def seeing(yaml: str, general: Any, colang: str = LOOK) -> tuple[Bot, list[str]]:
    seen: list[str] = []
    return Bot(yaml, colang, actions={"see": lambda text: seen.append(text)}, general=pieces(general)), seen


def pieces(general: Any) -> Any:
    return tuple(general) if isinstance(general, list) else general


def deltas(events: Any) -> list[str]:
    return [event.text for event in events if isinstance(event, Delta)]


def test_without_output_rails_every_piece_goes_out_as_it_comes() -> None:
    bot = Bot(general=TEXT)
    events = bot.stream("hi")
    assert deltas(events) == [word if not n else f" {word}" for n, word in enumerate(TEXT.split())]
    assert result_of(events).content == TEXT


def test_the_result_is_that_of_a_whole_answer() -> None:
    options = {"log": {"activated_rails": True, "llm_calls": True}, "output_vars": ["bot_message"]}
    whole = Bot(general=TEXT).say("hi", options=options)
    streamed = result_of(Bot(general=TEXT).stream("hi", options=options))
    for name in ("message", "decision", "finish_reason", "usage", "model", "output_data", "content"):
        assert getattr(streamed, name) == getattr(whole, name)
    assert [e["type"] for e in streamed.record.events] == [e["type"] for e in whole.record.events]
    assert [r.name for r in streamed.record.rails] == [r.name for r in whole.record.rails]
    assert streamed.record.llm_calls[0].completion == TEXT
    assert streamed.record.llm_calls[0].finished_at > 0


def test_output_rails_see_windows_and_each_goes_out_when_it_has_passed() -> None:
    bot, seen = seeing(streaming(), list("abcdefgh"))
    events = bot.stream("hi")
    assert seen == ["abc", "cde", "efg", "gh"]
    assert deltas(events) == ["abc", "de", "fg", "h"]
    assert result_of(events).content == "abcdefgh"


def test_nothing_goes_out_before_it_is_judged() -> None:
    log: list[str] = []

    def comes(request: Any) -> Iterator[str]:
        for piece in "abcdef":
            log.append(f"model {piece}")
            yield piece

    bot = Bot(
        streaming(context=0), LOOK, actions={"see": lambda text: log.append(f"rail {text}")}, general=comes
    )
    for event in bot.engine.run_stream(bot.turn("hi", stream=True)):
        if isinstance(event, Delta):
            log.append(f"out {event.text}")
    assert log == [
        *("model a", "model b", "model c", "rail abc", "out abc"),
        *("model d", "model e", "model f", "rail def", "out def"),
    ]


@pytest.mark.parametrize("first", ["", ", stream_first: false"])
def test_a_window_that_is_blocked_does_not_go_out(first: str) -> None:
    given_pieces = ["one ", "two ", "three ", "a ", "bad ", "word ", "more"]
    bot, _ = seeing(streaming(context=1, more=first), given_pieces)
    events = bot.stream("hi")
    assert text_of_stream(events) == "one two three "
    assert Blocked("look", REFUSAL) in events
    result = result_of(events)
    assert (result.content, result.decision, result.blocked_by) == (REFUSAL, "blocked", "look")
    assert result.finish_reason == "content_filter"
    assert result.message == assistant(REFUSAL)


def test_what_was_bad_across_two_windows_is_seen_with_its_context() -> None:
    bot, _ = seeing(streaming(chunk=2, context=1), ["x", "ba", "d"])
    assert Blocked("look", REFUSAL) in bot.stream("hi")


def test_with_stream_first_pieces_go_out_at_once_until_one_is_blocked() -> None:
    given_pieces = ["one ", "two ", "three ", "a ", "bad ", "word ", "more"]
    bot, seen = seeing(streaming(context=0, more=", stream_first: true"), given_pieces)
    events = bot.stream("hi")
    assert deltas(events) == given_pieces[:6]
    assert seen == ["one two three ", "a bad word "]
    assert Blocked("look", REFUSAL) in events
    assert result_of(events).content == REFUSAL


@pytest.mark.parametrize("first", ["", ", stream_first: true"])
def test_where_streaming_is_not_enabled_the_answer_is_held_and_judged_whole(first: str) -> None:
    bot, seen = seeing(streaming(enabled=False, more=first), TEXT)
    events = bot.stream("hi")
    assert (seen, deltas(events)) == ([TEXT], [TEXT])
    bot, _ = seeing(streaming(enabled=False, more=first), "a bad word")
    assert deltas(bot.stream("hi")) == []


def test_a_rail_that_needs_the_whole_text_gets_it() -> None:
    yaml = """
rails:
  output: {flows: [self check facts], streaming: {enabled: true, chunk_size: 1, context_size: 0}}
prompts: [{task: self_check_facts, content: "{{ response }}"}]
"""
    bot = Bot(yaml, general=TEXT, self_check_facts="yes")
    events = bot.stream("hi", context={"check_facts": True, "relevant_chunks": "x"})
    assert deltas(events) == [TEXT]
    assert bot.sent("self_check_facts") == [user(TEXT)]


def test_rails_that_are_not_selected_do_not_hold_anything_back() -> None:
    bot, seen = seeing(streaming(enabled=False), TEXT)
    assert len(deltas(bot.stream("hi", options={"rails": {"output": False}}))) == 8
    assert seen == []


REWRITE = 'define subflow look\n  $bot_message = $bot_message.replace("Ada", "…")\n'


def test_a_rail_may_rewrite_each_window() -> None:
    bot = Bot(streaming(context=0), REWRITE, general=("I ", "am ", "Ada, ", "Ada ", "I ", "am"))
    events = bot.stream("hi")
    assert deltas(events) == ["I am …, ", "… I am"]
    result = result_of(events)
    assert (result.content, result.decision) == ("I am …, … I am", "modified")


REWRITE_ADA = '  $bot_message = $bot_message.replace("Ada", "…")\n'


def test_a_rewrite_that_changes_the_context_counts_for_the_fresh_text() -> None:
    bot = Bot(streaming(chunk=3, context=2), REWRITE, general=("A", "d", "x", "Ada", "!"))
    assert text_of_stream(bot.stream("hi")) == "Adx…!"


def test_each_piece_is_judged_once() -> None:
    bot, seen = seeing(streaming(chunk=3, context=2), ["A", "d", "x", "Ada", "!"], LOOK + REWRITE_ADA)
    assert text_of_stream(bot.stream("hi")) == "Adx…!"
    assert seen == ["Adx", "dxAda", "xAda!"]


def test_a_rail_that_fails_cuts_the_stream() -> None:
    events = Bot(streaming(), "define subflow look\n  execute nobody\n", general=TEXT).stream("hi")
    assert deltas(events) == []
    assert Blocked("look", REFUSAL) in events
    assert line(result_of(events), "look").status == "failed"


def test_a_blocked_question_is_answered_by_the_refusal() -> None:
    bot = Bot("rails: {input: {flows: [look]}}", "define subflow look\n  bot refuse to respond\n  stop\n")
    events = bot.stream("hi")
    assert (deltas(events), len(events)) == ([REFUSAL], 2)
    assert result_of(events).finish_reason == "content_filter"


@pytest.mark.parametrize("yaml", ["rails: {}", streaming(enabled=False), streaming(chunk=1)])
def test_an_empty_answer_is_judged_like_any_other(yaml: str) -> None:
    colang = "define subflow look\n  if not $bot_message\n    bot refuse to respond\n    stop\n"
    bot = Bot(yaml, colang, general=(LLMChunk(finish_reason="stop"),))
    blocked = "look" in yaml
    assert (result_of(bot.stream("hi")).decision == "blocked") is blocked


def test_a_word_before_the_end_closes_the_models_stream() -> None:
    closed = threading.Event()

    def comes(request: Any) -> Iterator[str]:
        try:
            yield from TEXT.split()
        finally:
            closed.set()

    bot = Bot(general=comes)
    events = bot.engine.run_stream(bot.turn("hi", stream=True))
    next(events)
    assert not closed.is_set()
    events.close()  # type: ignore[attr-defined]
    assert closed.is_set()


@pytest.mark.parametrize("whole", [True, False])
def test_it_is_closed_even_where_somebody_else_still_holds_it(whole: bool) -> None:
    class Holding(ScriptedProvider):
        chunks: Any = None

        def stream(self, request: Any) -> Any:
            self.chunks = super().stream(request)
            return self.chunks

    llm = Holding([TEXT])
    events = Bot().engine.update_llm(llm).stream(prompt="hi")
    next(events)
    if whole:
        list(events)
    else:
        events.close()  # type: ignore[attr-defined]
    assert llm.chunks.gi_frame is None


def test_a_stream_without_a_way_to_close_it_is_let_be() -> None:
    class Plain(ScriptedProvider):
        def stream(self, request: Any) -> Any:
            return map(LLMChunk, ["a", "b"])

    assert text_of_stream(list(Bot().engine.update_llm(Plain()).stream(prompt="hi"))) == "ab"


def test_a_block_closes_the_models_stream_too() -> None:
    taken: list[str] = []

    def comes(request: Any) -> Iterator[str]:
        for piece in ["a ", "bad ", "word ", "and ", "more "]:
            taken.append(piece)
            yield piece

    bot, _ = seeing(streaming(), comes)
    bot.stream("hi")
    assert taken == ["a ", "bad ", "word "]


def test_a_model_that_fails_on_the_way_fails_the_stream() -> None:
    def comes(request: Any) -> Iterator[str]:
        yield "one"
        raise ProviderUnreachableError("gone")

    bot = Bot(general=comes)
    events = bot.engine.run_stream(bot.turn("hi", stream=True))
    assert next(events) == Delta("one")
    with pytest.raises(ProviderUnreachableError):
        next(events)


def test_tokens_and_reasons_come_with_the_last_chunk() -> None:
    last = LLMChunk(
        text=" b", finish_reason="length", usage=Usage(1, 2, 3), model="m-2", id="x", system_fingerprint="fp"
    )
    result = result_of(Bot(general=("a", last)).stream("hi", options={"llm_output": True}))
    assert (result.content, result.finish_reason, result.usage) == ("a b", "length", Usage(1, 2, 3))
    assert (result.llm_output or {})["system_fingerprint"] == "fp"


PARTS = [
    LLMChunk(text="let me see"),
    LLMChunk(tool_calls=[{"index": 0, "id": "c", "function": {"name": "look_up", "arguments": ""}}]),
    LLMChunk(tool_calls=[{"index": 0, "function": {"arguments": '{"a":'}}]),
    LLMChunk(tool_calls=[{"index": 1, "id": "d", "function": {"name": "other", "arguments": "{}"}}]),
    LLMChunk(tool_calls=[{"index": 0, "function": {"arguments": " 1}"}}]),
    LLMChunk(finish_reason="tool_calls"),
]
CALLS = [
    {"id": "c", "type": "function", "function": {"name": "look_up", "arguments": '{"a": 1}'}},
    {"id": "d", "type": "function", "function": {"name": "other", "arguments": "{}"}},
]


def test_tool_calls_come_whole_at_the_end() -> None:
    events = Bot(general=tuple(PARTS)).stream("hi")
    assert events[:-1] == [Delta("let me see"), ToolCallsDelta(tuple(CALLS))]
    result = result_of(events)
    assert result.message == {"role": "assistant", "content": "let me see", "tool_calls": CALLS}
    assert result.finish_reason == "tool_calls"


def test_tool_calls_alone_are_no_empty_answer() -> None:
    bot, seen = seeing(streaming(), PARTS[1:])
    events = bot.stream("hi")
    assert events[:-1] == [ToolCallsDelta(tuple(CALLS))]
    assert seen == []
    assert result_of(events).message["content"] is None


def test_tool_calls_that_a_rail_blocks_do_not_come() -> None:
    yaml = "rails: {tool_output: {flows: [look]}}"
    bot = Bot(yaml, "define subflow look\n  bot refuse to respond\n  stop\n", general=tuple(PARTS))
    events = bot.stream("hi")
    assert events[:-1] == [Delta("let me see"), Blocked("look", REFUSAL)]
    assert "tool_calls" not in result_of(events).message


THINKING = (LLMChunk(reasoning="2 + 2 "), LLMChunk(reasoning="= 4"), "It is ", "4")


def test_thoughts_come_as_they_are_where_nothing_judges() -> None:
    events = Bot(general=THINKING).stream("hi")
    assert events[:2] == [ReasoningDelta("2 + 2 "), ReasoningDelta("= 4")]
    assert result_of(events).reasoning == "2 + 2 = 4"


def test_thoughts_are_held_back_with_the_text_and_the_rails_may_read_them() -> None:
    colang = """
define subflow look
  if "secret" in $bot_thinking
    bot refuse to respond
    stop
"""
    events = Bot(streaming(), colang, general=THINKING).stream("hi")
    assert events[:2] == [ReasoningDelta("2 + 2 = 4"), Delta("It is 4")]
    events = Bot(streaming(), colang, general=(LLMChunk(reasoning="a secret"), "x")).stream("hi")
    assert not [e for e in events if isinstance(e, ReasoningDelta | Delta)]
    assert result_of(events).reasoning is None


def test_a_whole_reply_may_be_streamed_too() -> None:
    events = Bot(general=LLMReply(text="all at once", usage=Usage(1, 1, 2))).stream("hi")
    assert text_of_stream(events) == "all at once"
    assert result_of(events).usage == Usage(1, 1, 2)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(alphabet="ab d", min_size=1, max_size=4), max_size=12),
    st.integers(1, 6),
    st.integers(0, 6),
    st.sampled_from(["", ", stream_first: true"]),
)
def test_a_stream_says_what_a_whole_answer_says(
    given_pieces: list[str], chunk: int, context: int, first: str
) -> None:
    yaml = streaming(chunk=chunk, context=context, more=first)
    colang = "define subflow look\n  $x = 1\n"
    events = Bot(yaml, colang, general=tuple(given_pieces)).stream("hi")
    whole = Bot(yaml, colang, general="".join(given_pieces)).say("hi")
    assert text_of_stream(events) == result_of(events).content == whole.content


EXACT = """
rails:
  config: {{regex_detection: {{output: {{patterns: {patterns}}}}}}}
  output: {{flows: [regex check output], streaming: {{enabled: true{more}}}}}
"""


def exact(patterns: list[str], general: Any, more: str = "") -> Bot:
    return Bot(EXACT.format(patterns=json.dumps(patterns), more=more), general=pieces(general))


def test_an_exact_rail_lets_out_at_once_what_cannot_become_a_match() -> None:
    bot = exact(["secret word"], ["My ", "dear, ", "a ", "secret ", "is ", "safe", "."])
    assert deltas(bot.stream("hi")) == ["My ", "dear, ", "a ", "secret is ", "safe", "."]


def test_of_a_match_nothing_goes_out() -> None:
    bot = exact(["secret word"], ["The ", "sec", "ret", " wor", "d is", " x"])
    events = bot.stream("hi")
    assert deltas(events) == ["The "]
    assert Blocked("regex check output", REFUSAL) in events


def test_exact_rails_come_first_even_where_text_may_go_out_first() -> None:
    bot = exact(["secret"], ["The ", "sec", "ret"], ", stream_first: true")
    assert deltas(bot.stream("hi")) == ["The "]


POOL = ["foo", "foobar", r"foo\b", r"\bba", "a+b", "b$", "^x", "(ab){2}", "f.{0,3}b", "(?i)OO", r"o\B"]


@settings(max_examples=60, deadline=None)
@given(
    patterns=st.lists(st.sampled_from(POOL), min_size=1, max_size=3),
    said=st.lists(st.text("foobarx ", min_size=1, max_size=5), min_size=1, max_size=8),
)
def test_a_streamed_answer_is_the_whole_one_or_what_came_before_the_block(
    patterns: list[str], said: list[str]
) -> None:
    bot = exact(patterns, said)
    bot.replies["general"] = "".join(said)
    whole = bot.say("hi")
    bot.replies["general"] = tuple(said)
    events = bot.stream("hi")
    streamed, out = result_of(events), text_of_stream(events)
    assert (streamed.decision, streamed.content) == (whole.decision, whole.content)
    if whole.decision == "allowed":
        assert out == whole.content
    else:
        first = min(m.start() for p in patterns if (m := compile_pattern(p).search("".join(said))))
        assert "".join(said).startswith(out)
        assert len(out) <= first
