"""What stands inside of something else: values of JSON, comments, texts of XML. It says more by itself.

So do strings of a program that only make sense together.
"""

from __future__ import annotations

import re

from rails_engine.guards.views.ciphers import plainness
from rails_engine.guards.views.view import Piece, View
from rails_engine.guards.vocabulary import vocabulary

#: What is quoted; what stands in tags; a comment to the end of its line. What is never closed is passed over.
_QUOTED = re.compile(
    r'"([^"\\\n]{0,4000}(?:\\.[^"\\\n]{0,4000}){0,400})("?)'
    r"|>([^<>\n]{16,4000})</"
    r"|(?:#(?<!\S#)|//(?<!\S//)|--(?<!\S--)|/\*(?<!\S/\*)|<!--(?<!\S<!--))[ \t]{0,80}([^\n]{16,4000})"
)
_TRIGGERS = ('":', "': ", "```", "#", "//", "/*", "<!--", "=", "</", '", "', "', '")
_MOST = 3
#: Shorter ones are names and values.
_LEAST = 16
_CLOSED, _TAGGED, _COMMENT = 2, 3, 4
#: The kind of the view of all strings: they may be pieces of words.
STRINGS = "strings"
#: Strings of a program: some of them, and as many words together at least.
_STRINGS = re.compile(r"(?<![^\s=(,+\[{:])([\"'])((?:(?!\1)[^\n\\]){1,300})\1(?=[\s;),+\]}.&|]|$)")
_SOME, _LEAST_WORDS, _LONGEST = range(2, 800), 4, 4_000


def quoted(view: View) -> list[View]:
    """The longest quoted parts and comments, if the text looks like data or code; at most three."""
    text = view.text
    if not any(trigger in text for trigger in _TRIGGERS):
        return []
    spans = [
        found.span(found.lastindex if found.lastindex in {_TAGGED, _COMMENT} else 1)
        for found in _QUOTED.finditer(text)
        if found[_CLOSED] or found.lastindex in {_TAGGED, _COMMENT}
    ]
    spans = [(start, end) for start, end in spans if end - start >= _LEAST and " " in text[start:end]]
    longest = sorted(spans, key=lambda span: (span[0] - span[1], span))[:_MOST]
    parts = [_part(view, start, end) for start, end in sorted(longest)]
    return parts if len(parts) == _MOST else parts + _strings(view)


def _part(view: View, start: int, end: int) -> View:
    return View(view.text[start:end], "quoted", view, lambda: [Piece(0, start, end, exact=True)])


def _strings(view: View) -> list[View]:
    """All strings of a short text one after the other, if there are several."""
    text = view.text
    if len(text) > _LONGEST:
        return []
    spans = [found.span(2) for found in _STRINGS.finditer(text) if text[found.end() : found.end() + 1] != ":"]
    if len(spans) not in _SOME:
        return []
    parts = [text[start:end] for start, end in spans]
    gap = " "
    if any(part[0] == " " or part[-1] == " " for part in parts):
        known = vocabulary().words
        gap = max(" ", "", key=lambda gap: plainness(gap.join(parts), known))
    said = gap.join(parts)
    if len(said.split()) < _LEAST_WORDS:
        return []
    pieces, at = [], 0
    for start, end in spans:
        pieces.append(Piece(at, start, end, exact=True))
        at += end - start + len(gap)
    return [View(said, STRINGS, view, lambda: pieces)]
