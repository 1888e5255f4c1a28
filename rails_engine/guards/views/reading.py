"""All views of a text, in one pass: what any local rail should look at besides the text itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.guards.views.decoding import decode
from rails_engine.guards.views.fillers import sifted
from rails_engine.guards.views.folding import fold, overturned, pictured, unseen
from rails_engine.guards.views.order import reordered
from rails_engine.guards.views.quoting import STRINGS, quoted
from rails_engine.guards.views.repair import repair
from rails_engine.guards.views.sounds import sounded
from rails_engine.guards.views.view import View
from rails_engine.guards.vocabulary import vocabulary

if TYPE_CHECKING:
    from rails_engine.guards.vocabulary import Vocabulary

MAX_VIEWS = 16


def read_views(text: str, words: Vocabulary | None = None) -> tuple[View, ...]:
    """The folded text, then its other views as far as it has them; at most sixteen.

    Plain text has one. The others are repaired, reordered, unseen, overturned, pictured, quoted and decoded
    ones, and decoded ones repaired. None is longer than a few times the text.
    """
    words = words or vocabulary()
    original = View(text)
    folded = fold(original)
    views = [folded, *repair(folded, words)]
    for part in quoted(folded):
        views += [part, *repair(part, words)] if part.kind == STRINGS else [part]
    turned = reordered(folded)
    if turned is not None:
        views.append(turned)
    alone = sifted(folded, words)
    if alone is not None:
        views += [alone, *repair(alone, words)]
    for other in (unseen(original), overturned(original), pictured(original), sounded(original, words)):
        if other is not None:
            views += [other, *repair(other, words)]
    decoded = decode(original)
    if not decoded and not text.isascii():
        decoded = decode(folded)
    for view in decoded:
        plain = fold(view)
        views += [plain, *repair(plain, words)]
        hidden = unseen(view)
        if hidden is not None:
            views.append(hidden)
    return tuple(views[:MAX_VIEWS])
