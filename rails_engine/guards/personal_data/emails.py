"""E-mail addresses, also in capitals and with letters of other languages; a handle (``@name``) is none."""

from __future__ import annotations

import re

from rails_engine.guards.personal_data.recogniser import Hit, Recogniser
from rails_engine.guards.personal_data.spans import Span

_LETTERS = r"A-Za-z0-9\x{c0}-\x{24f}\x{370}-\x{52f}"
_LOCAL = rf"[{_LETTERS}!#$%&'*+/=?^_{{|}}~-]"
_LABEL = rf"[{_LETTERS}](?:[{_LETTERS}-]*[{_LETTERS}])?"


#: What separates an address from what it stands behind, though both may be in a local part.
_BEHIND = re.compile(r"\A(?:.*[/|{}&?#*]|[A-Za-z_-]{1,30}=)", re.DOTALL)
_SCHEME = re.compile(r"://[^\s/@]*:\Z")


def _split(hit: Hit) -> list[Span]:
    """Without a key before it (``user=ana@…``)."""
    behind = _BEHIND.match(hit.value.rpartition("@")[0])
    address = Hit(hit.text, hit.start + (behind.end() if behind else 0), hit.end)
    score = _score(address)
    return [Span(address.start, address.end, "EMAIL_ADDRESS", score)] if score else []


def _score(hit: Hit) -> float:
    local, _, domain = hit.value.rpartition("@")
    top = domain.rpartition(".")[2]
    # ``pkg@1.2.3`` is a version, ``git@host:path`` an address of a machine.
    if not top.isalpha() or not 0 < len(local) <= 64:  # noqa: PLR2004 - the limit of RFC 5321
        return 0.0
    if hit.before == ":" and _SCHEME.search(hit.lead):
        return 0.0  # the password in a URL
    return 0.6 if hit.after == ":" and hit.text[hit.end + 1 : hit.end + 2].isalnum() else 1.0


RECOGNISERS = (
    Recogniser(
        "EMAIL_ADDRESS",
        rf"[{_LETTERS}_](?:{_LOCAL}|\.{_LOCAL})*@(?:{_LABEL}\.)+[{_LETTERS}]+",
        split=_split,
        inside=True,
        trigger="[^ ]@[^ ]",
    ),
)
