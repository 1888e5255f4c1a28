"""What stands inside of something else: values of JSON, comments of code. It says more by itself."""

from __future__ import annotations

import re

from rails_engine.guards.views.view import Piece, View

#: What is quoted; a comment to the end of its line. One that is never closed is passed over in one go.
_QUOTED = re.compile(
    r'"([^"\\\n]{0,4000}(?:\\.[^"\\\n]{0,4000}){0,400})("?)'
    r"|(?:#(?<!\S#)|//(?<!\S//)|--(?<!\S--)|/\*(?<!\S/\*)|<!--(?<!\S<!--))[ \t]{0,80}([^\n]{16,4000})"
)
_TRIGGERS = ('":', "': ", "```", "#", "//", "/*", "<!--", "=")
_MOST = 3
#: Shorter ones are names and values.
_LEAST = 16


def quoted(view: View) -> list[View]:
    """The longest quoted parts and comments, if the text looks like data or code; at most three."""
    text = view.text
    if not any(trigger in text for trigger in _TRIGGERS):
        return []
    spans = [
        found.span(3) if found[3] is not None else found.span(1)
        for found in _QUOTED.finditer(text)
        if found[2] or found[3] is not None
    ]
    spans = [(start, end) for start, end in spans if end - start >= _LEAST and " " in text[start:end]]
    longest = sorted(spans, key=lambda span: (span[0] - span[1], span))[:_MOST]
    return [_part(view, start, end) for start, end in sorted(longest)]


def _part(view: View, start: int, end: int) -> View:
    return View(view.text[start:end], "quoted", view, lambda: [Piece(0, start, end, exact=True)])
