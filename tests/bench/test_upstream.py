"""The model of the benchmarks answers as its address says, by what the request holds."""

from __future__ import annotations

import json

import pytest

from bench.replies import GOOD, Reader, judge
from bench.upstream import UNKNOWN, plan, say

TARGET = b"/100/5/20/v1/chat/completions"
TEXT = say(5)


def text_of(body: bytes) -> str:
    (whole,) = plan(TARGET, body).parts
    return json.loads(whole.split(b"\r\n\r\n", 1)[1])["choices"][0]["message"]["content"]


def test_the_address_says_how_long_how_much_and_how_often() -> None:
    chosen = plan(TARGET, b'{"stream": true}')
    assert (chosen.delay, chosen.every, len(chosen.parts)) == (0.1, 0.02, 5)


def test_without_an_interval_a_stream_comes_at_once() -> None:
    assert len(plan(b"/0/5/0/v1/chat/completions", b'{"stream":true}').parts) == 1


@pytest.mark.parametrize(
    "body", [b'{"stream":true}', b'{"stream": true, "stream_options": {"include_usage": true}}']
)
def test_a_stream_says_what_a_whole_answer_says(body: bytes) -> None:
    reader = Reader(0.0)
    parts = plan(TARGET, body).parts
    assert [reader.feed(part, 1.0) for part in parts] == [False] * 4 + [True]
    assert judge(reader.reply, TEXT, stream=True) == GOOD
    assert (b"prompt_tokens" in reader.reply.data) == (b"include_usage" in body)
    assert text_of(b"{}") == TEXT


def test_a_check_is_answered_with_a_verdict() -> None:
    assert text_of(b"... company policy ... hello ... Answer:") == "No"
    assert text_of(b"... company policy ... stupid ... Answer:") == "Yes"


def test_an_address_without_a_script_is_not_found() -> None:
    assert plan(b"/v1/chat/completions", b"{}").parts == (UNKNOWN,)
