"""Output rails over pieces: one line each on the record, which adds up what they did."""

from __future__ import annotations

import pytest

from tests.talking import Bot, line, result_of, text_of_stream

STREAMED = "streaming: {enabled: true, chunk_size: 2, context_size: 1}"
PATTERNS = "config: {regex_detection: {output: {patterns: [secret]}}}"
EXACT = f"rails: {{output: {{flows: [regex check output], {STREAMED}}}, {PATTERNS}}}"
BOTH = f"rails: {{output: {{flows: [regex check output, look], {STREAMED}}}, {PATTERNS}}}"
LOOK = 'define subflow look\n  execute see\n  if "bad" in $bot_message\n    bot refuse to respond\n    stop\n'


def test_windows_add_up_to_one_line() -> None:
    bot = Bot(
        f"rails: {{output: {{flows: [look], {STREAMED}}}}}",
        LOOK,
        actions={"see": lambda: None},
        general=("ab", "cd", "ef", "gh"),
    )
    result = result_of(bot.stream("hi"))
    assert [rail.name for rail in result.record.rails if rail.kind == "output"] == ["look"]
    run = line(result, "look")
    assert (run.verdict, run.status, run.scanned, len(run.actions)) == ("passed", "ran", 8, 3)
    assert run.finished_at - run.started_at < 60
    kinds = [event["type"] for event in result.record.events]
    for kind in ("StartOutputRails", "StartOutputRail", "OutputRailFinished", "OutputRailsFinished"):
        assert kinds.count(kind) == 1


def test_an_exact_rail_runs_its_flow_where_there_is_something_to_decide() -> None:
    result = result_of(Bot(EXACT, general=("no se", "crety", " here", ".")).stream("hi"))
    run = line(result, "regex check output")
    assert (result.decision, run.verdict, run.scanned) == ("blocked", "blocked", len("no secrety"))
    assert len(run.actions) == 1


def test_and_once_at_the_end_where_there_is_nothing() -> None:
    result = result_of(Bot(EXACT, general=("no se", "at", " here", ".")).stream("hi"))
    run = line(result, "regex check output")
    assert (result.decision, run.verdict, run.scanned) == ("allowed", "passed", len("no seat here."))
    assert len(run.actions) == 1
    assert run.started_at > 0


def test_what_a_block_keeps_from_running_says_so() -> None:
    result = result_of(Bot(BOTH, LOOK, actions={"see": lambda: None}, general=("secret",)).stream("hi"))
    assert line(result, "look").status == "skipped"
    assert line(result, "look").reason == "'regex check output' ended the turn"


def test_what_has_run_before_a_block_keeps_its_line() -> None:
    bot = Bot(
        f"rails: {{output: {{flows: [regex check output, look], parallel: true, {STREAMED}}}, {PATTERNS}}}",
        LOOK,
        actions={"see": lambda: None},
        general=("a", "b", "bad", "c"),
    )
    result = result_of(bot.stream("hi"))
    assert (result.blocked_by, line(result, "regex check output").verdict) == ("look", "passed")


def test_a_rail_that_fails_on_a_later_piece_has_failed() -> None:
    def see() -> None:
        if calls.append(None) or len(calls) > 1:
            raise RuntimeError("no more")

    calls: list[None] = []
    bot = Bot(
        f"rails: {{output: {{flows: [look], {STREAMED}}}}}",
        LOOK,
        actions={"see": see},
        general=("a", "b", "c"),
    )
    run = line(result_of(bot.stream("hi")), "look")
    assert (run.status, run.verdict) == ("failed", "blocked")


@pytest.mark.parametrize("selected", [[], ["look"]])
def test_rails_that_are_not_selected_are_skipped(selected: list[str]) -> None:
    bot = Bot(BOTH, LOOK, actions={"see": lambda: None}, general=("a secret",))
    events = bot.stream("hi", options={"rails": {"output": selected}})
    assert text_of_stream(events) == "a secret"
    assert line(result_of(events), "regex check output").reason == "not selected"
