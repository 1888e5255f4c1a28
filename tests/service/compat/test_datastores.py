from __future__ import annotations

import asyncio

import pytest

from service.compat.datastores import DataStore, MemoryStore, with_login


def test_a_memory_store_keeps_what_it_is_told() -> None:
    async def use() -> tuple[str | None, str | None]:
        store = MemoryStore()
        await store.set("a", "1")
        return await store.get("a"), await store.get("b")

    assert asyncio.run(use()) == ("1", None)


def test_a_store_of_a_users_own_has_to_say_how() -> None:
    with pytest.raises(NotImplementedError):
        asyncio.run(DataStore().get("a"))


@pytest.mark.parametrize(
    ("url", "login", "expected"),
    [
        ("redis://h:1", (None, None), "redis://h:1"),
        ("redis://h:1", (None, "p/w"), "redis://:p%2Fw@h:1"),
        ("redis://a:b@h", ("x", "y"), "redis://a:b@h"),
    ],
)
def test_a_login_goes_into_the_url(url: str, login: tuple[str | None, str | None], expected: str) -> None:
    assert with_login(url, *login) == expected
