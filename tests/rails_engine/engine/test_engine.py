"""One engine for all threads: its parts never change, they are swapped as a whole."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from rails_engine import BadOptionError, ConfigError, GenerationOptions, RailsConfig, RailsEngine
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.turn import Delta, Finished
from tests.talking import ANSWER, MODEL, Bot, assistant, user

DIALOG = """
define user greet
  "hello"

define user count
  "count"

define bot tell
  "$who $number"

define flow greeting
  user greet
  $number = 0
  bot tell
  user count
  $number = execute add(number=$number)
  bot tell
  user count
  $number = execute add(number=$number)
  bot tell

define subflow look
  $seen = execute see(text=$user_message)
"""
YAML = """
rails:
  input: {parallel: true, flows: [look, look $n=1]}
  dialog: {user_messages: {embeddings_only: true, embeddings_only_fallback_intent: other}}
"""
THREADS = 32


class TestAsking:
    def test_a_prompt_is_a_question(self) -> None:
        bot = Bot()
        assert bot.engine.generate(prompt="hi").content == ANSWER
        assert bot.sent() == [user("hi")]

    @pytest.mark.parametrize("how", [{}, {"prompt": "a", "messages": [user("b")]}])
    def test_one_of_the_two_is_given(self, how: Any) -> None:
        with pytest.raises(BadOptionError, match="either messages or prompt"):
            Bot().engine.generate(**how)

    def test_everything_that_a_turn_may_have_is_passed_on(self) -> None:
        bot = Bot()
        result = bot.engine.generate(
            [user("hi")],
            options={"output_vars": ["a"]},
            state={},
            context={"a": 1},
            params={"temperature": 0},
            model="other",
        )
        (request,) = bot.requests()
        assert (request.params, request.model) == ({"temperature": 0}, "other")
        assert (result.output_data, result.model) == ({"a": 1}, "other")
        assert result.state is not None

    @pytest.mark.parametrize("options", [None, {}, GenerationOptions()])
    def test_no_options_are_the_defaults(self, options: Any) -> None:
        assert Bot().engine.generate(prompt="hi", options=options).content == ANSWER

    def test_a_stream_is_the_same_turn(self) -> None:
        events = list(Bot().engine.stream(prompt="hi"))
        assert [type(event) for event in events] == [Delta, Delta, Finished]

    def test_what_is_wrong_with_a_streamed_turn_is_raised_before_its_first_event(self) -> None:
        with pytest.raises(BadOptionError):
            Bot().engine.stream(prompt="hi", options={"rails": {"input": ["nothing"]}})

    def test_the_configuration_is_at_hand(self) -> None:
        config = RailsConfig.from_content(yaml=MODEL, environ={})
        assert RailsEngine(config, llm=ScriptedProvider()).config is config


class TestRegistering:
    def test_turns_under_way_keep_what_they_started_with(self) -> None:
        started, registered = threading.Event(), threading.Event()

        def first() -> str:
            started.set()
            assert registered.wait(10)
            return "first"

        flow = "define subflow look\n  $a = execute act\n  $b = execute act\n  $c = execute later\n"
        bot = Bot("rails: {input: {flows: [look]}}", flow, actions={"act": first, "later": lambda: "old"})
        results: list[Any] = []
        names = {"output_vars": ["a", "b", "c"]}
        thread = threading.Thread(target=lambda: results.append(bot.say("hi", options=names).output_data))
        thread.start()
        assert started.wait(10)
        bot.engine.register_action(lambda: "second", "act").register_action(lambda: "new", "later")
        registered.set()
        thread.join(10)
        assert results == [{"a": "first", "b": "first", "c": "old"}]
        assert bot.say("hi", options=names).output_data == {"a": "second", "b": "second", "c": "new"}

    def test_what_cannot_be_built_changes_nothing(self) -> None:
        bot = Bot()
        parts = bot.engine.parts
        with pytest.raises(ConfigError):
            bot.engine.rebuild(
                lambda b: (b.register_action(lambda: 1, "added"), b.register_action(3, "broken"))
            )
        assert bot.engine.parts is parts
        bot.engine.register_action(lambda: 2, "other")
        assert bot.engine.parts.toolbox.actions.find("added") is None
        assert bot.engine.parts.toolbox.actions.find("other") is not None

    def test_what_is_registered_later_counts_from_then_on(self) -> None:
        yaml = """
rails: {input: {flows: [look]}}
prompts: [{task: general, content: "{{ user_input | shout }} {{ place }}"}]
"""
        flow = "define subflow look\n  $got = execute act\n"
        bot = Bot(yaml, flow, register=lambda b: b.register_filter(str.upper, "shout"))

        def act(given: str) -> str:
            return given

        engine = bot.engine.register_action(act).register_action_param("given", "a gift")
        engine.register_prompt_context("place", "here").register_output_parser(str.strip, "stripped")
        assert bot.say("hi", options={"output_vars": ["got"]}).output_data == {"got": "a gift"}
        assert bot.sent() == [user("HI here")]
        engine.register_filter(lambda text: text[::-1], "shout")
        bot.say("hi")
        assert bot.sent() == [user("ih here")]

    def test_the_main_model_can_be_replaced(self) -> None:
        bot = Bot()
        bot.engine.update_llm(ScriptedProvider(["another"]))
        assert bot.say("hi").content == "another"

    def test_a_function_of_prompts_is_asked_every_time(self) -> None:
        numbers = iter("12")
        bot = Bot("prompts: [{task: general, content: '{{ number }}'}]")
        bot.engine.register_prompt_context("number", lambda: next(numbers))
        bot.say("hi")
        bot.say("hi")
        assert [r.messages for r in bot.requests()] == [[user("1")], [user("2")]]


def conversation(bot: Bot, who: str) -> list[Any]:
    """Three turns whose answers depend on everything that they share nothing of."""
    messages: list[Any] = []
    said: list[Any] = []
    for text in ("hello", "count", "count"):
        messages.append(user(text))
        result = bot.say(*messages, context={"who": who}, options={"output_vars": ["seen", "who"]})
        said.append((result.content, result.output_data, [r.name for r in result.record.rails]))
        messages.append(result.message)
    return said


def counting() -> Bot:
    return Bot(YAML, DIALOG, actions={"add": lambda number: number + 1, "see": lambda text: text.upper()})


def test_used_by_many_threads_at_once_it_gives_the_answers_that_it_gives_alone() -> None:
    alone = {n: conversation(counting(), f"user {n}") for n in range(THREADS)}
    bot = counting()
    together: dict[int, Any] = {}
    start = threading.Barrier(THREADS)

    def work(n: int) -> None:
        start.wait(10)
        together[n] = [conversation(bot, f"user {n}") for _ in range(3)]

    threads = [threading.Thread(target=work, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert together == {n: [alone[n]] * 3 for n in range(THREADS)}
    assert alone[3][2][0] == "user 3 2"


def test_states_of_many_threads_do_not_mix() -> None:
    bot = counting()
    ends: dict[int, str] = {}

    def work(n: int) -> None:
        state: Any = {}
        for text in ("hello", "count", "count"):
            result = bot.say(text, context={"who": f"user {n}"}, state=state)
            state = result.state
        ends[n] = result.content

    threads = [threading.Thread(target=work, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert ends == {n: f"user {n} 2" for n in range(THREADS)}


def test_an_answer_ends_with_what_was_asked_last() -> None:
    assert Bot().say("a", assistant("b")).content == ""
