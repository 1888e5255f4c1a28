from __future__ import annotations

import pytest

from rails_engine.errors import BadOptionError
from rails_engine.options import RailsSelection
from rails_engine.rails.plan import ConfiguredRail, RailPlan, folded, selected
from tests.talking import Bot

RAILS = (
    ConfiguredRail("input", "check length $max=3", "check length", {"max": 3}),
    ConfiguredRail("input", "self check input", "self check input", {}),
)
PLAN = RailPlan({"input": RAILS, "output": (), "retrieval": (), "tool_input": (), "tool_output": ()})


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (True, ["check length", "self check input"]),
        (False, []),
        ((), []),
        (("Self  Check Input",), ["self check input"]),
        (("check length",), ["check length"]),
        (("check length $max=3",), ["check length"]),
    ],
)
def test_only_the_named_rails_are_selected(chosen: bool | tuple[str, ...], names: list[str]) -> None:
    assert [rail.flow for rail in selected(RAILS, chosen)] == names


def test_a_name_that_the_configuration_has_not_is_refused_with_the_nearest() -> None:
    PLAN.check(RailsSelection(input=("self check input",)))
    with pytest.raises(BadOptionError, match="Did you mean 'self check input'") as caught:
        PLAN.check(RailsSelection(input=("self chek input",)))
    assert caught.value.where == ("options", "rails", "input", 0)


def test_a_name_is_folded_as_people_type_it() -> None:
    assert folded("  Self   Check INPUT ") == "self check input"
    assert folded(f"  {'Long ' * 100}") == " ".join(["long"] * 100)


WARNING = """
rails: {output: {flows: [hallucination warning, regex check output]}}
prompts: [{task: self_check_hallucination, content: x}]
"""


def planned(colang: str | None = None) -> list[str]:
    return [rail.flow for rail in Bot(WARNING, colang).engine.parts.plan.of("output")]


def test_a_flow_that_listens_by_itself_is_put_to_use_and_not_run_as_a_rail() -> None:
    assert planned() == ["regex check output"]
    program = Bot(WARNING).engine.parts.program
    assert not program.flows["hallucination warning"].subflow


def test_a_users_subflow_of_that_name_is_a_rail() -> None:
    assert planned("define subflow hallucination warning\n  stop\n") == [
        "hallucination warning",
        "regex check output",
    ]


def test_what_a_rail_says_of_itself_is_in_the_plan() -> None:
    yaml = "rails: {output: {flows: [regex check output, mine $n=3], parallel: true}}"
    bot = Bot(yaml, "define subflow mine\n  stop\n")
    shipped, own = bot.engine.parts.plan.of("output")
    assert (shipped.judges, shipped.rewrites, shipped.allow_on_error) == ("exact", False, False)
    assert (own.judges, own.rewrites, own.params) == ("window", False, {"n": 3})
    assert bot.engine.parts.plan.parallel == {"output"}


OUTPUT = "rails: {output: {flows: [regex check output]}}"


def test_a_flow_of_the_users_own_is_not_taken_for_what_ours_can_tell() -> None:
    own = Bot(OUTPUT, "define subflow regex check output\n  stop\n").engine.parts.plan.of("output")[0]
    assert (own.judges, own.scanner) == ("window", None)


def test_nor_is_a_flow_whose_action_is_the_users_own() -> None:
    bot = Bot(OUTPUT, actions={"detect_regex_pattern": lambda text: {"is_match": False}})
    replaced = bot.engine.parts.plan.of("output")[0]
    assert (replaced.judges, replaced.scanner) == ("window", None)
