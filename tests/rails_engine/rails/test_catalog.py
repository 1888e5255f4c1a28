from __future__ import annotations

from rails_engine.rails.catalog import shipped_rails
from rails_engine.rails.library.regex import RegexRail, RegexSettings


def test_flows_and_settings_are_indexed_by_what_a_configuration_names() -> None:
    library = shipped_rails()
    assert library.owner("regex check output") is RegexRail
    assert library.owner("no such flow") is None
    assert library.settings["regex_detection"] is RegexSettings
    assert library.flows["self check input"].prompts == ("self_check_input",)


def test_a_rails_flows_are_parsed_once() -> None:
    assert shipped_rails().program(RegexRail) is shipped_rails().program(RegexRail)
