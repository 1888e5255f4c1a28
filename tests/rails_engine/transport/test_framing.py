from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.errors import ProviderRequestError
from rails_engine.transport import framing
from rails_engine.transport.addresses import Endpoint, Proxies


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[a:b] for a, b in pairwise(edges)]


@given(
    st.lists(st.binary(min_size=1, max_size=20), max_size=6),
    st.lists(st.integers(0, 10_000), max_size=12),
    st.binary(max_size=4),
)
def test_a_chunked_body_is_the_same_however_it_is_cut(chunks, places, rest):
    data = (
        b"".join(b"%x;ext=1\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\nTrailer: x\r\n\r\n"
    )
    body = framing.ChunkedBody()
    pieces = cut(data, places)
    pieces[-1] += rest
    assert b"".join(body.feed(piece) for piece in pieces) == b"".join(chunks)
    assert body.done
    assert body.rest == rest


@given(st.binary(max_size=50), st.binary(max_size=9), st.lists(st.integers(0, 100), max_size=5))
def test_a_sized_body_ends_where_it_says(content, rest, places):
    body = framing.SizedBody(len(content))
    pieces = cut(content, places)
    if not pieces:
        assert body.done
        return
    pieces[-1] += rest
    assert b"".join(body.feed(piece) for piece in pieces) == content
    assert (body.done, body.rest) == (True, rest)


CHUNK_PARTS = st.sampled_from(
    [b"1", b"a", b"0", b"\r\n", b"\n", b";x", b"g", b"-", b" ", b"1\r\na\r\n", b"2\r\nab\r\n"]
)


@given(st.lists(CHUNK_PARTS, max_size=10).map(b"".join), st.lists(CHUNK_PARTS, max_size=4).map(b"".join))
def test_what_can_be_taken_out_of_a_chunked_body_is_what_it_would_have_given(before, data):
    body, other = framing.ChunkedBody(), framing.ChunkedBody()
    try:
        body.feed(before)
        other.feed(before)
    except framing.FramingError:
        return
    found = body.whole(data)
    if found and not body.done:
        assert other.feed(data) == found
        assert vars(body) == vars(other), "it leaves no trace"


def test_whole_chunks_are_taken_out_and_others_are_not():
    body = framing.ChunkedBody()
    assert body.whole(b"3\r\none\r\n") == b"one"
    assert body.whole(b"3\r\none\r\n3\r\ntwo\r\n") == b"onetwo"
    for data in (
        b"",
        b"3\r\non",
        b"3\r\none",
        b"3\r\none\r\n3",
        b"3\r\none\r\n0\r\n\r\n",
        b"\r\n\r\n",
        b"3\r\nonexx",
    ):
        assert body.whole(data) == b""
    body.feed(b"3\r\no")
    assert body.whole(b"1\r\nx\r\n") == b"", "in the middle of a chunk"
    assert framing.Body().whole(b"one") == b"one"
    assert framing.SizedBody(9).whole(b"one") == b"", "it has to count"


def test_a_body_that_stops_early_is_cut_off():
    for body in (framing.SizedBody(3), framing.ChunkedBody()):
        body.feed(b"2\r")
        with pytest.raises(framing.CutOffError):
            body.end()
    endless = framing.Body()
    assert endless.feed(b"x") == b"x"
    endless.end()
    assert endless.done


@pytest.mark.parametrize(
    "data", [b"x\r\n", b"\r\n", b"-1\r\n", b"2\r\nabc\r\n", b"1" * 20 + b"\r\n", b"1" * 2000, b" \r\n"]
)
def test_chunks_that_lie_are_refused(data):
    with pytest.raises(framing.FramingError):
        framing.ChunkedBody().feed(data)


def test_a_head_is_read_with_names_folded_and_repeats_joined():
    data = b"HTTP/1.1 200 OK\r\nA: 1\r\na:2 \r\nContent-Length: 5\r\n\r\nhello"
    head_bytes, rest = framing.split_head(data)
    head = framing.parse_head(head_bytes)
    assert (head.status, head.headers, head.keep_alive, rest) == (
        200,
        {"a": "1, 2", "content-length": "5"},
        True,
        b"hello",
    )
    assert framing.split_head(data[:20]) is None
    assert framing.parse_head(b"HTTP/1.1 200").status == 200


def test_bare_line_feeds_end_a_head_too():
    head_bytes, rest = framing.split_head(b"HTTP/1.0 404 Not Found\nA: b\n\nrest")
    assert framing.parse_head(head_bytes).headers == {"a": "b"}
    assert rest == b"rest"


@pytest.mark.parametrize(
    ("head", "keep"),
    [
        (b"HTTP/1.1 200 OK", True),
        (b"HTTP/1.1 200 OK\r\nConnection: Close", False),
        (b"HTTP/1.0 200 OK", False),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive", True),
    ],
)
def test_the_version_and_the_header_decide_about_keeping(head, keep):
    assert framing.parse_head(head).keep_alive is keep


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"garbage",
        b"HTTP/2 200",
        b"HTTP/1.1 20",
        b"HTTP/1.1 2000",
        b"HTTP/1.1 2x0 OK",
        b"HTTP/1.1 200 OK\r\nno colon",
        b"HTTP/1.1 200 OK\r\n: x",
        b"HTTP/1.1 200 OK\r\na : x",
        b"HTTP/1.1 200 OK\r\na: b\r\n folded: x",
    ],
)
def test_a_head_that_is_not_one_is_refused(head):
    with pytest.raises(framing.FramingError):
        framing.parse_head(head)


