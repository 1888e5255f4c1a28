"""What an answer passes on its way out: a stage for each exact rail, and for neighbours of another kind.

A stage is given text and gives the text that may go on, rewritten where its rails rewrite. It holds back
what is not judged yet. Each judges what the stage before it let through, as in an answer that is not
streamed. Does no I/O of its own.
"""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from rails_engine.pipeline.buffer import OutputBuffer, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rails_engine.config.schema import StreamingConfig
    from rails_engine.rails.plan import ConfiguredRail
    from rails_engine.rails.streaming import StreamedRails


class Judge(Protocol):
    """Runs rails over a text that follows ``before``, of which ``seen`` characters are not new to them."""

    def __call__(
        self, rails: Sequence[ConfiguredRail], before: str, text: str, *, seen: int = 0
    ) -> str | None:
        """What they make of it; None where they block it, and all is over."""


class Stage(Protocol):
    """One step on the way out."""

    def feed(self, text: str) -> Iterator[str]:
        """Take text in, give what may go on."""

    def close(self) -> Iterator[str]:
        """No more text comes: give the rest."""


class ExactStage:
    """One rail that says how much of the text is settled; only the rest is held."""

    def __init__(self, rail: ConfiguredRail, judge: Judge, pass_over: Callable[[int], None]) -> None:
        if rail.scanner is None:
            raise TypeError(f"the rail {rail.name!r} has no scanner")
        self._rails = (rail,)
        self._scanner = rail.scanner
        self._judge = judge
        self._pass_over = pass_over
        #: What has been judged and can still be looked back at, then what has not.
        self._text = ""
        self._start = 0

    def feed(self, text: str) -> Iterator[str]:
        """Judge what is settled."""
        self._text += text
        cut = self._scanner.settled(self._text, self._start)
        if cut <= self._start:
            return
        seen, start = self._text[:cut], self._start
        if self._scanner.clean(seen, start):
            passed: str | None = seen[start:]
            self._pass_over(cut - start)
        else:
            passed = self._judge(self._rails, seen[:start], seen[start:])
        kept = max(0, cut - self._scanner.looks_back)
        self._text, self._start = self._text[kept:], cut - kept
        if passed:
            yield passed

    def close(self) -> Iterator[str]:
        """Its flow decides on what is left, were it nothing: so it has run at least once."""
        passed = self._judge(self._rails, self._text[: self._start], self._text[self._start :])
        if passed:
            yield passed


class WindowStage:
    """Rails that look at pieces of a certain size, or at everything."""

    def __init__(self, rails: Sequence[ConfiguredRail], judge: Judge, buffer: OutputBuffer) -> None:
        self._rails = rails
        self._judge = judge
        self._buffer = buffer

    def feed(self, text: str) -> Iterator[str]:
        """Judge the window that this completes."""
        for window in self._buffer.feed(text):
            yield from self._passed(window)

    def close(self) -> Iterator[str]:
        """Judge what is left."""
        for window in self._buffer.close():
            yield from self._passed(window)

    def _passed(self, window: Window) -> Iterator[str]:
        whole = window.context + window.fresh
        judged = self._judge(self._rails, "", whole, seen=len(window.context))
        if judged is not None and (fresh := fresh_part(window, judged)):
            yield fresh


def fresh_part(window: Window, judged: str) -> str:
    """What rails have made of a window's fresh text, where they have rewritten the window.

    A rewriting that began in the context, which is already out, goes out from where it begins to differ.
    """
    context, fresh = window.context, window.fresh
    whole = context + fresh
    if judged == whole:
        return fresh
    same = next(
        (at for at, (old, new) in enumerate(zip(whole, judged, strict=False)) if old != new),
        min(len(whole), len(judged)),
    )
    if same < len(context) and judged.endswith(fresh):
        return fresh
    return judged[min(same, len(context)) :]


class WayOut:
    """All stages, one behind the other."""

    def __init__(self, stages: Sequence[Stage], is_over: Callable[[], bool]) -> None:
        self._stages = stages
        self._is_over = is_over

    def feed(self, text: str) -> Iterable[str]:
        """What of the text, and of what was held, may go out now."""
        return self._pass_on(0, text) if self._stages else (text,)

    def close(self) -> Iterator[str]:
        """The rest."""
        for index, stage in enumerate(self._stages):
            for passed in stage.close():
                yield from self._pass_on(index + 1, passed)
                if self._is_over():
                    return
            if self._is_over():
                return

    def _pass_on(self, index: int, text: str) -> Iterator[str]:
        if index == len(self._stages):
            yield text
            return
        for passed in self._stages[index].feed(text):
            yield from self._pass_on(index + 1, passed)
            if self._is_over():
                return


def make_stages(
    streamed: StreamedRails, rails: Sequence[ConfiguredRail], judge: Judge, streaming: StreamingConfig
) -> list[Stage]:
    """The stages for some rails, in their order. Neighbours that judge in the same way share one."""
    stages: list[Stage] = []
    for judges, neighbours in groupby(rails, key=lambda rail: rail.judges):
        if judges == "exact":
            stages += [ExactStage(rail, judge, partial(streamed.pass_over, rail)) for rail in neighbours]
        else:
            size = streaming.chunk_size if judges == "window" else None
            stages.append(WindowStage(list(neighbours), judge, OutputBuffer(size, streaming.context_size)))
    return stages
