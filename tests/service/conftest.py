from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.redis_server import own_redis, redis_server
from tests.service_app import FRUIT, FRUIT_FLOWS, MAIN, ServiceApp, write_config
from tests.silence import silence
from tests.upstream import Upstream

__all__ = ["own_redis", "redis_server", "silence"]

OpenApp = Callable[..., ServiceApp]


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """The model of the configurations below."""
    with Upstream() as running:
        yield running


@pytest.fixture
def root(tmp_path: Path, upstream: Upstream) -> Path:
    """``main``: no rails. ``fruit``: an input rail against bananas, an output rail against cherries."""
    folder = tmp_path / "configs"
    write_config(folder, "main", MAIN.format(base_url=upstream.base_url))
    write_config(folder, "fruit", (MAIN + FRUIT).format(base_url=upstream.base_url), rails_co=FRUIT_FLOWS)
    return folder


@pytest.fixture
def open_app(root: Path, tmp_path: Path) -> Iterator[OpenApp]:
    """``open_app(NAME=value, …)``: a server of these configurations, with these variables set."""
    opened: list[ServiceApp] = []

    def open_one(**env: str) -> ServiceApp:
        opened.append(ServiceApp(root, tmp_path / "data", env=env))
        return opened[-1]

    yield open_one
    for app in opened:
        app.services.threads.close()


@pytest.fixture
def app(open_app: OpenApp) -> ServiceApp:
    return open_app()
