from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rails_engine import ConfigError
from service.compat.datastores import MemoryStore, RedisStore
from service.compat.register import register_challenges
from service.errors import SettingsError
from service.root_config import run_root_config

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = """
# config.py in the root of your configurations folder
from nemoguardrails.server.api import register_datastore
from nemoguardrails.server.datastore.memory_store import MemoryStore

# For testing
register_datastore(MemoryStore())
"""
REDIS = """
from nemoguardrails.server.api import register_datastore
from nemoguardrails.server.datastore.redis_store import RedisStore
register_datastore(RedisStore(redis_url="redis://localhost:6379"))
"""
ALL = """
from nemoguardrails.server.api import register_challenges, register_logger

async def log(item):
    pass

register_logger(log)
register_challenges([{"id": "x"}])

def init(app):
    app.append("started")
"""


def test_the_documented_example_works_unchanged(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text(EXAMPLE)
    assert isinstance(run_root_config(tmp_path, None).datastore, MemoryStore)


def test_a_redis_store_takes_its_url_by_either_name(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text(REDIS)
    store = run_root_config(tmp_path, None).datastore
    assert isinstance(store, RedisStore)
    assert store.url == "redis://localhost:6379"
    assert RedisStore("redis://h", "me", "p w").url == "redis://me:p%20w@h"


def test_everything_else_can_be_registered_and_init_gets_the_application(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text(ALL)
    app: list[str] = []
    found = run_root_config(tmp_path, app)
    assert found.challenges == [{"id": "x"}]
    assert len(found.loggers) == 1
    assert app == ["started"]


def test_without_a_file_nothing_is_registered(tmp_path: Path) -> None:
    assert run_root_config(tmp_path, None).datastore is None


def test_what_fails_in_it_stops_the_start_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text("x = 1\nraise RuntimeError('broken')\n")
    with pytest.raises(ConfigError, match="broken") as caught:
        run_root_config(tmp_path, None)
    assert caught.value.line == 2


def test_nothing_can_be_registered_outside_of_it() -> None:
    with pytest.raises(SettingsError, match="config.py"):
        register_challenges([])
