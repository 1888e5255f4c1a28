"""The public face: parts that are swapped as a whole, turns that share nothing, arguments that are checked."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from rails_engine import BadOptionError, ConfigError, Delta, EngineBuilder, Finished, RailsConfig, RailsEngine
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.turn import Turn

if TYPE_CHECKING:
    from rails_engine.llm.base import LLMRequest

MAIN = "models: [{type: main, engine: scripted, model: m}]\n"
TWICE = """
define flow ask
  event UserMessage
  $one = execute compute
  $two = execute compute
  bot say both
  stop

define bot say both
  "$one $two"
"""


def engine(yaml: str = "", colang: str | None = None, llm: Any = None) -> RailsEngine:
    config = RailsConfig.from_content(yaml=MAIN + yaml, colang=colang, environ={})
    return RailsEngine(config, llm=llm or ScriptedProvider(["one", "two", "three"]))


def test_a_turn_that_has_begun_keeps_the_parts_that_it_began_with() -> None:
    made = engine("", TWICE)

    def first() -> str:
        made.register_action(lambda: "new", "compute")
        return "old"

    made.register_action(first, "compute")
    assert made.generate(prompt="x").content == "old old"
    assert made.generate(prompt="x").content == "new new"


def test_registering_swaps_all_parts_and_leaves_the_old_ones_as_they_were() -> None:
    made = engine()
    before = made.parts
    assert made.register_action_param("p", 1) is made
    assert made.parts is not before
    assert (before.toolbox.params, made.parts.toolbox.params) == ({}, {"p": 1})


def test_several_registrations_are_one_swap() -> None:
    made, seen = engine("", TWICE), set[int]()

    def change(builder: EngineBuilder) -> None:
        seen.add(id(made.parts))
        builder.register_action(lambda p: p, "compute")
        seen.add(id(made.parts))
        builder.register_action_param("p", "both")

    before = made.parts
    made.rebuild(change)
    assert seen == {id(before)}
    assert made.generate(prompt="x").content == "both both"


def test_what_cannot_be_built_changes_nothing_now_or_later() -> None:
    made = engine("", TWICE)
    made.register_action(lambda: "kept", "compute")
    before = made.parts

    def change(builder: EngineBuilder) -> None:
        builder.register_action(lambda: "lost", "compute")
        builder.register_action(object(), "broken")

    with pytest.raises(ConfigError, match="broken"):
        made.rebuild(change)
    assert made.parts is before
    made.register_action_param("p", 1)
    assert made.generate(prompt="x").content == "kept kept"


def test_registrations_of_many_threads_are_all_kept() -> None:
    made, start = engine(), threading.Barrier(8)

    def register(number: int) -> None:
        start.wait()
        made.register_action_param(f"p{number}", number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(register, range(8)))
    assert made.parts.toolbox.params == {f"p{n}": n for n in range(8)}


def test_another_main_model_from_the_next_turn_on() -> None:
    made = engine()
    assert made.generate(prompt="x").content == "one"
    assert made.update_llm(ScriptedProvider(["another"])).generate(prompt="x").content == "another"


DIALOG = """
define user give number
  "my number is 5"
define user ask number
  "what is my number"
define bot confirm
  "Noted: $number."
define bot tell
  "Yours is $number."
define flow number
  user give number
  $number = execute read_number(text=$last_user_message)
  bot confirm
  user ask number
  bot tell
"""
POLICY = """
prompts: [{task: self_check_input, content: "Block {{ user_input }}?"}]
rails: {input: {flows: [self check input]}, output: {flows: [check length], parallel: true}}
"""
LENGTH = """
define subflow check length
  $long = execute is_long
  if $long
    bot refuse to respond
    stop
