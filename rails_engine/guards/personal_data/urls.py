"""Addresses of pages: with a scheme, with ``www.``, or a bare name under a usual top domain with a path."""

from __future__ import annotations

from rails_engine.guards.personal_data.recogniser import Hit, Recogniser, words
from rails_engine.guards.personal_data.spans import Span

_ENDS = ".,;:!?'\"*_~)]}>»”\u2019"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_CHARACTERS = r"[^\s<>\"`\\|^{}\x{3000}-\x{9fff}\x{ac00}-\x{d7af}\x{ff00}-\x{ffef}]"
#: A name under one of these is a page's by itself: no program has them behind a dot.
_SURE_TOPS = (
    r"com|co\.(?:uk|za|nz|jp|in|kr|il|id)|(?:org|ac|gov|nhs)\.uk|"
    r"com\.(?:au|br|mx|ar|tr|cn|hk|sg|tw|my|pl|ua|co)"
)
#: Under these it needs a port, a path, or a word before it that says so.
_LIKELY_TOPS = (
    f"{_SURE_TOPS}|org|net|edu|gov|info|biz|app|dev|xyz|online|shop|tech|cloud|blog|io|co|de|fr|nl|ch|dk|fi|cz|eu|"
    "uk|ca|jp|cn|au|nz|br|ru|pt|ie|gr|hu|ro|sk|hr|ua|kr|tw|hk|sg|mx|za|tr|il|lu|lt|lv|us|es|it|at|be|se|tv"
)
#: Under these, which are words or the ends of files' names, a path.
_TOPS = (
    f"{_LIKELY_TOPS}|ai|me|no|in|pl|rs|ee|gg|ly|site|store|to|gl|gd|link|page|news|im|is|si|ng|ke|ar|cl|pe|int|"
    "mil|name|pro|mobi|travel|jobs"
)
_PAGE_WORDS = words(
    "site website web webpage url homepage link links visit domain portfolio browse webseite seite sito sitio"
)
#: Frameworks, and names that end likewise.
_NO_PAGES = frozenset({"asp.net", "vb.net", "ado.net", "ml.net"})
_NAME = r"(?:[a-z0-9][a-z0-9-]*\.)"


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


def _split_bare(hit: Hit) -> list[Span]:
    """A name without a path; a part of a longer one, of a file's name or of code is none."""
    before, after = hit.before, hit.after
    if (
        before.isalnum()
        or (before and before in "@_.-/\\$#=")
        or after.isalnum()
        or (after and after in "@_-/\\(=")
    ):
        return []
    if after == "." and hit.text[hit.end + 1 : hit.end + 2].isalnum():
        return []
    if hit.value in _NO_PAGES:
        return []
    return [Span(hit.start, hit.end, "URL", 0.5)]


def _split_named(hit: Hit) -> list[Span]:
    return _split_bare(hit) if hit.follows(_PAGE_WORDS) else []


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
        rf"\b(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+(?:{_TOPS})(?::\d{{2,5}})?/{_CHARACTERS}*",
        split=_split,
        inside=True,
        trigger=rf"\.(?:{_TOPS})(?::\d{{2,5}})?/",
    ),
    Recogniser("URL", rf"\b{_NAME}+(?:{_LIKELY_TOPS}):\d{{2,5}}\b", split=_split_bare, inside=True),
    Recogniser("URL", rf"\b{_NAME}*[a-z0-9-]{{3,}}\.(?:{_SURE_TOPS})\b", split=_split_bare, inside=True),
    Recogniser("URL", r"\b[A-Z0-9][A-Z0-9.-]{2,}\.COM\b", split=_split_bare, inside=True),
    Recogniser("URL", rf"\b{_NAME}*[a-z0-9-]{{3,}}\.(?:{_LIKELY_TOPS})\b", split=_split_named, inside=True),
)
