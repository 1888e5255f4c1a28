from __future__ import annotations

from pathlib import Path

from tests.service_app import ServiceApp, write_config


def test_folders_with_a_configuration_are_listed_sorted_new_ones_too(root: Path, app: ServiceApp) -> None:
    assert app.get("/v1/rails/configs").json == [{"id": "fruit"}, {"id": "main"}]
    write_config(root / "zoo", "config")
    write_config(root, "_private")
    (root / "empty").mkdir()
    assert app.get("/v1/rails/configs").json == [{"id": "fruit"}, {"id": "main"}, {"id": "zoo"}]


def test_in_single_mode_there_is_one(tmp_path: Path, root: Path) -> None:
    app = ServiceApp(root / "main", tmp_path / "data")
    assert app.get("/v1/rails/configs").json == [{"id": "main"}]


def test_a_root_that_is_not_there_has_none(tmp_path: Path) -> None:
    assert ServiceApp(tmp_path / "nowhere", tmp_path / "data").get("/v1/rails/configs").json == []
