from __future__ import annotations

import pytest

from rails_engine import ConfigError
from rails_engine.rails.library.self_check_input import SelfCheckInput
from tests.contracts.rail import RailContract, ask, engine

CONFIG = """
rails: {input: {flows: [self check input]}}
prompts: [{task: self_check_input, content: 'Block "{{ user_input }}"?', max_tokens: 5}]
"""


class TestSelfCheckInput(RailContract):
    rail = SelfCheckInput
    failing = CONFIG

    @pytest.mark.parametrize(
        ("verdict", "allowed"),
        [
            ("No", True),
            ("no.", True),
            ("Safe", True),
            ("Yes", False),
            ("unsafe", False),
            ("not safe", False),
            ("", False),
            ("maybe", False),
        ],
    )
    def test_only_a_clear_allowance_allows(self, verdict: str, allowed: bool) -> None:
        result = engine(CONFIG, [verdict, "hi"][: 2 if allowed else 1]).generate(ask())
        assert (result.decision == "allowed") == allowed
        assert (result.content == "hi") == allowed

    def test_the_call_is_deterministic_and_short(self) -> None:
        made = engine(CONFIG, ["No", "hi"])
        made.generate(ask(), params={"temperature": 1.5, "max_tokens": 999})
        check, main = made.parts.toolbox.models.main.requests  # type: ignore[union-attr]
        assert check.params == {"temperature": 0.001, "max_tokens": 5}
        assert main.params == {"temperature": 1.5, "max_tokens": 999}

    def test_an_empty_message_is_blocked_without_a_call(self) -> None:
        assert engine(CONFIG).generate(ask("")).decision == "blocked"

    def test_a_variant_has_its_own_prompt_and_does_not_stay_for_the_next_rail(self) -> None:
        config = """
rails:
  input: {flows: [self check input $variant=strict, self check input]}
prompts:
  - {task: self_check_input $variant=strict, content: 'strictly "{{ user_input }}"'}
  - {task: self_check_input, content: 'plainly "{{ user_input }}"'}
"""
        made = engine(config, ["No", "No", "hi"])
        assert made.generate(ask()).content == "hi"
        prompts = [r.messages[0]["content"] for r in made.parts.toolbox.models.main.requests]  # type: ignore[union-attr]
        assert [p.split()[0] for p in prompts[:2]] == ["strictly", "plainly"]

    def test_without_its_prompt_the_configuration_is_refused(self) -> None:
        with pytest.raises(ConfigError, match="self_check_input"):
            engine("rails: {input: {flows: [self check input]}}")

    def test_an_older_flow_that_takes_the_result_for_a_flag_still_blocks(self) -> None:
        flow = """
        define subflow self check input
          $allowed = execute self_check_input
          if not $allowed
            bot refuse to respond
            stop
        """
        assert engine(CONFIG, ["Yes"], colang=flow).generate(ask()).decision == "blocked"

    def test_a_newer_flow_that_asks_the_outcome_blocks_too(self) -> None:
        flow = """
        define subflow self check input
          $outcome = execute self_check_input
          if $outcome.is_blocked
            bot refuse to respond
            stop
        """
        assert engine(CONFIG, ["Yes"], colang=flow).generate(ask()).decision == "blocked"
        assert engine(CONFIG, ["No", "hi"], colang=flow).generate(ask()).content == "hi"
