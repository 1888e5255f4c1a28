"""The language of the wire cases matches what it says and nothing else."""

from __future__ import annotations

import json

import pytest

from tests.wire import (
    Case,
    Reply,
    differences,
    lay_out,
    play,
    read_events,
    reply_differences,
    stream_differences,
)

ID = "chatcmpl-00000000-0000-4000-8000-000000000000"


def matches(pattern, value):
    return not list(differences(pattern, value, {}))


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ({"a": 1}, {"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1, "...": True}, {"a": 1, "b": 2}, {"b": 2}),
        ({"a": "<absent>", "...": True}, {"b": 2}, {"a": None}),
        ([1, 2], [1, 2], [1, 2, 3]),
        ([1, "<rest>"], [1, 2, 3], [2]),
        ([1, "<rest>"], [1], []),
        (1, 1, True),
        (1, 1, 1.0),
        (None, None, 0),
        ("x", "x", "y"),
        ("<int>", 5, True),
        ("<number>", 5.5, "5"),
        ("<text>", "", None),
        ("<object>", {}, []),
        ("<list>", [], {}),
        ("<id>", ID, "chatcmpl-1"),
        ("<contains:b>", "abc", "ac"),
        ("<lacks:b>", "ac", "abc"),
        ("<starts:a>", "abc", "bac"),
        ("<matches:a.c>", "abc", "abcd"),
        ("<repeat:ab*2>", "abab", "ab"),
        ("<save:x>", 1, None),
    ],
)
def test_a_pattern_matches_what_it_should_and_not_the_other(pattern, good, bad):
    assert matches(pattern, good)
    assert not matches(pattern, bad)


def test_an_unknown_word_is_a_mistake_in_the_case():
    with pytest.raises(ValueError, match="no such word"):
        matches("<bogus>", 1)


def chunk(delta, finish=None, **extra):
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    head = {"id": ID, "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return {**head, "choices": [choice], **extra}


def sse(*events):
    return b"".join(
        b"data: " + (e.encode() if isinstance(e, str) else json.dumps(e).encode()) + b"\n\n" for e in events
    )


GUARDRAILS = dict.fromkeys(("config_id", "state", "llm_output", "output_data", "log"))
ROLE = chunk({"role": "assistant", "content": ""})
END = chunk({}, "stop", guardrails={**GUARDRAILS, "decision": "allowed"})
WHOLE = sse(ROLE, chunk({"content": "He"}), chunk({"content": "llo"}), END, "[DONE]")
PATTERN = ["<role>", "<text:Hello>", "<end:stop:allowed>", "[DONE]"]


def stream_matches(pattern, body):
    return not list(stream_differences(pattern, body, {}))


def test_a_stream_is_matched_whatever_its_pieces():
    assert stream_matches(PATTERN, WHOLE)
    assert stream_matches(PATTERN, b": keep-alive\n\n" + WHOLE)


@pytest.mark.parametrize(
    "body",
    [
        sse(ROLE, chunk({"content": "Hell"}), END, "[DONE]"),
        sse(chunk({"content": "Hello"}), END, "[DONE]"),
        sse(ROLE, chunk({"content": "Hello"}), "[DONE]"),
        sse(ROLE, chunk({"content": "Hello"}), END),
        sse(ROLE, chunk({"content": "Hello"}), END, "[DONE]", "[DONE]"),
        sse(ROLE, {**chunk({"content": "Hello"}), "id": ID[:-1] + "1"}, END, "[DONE]"),
        sse(ROLE, {**chunk({"content": "Hello"}), "created": 2}, END, "[DONE]"),
        sse(ROLE, chunk({"content": "Hello"}), chunk({}, "stop"), "[DONE]"),
        WHOLE[:-1],
        b"event: x\n" + WHOLE,
        b"Hello",
    ],
)
def test_a_stream_that_is_anything_else_is_not(body):
    assert not stream_matches(PATTERN, body)


def test_events_are_json_or_done():
    assert read_events(b'data: {"a":1}\n\ndata: [DONE]\n\n') == [{"a": 1}, "[DONE]"]


@pytest.mark.parametrize(
    ("expected", "fits"),
    [
        ({"headers": {"x-a": "1"}, "text": "hi"}, True),
        ({"headers": {"X-B": "<absent>"}}, True),
        ({"headers": {"X-A": "<absent>"}}, False),
        ({"status": 201}, False),
        ({"text": "ho"}, False),
        ({"body": {}}, False),
    ],
)
def test_a_reply_is_compared_in_all_that_is_said(expected, fits):
    reply = Reply(200, {"X-A": "1"}, b"hi")
    assert (not list(reply_differences(expected, reply, {}))) is fits


class Model:
    """Stands where the scripted upstream does; nothing of it is asked for."""

    requests = ()
    unused = 0

    def chat(self, *_args, **_extra):
        self.unused += 1


def test_what_an_answer_held_can_be_sent_again_and_the_model_is_watched():
    posted = []

    def post(raw, headers):
        posted.append(json.loads(raw))
        return Reply(200, headers, b'{"state":{"a":1}}')

    first = {"request": {"body": {}}, "expected": {"body": {"state": "<save:s>"}}}
    second = {"request": {"body": {"x": "<use:s>", "y": "<repeat:ab*2>"}}, "expected": {}}
    assert play(Case("openai", "x", {"name": "x", "steps": [first, second]}), post, Model()) == []
    assert posted[1] == {"x": {"a": 1}, "y": "abab"}
    third = {**second, "upstream": [{"chat": "x"}]}
    (unused, asked, _) = play(Case("openai", "x", {"name": "x", "steps": [third]}), post, Model())
    assert "1 replies" in unused
    assert "0 times" in asked


def test_configurations_are_given_their_models_address(tmp_path):
    configs = lay_out(tmp_path, "http://127.0.0.1:1/v1")
    assert "http://127.0.0.1:1/v1" in (configs / "main" / "config.yml").read_text()
    assert not any("UPSTREAM" in path.read_text() for path in configs.rglob("config.yml"))
