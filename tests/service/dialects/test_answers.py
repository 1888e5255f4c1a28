from __future__ import annotations

import pytest
from pydantic import ValidationError

from service.dialects.answers import ChatCompletion, ErrorBody, LegacyAnswer
from service.dialects.openai import OpenAIDialect
from tests.service.dialects.results import CALL, META, result

ANSWER = OpenAIDialect().render(CALL, result(), META)


def without(name):
    return {key: value for key, value in ANSWER.items() if key != name}


def test_an_answer_is_what_its_model_describes():
    ChatCompletion.model_validate(ANSWER)


@pytest.mark.parametrize("name", ANSWER)
def test_no_member_of_an_answer_may_be_missing(name):
    with pytest.raises(ValidationError):
        ChatCompletion.model_validate(without(name))


@pytest.mark.parametrize("name", ["config_id", "state", "llm_output", "output_data", "log"])
def test_all_members_of_guardrails_are_there(name):
    guardrails = {key: value for key, value in ANSWER["guardrails"].items() if key != name}
    with pytest.raises(ValidationError):
        ChatCompletion.model_validate({**ANSWER, "guardrails": guardrails})


@pytest.mark.parametrize(
    ("model", "value"),
    [
        (ChatCompletion, {**ANSWER, "surprise": 1}),
        (LegacyAnswer, {"messages": []}),
        (LegacyAnswer, {"messages": [{"role": "assistant", "content": "x"}], "id": "x"}),
        (ErrorBody, {"detail": "x"}),
        (ErrorBody, {"detail": "x", "error": {"message": "x", "type": "x"}}),
    ],
)
def test_what_is_not_described_is_refused(model, value):
    with pytest.raises(ValidationError):
        model.model_validate(value)
