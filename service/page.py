"""The chat page and the docs page as they go out: bytes, type and headers of each file in ``static/``.

Read once at the start, so a name in a request is a look-up in a dict and never a path. Knows no framework,
and whether an ETag matches is its caller's question.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

STATIC = Path(__file__).parent / "static"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
#: Nothing but our own files runs, styles or is asked; nobody frames the page; no form leaves it.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Page:
    """One file, ready to be sent."""

    body: bytes
    content_type: str
    #: Without ``Content-Type``; the ETag is quoted, as HTTP writes it.
    headers: Mapping[str, str]


def make_page(name: str, body: bytes) -> Page:
    """The file with its headers. Browsers ask each time and get a 304: a new version is never half shown."""
    headers = {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
    }
    return Page(body, TYPES[Path(name).suffix], MappingProxyType(headers))


def load_pages(folder: Path = STATIC) -> Mapping[str, Page]:
    """Every file of the folder by its name (``index.html``, ``docs.html``, ``chat.js``, …)."""
    files = sorted(path for path in folder.iterdir() if path.suffix in TYPES)
    return MappingProxyType({path.name: make_page(path.name, path.read_bytes()) for path in files})
