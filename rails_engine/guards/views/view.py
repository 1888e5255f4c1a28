"""One view of a text, with the way back: where each part of it stands in what was written."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Piece(NamedTuple):
    """A stretch of a view, up to where the next one begins, and what it was made of."""

    at: int
    #: The stretch of the parent.
    start: int
    end: int
    #: Whether its characters are the parent's one by one; else each is made of the whole stretch.
    exact: bool
    #: Whether a rewriter put it there, instead of leaving it.
    put: bool = False


class View:
    """A text as it reads in one way. ``parent`` is the view that it was made of; None for the original."""

    __slots__ = ("_pieces", "_trace", "kind", "parent", "text")

    def __init__(
        self,
        text: str,
        kind: str = "original",
        parent: View | None = None,
        trace: Callable[[], Sequence[Piece]] | None = None,
    ) -> None:
        self.text = text
        self.kind = kind
        self.parent = parent
        #: Works the pieces out; most views are only read, so nobody does that before it is asked for.
        self._trace = trace
        self._pieces: Sequence[Piece] | None = None

    def __repr__(self) -> str:
        return f"View({self.kind}, {len(self.text)} characters)"

    @property
    def kinds(self) -> frozenset[str]:
        """Its own kind and those of the views that it was made of, up to the original."""
        found, view = {self.kind}, self.parent
        while view is not None and view.parent is not None:
            found.add(view.kind)
            view = view.parent
        return frozenset(found)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` comes from in the original: the smallest stretch that holds all of it."""
        size = len(self.text)
        start = min(max(start, 0), size)
        end = min(max(end, start), size)
        view: View = self
        while view.parent is not None:
            start, end = view._step(start, end)
            view = view.parent
        return start, end

    def _step(self, start: int, end: int) -> tuple[int, int]:
        """The span in the parent."""
        if self._trace is None:
            return start, end
        if self._pieces is None:
            self._pieces = self._trace()
        pieces = self._pieces
        if not pieces:
            return 0, 0
        first = max(bisect_right(pieces, start, key=_at) - 1, 0)
        last = max(bisect_right(pieces, max(end - 1, start), key=_at) - 1, first)
        begin = min(_edges(piece, start, end)[0] for piece in pieces[first : last + 1])
        finish = max(_edges(piece, start, end)[1] for piece in pieces[first : last + 1])
        return begin, finish


def _at(piece: Piece) -> int:
    return piece.at


def _edges(piece: Piece, start: int, end: int) -> tuple[int, int]:
    """What of a piece's source the stretch needs."""
    if not piece.exact:
        return piece.start, piece.end
    size = piece.end - piece.start
    low = min(max(start - piece.at, 0), size)
    high = min(max(end - piece.at, low), size)
    return piece.start + low, piece.start + high


class Rewriter:
    """Makes a view from its parent, from left to right."""

    __slots__ = ("_parent", "_parts", "_pieces", "_size", "done")

    def __init__(self, parent: View) -> None:
        self._parent = parent
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._size = 0
        #: Up to where the parent has been dealt with.
        self.done = 0

    def put(self, start: int, end: int, text: str, *, exact: bool = False) -> None:
        """Have ``text`` in place of a stretch of some length that begins where the last ended, or later."""
        self._keep(start)
        self._pieces.append(Piece(self._size, start, end, exact, put=True))
        self._parts.append(text)
        self._size += len(text)
        self.done = end

    def _keep(self, end: int) -> None:
        if end > self.done:
            self._pieces.append(Piece(self._size, self.done, end, exact=True))
            self._parts.append(self._parent.text[self.done : end])
            self._size += end - self.done
            self.done = end

    def extract(self, kind: str) -> View | None:
        """Only what was put, so that nothing around it distracts; None if that is all there is."""
        parts, pieces, at = [], [], 0
        for piece, part in zip(self._pieces, self._parts, strict=True):
            if piece.put and part.strip():
                pieces.append(piece._replace(at=at))
                parts.append(part)
                at += len(part) + 1
        if not parts or len(parts) == len(self._parts):
            return None
        return View(" ".join(parts), kind, self._parent, lambda: pieces)

    def view(self, kind: str) -> View:
        """What has become of it; the rest stays as it is."""
        self._keep(len(self._parent.text))
        pieces = self._pieces
        return View("".join(self._parts), kind, self._parent, lambda: pieces)
