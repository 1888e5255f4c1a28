"""An answer counts only if it is whole and is what the model said."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.replies import GOOD, Reader, Reply, judge
from bench.upstream import STREAM_HEAD, completion, events, say

TEXT = say(5)
WHOLE = completion(TEXT)
STREAM = STREAM_HEAD + b"".join(events(TEXT))


def read(data: bytes, cuts: list[int]) -> tuple[Reader, list[bool]]:
    """Each piece arrives a second after the one before."""
    borders = sorted({0, len(data), *(cut % len(data) for cut in cuts)})
    reader, ends = Reader(0.0), []
    for second, (start, end) in enumerate(pairwise(borders), 1):
        ends.append(reader.feed(data[start:end], float(second)))
    return reader, ends


@given(st.lists(st.integers(0, 10_000), max_size=30))
def test_an_answer_is_read_whatever_pieces_it_arrives_in(cuts: list[int]) -> None:
    for data, stream in ((WHOLE, False), (STREAM, True)):
        reader, ends = read(data, cuts)
        assert ends == [False] * (len(ends) - 1) + [True]
        assert judge(reader.reply, TEXT, stream=stream) == GOOD
        assert reader.reply.total == len(ends)


def test_the_wait_for_the_first_word_and_the_gaps_are_those_of_text() -> None:
    reader = Reader(10.0)
    silent = [b": still here\n\n", b'data: {"choices":[{"index":0,"delta":{"content":""}}]}\n\n']
    pieces = [STREAM_HEAD, *(f"{len(event):x}\r\n".encode() + event + b"\r\n" for event in silent)]
    pieces += events(TEXT)
    for second, piece in enumerate(pieces):
        reader.feed(piece, 10.0 + second)
    assert reader.reply.first == 3
    assert reader.reply.gaps == [1.0] * 4


@pytest.mark.parametrize(
    ("reply", "stream", "verdict"),
    [
        (Reply(lost="timed out"), False, "timed out"),
        (Reply(status=503), False, "status 503"),
        (Reply(status=200, data=b"<html>"), False, "unreadable"),
        (Reply(status=200, data=completion("word0 word1").split(b"\r\n\r\n")[1]), False, "truncated"),
        (Reply(status=200, data=completion("I'm sorry").split(b"\r\n\r\n")[1]), False, "other text"),
        (Reply(status=200, data=b'data: {"error": {"message": "no"}}\n\n'), True, "unreadable"),
    ],
)
def test_what_is_wrong_with_an_answer_has_a_name(reply: Reply, verdict: str, *, stream: bool) -> None:
    assert judge(reply, TEXT, stream=stream) == verdict


def test_a_stream_without_its_end_is_not_whole() -> None:
    chunk = {"choices": [{"index": 0, "delta": {"content": TEXT}}]}
    data = b"data: " + json.dumps(chunk).encode() + b"\n\n"
    assert judge(Reply(status=200, data=data), TEXT, stream=True) == "no end"
    assert judge(Reply(status=200, data=data + b"data: [DONE]\n\n"), TEXT, stream=True) == GOOD


def test_a_connection_that_ends_early_leaves_what_came() -> None:
    reader = Reader(0.0)
    reader.feed(STREAM[:-20], 1.0)
    reader.give_up("lost: closed", 2.0)
    assert judge(reader.reply, TEXT, stream=True) == "lost: closed"
    assert b"word4" in reader.reply.data
