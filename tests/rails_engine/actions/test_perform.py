"""Granting a wish: the action is found, run and put on the record, whatever becomes of it."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine import ActionResult, ProviderUnreachableError, RailOutcome
from rails_engine.actions.perform import perform
from rails_engine.errors import ActionError, ActionFailedError, UnknownActionError
from rails_engine.pipeline.run import TurnRun
from tests.talking import Bot


def scope_with(**actions: Any) -> Any:
    bot = Bot(actions=actions)
    return TurnRun(bot.engine.parts, bot.turn("hello")).scope


def fails() -> None:
    raise KeyError("a secret")


def test_start_and_end_are_events_and_the_run_is_on_the_record() -> None:
    scope = scope_with(add=lambda a, b: a + b)
    ran: list[Any] = []
    done, wanted = perform(scope, "add", {"a": 1, "b": 2}, "sum", into=ran)
    assert wanted == []
    assert (done["return_value"], done["is_success"], done["action_result_key"]) == (3, True, "sum")
    assert [event["type"] for event in scope.record.events] == [
        "StartInternalSystemAction",
        "InternalSystemActionFinished",
    ]
    (run,) = ran
    assert (run.name, run.params, run.return_value, run.error) == ("add", {"a": 1, "b": 2}, 3, None)
    assert run.finished_at >= run.started_at > 0


def test_a_result_with_updates_sets_them_before_the_end_and_gives_its_events() -> None:
    result = ActionResult(5, events=[{"type": "Noted"}], context_updates={"seen": True})
    scope = scope_with(look=lambda: result)
    done, wanted = perform(scope, "look", {}, None)
    assert (done["return_value"], wanted, scope.context["seen"]) == (5, [{"type": "Noted"}], True)
    assert [event["type"] for event in scope.record.events] == [
        "StartInternalSystemAction",
        "ContextUpdate",
        "InternalSystemActionFinished",
    ]


def test_an_exception_is_named_but_not_told() -> None:
    scope = scope_with(fails=fails)
    ran: list[Any] = []
    with pytest.raises(ActionFailedError, match="'fails' failed with KeyError") as caught:
        perform(scope, "fails", {}, into=ran)
    assert "a secret" not in str(caught.value)
    assert isinstance(caught.value.__cause__, KeyError)
    assert ran[0].error == "KeyError"
    assert ran[0].finished_at
    assert scope.record.events[-1]["is_success"] is False
    assert scope.action is None


def test_an_action_that_nobody_registered_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownActionError, match="'chek_it' not found. Did you mean 'check_it'"):
        perform(scope_with(check_it=fails), "chek_it", {})


def test_the_failure_of_a_model_keeps_its_type() -> None:
    def asks(llm: Any) -> str:
        return str(llm.invoke("x"))

    bot = Bot(actions={"asks": asks}, asks=ProviderUnreachableError("gone"))
    scope = TurnRun(bot.engine.parts, bot.turn("hello")).scope
    ran: list[Any] = []
    with pytest.raises(ProviderUnreachableError):
        perform(scope, "asks", {}, into=ran)
    assert [call.task for call in ran[0].llm_calls] == ["asks"]
    assert ran[0].llm_calls[0].finished_at > 0


def test_model_calls_belong_to_the_innermost_action() -> None:
    def inner(scope: Any, llm: Any) -> str:
        return str(llm.invoke("inner"))

    def outer(scope: Any, llm: Any) -> str:
        perform(scope, "inner", {}, into=ran)
        return str(llm.invoke("outer"))

    ran: list[Any] = []
    bot = Bot(actions={"inner": inner, "outer": outer}, inner="a", outer="b")
    scope = TurnRun(bot.engine.parts, bot.turn("hello")).scope
    perform(scope, "outer", {}, into=ran)
    assert [(run.name, [call.completion for call in run.llm_calls]) for run in ran] == [
        ("outer", ["b"]),
        ("inner", ["a"]),
    ]
    assert [call.completion for call in scope.record.llm_calls] == ["a", "b"]


@pytest.mark.parametrize("key", ["user_message", "bot_message", "relevant_chunks"])
def test_an_outcome_that_rewrites_is_its_text_where_a_text_is_wanted(key: str) -> None:
    scope = scope_with(mask=lambda: RailOutcome.transform("masked"))
    assert perform(scope, "mask", {}, key)[0]["return_value"] == "masked"
    assert perform(scope, "mask", {}, "result")[0]["return_value"].is_transform


@pytest.mark.parametrize("event", ["x", {}, {"type": 3}, None])
def test_what_is_no_event_is_refused(event: Any) -> None:
    scope = scope_with(odd=lambda: ActionResult(events=[event]))
    with pytest.raises(ActionError, match="'odd' gave an event that is not a mapping"):
        perform(scope, "odd", {})


def test_an_action_may_be_a_coroutine_or_a_class() -> None:
    async def later(a: int) -> int:
        return a + 1

    class Doubler:
        def run(self, a: int) -> int:
            return a * 2

    scope = scope_with(later=later, doubler=Doubler)
    assert perform(scope, "later", {"a": 1})[0]["return_value"] == 2
    assert perform(scope, "doubler", {"a": 4})[0]["return_value"] == 8
