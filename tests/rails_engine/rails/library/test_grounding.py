from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from rails_engine import ConfigError
from rails_engine.rails.library.grounding import Grounding
from tests.contracts.rail import RailContract, ask, engine

FLOW = "grounding check output"
CHUNKS = "The lamp is 160 cm tall. It can be dimmed with the foot switch.\nThe warranty is three years."
GOOD = "The lamp is 160 cm tall."
#: Half of its words are in the chunks.
GREY = "The lamp can be dimmed by voice."
BAD = "The lamp is 190 cm tall."
NOT_GROUNDED = "I cannot confirm that answer from the documents that I have."


def config(settings: str = "") -> str:
    return f"rails: {{output: {{flows: [{FLOW}]}}, config: {{grounding: {{{settings}}}}}}}\n"


def answered(answer: str, *verdicts: str, settings: str = "", **context: Any) -> Any:
    given = {"relevant_chunks": CHUNKS, **context}
    return engine(config(settings), [answer, *verdicts]).generate(ask("How tall is it?"), context=given)


class TestGrounding(RailContract):
    rail = Grounding
    failing = config("fallback: self_check_facts, grey_zone: 1.0")
    context = {"relevant_chunks": "The answer."}

    @pytest.mark.parametrize(
        ("answer", "blocked"),
        [
            (GOOD, False),
            (BAD, True),
            (f"{GOOD} The warranty is 3 years.", False),
            (f"{GOOD} The warranty is five years.", True),
            ("The lamp cannot be dimmed with the foot switch.", True),
            ("It was designed by Maria Rossi in Milan.", True),
            ("I hope this helps!", False),
            ("", False),
        ],
    )
    def test_every_sentence_has_to_be_supported(self, answer: str, blocked: bool) -> None:
        result = answered(answer)
        assert (result.blocked_by == FLOW) is blocked
        assert result.content == (NOT_GROUNDED if blocked else answer)

    def test_without_chunks_it_passes_and_says_so(self) -> None:
        result = answered(BAD, relevant_chunks="")
        assert result.content == BAD
        outcome = result.record.rails[-1].actions[0].return_value
        assert outcome.reason == "there is no evidence to compare with"

    def test_without_chunks_it_blocks_where_the_configuration_says_so(self) -> None:
        assert answered(GOOD, settings="no_evidence: block", relevant_chunks="").blocked_by == FLOW

    def test_the_threshold_has_names_and_may_be_a_number(self) -> None:
        assert answered(GREY, settings="threshold: strict").blocked_by == FLOW
        assert answered(GREY, settings="threshold: 0.3").blocked_by is None
        assert answered(GREY, settings="threshold: permissive").blocked_by is None

    @pytest.mark.parametrize(("verdict", "blocked_by"), [("yes", None), ("no", FLOW), ("", FLOW)])
    def test_a_model_decides_in_the_grey_zone(self, verdict: str, blocked_by: str | None) -> None:
        result = answered(GREY, verdict, settings="fallback: self_check_facts")
        assert result.blocked_by == blocked_by
        assert [call.task for call in result.record.llm_calls] == ["general", "self_check_facts"]
        assert CHUNKS in result.record.llm_calls[1].prompt[0]["content"]

    @pytest.mark.parametrize(("answer", "blocked_by"), [(GOOD, None), (BAD, FLOW)])
    def test_and_is_not_asked_outside_of_it(self, answer: str, blocked_by: str | None) -> None:
        result = answered(answer, settings="fallback: self_check_facts")
        assert result.blocked_by == blocked_by
        assert len(result.record.llm_calls) == 1

    def test_the_configuration_s_prompt_and_parser_are_used_where_it_has_them(self) -> None:
        yaml = config("fallback: self_check_facts") + (
            "prompts: [{task: self_check_facts, content: 'Mine: {{ response }}', "
            "output_parser: is_content_safe}]\n"
        )
        made = engine(yaml, [GREY, "no"])
        result = made.generate(ask(), context={"relevant_chunks": CHUNKS})
        assert "Mine: " in str(result.record.llm_calls[1].prompt)
        assert result.blocked_by is None, "its parser reads 'no' as 'not unsafe'"

    @pytest.mark.parametrize(("asked", "blocked"), [("How tall is it?", True), ("Hello", False)])
    def test_what_an_earlier_question_brought_is_no_evidence(self, asked: str, blocked: bool) -> None:
        context = {"relevant_chunks": CHUNKS, "retrieved_for": "How tall is it?", "user_message": asked}
        scope: Any = SimpleNamespace(context=context)
        assert Grounding().check(scope, BAD).is_blocked is blocked

    def test_what_the_documents_hold_is_evidence(self) -> None:
        yaml = config() + "docs: [{format: md, content: '# Lamp\n\nThe lamp is 160 cm tall.'}]\n"
        made = engine(yaml, [GOOD, BAD])
        assert made.generate(ask("How tall is the lamp?")).content == GOOD
        assert made.generate(ask("How tall is the lamp?")).blocked_by == FLOW

    def test_an_exception_takes_the_place_of_the_words_where_that_is_asked_for(self) -> None:
        made = engine("enable_rails_exceptions: true\n" + config(), [BAD])
        exception = made.generate(ask(), context={"relevant_chunks": CHUNKS}).exception
        assert exception is not None
        assert exception["type"] == "GroundingRailException"

    @pytest.mark.parametrize("settings", ["threshold: loose", "threshold: 1.5", "grey_zone: -1"])
    def test_settings_that_cannot_be_are_refused_at_load(self, settings: str) -> None:
        with pytest.raises(ConfigError, match=settings.partition(":")[0]):
            engine(config(settings))