def test_a_head_without_end_is_refused():
    with pytest.raises(framing.FramingError):
        framing.split_head(b"a" * (framing.MAX_HEAD + 1))


def body(headers, method="GET", status=200):
    return framing.body_of(method, framing.Head(status, headers, keep_alive=True))


def test_the_head_says_how_the_body_ends():
    assert isinstance(body({"transfer-encoding": "Chunked", "content-length": "3"}), framing.ChunkedBody)
    assert body({"content-length": "3"}).length == 3
    assert body({"content-length": "3, 3"}).length == 3
    assert type(body({})) is framing.Body
    assert body({"transfer-encoding": "identity"}).ends_itself is False
    for nothing in (body({}, "HEAD"), body({}, status=204), body({"content-length": "9"}, status=304)):
        assert nothing.done


@pytest.mark.parametrize(
    "headers",
    [
        {"content-length": "x"},
        {"content-length": "3, 4"},
        {"content-length": "-1"},
        {"content-length": "9" * 99},
        {"transfer-encoding": "gzip, chunked"},
    ],
)
def test_a_length_that_is_none_is_refused(headers):
    with pytest.raises(framing.FramingError):
        body(headers)


def test_a_request_is_one_piece_of_bytes():
    endpoint = Endpoint.parse("http://host:81/v1?x=1")
    data = framing.encode_request("POST", endpoint, None, {"A": "b"}, b"{}")
    assert (
        data
        == b"POST /v1?x=1 HTTP/1.1\r\nHost: host:81\r\nAccept-Encoding: identity\r\nContent-Length: 2\r\nA: b\r\n\r\n{}"
    )
    assert b"Content-Length" not in framing.encode_request("GET", endpoint, None, {}, b"")


@pytest.mark.parametrize("value", ["a\nb", "a\r\nB: c", "a\r", "nul\0", "\N{SNOWMAN} secret"])
def test_a_header_that_would_break_out_is_refused_without_its_value(value):
    with pytest.raises(ProviderRequestError) as caught:
        framing.encode_request("GET", Endpoint.parse("http://h"), None, {"A": value}, b"")
    assert "secret" not in str(caught.value)


def test_proxies_get_their_own_forms():
    proxy = Proxies({"HTTP_PROXY": "http://u:p@p:1"}).find(Endpoint.parse("http://h"))
    data = framing.encode_request("GET", Endpoint.parse("http://h/x"), proxy, {}, b"")
    assert data.startswith(b"GET http://h/x HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic" in data
    tunnel = framing.encode_connect(Endpoint.parse("https://[::1]/x"), proxy)
    assert tunnel.startswith(b"CONNECT [::1]:443 HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic" in tunnel
    assert b"Proxy-Authorization" not in framing.encode_request(
        "GET", Endpoint.parse("https://h/x"), proxy, {}, b""
    )
