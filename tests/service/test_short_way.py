"""Words that come the short way are written as all others are, kept as all others are, and end as all others do."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from rails_engine import Pause
from service.worker_state import ENVIRON_KEY, SEAT_KEY, Seat, WorkerState
from tests.service_app import MAIN, THREAD, ServiceApp, user, write_config
from tests.upstream import Upstream, chunk, frame

WORDS = ["one ", "two ", 'th"ree ', "f\u00f6ur"]
REGEX = """
rails:
  output: {flows: [regex check output], streaming: {enabled: true}}
  config: {regex_detection: {output: {patterns: [forbidden]}}}
"""


def body(**guardrails: Any) -> dict[str, Any]:
    return {
        "model": "m",
        "messages": [user("hi")],
        "stream": True,
        "guardrails": {"config_id": "main", **guardrails},
    }


class Listener:
    """What a server that knows of pauses does with an answer. A gate is opened when its word is to come."""

    def __init__(
        self, app: ServiceApp, call: dict[str, Any], gates: list[threading.Event], **environ: Any
    ) -> None:
        self.seat = Seat()
        self.pieces: list[bytes] = []
        self.shortly: list[bytes] = []
        self._gates = gates
        self._started = app.start(
            "POST", "/v1/chat/completions", json=call, environ={SEAT_KEY: self.seat, **environ}
        )

    def pause(self, *, begun: bool = True) -> Pause | None:
        """Go on to the next pause whose end may come the short way; if it has ``begun``, behind a word."""
        while True:
            piece = self._started.next()
            pause: Pause | None = self.seat.take_pause()
            if pause is None:
                if not piece:
                    return None
                self.pieces.append(piece)
                continue
            pause.taken = True
            if self.seat.hear is not None and (self.pieces or not begun):
                return pause
            assert pause.wait(10)

    def let_come(self, pause: Pause) -> bytes | None:
        """Have the next word come, and hear it."""
        self._gates.pop(0).set()
        assert pause.wait(10)
        assert self.seat.hear is not None
        said = self.seat.hear()
        if said:
            self.pieces.append(said)
            self.shortly.append(said)
        return said

    def close(self) -> None:
        self._started.close()

    def end(self) -> None:
        """Go on to the end."""
        while (pause := self.pause()) is not None:
            assert pause.wait(10)
        self.close()


def gated(upstream: Upstream, words: list[str]) -> list[threading.Event]:
    """Each word of the model's but the first behind a gate, and the end behind the last one."""
    gates = [threading.Event() for _ in words]
    pieces: list[Any] = []
    for word, gate in zip(words, gates, strict=True):
        pieces += [frame(chunk({"content": word})), gate]
    upstream.sse([*pieces, frame(chunk({}, "stop")), frame("[DONE]")])
    return gates


def test_each_word_is_the_frame_that_it_would_have_been(app: ServiceApp, upstream: Upstream) -> None:
    listener = Listener(app, body(), gated(upstream, WORDS))
    pause = listener.pause()
    for _ in WORDS[1:]:
        assert pause is not None
        assert listener.let_come(pause)
    assert pause is not None
    assert listener.let_come(pause) is None, "the end is for others"
    listener.end()
    upstream.stream(*WORDS)
    whole = app.chat(body())

    def shown(data: bytes) -> list[bytes]:
        return [line.partition(b'"choices"')[2] for line in data.split(b"\n") if b'"content":' in line]

    assert shown(b"".join(listener.pieces)) == shown(b"".join(whole.pieces))
    assert len(listener.shortly) == len(WORDS) - 1


def test_what_opens_the_answer_is_not_for_the_short_way(
    open_app: Any, root: Path, upstream: Upstream
) -> None:
    write_config(root, "patterns", MAIN.format(base_url=upstream.base_url) + REGEX)
    gates = [threading.Event(), threading.Event()]
    words = [frame(chunk({"content": word})) for word in ("for", "ty ")]
    upstream.sse([gates[0], words[0], gates[1], words[1], frame(chunk({}, "stop")), frame("[DONE]")])
    listener = Listener(open_app(), body(config_id="patterns"), gates)
    for _ in ("one that is held", "one that lets it go"):
        pause = listener.pause(begun=False)
        assert pause is not None
        assert listener.let_come(pause) is None
    listener.end()
    assert b'"role":"assistant"' in listener.pieces[0]
    assert b'"forty "' in b"".join(listener.pieces)


def test_a_thread_keeps_what_came_the_short_way_before_the_client_left(
    app: ServiceApp, upstream: Upstream
) -> None:
    listener = Listener(app, body(thread_id=THREAD), gated(upstream, WORDS))
    pause = listener.pause()
    assert pause is not None
    listener.let_come(pause)
    listener.close()
    assert [message["content"] for message in app.stored()] == ["hi", "one two "]


def test_what_a_rail_refuses_is_not_written(open_app: Any, root: Path, upstream: Upstream) -> None:
    write_config(root, "patterns", MAIN.format(base_url=upstream.base_url) + REGEX)
    gates = gated(upstream, ["one ", "two for", "bidden ", "four"])
    listener = Listener(open_app(), body(config_id="patterns"), gates)
    pause = listener.pause()
    assert pause is not None
    assert b'"two "' in (listener.let_come(pause) or b""), "what may still become a match is held"
    assert listener.let_come(pause) is None
    listener.end()
    said = b"".join(listener.pieces)
    assert b"guardrails_violation" in said
    assert b"bidden" not in said
    assert b"four" not in said


def test_a_worker_that_is_to_stop_ends_such_a_stream_as_others(app: ServiceApp, upstream: Upstream) -> None:
    worker = WorkerState(1, lambda: 0)
    listener = Listener(app, body(), gated(upstream, WORDS), **{ENVIRON_KEY: worker})
    pause = listener.pause()
    assert pause is not None
    assert listener.let_come(pause)
    worker.drain(0)
    assert listener.let_come(pause) is None
    listener.end()
    assert b'data: {"error"' in b"".join(listener.pieces)
