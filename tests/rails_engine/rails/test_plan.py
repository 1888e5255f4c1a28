from __future__ import annotations

import pytest

from rails_engine.errors import BadOptionError
from rails_engine.options import RailsSelection
from rails_engine.rails.plan import ConfiguredRail, RailPlan, folded, selected

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
    assert [rail.flow for rail in RAILS if selected(rail, chosen)] == names


def test_a_name_that_the_configuration_has_not_is_refused_with_the_nearest() -> None:
    PLAN.check(RailsSelection(input=("self check input",)))
    with pytest.raises(BadOptionError, match="Did you mean 'self check input'") as caught:
        PLAN.check(RailsSelection(input=("self chek input",)))
    assert caught.value.where == ("options", "rails", "input", 0)


def test_a_name_is_folded_as_people_type_it() -> None:
    assert folded("  Self   Check INPUT ") == "self check input"
