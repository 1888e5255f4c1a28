from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.errors import ProviderReplyError
from rails_engine.llm import sse
from rails_engine.llm.sse import EventParser


def parse(*pieces: bytes) -> list[tuple[str, bytes]]:
    parser = EventParser()
    events = [tuple(event) for piece in pieces for event in parser.feed(piece)]
    return events + [tuple(event) for event in parser.finish()]


CASES = [
    (b"data: a\n\n", [("", b"a")]),
    (b"data:a\r\n\r\ndata: b\r\rdata: c\n\n", [("", b"a"), ("", b"b"), ("", b"c")]),
    (b"data: one\ndata: two\ndata\n\n", [("", b"one\ntwo\n")]),
    (b": keep-alive\n\ndata: a\n: x\n\n", [("", b"a")]),
    (b"event: ping\n\ndata: a\n\n", [("", b"a")]),
    (b"event:delta\nid: 7\nretry: 5\ndata:  a\n\n", [("delta", b" a")]),
    (b"\xef\xbb\xbfdata: a\n\n", [("", b"a")]),
    (b"data: a\n\ndata: [DONE]", [("", b"a"), ("", b"[DONE]")]),
    (b"data: a\n\ndata: b\n", [("", b"a"), ("", b"b")]),
    (b"data: one\r\ndata: two\r\n\r\n", [("", b"one\ntwo")]),
    (b"data:\n\n", [("", b"")]),
    (b"\n\n\n", []),
    (b"", []),
    (b"nonsense\nDATA: x\n\n", []),
]


@pytest.mark.parametrize(("data", "events"), CASES)
def test_events_are_read_whole_and_byte_by_byte(data, events):
    assert parse(data) == events
    assert parse(*(data[i : i + 1] for i in range(len(data)))) == events


PARTS = st.sampled_from(
    [
        b"data: x",
        b"data:",
        b"event: e",
        b": c",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"\xef\xbb\xbf",
        b"data",
        b" ",
        b"\xc3\xa4",
    ]
)


@given(st.lists(PARTS, max_size=20).map(b"".join), st.lists(st.integers(0, 200), max_size=10))
def test_the_events_do_not_depend_on_where_the_bytes_are_cut(data, places):
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    assert parse(*(data[a:b] for a, b in pairwise(edges))) == parse(data)


def test_an_event_is_given_as_soon_as_its_blank_line_is_there():
    parser = EventParser()
    assert parser.feed(b"data: a\r\n\r") == [("", b"a")]
    assert parser.feed(b"\ndata: b\n") == []
    assert parser.feed(b"\n") == [("", b"b")]


def test_an_event_has_a_bounded_size(monkeypatch):
    monkeypatch.setattr(sse, "MAX_EVENT", 10)
    with pytest.raises(ProviderReplyError):
        EventParser().feed(b"data: 12345678901")
    with pytest.raises(ProviderReplyError):
        EventParser().feed(b"data: 12345\ndata: 123456\n")
    assert EventParser().feed(b"data: 1234567890\n\n") == [("", b"1234567890")]


@given(st.lists(PARTS, max_size=6).map(b"".join), st.lists(PARTS, max_size=8).map(b"".join))
def test_what_can_be_taken_out_of_a_stream_is_what_it_would_have_given(before, data):
    parser, other = EventParser(), EventParser()
    parser.feed(before)
    other.feed(before)
    found = parser.whole(data)
    if found:
        assert [tuple(event) for event in other.feed(data)] == [("", said) for said in found]
        rest = b"data: more\n\n"
        assert parser.feed(rest) == other.feed(rest), "it leaves no trace"


def test_whole_events_are_taken_out_and_others_are_not():
    parser = EventParser()
    assert parser.whole(b"data: a\n\n") == [], "a mark may stand before the first"
    parser.feed(b"data: a\n\n")
    assert parser.whole(b"data: a\n\n") == [b"a"]
    assert parser.whole(b"data: a\n\ndata: b\n\n") == [b"a", b"b"]
    for data in (
        b"",
        b"data: a\n",
        b"data: a\ndata: b\n\n",
        b"event: x\ndata: a\n\n",
        b"data: a\r\n\r\n",
        b": x\n\n",
    ):
        assert parser.whole(data) == []
    parser.feed(b"data: ")
    assert parser.whole(b"data: a\n\n") == [], "in the middle of an event"
