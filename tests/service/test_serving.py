"""The settings of gunicorn from the environment, and the hooks around its workers."""

from __future__ import annotations

import resource
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from service.errors import SettingsError
from service.serving import METRICS_PREFIX, METRICS_VARIABLE, greeting, gunicorn_settings
from service.settings import Settings


def test_every_setting_is_one_that_gunicorn_takes():
    config = Config()
    for name, value in gunicorn_settings({}).items():
        config.set(name, value)
    assert config.worker_class.__name__ == "Worker"
    assert config.logger_class.__name__ == "JsonLogger"


def test_the_defaults_are_two_workers_of_512_threads_on_this_machine_alone():
    found = gunicorn_settings({})
    assert (found["bind"], found["workers"], found["threads"]) == (["127.0.0.1:8000"], 2, 512)
    assert found["worker_connections"] > found["threads"], "else no connection is kept alive"
    assert (found["max_requests"], found["control_socket_disable"]) == (0, True)
    assert found["header_map"] == "refuse"
    assert found["accesslog"] is None
    assert found["raw_env"] == ["OPENBLAS_NUM_THREADS=1"]


def test_the_environment_changes_them():
    found = gunicorn_settings(
        {
            "BIND": "0.0.0.0:80, unix:/run/x",
            "WEB_CONCURRENCY": "5",
            "THREADS": "16",
            "GRACEFUL_TIMEOUT": "7.6",
            "LOG_LEVEL": "warning",
            "OPENBLAS_NUM_THREADS": "2",
        }
    )
    assert found["bind"] == ["0.0.0.0:80", "unix:/run/x"]
    assert (found["workers"], found["threads"], found["graceful_timeout"]) == (5, 16, 8)
    assert (found["loglevel"], found["raw_env"]) == ("warning", [])


@pytest.mark.parametrize("name", ["CLIENT_TIMEOUT", "GRACEFUL_TIMEOUT"])
@pytest.mark.parametrize("value", ["soon", "0", "-3", "inf", "nan"])
def test_a_time_that_cannot_be_is_an_error_with_its_name(name, value):
    with pytest.raises(SettingsError, match=f"{name} must be a number"):
        gunicorn_settings({name: value})


@pytest.fixture
def limit():
    """The limit of open files, as it was."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_folder_for_the_metrics_is_made_at_the_start_and_goes_with_the_server(limit):
    environ = {}
    found = gunicorn_settings(environ)
    found["on_starting"](None)
    folder = Path(environ[METRICS_VARIABLE])
    assert folder.is_dir()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.name.startswith(METRICS_PREFIX)
    found["on_exit"](None)
    assert not folder.exists()
    found["child_exit"](None, SimpleNamespace(pid=1))  # a worker that ends later finds nothing to tidy


def test_a_folder_that_is_given_is_emptied_and_stays(tmp_path, limit):
    (tmp_path / "counter_77-own.db").write_bytes(b"old")
    (tmp_path / "notes.txt").write_text("somebody's")
    environ = {METRICS_VARIABLE: str(tmp_path)}
    found = gunicorn_settings(environ)
    found["on_starting"](None)
    assert environ[METRICS_VARIABLE] == str(tmp_path)
    assert not list(tmp_path.glob("*.db"))
    found["on_exit"](None)
    assert (tmp_path / "notes.txt").exists()


def test_a_server_that_takes_over_from_another_leaves_the_others_folder_alone(limit):
    first, second = {}, {}
    before = gunicorn_settings(first)
    before["on_starting"](None)
    second.update(first)
    after = gunicorn_settings(second)
    after["on_starting"](None)
    assert first[METRICS_VARIABLE] != second[METRICS_VARIABLE]
    assert Path(first[METRICS_VARIABLE]).is_dir()
    before["on_exit"](None)
    after["on_exit"](None)


def test_there_may_be_as_many_open_files_as_connections_need(limit):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    found = gunicorn_settings(environ := {})
    found["on_starting"](None)
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    wanted = found["threads"] + found["worker_connections"]
    assert soft == hard or soft > wanted
    found["on_exit"](None)
    assert environ


def test_the_greeting_names_an_address_that_a_browser_can_open():
    for address in ("http://0.0.0.0:8000", "http://[::]:8000"):
        first, *_, last = greeting([address, "http://127.0.0.1:9"], Settings()).splitlines()
        assert first == "Switchyard listens at http://localhost:8000"
        assert "curl http://localhost:8000/v1/chat/completions" in last
    assert greeting(["unix:/run/x"], Settings()) == "Switchyard listens at unix:/run/x"


def test_the_greeting_says_what_can_be_tried_as_this_server_is_set_up():
    open_one = greeting(["http://127.0.0.1:8000"], Settings(default_config_id="main", prefix="/g"))
    assert "http://127.0.0.1:8000/g/docs" in open_one
    assert 'config_id":' not in open_one, "the request needs none"
    assert '"config_id":"main"' in greeting(["http://127.0.0.1:8000"], Settings())
    assert "chat page" not in greeting(["http://127.0.0.1:8000"], Settings(chat_ui=False))
    assert "offline" in greeting(["http://127.0.0.1:8000"], Settings())
    assert "OPENAI_API_KEY" not in greeting(["http://x"], Settings(main_model_engine="nim"))
