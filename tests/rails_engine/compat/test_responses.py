from __future__ import annotations

import io
import json

import pytest

from rails_engine.compat.responses import GenerationLog, RailsResult, RailStatus, answer_of, make_response
from rails_engine.turn import Record, TurnResult

LOG = {
    "activated_rails": [
        {
            "type": "input",
            "name": "self check input",
            "decisions": ["execute self_check_input"],
            "executed_actions": [
                {
                    "action_name": "self_check_input",
                    "llm_calls": [{"task": "self_check_input"}],
                    "duration": 0.5,
                }
            ],
            "duration": 0.5,
        }
    ],
    "stats": {"total_duration": 1.0, "llm_calls_count": 1, "llm_calls_total_tokens": 9},
    "llm_calls": [{"task": "self_check_input", "total_tokens": 9}],
}


def result(**more):
    message = more.pop("message", {"role": "assistant", "content": "hello"})
    return TurnResult(message, "allowed", Record(started_at=0.0), **more)


def test_a_log_is_made_of_objects():
    log = GenerationLog(**LOG)
    assert log.activated_rails[0].executed_actions[0].llm_calls[0].task == "self_check_input"
    assert log.llm_calls[0].total_tokens == 9
    assert log.stats.total_duration == 1.0
    assert GenerationLog(**json.loads(log.model_dump_json())) == log


def test_a_log_tells_people_where_the_time_went():
    out = io.StringIO()
    GenerationLog(**LOG).print_summary(out)
    assert out.getvalue().splitlines() == [
        "# 1.00s in total",
        "- [0.50s] input (self check input): execute self_check_input",
        "  - [0.50s] self_check_input, 1 model calls",
        "# 1 model calls, 9 tokens",
    ]


@pytest.mark.parametrize(
    ("as_text", "response"), [(True, "hello"), (False, [{"role": "assistant", "content": "hello"}])]
)
def test_a_response_answers_in_the_form_of_the_question(as_text, response):
    assert make_response(result(), as_text=as_text).response == response


def test_a_response_carries_what_the_turn_came_to():
    calls = [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
    response = make_response(
        result(
            message={"role": "assistant", "content": None, "tool_calls": calls},
            reasoning="hm",
            model="grey",
            state={"events": []},
            output_data={"a": 1},
            log=LOG,
        ),
        as_text=False,
    )
    assert response.tool_calls == calls
    assert response.reasoning_content == "hm"
    assert response.llm_metadata == {"model_name": "grey", "finish_reason": "stop"}
    assert response.state == {"events": []}
    assert response.output_data == {"a": 1}
    assert response.log.stats.llm_calls_count == 1


def test_an_exception_takes_the_place_of_the_message():
    raised = result(exception={"type": "XException", "message": "m"})
    assert answer_of(raised) == {"role": "exception", "content": {"type": "XException", "message": "m"}}
    assert make_response(raised, as_text=True).response == [answer_of(raised)]


def test_the_status_of_a_check_is_its_word():
    found = RailsResult(RailStatus.BLOCKED, "No.")
    assert found.status == "blocked"
    assert json.loads(found.json())["status"] == "blocked"