"""


def model(request: LLMRequest) -> str:
    """Answers by what it is asked alone."""
    shown = "\n".join(str(message["content"]) for message in request.messages)
    if request.task == "self_check_input":
        return "Yes" if "forbidden" in shown else "No"
    return "ask number" if 'what is mine"' in shown.replace("?", "") else "give number"


def numbers() -> RailsEngine:
    made = engine(POLICY, DIALOG + LENGTH, ScriptedProvider(model))

    def read_number(text: str) -> str:
        return text.rsplit(maxsplit=1)[-1]

    async def is_long(context: dict[str, Any]) -> bool:
        return len(context["bot_message"]) > 100

    return made.rebuild(lambda b: b.register_action(read_number).register_action(is_long))


def converse(made: RailsEngine, number: int) -> list[Any]:
    """Three turns of one user: the state is theirs alone."""
    state: dict[str, Any] = {}
    heard: list[Any] = []
    for text in (f"my number is {number}", "what is mine", f"forbidden {number}"):
        result = made.generate([{"role": "user", "content": text}], state=state)
        assert result.state is not None
        state = result.state
        heard.append((result.content, result.decision, [call.task for call in result.record.llm_calls]))
    return heard


def test_32_threads_at_once_get_the_answers_that_each_gets_alone() -> None:
    alone = [converse(numbers(), number) for number in range(32)]
    assert [heard[0][0] for heard in alone] == [f"Noted: {number}." for number in range(32)]
    assert [heard[1][0] for heard in alone] == [f"Yours is {number}." for number in range(32)]
    assert {heard[2][1] for heard in alone} == {"blocked"}
    made, start = numbers(), threading.Barrier(32)

    def user(number: int) -> list[list[Any]]:
        start.wait()
        return [converse(made, number) for _ in range(3)]

    with ThreadPoolExecutor(32) as pool:
        together = list(pool.map(user, range(32)))
    assert together == [[heard] * 3 for heard in alone]


def test_a_prompt_or_messages_and_not_both() -> None:
    made = engine()
    several: tuple[dict[str, Any], ...] = (
        {},
        {"prompt": "x", "messages": [{"role": "user", "content": "x"}]},
    )
    for arguments in several:
        with pytest.raises(BadOptionError, match="either messages or prompt"):
            made.generate(**arguments)
        with pytest.raises(BadOptionError, match="either messages or prompt"):
            made.stream(**arguments)


def test_empty_options_are_the_usual_ones() -> None:
    assert engine().generate(prompt="x", options={}).content == "one"


def test_params_and_the_model_of_a_turn_are_for_its_main_call() -> None:
    provider = ScriptedProvider(model)
    made = engine(
        "prompts: [{task: self_check_input, content: x}]\nrails: {input: {flows: [self check input]}}",
        None,
        provider,
    )
    made.generate(prompt="x", params={"temperature": 0, "tools": []}, model="other")
    check, main = provider.requests
    assert main.params == {"temperature": 0, "tools": []}
    assert main.model == "other"
    assert "tools" not in check.params


def test_a_stream_gives_what_generate_gives_and_its_result_last() -> None:
    events = list(engine().stream(prompt="x"))
    assert "".join(event.text for event in events if isinstance(event, Delta)) == "one"
    assert isinstance(events[-1], Finished)
    assert events[-1].result.content == "one"


def test_a_check_asks_the_rails_and_not_the_main_model() -> None:
    provider = ScriptedProvider(model)
    made = engine(
        "prompts: [{task: self_check_input, content: '{{ user_input }}'}]\nrails: {input: {flows: [self check input]}}",
        None,
        provider,
    )
    assert made.check([{"role": "user", "content": "forbidden"}]).status == "blocked"
    assert made.check([{"role": "user", "content": "fine"}]).status == "passed"
    assert {request.task for request in provider.requests} == {"self_check_input"}


def test_a_turn_that_is_a_value_can_be_run_again() -> None:
    made = engine("", TWICE).register_action(lambda: "again", "compute")
    turn = Turn(messages=[{"role": "user", "content": "x"}])
    assert made.run(turn).content == made.run(turn).content == "again again"


def test_the_configuration_is_the_one_that_it_was_made_from() -> None:
    config = RailsConfig.from_content(yaml=MAIN, environ={})
    assert RailsEngine(config).config is config
