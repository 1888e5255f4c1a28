"""Rails of a stage: in order, side by side, chosen by name, and what happens when one breaks."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from rails_engine import ActionResult, BadOptionError, ProviderUnreachableError, RailOutcome
from tests.talking import ANSWER, REFUSAL, Bot, kinds, line, lines, user, wait_until_given_up

THREE = """
rails:
  input:
    parallel: {parallel}
    flows: [check first, check second, check third]
"""
FLOWS = "".join(
    f"""
define subflow check {name}
  $allowed = execute {name}
  if not $allowed
    bot refuse to respond
    stop
"""
    for name in ("first", "second", "third")
)
ORDER = THREE.format(parallel="false")
PARALLEL = THREE.format(parallel="true")
PASSED = [(f"check {name}", "ran", "passed") for name in ("first", "second", "third")]


def passes() -> bool:
    return True


def blocks() -> bool:
    return False


def checks(**own: Any) -> dict[str, Any]:
    return {"first": passes, "second": passes, "third": passes, **own}


@pytest.mark.parametrize("yaml", [ORDER, PARALLEL], ids=["in order", "parallel"])
def test_where_all_pass_each_rail_has_its_line_in_the_configured_order(yaml: str) -> None:
    result = Bot(yaml, FLOWS, actions=checks()).say("hello")
    assert lines(result, "input") == PASSED
    assert all(rail.finished_at >= rail.started_at > 0 for rail in result.record.rails)
    assert (result.content, result.decision) == (ANSWER, "allowed")
    assert [rail.scanned for rail in result.record.rails[:3]] == [5, 5, 5]


def test_in_order_the_first_block_ends_the_turn_and_the_others_are_skipped() -> None:
    result = Bot(ORDER, FLOWS, actions=checks(second=blocks)).say("hello")
    assert lines(result) == [
        ("check first", "ran", "passed"),
        ("check second", "ran", "blocked"),
        ("check third", "skipped", None),
    ]
    assert line(result, "check third").reason == "'check second' ended the turn"
    assert line(result, "check second").decisions == ["execute second", "refuse to respond", "stop"]
    assert line(result, "check second").stop
    assert (result.content, result.decision, result.blocked_by) == (REFUSAL, "blocked", "check second")
    assert (result.blocked_kind, result.finish_reason) == ("input", "content_filter")


def test_in_parallel_the_first_block_wins_and_the_others_are_given_up() -> None:
    blocked, asked = threading.Event(), threading.Event()

    def waits(request: Any) -> Any:
        """A model that takes its time: it notices that nobody waits any more when it asks."""
        asked.set()
        assert blocked.wait(10)
        return wait_until_given_up(request)

    def blocks_once_asked() -> bool:
        assert asked.wait(10)
        return False

    def asks(llm: Any) -> bool:
        return bool(llm.invoke("may I?"))

    bot = Bot(PARALLEL, FLOWS, actions=checks(first=asks, second=blocks_once_asked), first=waits)
    result = bot.say("hello")
    blocked.set()
    assert (result.blocked_by, result.content) == ("check second", REFUSAL)
    assert line(result, "check first").status == "skipped"
    assert line(result, "check first").reason == "'check second' ended the turn"
    assert {name for name, _, _ in lines(result)} == {"check first", "check second", "check third"}
    assert [call.task for call in result.record.llm_calls] == ["first"]


def test_rails_in_parallel_run_at_the_same_time() -> None:
    meeting = threading.Barrier(3, timeout=10)

    def meets() -> bool:
        meeting.wait()
        return True

    bot = Bot(PARALLEL, FLOWS, actions={"first": meets, "second": meets, "third": meets})
    assert lines(bot.say("hello"), "input") == PASSED


def test_what_parallel_rails_set_is_merged_in_the_configured_order() -> None:
    third_done = threading.Event()

    def sets(name: str) -> Any:
        def act() -> ActionResult:
            if name == "third":
                third_done.set()
            else:
                assert third_done.wait(10)
            return ActionResult(True, context_updates={name: True, "last": name})

        return act

    bot = Bot(PARALLEL, FLOWS, actions={n: sets(n) for n in ("first", "second", "third")})
    result = bot.say("hello", options={"output_vars": ["first", "second", "third", "last"]})
    assert result.output_data == {"first": True, "second": True, "third": True, "last": "third"}


def test_a_rail_beside_a_blocked_one_never_changes_the_context() -> None:
    first_done = threading.Event()

    def sets() -> ActionResult:
        first_done.set()
        return ActionResult(True, context_updates={"mark": "set"})

    def blocks_later() -> bool:
        assert first_done.wait(10)
        return False

    bot = Bot(PARALLEL, FLOWS, actions=checks(first=sets, second=blocks_later))
    result = bot.say("hello", options={"output_vars": ["mark"]})
    assert result.decision == "blocked"
    assert result.output_data == {"mark": None}


MASKS = """
define subflow mask names
  $user_message = execute mask(text=$user_message, what="Ada")

define subflow mask cities
  $user_message = execute mask(text=$user_message, what="Bern")
