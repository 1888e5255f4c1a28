"""Where a text may be cut in two without a change in what is found in either half.

Streams need it: what stands before a cut can be judged, and released, before the rest has been written. A
cut lies behind a *plain* word, one of small letters that no recogniser has inside its spans. Recognisers keep
to it: none of their spans reaches over a plain word, and none looks further ahead than the next one.
"""

from __future__ import annotations

import re

from rails_engine.guards.personal_data.capitals import PARTICLES, fold
from rails_engine.guards.personal_data.given_names import ambiguous_names, given_names
from rails_engine.guards.personal_data.place_names import peoples, place_parts, places
from rails_engine.guards.personal_data.recogniser import words

#: Words in small letters that may stand inside a span.
_LINKS = words("""
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    monday tuesday wednesday thursday friday saturday sunday of the
    rue avenue boulevard quai chemin impasse allée place calle avenida plaza paseo rua via viale piazza
    corso ulica ul ulitsa des los las dei della nan
    year years yr yrs old yo
    x ext extension is ist es password passwort kennwort passwd pwd passphrase contraseña senha passcode
    begin end private key rsa dsa ec openssh pgp block encrypted
    mr mrs ms dr prof sir name my last first full
    """)
_EDGES = ".,;:!?\"'()[]{}“”‘’«»…–—*"  # noqa: RUF001
#: Scripts without capitals and often without blanks: nothing is recognised in them, every letter is plain.
_UNCASED = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9d\u3000-\u303f\uff01-\uff0f"
#: One such letter, or what may be a plain word with the blank behind it.
_CANDIDATE = re.compile(
    rf"[{_UNCASED}]|(?<![^\s{_UNCASED}])([^\w\s{_UNCASED}]*[^\W\d_A-Z{_UNCASED}][^\s\d_A-Z{_UNCASED}]*)\s"
)
#: Most texts have one so near to their end.
_NEAR = 64


def is_plain(token: str) -> bool:
    """Whether a text may be cut behind this token and the blank after it."""
    word = token.strip(_EDGES)
    if not word or not word.replace("'", "").replace("’", "").isalpha():  # noqa: RUF001
        return False
    if word != word.lower():
        return False
    return word not in _LINKS and word not in PARTICLES and not _is_listed(fold(word))


def _is_listed(word: str) -> bool:
    listed = given_names(), ambiguous_names(), places(), place_parts(), peoples()
    return any(word in names for names in listed)


def last_cut(text: str, start: int) -> int:
    """The last place in ``text[start:]`` for a cut, whatever follows; ``start`` if there is none."""
    near = max(start, len(text) - _NEAR)
    cut = _last_cut_from(text, start, near)
    return _last_cut_from(text, start, start) if cut == start and near > start else cut


def _last_cut_from(text: str, start: int, base: int) -> int:
    for found in reversed(list(_CANDIDATE.finditer(text, base))):
        token = found[1]
        if token is None or (is_plain(token) and not _is_introduced(text, start, found.start())):
            return found.end()
    return start


def _is_introduced(text: str, start: int, at: int) -> bool:
    """Whether the word here may be a name only because of the one before it ("my name is …")."""
    return text[max(start, at - 4) : at].rstrip().endswith("is")
