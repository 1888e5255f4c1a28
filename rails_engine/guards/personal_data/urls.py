"""Addresses of pages: with a scheme, with ``www.``, or a bare name under a usual top domain with a path."""

from __future__ import annotations

from rails_engine.guards.personal_data.recogniser import Hit, Recogniser
from rails_engine.guards.personal_data.spans import Span

_ENDS = ".,;:!?'\"*_~)]}>»”\u2019"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_CHARACTERS = r"[^\s<>\"`\\|^{}\x{3000}-\x{9fff}\x{ac00}-\x{d7af}\x{ff00}-\x{ffef}]"
_TOPS = (
    "com|org|net|edu|gov|io|co|ai|app|dev|info|biz|me|uk|de|fr|es|it|nl|ch|at|be|se|no|dk|fi|pl|cz|eu|us|ca|au|nz|"
    "in|jp|cn|br|ru"
)


def _split(hit: Hit) -> list[Span]:
    """Without the marks of the sentence around it."""
    text, end = hit.text, hit.end
    if hit.before.isalnum() or hit.before in ("@", "_"):
        return []
    open_marks: dict[str, int] = {}
    closed = False
    while end > hit.start and text[end - 1] in _ENDS:
        last = text[end - 1]
        opener = _PAIRS.get(last)
        if opener is not None:
            if last not in open_marks:
                open_marks[last] = text.count(opener, hit.start, end) - text.count(last, hit.start, end)
            closed = open_marks[last] >= 0
            if closed:
                break
            open_marks[last] += 1
        end -= 1
    # A scheme alone is no address.
    ended = closed or text[end - 1].isalnum() or text[end - 1] in "/=&#%+-"
    return [Span(hit.start, end, "URL", 0.9)] if ended else []


RECOGNISERS = (
    Recogniser(
        "URL",
        rf"(?:https?|ftps?|sftp|wss?)://[^\s/]{_CHARACTERS}+",
        split=_split,
        inside=True,
        ignore_case=True,
        trigger=r"[sp]://[^ ]",
    ),
    Recogniser(
        "URL",
        rf"\bwww\.[^\s.]{_CHARACTERS}{{2,}}",
        split=_split,
        inside=True,
        ignore_case=True,
        trigger=r"www\.[^ ]",
    ),
    Recogniser(
        "URL",
        rf"\b(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+(?:{_TOPS})/{_CHARACTERS}*",
        split=_split,
        inside=True,
        trigger=rf"\.(?:{_TOPS})/",
    ),
)
