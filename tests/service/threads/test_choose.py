from __future__ import annotations

import subprocess
import sys

import pytest

from service.errors import SettingsError
from service.threads.choose import open_store


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (None, "sqlite"),
        ("", "sqlite"),
        ("sqlite:", "sqlite"),
        ("SQLite:", "sqlite"),
        ("memory:", "memory"),
        ("memory://", "memory"),
        ("memory", "memory"),
        ("none:", "none"),
        ("redis://127.0.0.1:1/0", "redis"),
        ("rediss://127.0.0.1:1/0", "redis"),
        ("redis+sentinel://127.0.0.1:1/cats", "redis"),
        ("redis-sentinel://127.0.0.1:1,127.0.0.1:2/cats", "redis"),
    ],
)
def test_the_scheme_says_which_store(url, kind, tmp_path):
    assert open_store(url, ttl=None, data_dir=tmp_path).name == kind


@pytest.mark.parametrize(
    "url", ["reddis://:canary@host", "postgres://me:canary@host/db", "canary", "can ary:", ":canary"]
)
def test_an_unknown_scheme_is_an_error_that_shows_no_password(url, tmp_path):
    with pytest.raises(SettingsError) as caught:
        open_store(url, ttl=None, data_dir=tmp_path)
    assert "canary" not in str(caught.value)
    assert "can ary" not in str(caught.value)
    assert "sqlite:" in str(caught.value)


def test_an_unknown_scheme_names_the_nearest_known_one(tmp_path):
    with pytest.raises(SettingsError, match="did you mean redis:"):
        open_store("reddis://host", ttl=None, data_dir=tmp_path)


def test_redis_is_not_imported_where_it_is_not_used(tmp_path):
    code = (
        "import sys; from pathlib import Path; from service.threads.choose import open_store;"
        f"open_store(None, ttl=None, data_dir=Path({str(tmp_path)!r}));"
        "sys.exit('redis' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
