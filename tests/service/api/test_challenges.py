from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.service_app import ServiceApp


def test_there_are_none_by_default(app: ServiceApp) -> None:
    assert app.get("/v1/challenges").json == []


def test_those_of_the_file_come_before_the_registered_ones(root: Path, open_app: Any) -> None:
    (root / "challenges.json").write_text('[{"id": "a", "name": "caf\\u00e9"}]')
    (root / "config.py").write_text(
        "from nemoguardrails.server.api import register_challenges\nregister_challenges([{'id': 'b'}])\n"
    )
    assert open_app().get("/v1/challenges").json == [{"id": "a", "name": "café"}, {"id": "b"}]
