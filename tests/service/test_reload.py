from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from service.reload import Reloader
from tests.service_app import ServiceApp, write_config


class Engines:
    """Counts looks; fails at the first ones."""

    def __init__(self, *, failures: int = 0) -> None:
        self.looks = 0
        self.looked = threading.Event()
        self._failures = failures

    def refresh(self) -> None:
        self.looks += 1
        if self.looks <= self._failures:
            raise OSError("a disk that is gone")
        self.looked.set()


def test_it_looks_until_it_is_told_to_stop() -> None:
    engines = Engines()
    reloader = Reloader(engines, every=0.001)  # type: ignore[arg-type]
    reloader.start()
    assert engines.looked.wait(5)
    reloader.stop()
    looks = engines.looks
    assert not threading.Event().wait(0.01)
    assert engines.looks == looks


def test_a_look_that_fails_is_logged_and_not_the_last(caplog: pytest.LogCaptureFixture) -> None:
    engines = Engines(failures=2)
    reloader = Reloader(engines, every=0.001)  # type: ignore[arg-type]
    reloader.start()
    assert engines.looked.wait(5)
    reloader.stop()
    assert "Could not look for changed configurations" in caplog.text


def test_an_edit_is_swapped_in_and_counted_and_a_broken_one_is_counted_once(
    root: Path, app: ServiceApp
) -> None:
    engines = app.services.engines
    first = engines.get(("main",))
    (root / "main" / "config.yml").write_text((root / "main" / "config.yml").read_text() + "# edited\n")
    assert engines.refresh() == [("main",)]
    digest = engines.get(("main",)).digest
    assert digest != first.digest
    assert f'guardrails_config_info{{config="main",digest="{digest}"}} 1.0' in app.get("/metrics").text
    assert first.digest not in app.get("/metrics").text
    write_config(root, "main", "rails: {inptu: {}}\n")
    for _ in range(3):
        engines.refresh()
    assert engines.get(("main",)).digest == digest
    assert "guardrails_config_reload_failures_total 1.0" in app.get("/metrics").text
    ready: Any = app.get("/readyz").json
    assert ready["stale_configs"] == ["main"]
    write_config(root, "main", "rails: {inpttu: {}}\n")
    engines.refresh()
    assert "guardrails_config_reload_failures_total 2.0" in app.get("/metrics").text, "another edit"
