from __future__ import annotations

import json

import pytest

from rails_engine import Blocked, Delta, Failed, Finished, ProviderError, ReasoningDelta, ToolCallsDelta
from rails_engine.errors import ActionFailedError, BadStateError
from rails_engine.jsontext import dumps
from service.call import ChatCall
from service.dialects.answers import ErrorBody, LegacyAnswer
from service.dialects.legacy import LegacyDialect
from service.errors import MissingConfigError, ShortThreadIdError, StateTokenError, StoreUnavailableError
from tests.service.dialects.results import EXCEPTION, META, blocked, result

DIALECT = LegacyDialect()
CALL = ChatCall("legacy", ("main",))


def rendered(turn):
    answer = json.loads(dumps(DIALECT.render(CALL, turn, META)))
    LegacyAnswer.model_validate(answer)
    return answer


def written(*events):
    frames = DIALECT.frames(CALL, META)
    return b"".join(frames.write(event) for event in events) + frames.done()


def test_an_answer_is_one_message_and_nothing_else():
    assert rendered(result()) == {"messages": [{"role": "assistant", "content": "Hi."}]}


def test_what_was_asked_for_is_at_the_top_level():
    asked = {"state": {"events": []}, "llm_output": {"a": 1}, "output_data": {"b": None}}
    assert rendered(result(**asked)) == {"messages": [{"role": "assistant", "content": "Hi."}], **asked}


def test_a_log_leaves_out_what_is_null_but_not_within_values():
    log = {
        "activated_rails": [
            {
                "name": "a",
                "reason": None,
                "executed_actions": [
                    {"action_params": {"x": None}, "return_value": {"y": None}, "error": None}
                ],
            }
        ],
        "stats": {"a": 0.0, "b": None},
        "llm_calls": None,
        "internal_events": [{"type": "X", "value": None}],
    }
    assert rendered(result(log=log))["log"] == {
        "activated_rails": [
            {"name": "a", "executed_actions": [{"action_params": {"x": None}, "return_value": {"y": None}}]}
        ],
        "stats": {"a": 0.0},
        "internal_events": [{"type": "X", "value": None}],
    }


def test_an_exception_of_a_rail_has_a_role_of_its_own():
    assert rendered(blocked("", exception=EXCEPTION)) == {
        "messages": [{"role": "exception", "content": EXCEPTION}]
    }


def test_a_failure_inside_is_the_sentence_with_a_full_stop():
    answer = rendered(result("x", error=ActionFailedError("a", "E")))
    assert answer["messages"] == [{"role": "assistant", "content": "Internal server error."}]
    assert DIALECT.sentence_for(ProviderError("x")) == "Internal server error."


def test_a_sentence_is_a_message():
    assert DIALECT.render_sentence(CALL, "Could not.", META) == {
        "messages": [{"role": "assistant", "content": "Could not."}]
    }


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ShortThreadIdError(16), 400),
        (StateTokenError("no"), 400),
        (BadStateError("no"), 400),
        (MissingConfigError(), 422),
        (StoreUnavailableError("redis"), 503),
    ],
)
def test_422_is_400_here_save_the_documented_one(error, status):
    got, body = DIALECT.render_error(error)
    assert got == status
    ErrorBody.model_validate(body)


# -- streams


def test_a_stream_is_the_text():
    assert written(Delta("Once "), Delta("☃\n"), Finished(result())) == "Once ☃\n".encode()


@pytest.mark.parametrize(
    ("before", "gap"), [([], ""), (["Once"], "\n"), (["Once\n"], ""), (["Once", ""], "\n")]
)
def test_an_error_is_one_object_on_a_line_of_its_own(before, gap):
    pieces = [Delta(text) for text in before]
    got = written(*pieces, Failed(ProviderError("broke off")), Finished(result())).decode()
    head, line = got[: len("".join(before) + gap)], got[len("".join(before) + gap) :]
    assert head == "".join(before) + gap
    assert line.endswith("}\n")
    assert json.loads(line)["error"].keys() == {"message", "type", "param", "code"}


def test_a_block_of_an_output_rail_is_one_object():
    got = written(Delta("a"), Blocked("check", "No."), Finished(blocked("No.", "output")))
    text, line, rest = got.split(b"\n")
    assert (text, rest) == (b"a", b"")
    assert json.loads(line)["error"]["code"] == "content_blocked"


def test_what_is_no_text_is_a_line_or_nothing():
    calls = ({"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}},)
    got = written(ReasoningDelta("Hm."), Delta("a"), ToolCallsDelta(calls), Finished(result()))
    assert got == b'a\n{"tool_calls":' + dumps(list(calls)) + b"}\n"


def test_a_sentence_is_text_and_life_shows_no_sign():
    frames = DIALECT.frames(CALL, META)
    assert frames.sentence("Could not.") + frames.done() == b"Could not."
    assert frames.heartbeat() == b""


def test_text_that_is_no_unicode_does_not_break_the_stream():
    assert written(Delta("a\ud800b")) == b"a?b"
