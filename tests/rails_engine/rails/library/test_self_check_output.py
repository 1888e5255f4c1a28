from __future__ import annotations

from rails_engine.rails.library.self_check_output import SelfCheckOutput
from tests.contracts.rail import RailContract, ask, engine

CONFIG = """
rails: {output: {flows: [self check output]}}
prompts: [{task: self_check_output, content: '{{ user_input }} / {{ bot_response }}'}]
"""


class TestSelfCheckOutput(RailContract):
    rail = SelfCheckOutput
    failing = CONFIG

    def test_the_check_sees_the_question_and_the_answer(self) -> None:
        made = engine(CONFIG, ["an answer", "No"])
        assert made.generate(ask("a question")).content == "an answer"
        request = made.parts.toolbox.models.main.requests[-1]  # type: ignore[union-attr]
        assert request.messages[0]["content"] == "a question / an answer"

    def test_what_it_blocks_is_not_said(self) -> None:
        result = engine(CONFIG, ["a secret", "Yes"]).generate(ask())
        assert result.content == "I'm sorry, I can't respond to that."
        assert (result.decision, result.finish_reason, result.blocked_by) == (
            "blocked",
            "content_filter",
            "self check output",
        )

    def test_its_exception_takes_the_place_of_the_refusal(self) -> None:
        result = engine("enable_rails_exceptions: true" + CONFIG, ["a secret", "Yes"]).generate(ask())
        assert result.exception is not None
        assert result.exception["type"] == "OutputRailException"
        assert "'self check output'" in result.exception["message"]
        assert result.content == ""
