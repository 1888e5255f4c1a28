from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine import ConfigError
from rails_engine.rails.library.patronus_lynx import PatronusLynx, read_answer
from tests.contracts.rail import engine
from tests.guarded import GuardContract, GuardedBot
from tests.talking import line

RAIL = "patronus lynx check output hallucination"
TASK = "patronus_lynx_check_output_hallucination"
CONFIG = """
rails: {output: {flows: [patronus lynx check output hallucination]}}
prompts:
  - task: patronus_lynx_check_output_hallucination
    content: 'Q: {{ user_input }} D: {{ provided_context }} A: {{ bot_response }}'
"""
EVIDENCE = {"relevant_chunks": "Bern is in Switzerland."}
PASS = '{"REASONING": ["It says so."], "SCORE": "PASS"}'
FAIL = '{"REASONING": ["Bern is \\"not\\" in France.", "So it is wrong."], "SCORE": "FAIL"}'


def guarded(answer: Any = PASS, yaml: str = CONFIG, colang: str | None = None) -> GuardedBot:
    return GuardedBot("patronus_lynx", yaml, colang, **{TASK: answer})


class TestPatronusLynx(GuardContract):
    rail = PatronusLynx
    failing = CONFIG
    context = EVIDENCE
    model_type = "patronus_lynx"

    def test_the_model_sees_question_passages_and_answer(self) -> None:
        bot = guarded()
        assert bot.say("Where?", context=EVIDENCE).content == "an answer"
        assert bot.read()[0]["content"] == "Q: Where? D: Bern is in Switzerland. A: an answer"

    def test_an_answer_that_fails_is_withheld_with_the_reasons_on_record(self) -> None:
        result = guarded(FAIL).say("Where?", context=EVIDENCE)
        assert (result.content, result.blocked_by) == ("I don't know the answer to that.", RAIL)
        reasons = line(result, RAIL).actions[0].return_value.metadata["reasoning"]
        assert reasons == ['Bern is \\"not\\" in France.', "So it is wrong."]

    @pytest.mark.parametrize("chunks", [None, "", " \n"])
    def test_without_passages_there_is_nothing_to_check(self, chunks: str | None) -> None:
        bot = guarded(FAIL)
        assert bot.say("Where?", context={"relevant_chunks": chunks}).content == "an answer"
        assert bot.guard.requests == []

    def test_its_exception_takes_the_place_of_the_refusal(self) -> None:
        result = guarded(FAIL, "enable_rails_exceptions: true" + CONFIG).say("Where?", context=EVIDENCE)
        assert result.exception is not None
        assert result.exception["type"] == "PatronusAIHallucinationException"

    def test_an_older_flow_reads_the_result_as_a_table(self) -> None:
        flow = """
        define subflow patronus lynx check output hallucination
          $found = execute patronus_lynx_check_output_hallucination
          if $found["hallucination"]
            bot inform answer unknown
            stop
        """
        assert guarded(FAIL, colang=flow).say("x", context=EVIDENCE).decision == "blocked"
        assert guarded(PASS, colang=flow).say("x", context=EVIDENCE).content == "an answer"

    def test_without_its_model_or_prompt_the_configuration_is_refused(self) -> None:
        with pytest.raises(ConfigError, match="needs a model of the type 'patronus_lynx'"):
            engine(CONFIG)
        with pytest.raises(ConfigError, match="needs a prompt for the task"):
            guarded(yaml="rails: {output: {flows: [patronus lynx check output hallucination]}}")


@pytest.mark.parametrize(
    ("answer", "hallucination", "reasoning"),
    [
        (PASS, False, ["It says so."]),
        ('{"REASONING": [\'a\'], "SCORE": PASS}', False, ["a"]),
        ('```json\n{"score": "pass"}\n```', False, None),
        ("SCORE: PASS", False, None),
        ('{"SCORE": FAIL}', True, None),
        ('{"SCORE": "PASS"} or {"SCORE": "FAIL"}', True, None),
        ('{"SCORE": "PASSABLE"}', True, None),
        ('{"SCORE": ""}', True, None),
        ("PASS", True, None),
        ("", True, None),
    ],
)
def test_an_answer_means(answer: str, hallucination: bool, reasoning: list[str] | None) -> None:
    assert read_answer(answer) == (hallucination, reasoning)


@given(st.text() | st.text(alphabet='SCOREPASFIL:"{}[] \\'))
def test_only_a_pass_and_nothing_but_passes_is_a_pass(answer: str) -> None:
    hallucination, _ = read_answer(answer)
    assert hallucination or "PASS" in answer.upper()
    assert read_answer(answer + ' "SCORE": "FAIL"')[0]
