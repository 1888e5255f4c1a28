"""The main call begins while the input rails run, and nothing of it is used before they have passed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from rails_engine import AbandonedError, Delta, ProviderUnreachableError
from tests.talking import ANSWER, REFUSAL, Bot, line, result_of, text_of_stream, user, wait_until_given_up

YAML = """
rails:
  input: {flows: [look], speculative_generation: true}
"""
LOOK = """
define subflow look
  $allowed = execute judge
  if not $allowed
    bot refuse to respond
    stop
"""
TIMEOUT = 10
MASK = "  config: {sensitive_data_detection: {input: {entities: [EMAIL_ADDRESS]}}}\n"


class Meeting:
    """The main call and the rail wait for each other, which they can only do at the same time."""

    def __init__(self, verdict: bool = True, yaml: str = YAML, colang: str = LOOK, **more: Any) -> None:
        self.called, self.judged, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.verdict = verdict
        self.bot = Bot(yaml, colang, actions={"judge": self.judge}, general=self.answer, **more)

    def judge(self) -> bool:
        assert self.called.wait(TIMEOUT)
        self.judged.set()
        return self.verdict

    def answer(self, request: Any) -> str:
        self.called.set()
        assert self.judged.wait(TIMEOUT)
        return ANSWER


@pytest.mark.parametrize("stream", [False, True])
def test_the_main_call_starts_while_the_rails_run(stream: bool) -> None:
    meeting = Meeting()
    if stream:
        events = meeting.bot.stream("hello")
        result = result_of(events)
        assert text_of_stream(events) == ANSWER
    else:
        result = meeting.bot.say("hello")
    assert (result.content, result.decision) == (ANSWER, "allowed")
    assert meeting.bot.tasks == ["general"]
    assert [call.completion for call in result.record.llm_calls] == [ANSWER]
    step = line(result, "generate user intent")
    assert [call.task for call in step.actions[0].llm_calls] == ["general"]
    assert result.usage is not None
    assert result.usage.total_tokens > 0


def test_nothing_is_released_before_the_rails_have_passed() -> None:
    streamed, seen = threading.Event(), []

    def chunks(request: Any) -> Iterator[str]:
        def pieces() -> Iterator[str]:
            streamed.set()
            yield "one "
            yield "two"

        return pieces()

    def judge() -> bool:
        assert streamed.wait(TIMEOUT)
        seen.append(list(events_so_far))
        return True

    events_so_far: list[Any] = []
    bot = Bot(YAML, LOOK, actions={"judge": judge}, general=chunks)
    for event in bot.engine.run_stream(bot.turn("hello", stream=True)):
        events_so_far.append(event)
    assert seen == [[]]
    assert [e.text for e in events_so_far if isinstance(e, Delta)] == ["one ", "two"]


def test_a_blocked_question_gives_the_call_up() -> None:
    called, gone = threading.Event(), threading.Event()

    def answer(request: Any) -> str:
        called.set()
        try:
            wait_until_given_up(request)
        except AbandonedError:
            gone.set()
            raise

    def judge() -> bool:
        assert called.wait(TIMEOUT)
        return False

    bot = Bot(YAML, LOOK, actions={"judge": judge}, general=answer)
    result = bot.say("hello")
    assert (result.content, result.decision) == (REFUSAL, "blocked")
    assert gone.wait(TIMEOUT)
    assert [(call.task, call.completion) for call in result.record.llm_calls] == [("general", "")]


def test_a_blocked_question_closes_a_stream_that_was_opened() -> None:
    opened, closed = threading.Event(), threading.Event()

    def answer(request: Any) -> Iterator[str]:
        def pieces() -> Iterator[str]:
            try:
                opened.set()
                yield "one "
                yield "two"
            finally:
                closed.set()

        return pieces()

    def judge() -> bool:
        assert opened.wait(TIMEOUT)
        return False

    bot = Bot(YAML, LOOK, actions={"judge": judge}, general=answer)
    events = bot.stream("hello")
    assert text_of_stream(events) == REFUSAL
    assert closed.wait(TIMEOUT)


@pytest.mark.parametrize("stream", [False, True])
def test_a_rewritten_question_is_asked_again_as_it_is_now(stream: bool) -> None:
    colang = (
        'define subflow look\n  $ok = execute judge\n  $user_message = $user_message.replace("Ada", "…")\n'
    )
    bot = Bot(YAML, colang, actions={"judge": lambda: True})
    bot.stream("I am Ada") if stream else bot.say("I am Ada")
    assert bot.sent() == [user("I am …")]
    assert len(bot.requests()) <= 2


def test_an_earlier_question_that_is_rewritten_counts_too() -> None:
    called = threading.Event()

    def answer(request: Any) -> str:
        called.set()
        return "Ada!" if "Ada" in request.messages[0]["content"] else "who?"

    def judge() -> bool:
        assert called.wait(TIMEOUT)
        return True

    colang = (
        'define subflow look\n  $ok = execute judge\n  $user_message = $user_message.replace("Ada", "…")\n'
    )
    bot = Bot(YAML, colang, actions={"judge": judge}, general=answer)
    assert bot.say("I am Ada", "who am I?").content == "who?"
    assert len(bot.requests()) == 2


def test_a_variable_of_the_prompt_that_a_rail_sets_counts_too() -> None:
    yaml = (
        YAML + 'prompts: [{task: general, content: "{{ mood }}: {{ history | user_assistant_sequence }}"}]\n'
    )
    bot = Bot(yaml, "define subflow look\n  $mood = $new_mood\n", actions={"judge": lambda: True})
    bot.say("hello", context={"mood": "calm", "new_mood": "stern"})
    assert bot.sent() == [user("stern: User: hello")]
    same = Bot(yaml, "define subflow look\n  $mood = $new_mood\n")
    same.say("hello", context={"mood": "calm", "new_mood": "calm"})
    assert len(same.requests()) == 1


def test_a_model_that_fails_early_fails_the_turn_only_if_the_rails_pass() -> None:
    def fails(request: Any) -> Exception:
        return ProviderUnreachableError("gone")

    with pytest.raises(ProviderUnreachableError):
        Bot(YAML, LOOK, actions={"judge": lambda: True}, general=fails).say("hello")
    assert Bot(YAML, LOOK, actions={"judge": lambda: False}, general=fails).say("hello").content == REFUSAL


def test_a_caller_who_leaves_takes_the_call_along() -> None:
    called, gone = threading.Event(), threading.Event()

    def answer(request: Any) -> str:
        called.set()
        try:
            wait_until_given_up(request)
        except AbandonedError:
            gone.set()
            raise

    def leaves() -> None:
        raise AbandonedError("nobody waits")

    bot = Bot(YAML, LOOK, actions={"judge": lambda: called.wait(TIMEOUT)}, general=answer)
    with pytest.raises(AbandonedError):
        bot.say("hello", on_wait=leaves)
    assert gone.wait(TIMEOUT)


@pytest.mark.parametrize(
    ("yaml", "colang", "options"),
    [
        (YAML.replace("true", "false"), LOOK, {}),
        (YAML, LOOK, {"rails": {"input": False}}),
        (YAML, LOOK, {"rails": {"dialog": False}}),
        ("rails: {input: {speculative_generation: true}}", None, {}),
        (YAML.replace("rails:", "rails:\n  retrieval: {flows: [look]}"), LOOK, {}),
        (YAML.replace("[look]", "[look, mask sensitive data on input]") + MASK, LOOK, {}),
    ],
    ids=["not asked for", "not selected", "no dialog", "no rails", "retrieval", "a mask"],
)
def test_where_it_could_do_no_good_it_does_not_begin(yaml: str, colang: str | None, options: Any) -> None:
    order: list[str] = []

    def judge() -> bool:
        order.append("rail")
        return True

    def answer(request: Any) -> str:
        order.append("model")
        return ANSWER

    Bot(yaml, colang, actions={"judge": judge}, general=answer).say("hello", options=options)
    assert order in (["rail", "model"], ["model"], ["rail"], ["rail", "rail", "model"])
