from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.redis_server import RedisServer
from tests.service_app import ServiceApp, write_config


@pytest.mark.parametrize("path", ["/healthz", "/v1/health"])
def test_a_process_that_answers_is_alive_whatever_else_is_wrong(path: str, root: Path, open_app: Any) -> None:
    write_config(root, "main", "models: [\n")
    app = open_app(DEFAULT_CONFIG_ID="main", THREAD_STORE_URL="redis://127.0.0.1:9/0")
    assert (app.get(path).status, app.get(path).json) == (200, {"status": "ok"})


def test_it_is_ready_when_the_default_configuration_loads_and_the_store_answers(open_app: Any) -> None:
    answer = open_app(DEFAULT_CONFIG_ID="main").get("/readyz")
    assert answer.status == 200
    nothing: dict[str, Any] = {"problems": {}, "stale_configs": [], "broken_configs": []}
    assert answer.json == {"status": "ready", **nothing}


def test_another_configuration_that_does_not_load_is_named_once_that_is_known(
    root: Path, open_app: Any
) -> None:
    write_config(root, "broken", "models: [\n")
    app = open_app(DEFAULT_CONFIG_ID="main")
    assert app.get("/readyz").json["broken_configs"] == []
    for ids in (["broken"], ["main", "broken"], ["nobody"]):
        app.chat({"config_ids": ids, "messages": [{"role": "user", "content": "hi"}]})
    answer = app.get("/readyz")
    assert (answer.status, answer.json["broken_configs"]) == (200, ["broken", "main+broken"])
    write_config(root, "broken")
    app.services.engines.refresh()
    app.chat({"config_id": "broken", "messages": [{"role": "user", "content": "hi"}]})
    assert app.get("/readyz").json["broken_configs"] == ["main+broken"]


def test_what_stands_in_the_way_is_named_without_its_words(root: Path, open_app: Any) -> None:
    write_config(root, "main", "models: [\n")
    answer = open_app(DEFAULT_CONFIG_ID="main", THREAD_STORE_URL="redis://:secret@127.0.0.1:9/0").get(
        "/readyz"
    )
    assert answer.status == 503
    assert answer.json["status"] == "not ready"
    assert set(answer.json["problems"]) == {"config main", "threads"}
    assert "secret" not in answer.text
    assert str(root) not in answer.text


def test_a_root_without_configurations_is_not_ready(tmp_path: Path) -> None:
    app = ServiceApp(tmp_path / "nowhere", tmp_path / "data")
    assert app.get("/readyz").json["problems"] == {"configs": "there is no configuration"}


def test_it_is_ready_again_when_the_store_is_back(own_redis: RedisServer, open_app: Any) -> None:
    app = open_app(THREAD_STORE_URL=own_redis.url)
    assert app.get("/readyz").status == 200
    own_redis.kill()
    assert app.get("/readyz").json["problems"] == {"threads": "store_unavailable"}
    own_redis.start()
    assert app.get("/readyz").status == 200


def test_a_server_without_threads_is_ready(open_app: Any) -> None:
    assert open_app(THREAD_STORE_URL="none:").get("/readyz").status == 200
