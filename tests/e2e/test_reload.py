"""Edited configurations, in every worker: on SIGHUP, and by looking where that is switched on."""

from __future__ import annotations

import os
import select
import signal
import time
from pathlib import Path

import pytest

from tests.gunicorn_server import GunicornServer
from tests.served import SAID, served
from tests.service_app import write_config

TOPIC = 'define bot refuse to respond\n  "{words}"\n\ndefine flow say it\n  bot refuse to respond\n  stop\n'
RAILS = "models: [{type: main, engine: offline, model: offline}]\nrails: {input: {flows: [say it]}}\n"


def say(server: GunicornServer, ids: list[str]) -> str:
    body = {"model": "m", "messages": [{"role": "user", "content": SAID}], "guardrails": {"config_ids": ids}}
    return str(server.post("/v1/chat/completions", body).json["choices"][0]["message"]["content"])


def write(root: Path, words: str) -> None:
    write_config(root, "main", RAILS, rails_co=TOPIC.format(words=words))
    write_config(root, "other", "models: [{type: main, engine: offline, model: offline}]\n")


def asked_until(server: GunicornServer, ids: list[str], words: str) -> None:
    """Several answers in a row, so that both workers have given one."""
    until, row = time.monotonic() + 15, 0
    while row < 20:
        assert time.monotonic() < until
        row = row + 1 if say(server, ids) == words else 0


@pytest.mark.parametrize("ids", [["main"], ["other", "main"]], ids=["alone", "combined"])
def test_on_a_hang_up_signal_new_workers_read_everything_anew(ids: list[str], tmp_path: Path) -> None:
    write(tmp_path, "before")
    with served(tmp_path) as server:
        asked_until(server, ids, "before")
        write(tmp_path, "after")
        assert say(server, ids) == "before"
        server.signal(signal.SIGHUP)
        server.wait_for_line("Worker is ready", count=4)
        asked_until(server, ids, "after")


def test_with_auto_reload_every_worker_notices_and_a_broken_edit_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, "before")
    with served(tmp_path, env={"AUTO_RELOAD": "true", "DEFAULT_CONFIG_ID": "main"}) as server:
        asked_until(server, ["main"], "before")
        pids = server.workers()
        write(tmp_path, "after")
        server.wait_for_line("Reloaded the configurations", count=2)
        asked_until(server, ["main"], "after")
        (tmp_path / "main" / "config.yml").write_text("rails: {inptu: {}}\n")
        line = server.wait_for_line("the last good ones still serve", count=2)
        assert "inptu" in line, "it says what is wrong"
        asked_until(server, ["main"], "after")
        ready = server.get("/readyz")
        assert (ready.status, ready.json["stale_configs"]) == (200, ["main"])
        assert "guardrails_config_reload_failures_total 2.0" in server.get("/metrics").text
        assert server.workers() == pids
        write(tmp_path, "mended")
        server.wait_for_line("Reloaded the configurations", count=4)
        asked_until(server, ["main"], "mended")
        assert server.get("/readyz").json["stale_configs"] == []


def test_a_broken_edit_survives_a_hang_up_signal_in_no_worker_and_is_said(tmp_path: Path) -> None:
    write(tmp_path, "before")
    with served(tmp_path, env={"DEFAULT_CONFIG_ID": "main"}) as server:
        asked_until(server, ["main"], "before")
        asked_until(server, ["other", "main"], "before")
        (tmp_path / "main" / "config.yml").write_text("rails: {inptu: {}}\n")
        server.signal(signal.SIGHUP)
        server.wait_for_line("Worker is ready", count=4)
        line = server.wait_for_line("the last good ones still serve")
        assert "inptu" in line, "it says what is wrong"
        asked_until(server, ["main"], "before")
        asked_until(server, ["other", "main"], "before")
        for _ in range(10):
            ready = server.get("/readyz")
            assert (ready.status, ready.json["stale_configs"]) == (200, ["main"])
        write(tmp_path, "mended")
        asked_until(server, ["main"], "before")
        server.signal(signal.SIGHUP)
        server.wait_for_line("Worker is ready", count=6)
        asked_until(server, ["main"], "mended")
        assert server.get("/readyz").json["stale_configs"] == []


def test_without_being_told_every_worker_serves_what_the_first_has_loaded(tmp_path: Path) -> None:
    write(tmp_path, "before")
    with served(tmp_path, env={"WEB_CONCURRENCY": "2"}) as server:
        assert say(server, ["main"]) == "before"
        write(tmp_path, "after")
        asked_until(server, ["main"], "before")
        os.kill(server.workers()[0], signal.SIGKILL)
        server.wait_for_line("Worker is ready", count=3)
        asked_until(server, ["main"], "before")
        asked_until(server, ["other", "main"], "before")
        write_config(tmp_path, "new", RAILS, rails_co=TOPIC.format(words="of the new one"))
        asked_until(server, ["new"], "of the new one")


def test_what_a_server_keeps_for_its_workers_goes_with_it_and_after_a_kill_with_the_next(
    tmp_path: Path,
) -> None:
    write(tmp_path / "configs", "before")
    place = tmp_path / "tmp"
    place.mkdir()
    env = {"TMPDIR": str(place), "DEFAULT_CONFIG_ID": "main"}
    with served(tmp_path / "configs", env=env) as server:
        assert say(server, ["main"]) == "before"
        workers = [os.pidfd_open(pid) for pid in server.workers()]
        assert len(list(place.glob("switchyard-versions-*/main/agreed.json"))) == 1
        server.signal(signal.SIGKILL)
        server.wait()
        for worker in workers:  # they end by themselves once they notice
            assert select.select([worker], [], [], 30)[0]
            os.close(worker)
    assert len(list(place.glob("switchyard-*"))) == 1
    with served(tmp_path / "configs", env=env):
        assert len(list(place.glob("switchyard-*"))) == 1
    assert list(place.glob("switchyard-*")) == []
