from __future__ import annotations

import json

import pytest

from rails_engine import Blocked, Delta, Failed, Finished, ProviderError, ReasoningDelta, ToolCallsDelta
from rails_engine.errors import ActionFailedError
from rails_engine.jsontext import dumps
from rails_engine.messages import Usage
from service.call import ChatCall
from service.dialects.answers import ChatCompletion, ChatCompletionChunk, StreamError
from service.dialects.base import AnswerMeta
from service.dialects.openai import OpenAIDialect
from tests.service.dialects.results import CALL, EXCEPTION, META, blocked, result
from tests.wire import read_events

DIALECT = OpenAIDialect()
CALLS = [{"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]


def rendered(turn, call=CALL, meta=META):
    answer = json.loads(dumps(DIALECT.render(call, turn, meta)))
    ChatCompletion.model_validate(answer)
    return answer


def written(*events, call=CALL, meta=META):
    frames = DIALECT.frames(call, meta)
    got = read_events(b"".join(frames.write(event) for event in events) + frames.done())
    for event in got[:-1]:
        (StreamError if "error" in event else ChatCompletionChunk).model_validate(event)
    return got


def test_an_answer_has_every_member():
    assert rendered(result()) == {
        "id": META.id,
        "object": "chat.completion",
        "created": 1709424000,
        "model": "gpt-4o",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": "Hi."}, "finish_reason": "stop"}
        ],
        "usage": {"prompt_tokens": 11, "completion_tokens": 3, "total_tokens": 14},
        "guardrails": {
            "config_id": "main",
            "state": None,
            "llm_output": None,
            "output_data": None,
            "log": None,
        },
    }


def test_the_model_is_told_as_asked_even_if_it_was_empty():
    assert rendered(result(model="gpt-4o-2024"), ChatCall("openai", model=""))["model"] == ""


def test_usage_is_an_object_of_zeros_where_no_model_was_asked():
    zeros = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    assert rendered(result(usage=None))["usage"] == zeros


def test_usage_keeps_the_details():
    details = {"prompt_tokens_details": {"cached_tokens": 5}}
    assert rendered(result(usage=Usage(1, 2, 3, details)))["usage"]["prompt_tokens_details"] == {
        "cached_tokens": 5
    }


@pytest.mark.parametrize("reason", ["stop", "length", "content_filter", "tool_calls"])
def test_the_finish_reason_is_the_models_own(reason):
    assert rendered(result(finish_reason=reason))["choices"][0]["finish_reason"] == reason


@pytest.mark.parametrize("wanted", ["content_filter", "stop"])
def test_what_a_rail_blocked_has_the_configured_finish_reason(wanted):
    meta = AnswerMeta(META.id, 1, ("main",), wanted)
    choice = rendered(blocked(), meta=meta)["choices"][0]
    assert (choice["message"]["content"], choice["finish_reason"]) == ("No.", wanted)


def test_the_setting_for_blocks_does_not_touch_the_models_own_filter():
    meta = AnswerMeta(META.id, 1, ("main",), "stop")
    own = rendered(result(finish_reason="content_filter"), meta=meta)
    assert own["choices"][0]["finish_reason"] == "content_filter"


def test_what_was_asked_for_is_under_guardrails():
    asked = {"state": {"events": []}, "llm_output": {"a": 1}, "output_data": {"b": None}, "log": {"c": []}}
    assert rendered(result(**asked))["guardrails"] == {"config_id": "main", **asked}


def test_tool_calls_are_part_of_the_message():
    message = {"role": "assistant", "content": None, "tool_calls": CALLS}
    assert rendered(result(message=message))["choices"][0]["message"] == message


def test_several_answers_are_choices():
    first = {"role": "assistant", "content": "Hi."}
    second = {"role": "assistant", "content": "Ho.", "finish_reason": "stop", "audio": {"id": "x"}}
    third = {"role": "assistant", "content": "No.", "finish_reason": "content_filter", "tool_calls": CALLS}
    meta = AnswerMeta(META.id, 1, ("main",), "stop")
    choices = rendered(result(choices=(first, second, third)), meta=meta)["choices"]
    assert [(c["index"], c["message"], c["finish_reason"]) for c in choices] == [
        (0, first, "stop"),
        (1, {"role": "assistant", "content": "Ho."}, "stop"),
        (2, {"role": "assistant", "content": "No."}, "stop"),
    ]


def test_reasoning_is_shown_only_beside_an_answer_that_nothing_was_done_to():
    assert rendered(result(reasoning="Hm."))["choices"][0]["message"]["reasoning_content"] == "Hm."
    for turn in (blocked(reasoning="Hm."), result(reasoning="Hm.", decision="modified")):
        assert "Hm." not in json.dumps(rendered(turn))


def test_an_exception_of_a_rail_is_the_message_and_an_object():
    answer = rendered(blocked("", exception=EXCEPTION, output_data={"a": 1}))
    assert answer["choices"][0]["message"] == {"role": "assistant", "content": "Not allowed."}
    assert answer["guardrails"]["output_data"] == {"a": 1, "exception": EXCEPTION}


def test_a_failure_inside_is_the_documented_sentence():
    failed = result("I'm sorry, an internal error has occurred.", error=ActionFailedError("a", "E"))
    answer = rendered(failed)
    assert answer["choices"][0] == {
        "index": 0,
        "message": {"role": "assistant", "content": "Internal server error"},
        "finish_reason": "stop",
    }


def test_a_sentence_looks_like_an_answer():
    answer = DIALECT.render_sentence(CALL, "Could not.", META)
    ChatCompletion.model_validate(answer)
    assert answer["choices"][0]["message"]["content"] == "Could not."
    assert answer["guardrails"]["config_id"] == "main"


def test_the_fingerprint_of_the_system_is_told_where_there_is_one():
    assert rendered(result(system_fingerprint="fp"))["system_fingerprint"] == "fp"


# -- streams


def test_a_stream_is_role_pieces_end_done():
    got = written(Delta("Once "), Delta("upon"), Finished(result("Once upon")))
    assert [event if event == "[DONE]" else event["choices"][0] for event in got] == [
        {"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None},
        {"index": 0, "delta": {"content": "Once "}, "finish_reason": None},
        {"index": 0, "delta": {"content": "upon"}, "finish_reason": None},
        {"index": 0, "delta": {}, "finish_reason": "stop"},
        "[DONE]",
    ]
    heads = [{name: e[name] for name in ("id", "object", "created", "model")} for e in got[:-1]]
    assert heads == [
        {"id": META.id, "object": "chat.completion.chunk", "created": 1709424000, "model": "gpt-4o"}
    ] * len(heads)


def test_the_last_chunk_has_the_guardrails_object_and_the_decision():
    (*_, last, _) = written(Delta("x"), Finished(result(state={"events": []}, log={"a": 1})))
    assert last["guardrails"] == {
        "config_id": "main",
        "state": {"events": []},
        "llm_output": None,
        "output_data": None,
        "log": {"a": 1},
        "decision": "allowed",
    }


def test_usage_comes_in_one_more_chunk_and_is_null_before():
    call = ChatCall("openai", model="m", stream=True, include_usage=True)
    *chunks, usage, done = written(Delta("x"), Finished(result()), call=call)
    assert done == "[DONE]"
    assert usage["choices"] == []
    assert usage["usage"] == {"prompt_tokens": 11, "completion_tokens": 3, "total_tokens": 14}
    assert [chunk["usage"] for chunk in chunks] == [None] * 3


def test_without_include_usage_no_chunk_speaks_of_it():
    assert all("usage" not in event for event in written(Delta("x"), Finished(result()))[:-1])


def test_a_refusal_of_an_input_rail_is_text_with_a_finish_reason():
    *_, text, last, _ = written(Delta("No."), Finished(blocked()))
    assert text["choices"][0]["delta"] == {"content": "No."}
    assert last["choices"][0]["finish_reason"] == "content_filter"
    assert last["guardrails"]["decision"] == "blocked"


BLOCK = {
    "error": {
        "message": "Blocked by check plum rails.",
        "type": "guardrails_violation",
        "param": "check plum",
        "code": "content_blocked",
    }
}


def test_after_a_block_of_an_output_rail_comes_only_the_end():
    events = (Blocked("check plum", "No plums."), Finished(blocked("No plums.", "output")), Delta("more"))
    assert written(*events) == [BLOCK, "[DONE]"]
    assert written(Delta("a"), *events)[2:] == [BLOCK, "[DONE]"]


def test_what_was_asked_for_stands_beside_the_block():
    log = {"activated_rails": [{"name": "check plum"}]}
    finished = Finished(blocked("No plums.", "output", log=log, state={"events": []}))
    (last, _) = written(Blocked("check plum", "No plums."), finished)
    assert last["error"] == BLOCK["error"]
    assert last["guardrails"] == {
        "config_id": "main",
        "state": {"events": []},
        "llm_output": None,
        "output_data": None,
        "log": log,
        "decision": "blocked",
    }


def test_the_bytes_of_a_block_are_those_of_the_contract():
    frames = DIALECT.frames(CALL, META)
    written = frames.write(Blocked("r", "")) + frames.write(Finished(blocked()))
    assert written == (
        b'data: {"error":{"message":"Blocked by r rails.","type":"guardrails_violation",'
        b'"param":"r","code":"content_blocked"}}\n\n'
    )


def test_a_failure_has_four_keys_and_only_the_end_after_it():
    got = written(Delta("a"), Failed(ProviderError("the model broke off")), Finished(result()))
    assert got[2:] == [
        {
            "error": {
                "message": "the model broke off",
                "type": "server_error",
                "param": None,
                "code": "provider_error",
            }
        },
        "[DONE]",
    ]


def test_a_failure_that_became_a_result_is_a_failure_in_a_stream():
    (failure, _) = written(Finished(result("x", error=ActionFailedError("a", "KeyError"))))
    assert failure["error"]["code"] == "action_failed"
    assert "KeyError" not in failure["error"]["message"]


def test_tool_calls_are_numbered():
    _, calls, *_ = written(ToolCallsDelta(tuple(CALLS * 2)), Finished(result(finish_reason="tool_calls")))
    assert [call["index"] for call in calls["choices"][0]["delta"]["tool_calls"]] == [0, 1]


def test_reasoning_has_a_field_of_its_own():
    _, thought, *_ = written(ReasoningDelta("Hm."), Finished(result()))
    assert thought["choices"][0]["delta"] == {"reasoning_content": "Hm."}


def test_a_sentence_is_a_whole_stream():
    call = ChatCall("openai", model="m", include_usage=True)
    frames = DIALECT.frames(call, META)
    role, text, last, usage, done = read_events(frames.sentence("Could not.") + frames.done())
    assert role["choices"][0]["delta"]["role"] == "assistant"
    assert text["choices"][0]["delta"]["content"] == "Could not."
    assert (last["choices"][0]["finish_reason"], last["guardrails"]["decision"]) == ("stop", "error")
    assert usage["usage"]["total_tokens"] == 0
    assert done == "[DONE]"


@pytest.mark.parametrize("text", ["a\nb\r\n\r\n", "data: x", '"', "\u2028", "\ud800", "😀", "\x00"])
def test_no_text_breaks_out_of_its_frame(text):
    (_, piece, *_) = written(Delta(text), Finished(result()))
    assert piece["choices"][0]["delta"]["content"] == text


def test_a_sign_of_life_is_a_comment():
    frames = DIALECT.frames(CALL, META)
    assert frames.heartbeat() == b": keep-alive\n\n"
    assert read_events(frames.heartbeat() + frames.done()) == ["[DONE]"]
