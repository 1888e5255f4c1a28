"""Which store a URL means. Each store is one file in this folder and says which schemes are its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rails_engine import discover, nearest
from service import threads
from service.errors import SettingsError
from service.threads.base import UrlStore

if TYPE_CHECKING:
    from pathlib import Path

    from service.threads.base import ThreadStore

SETTING = "THREAD_STORE_URL"
DEFAULT_URL = "sqlite:"


def open_store(url: str | None, *, ttl: float | None, data_dir: Path) -> ThreadStore:
    """The store of ``THREAD_STORE_URL``; without one, a file in the data folder that the workers share."""
    url = url or DEFAULT_URL
    known = {scheme: store for store in discover(threads, UrlStore).values() for scheme in store.schemes}
    scheme = url.partition(":")[0].lower()
    if scheme not in known:
        # Nothing but the scheme is shown, and only if it is one: the rest may hold a password.
        shown = f"{scheme}:…" if re.fullmatch(r"[a-z][a-z0-9+.-]{0,20}", scheme) and ":" in url else None
        best = nearest(scheme, known)
        hint = f"; did you mean {best}:?" if best else ""
        starts = ", ".join(f"{name}:" for name in sorted(known))
        raise SettingsError(SETTING, shown, f"a URL that starts with one of {starts}{hint}")
    return known[scheme].open(url, ttl=ttl, data_dir=data_dir)