"""


@pytest.mark.parametrize("parallel", ["false", "true"])
def test_of_two_rails_that_rewrite_neither_is_undone(parallel: str) -> None:
    yaml = f"rails: {{input: {{parallel: {parallel}, flows: [mask names, mask cities]}}}}"
    bot = Bot(yaml, MASKS, actions={"mask": lambda text, what: text.replace(what, "…")})
    result = bot.say("Ada lives in Bern")
    assert bot.sent() == [user("… lives in …")]
    assert result.decision == "modified"
    assert lines(result, "input") == [("mask names", "ran", "modified"), ("mask cities", "ran", "modified")]


def test_context_variables_of_the_caller_reach_parallel_rails() -> None:
    from contextvars import ContextVar

    who: ContextVar[str] = ContextVar("who", default="nobody")
    seen = []

    def looks() -> bool:
        seen.append(who.get())
        return True

    bot = Bot(PARALLEL, FLOWS, actions={"first": looks, "second": looks, "third": looks})
    token = who.set("ada")
    try:
        bot.say("hello")
    finally:
        who.reset(token)
    assert seen == ["ada"] * 3


ALL_KINDS = """
rails:
  input: {flows: [check first, check second]}
  output: {flows: [check second, check third]}
"""


@pytest.mark.parametrize(
    ("rails", "ran"),
    [
        ({"input": ["check second"]}, ["check second", "check second", "check third"]),
        ({"input": [" Check  FIRST "], "output": False}, ["check first"]),
        ({"input": [], "output": ["check third"]}, ["check third"]),
        ({"input": False, "output": False}, []),
        (["input", "dialog"], ["check first", "check second"]),
    ],
)
def test_only_the_selected_rails_run_and_the_others_say_so(rails: Any, ran: list[str]) -> None:
    result = Bot(ALL_KINDS, FLOWS, actions=checks()).say("hello", options={"rails": rails})
    rails_of_lists = [rail for rail in result.record.rails if rail.kind in {"input", "output"}]
    assert [rail.name for rail in rails_of_lists if rail.status == "ran"] == ran
    assert len(rails_of_lists) == 4
    assert all(rail.reason == "not selected" for rail in rails_of_lists if rail.status == "skipped")
    assert result.content == ANSWER


def test_a_rail_that_the_configuration_has_not_cannot_be_selected() -> None:
    bot = Bot(ALL_KINDS, FLOWS, actions=checks())
    with pytest.raises(BadOptionError, match="no input rail named 'check thrid'. Did you mean"):
        bot.say("hello", options={"rails": {"input": ["check thrid"]}})
    with pytest.raises(BadOptionError, match="no output rail"):
        bot.stream("hello", options={"rails": {"output": ["check first"]}})
    assert bot.tasks == []


def test_a_stage_without_rails_leaves_no_trace() -> None:
    result = Bot().say("hello")
    assert "StartInputRails" not in kinds(result)


def test_a_stage_is_framed_by_events_and_so_is_each_rail() -> None:
    result = Bot(ALL_KINDS, FLOWS, actions=checks()).say("hello", options={"rails": {"output": False}})
    told = [k for k in kinds(result) if "Rail" in k]
    assert told == [
        "StartInputRails",
        *["StartInputRail", "InputRailFinished"] * 2,
        "InputRailsFinished",
    ]


ONE = "rails: {input: {flows: [look]}}\n"


def raising() -> bool:
    raise ValueError("the content of a message")


@pytest.mark.parametrize(
    ("flow", "actions", "reason"),
    [
        (
            "$ok = execute broken",
            {"broken": raising},
            "ActionFailedError: Action 'broken' failed with ValueE",
        ),
        ("$ok = execute nobody", {}, "UnknownActionError: Action 'nobody' not found."),
        ("$ok = execute fine(x=1)", {"fine": passes}, "ActionParameterError: Action 'fine' has no parameter"),
        ("$ok = execute ask", {"ask": lambda llm: llm("x")}, "ProviderUnreachableError: gone"),
        ("if $no.attribute\n    stop", {}, "ExpressionError: "),
        ("while True\n    execute fine", {"fine": passes}, "FlowLimitError: the rail 'look' did not end"),
    ],
    ids=["raises", "unknown", "parameter", "model", "expression", "endless"],
)
def test_a_rail_that_fails_blocks_and_is_named(
    flow: str, actions: dict[str, Any], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    bot = Bot(
        ONE,
        f"define subflow look\n  {flow}\n",
        actions=actions,
        ask=ProviderUnreachableError("gone", model="m"),
    )
    result = bot.say("hello")
    assert (result.content, result.decision, result.blocked_by) == (REFUSAL, "blocked", "look")
    run = line(result, "look")
    assert (run.status, run.verdict, run.enforced, run.stop) == ("failed", "blocked", "refused", True)
    assert (run.reason or "").startswith(reason)
    assert "the content of a message" not in (run.reason or "")
    assert "general" not in bot.tasks


def test_an_action_that_returns_what_is_no_event_fails_its_rail() -> None:
    bot = Bot(
        ONE, "define subflow look\n  execute odd\n", actions={"odd": lambda: ActionResult(events=["x"])}
    )  # type: ignore[list-item]
    assert bot.say("hello").decision == "blocked"


def test_with_exceptions_a_failure_is_one() -> None:
    yaml = ONE + "enable_rails_exceptions: true\n"
    result = Bot(yaml, "define subflow look\n  execute broken\n", actions={"broken": raising}).say("hello")
    assert (result.decision, result.content, result.blocked_by) == ("blocked", "", "look")
    assert result.exception is not None
    assert result.exception["type"] == "InputRailException"
    assert "'look' rail failed" in result.exception["message"]
    assert {"uid", "event_created_at", "source_uid"} <= set(result.exception)


def test_settings_may_let_the_text_through_when_a_rail_fails() -> None:
    import dataclasses

    from rails_engine.rails.runner import RailRunner

    bot = Bot(ONE, "define subflow look\n  execute broken\n", actions={"broken": raising})
    parts = bot.engine.parts
    allowing = dataclasses.replace(parts.plan.of("input")[0], allow_on_error=True)
    plan = dataclasses.replace(parts.plan, rails={**parts.plan.rails, "input": (allowing,)})
    runner: RailRunner = dataclasses.replace(parts.runner, plan=plan)
    from rails_engine.pipeline.run import run_turn

    result = run_turn(dataclasses.replace(parts, plan=plan, runner=runner), bot.turn("hello"))
    assert (result.content, result.decision) == (ANSWER, "allowed")
    assert (line(result, "look").status, line(result, "look").enforced) == ("failed", "allowed")


def test_a_rail_that_says_something_ends_the_turn_without_a_stop() -> None:
    flow = (
        'define subflow look\n  bot say hello first\n\ndefine bot say hello first\n  "Hello first, $name."\n'
    )
    bot = Bot(ONE, flow)
    result = bot.say("hello", context={"name": "Ada"})
    assert (result.content, result.decision, result.blocked_by) == ("Hello first, Ada.", "blocked", "look")
    assert bot.tasks == []


def test_a_rail_that_stops_without_a_word_is_a_block_without_words() -> None:
    result = Bot(ONE, "define subflow look\n  stop\n").say("hello")
    assert (result.content, result.decision) == ("", "blocked")


@pytest.mark.parametrize(
    ("events", "content", "blocked"),
    [
        ([{"type": "BotMessage", "text": "Not here."}], "Not here.", True),
        ([{"type": "StartUtteranceBotAction", "script": "Not here."}], "Not here.", True),
        ([{"type": "BotIntent", "intent": "refuse to respond"}], REFUSAL, True),
        ([{"type": "BotIntent", "intent": "stop"}], "", True),
        ([{"type": "ContextUpdate", "data": {"user_message": "good day"}}], ANSWER, False),
        ([{"type": "SomethingElse"}], ANSWER, False),
    ],
)
def test_an_action_of_a_rail_may_speak_by_events(events: Any, content: str, blocked: bool) -> None:
    bot = Bot(
        ONE, "define subflow look\n  execute speak\n", actions={"speak": lambda: ActionResult(events=events)}
    )
    result = bot.say("hello")
    assert (result.content, result.decision == "blocked") == (content, blocked)
    if events[0]["type"] == "ContextUpdate":
        assert bot.sent() == [user("good day")]


def test_a_flow_finishes_its_own_step_before_the_events_of_its_action() -> None:
    flow = "define subflow look\n  $ok = execute speak\n  if not $ok\n    bot refuse to respond\n    stop\n"
    speak = {"speak": lambda: ActionResult(False, events=[{"type": "BotIntent", "intent": "something else"}])}
    assert Bot(ONE, flow, actions=speak).say("hello").content == REFUSAL


def test_parameters_of_a_rail_are_variables_only_while_it_runs() -> None:
    flow = "define subflow look\n  $seen = $limit\n"
    bot = Bot("rails: {input: {flows: [look $limit=3]}}", flow)
    options = {"output_vars": True}
    data = bot.say("hello", options=options).output_data or {}
    assert data["seen"] == 3
    assert "limit" not in data
    data = bot.say("hello", options=options, context={"limit": 9}).output_data or {}
    assert (data["seen"], data["limit"]) == (3, 9)


def test_variables_say_which_rails_there_are_and_which_one_ran() -> None:
    data = Bot(ALL_KINDS, FLOWS, actions=checks()).say("hello", options={"output_vars": True}).output_data
    assert data is not None
    assert data["input_flows"] == ["check first", "check second"]
    assert data["output_flows"] == ["check second", "check third"]
    assert (data["triggered_input_rail"], data["triggered_output_rail"]) == ("check second", "check third")


def test_an_outcome_of_the_newer_kind_is_read_by_an_older_flow() -> None:
    bot = Bot(ORDER, FLOWS, actions=checks(first=lambda: RailOutcome.block(legacy=False)))
    assert bot.say("hello").blocked_by == "check first"
