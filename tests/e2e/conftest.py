from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gunicorn_server import GunicornServer
from tests.redis_server import own_redis, redis_server
from tests.served import make_configs, served
from tests.silence import silence
from tests.upstream import Upstream

__all__ = ["own_redis", "redis_server", "silence"]


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    with Upstream() as running:
        yield running


@pytest.fixture(scope="module")
def configs(upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_configs(tmp_path_factory.mktemp("e2e") / "configs", upstream)


@pytest.fixture(scope="module")
def server(configs: Path) -> Iterator[GunicornServer]:
    with served(configs) as running:
        yield running
