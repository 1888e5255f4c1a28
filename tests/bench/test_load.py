"""The client asks as often as it is told, counts what is not whole, and reports times of good answers alone."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from bench.cases import CASES, QUESTION, Case
from bench.load import FILLER, THREAD, Load, Questions, Tally, measure, quantile, summary
from bench.processes import free_port
from bench.replies import Reply
from bench.runs import run
from bench.servers import stage
from bench.upstream import completion, say
from tests.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The benchmark's own model; the client under test asks it directly."""
    with stage(tmp_path_factory.mktemp("stage")) as place:
        yield place.upstream_port


def load(port: int, **changes: object) -> Load:
    given = {
        "document": CASES["main"].document(),
        "expect": say(3),
        "connections": 4,
        "seconds": 0.0,
        "each": 5,
    }
    return Load(port=port, pid=os.getpid(), **{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("stream", [False, True])
def test_each_connection_asks_so_many_times(model: int, *, stream: bool) -> None:
    document = {**CASES["main"].document(), "stream": stream}
    found = measure(load(model, document=document, path="/0/3/0/v1/chat/completions"))
    assert found["requests"] == 20
    assert found["failures"] == {}
    assert 1 <= found["most_under_way"] <= 4
    assert found["p50_ms"] > 0


def test_the_pace_of_the_model_is_what_the_client_sees(model: int) -> None:
    document = {**CASES["main"].document(), "stream": True}
    one = load(model, document=document, path="/20/3/10/v1/chat/completions", connections=1, each=2)
    found = measure(one)
    assert found["first_p50_ms"] >= 20
    assert found["p50_ms"] >= 40


def test_large_bodies_arrive_whole() -> None:
    document = Case("", "", "main").document()
    document["messages"][-1]["content"] = FILLER
    with Upstream() as upstream:
        reply = {"choices": [{"message": {"content": "fine"}}]}
        for _ in range(2):
            upstream.reply(json=reply)
        found = measure(
            load(upstream.port, document=document, expect="fine", connections=1, each=2, filler=3_000_000)
        )
        texts = [request.json["messages"][-1]["content"] for request in upstream.requests]
    assert found["failures"] == {}
    assert all(len(text) > 2_900_000 for text in texts)
    assert texts[0] != texts[1]


def test_a_connection_that_is_cut_is_a_loss_and_is_tried_again() -> None:
    with Upstream() as upstream:
        upstream.cut()
        upstream.reply(json={"choices": [{"message": {"content": say(3)}}]})
        found = measure(load(upstream.port, connections=1, each=2))
    assert (found["requests"], found["failures"]) == (2, {"lost: closed": 1})


def test_who_waits_for_too_long_is_given_up() -> None:
    with Upstream() as upstream:
        upstream.raw(b"HTTP/1.1 200 OK\r\n")
        begun = time.monotonic()
        found = measure(load(upstream.port, connections=1, each=1, timeout=0.1))
    assert found["failures"] == {"timed out": 1}
    assert time.monotonic() - begun < 5


def test_nobody_there_is_a_failure_and_no_endless_loop() -> None:
    found = measure(load(free_port(), connections=2, each=3))
    assert sum(found["failures"].values()) == 6


def test_times_are_of_good_answers_alone() -> None:
    content = completion(say(3)).split(b"\r\n\r\n", 1)[1]
    good, bad = Reply(200, content, total=0.1), Reply(lost="timed out", total=30.0)
    found = summary(load(1), Tally([good, bad], took=2.0))
    assert (found["p99_ms"], found["rps"], found["failures"]) == (100.0, 0.5, {"timed out": 1})


def test_a_thread_has_so_many_turns_and_then_comes_another() -> None:
    questions = Questions(load(1, document=CASES["threads"].document(), turns_a_thread=2))
    asked = [questions.next(0, turn) for turn in range(4)]
    assert asked[0] == asked[1] != asked[2] == asked[3]
    assert questions.next(1, 0) not in asked
    assert THREAD.encode() not in asked[0]
    assert QUESTION.encode() in asked[0]


def test_a_request_says_its_length_whatever_is_put_into_it() -> None:
    document = CASES["threads"].document()
    document["messages"][-1]["content"] = FILLER
    for turn in (0, 99):
        head, body = Questions(load(1, document=document, filler=1000)).next(7, turn).split(b"\r\n\r\n")
        assert f"Content-Length: {len(body)}".encode() in head


@pytest.mark.parametrize(
    ("share", "value"), [(0.5, 50_000.0), (0.99, 99_000.0), (1.0, 100_000.0), (0.0001, 1000.0)]
)
def test_a_quantile_is_one_of_the_values(share: float, value: float) -> None:
    assert quantile([float(n) for n in range(1, 101)], share) == value
    assert quantile([], share) is None


def test_the_client_runs_as_a_process_of_its_own(model: int) -> None:
    found = run(load(model, path="/0/3/0/v1/chat/completions"))
    assert found["requests"] == 20
    assert found["mb"] > 0


def test_a_client_that_fails_says_why(model: int) -> None:
    with pytest.raises(SystemExit, match="Permission|invalid|must be"):
        run(load(-1))
