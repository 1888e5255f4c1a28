"""The datastores that users' config.py names. Registered, they mean stores of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableMapping


class DataStore:
    """What a user's own store derives from."""

    async def set(self, key: str, value: str) -> None:
        """Keep a value under a key."""
        raise NotImplementedError

    async def get(self, key: str) -> str | None:
        """The value under a key."""
        raise NotImplementedError


class MemoryStore(DataStore):
    """Threads for as long as the server runs; all its workers share them."""

    def __init__(self) -> None:
        self._data: MutableMapping[str, str] = {}

    async def set(self, key: str, value: str) -> None:
        """Keep a value under a key."""
        self._data[key] = value

    async def get(self, key: str) -> str | None:
        """The value under a key."""
        return self._data.get(key)


class RedisStore(DataStore):
    """Threads in a Redis; ``url`` and ``redis_url`` are the same."""

    def __init__(
        self,
        url: str | None = None,
        username: str | None = None,
        password: str | None = None,
        *,
        redis_url: str | None = None,
    ) -> None:
        self.url = with_login(url or redis_url or "redis://localhost:6379", username, password)


def with_login(url: str, username: str | None, password: str | None) -> str:
    """The URL with a user and password, where they are given and it has none."""
    if not (username or password) or "@" in url:
        return url
    from urllib.parse import quote

    scheme, _, rest = url.partition("://")
    return f"{scheme}://{quote(username or '', safe='')}:{quote(password or '', safe='')}@{rest}"
