from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from service.errors import SettingsError
from service.settings import Settings, from_environment

MIB = 1024 * 1024
#: Variable, value, field, what it becomes.
GOOD = [
    ("RAILS_CONFIG_PATH", "/etc/rails", "configs", Path("/etc/rails")),
    ("DATA_DIR", "data", "data_dir", Path("data")),
    ("DEFAULT_CONFIG_ID", " main ", "default_config_id", "main"),
    ("DEFAULT_CONFIG_ID", "", "default_config_id", None),
    ("MAIN_MODEL_ENGINE", "nim", "main_model_engine", "nim"),
    ("MAIN_MODEL_BASE_URL", "http://host/v1", "main_model_base_url", "http://host/v1"),
    ("THREAD_STORE_URL", "memory:", "thread_store_url", "memory:"),
    ("REDIS_URL", "redis://host", "thread_store_url", "redis://host"),
    ("THREAD_TTL", "86400", "thread_ttl", 86400.0),
    ("THREAD_TTL", "", "thread_ttl", None),
    ("STATE_SECRET", "0123456789abcdef", "state_secret", "0123456789abcdef"),
    ("MAX_STATE_BYTES", "2048", "max_state_bytes", 2048),
    ("ERROR_STYLE", "http", "http_errors", True),
    ("ERROR_STYLE", "Documented", "http_errors", False),
    ("BLOCKED_FINISH_REASON", "stop", "blocked_finish_reason", "stop"),
    ("MAINTENANCE", "true", "maintenance", True),
    ("MAINTENANCE", "off", "maintenance", False),
    ("MAINTENANCE_FILE", "/run/maintenance", "maintenance_file", Path("/run/maintenance")),
    ("REQUEST_TIMEOUT", "0.5", "request_timeout", 0.5),
    ("UPSTREAM_CONNECT_TIMEOUT", "1", "connect_timeout", 1.0),
    ("UPSTREAM_READ_TIMEOUT", "10", "read_timeout", 10.0),
    ("CLIENT_TIMEOUT", "0.5", "client_timeout", 0.5),
    ("GRACEFUL_TIMEOUT", "7.5", "graceful_timeout", 7.5),
    ("MAX_BODY_BYTES", "1048576", "max_body_bytes", MIB),
    ("MAX_MESSAGES", "10", "max_messages", 10),
    ("ENGINES_MAX", "1", "engines_max", 1),
    ("WEB_CONCURRENCY", "4", "workers", 4),
    ("THREADS", "64", "threads", 64),
    ("BIND", "0.0.0.0:8000", "bind", "0.0.0.0:8000"),
    ("BIND", "[::]:80", "bind", "[::]:80"),
    ("BIND", "unix:/run/s.sock", "bind", "unix:/run/s.sock"),
    ("BIND", "127.0.0.1:80,[::1]:80", "bind", "127.0.0.1:80,[::1]:80"),
    ("LOG_LEVEL", "DEBUG", "log_level", "debug"),
    ("NEMO_GUARDRAILS_SERVER_ENABLE_CORS", "True", "cors", True),
    ("NEMO_GUARDRAILS_SERVER_ALLOWED_ORIGINS", "https://a.example, https://b.example ,", "cors_origins",
     ("https://a.example", "https://b.example")),
    ("NEMO_GUARDRAILS_SERVER_ALLOWED_ORIGINS", " , ", "cors_origins", ("*",)),
    ("NEMO_GUARDRAILS_DISABLE_CHAT_UI", "true", "chat_ui", False),
    ("AUTO_RELOAD", "1", "auto_reload", True),
    ("URL_PREFIX", "api/", "prefix", "/api"),
    ("URL_PREFIX", "/", "prefix", ""),
]  # fmt: skip
NUMBERS = ["many", "", "-1", "0", "nan", "inf", "1,5", "8MiB"]
BAD = [
    *((name, value) for name in ("THREAD_TTL", "REQUEST_TIMEOUT", "UPSTREAM_CONNECT_TIMEOUT", "UPSTREAM_READ_TIMEOUT",
                                 "MAX_BODY_BYTES", "MAX_MESSAGES", "MAX_STATE_BYTES", "ENGINES_MAX",
                                 "WEB_CONCURRENCY", "THREADS") for value in NUMBERS if value),
    *((name, "1.5") for name in ("MAX_BODY_BYTES", "MAX_MESSAGES", "ENGINES_MAX", "WEB_CONCURRENCY", "THREADS")),
    ("MAX_BODY_BYTES", "100"),
    ("THREAD_TTL", "0.5"),
    *((name, "maybe") for name in ("MAINTENANCE", "AUTO_RELOAD", "NEMO_GUARDRAILS_SERVER_ENABLE_CORS",
                                   "NEMO_GUARDRAILS_DISABLE_CHAT_UI")),
    ("ERROR_STYLE", "https"),
    ("BLOCKED_FINISH_REASON", "blocked"),
    ("LOG_LEVEL", "loud"),
    ("BIND", "8000"),
    ("BIND", "localhost:http"),
    ("BIND", "localhost:99999"),
    ("BIND", "http://localhost:80"),
    ("BIND", "unix:"),
    ("BIND", "localhost:80,"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "field", "expected"), GOOD)
def test_each_variable_sets_its_field_and_no_other(name, value, field, expected):
    found = from_environment({name: value})
    assert getattr(found, field) == expected
    assert found == dataclasses.replace(Settings(), **{field: expected}, environ={name: value})


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_value_is_an_error_with_its_name(name, value):
    with pytest.raises(SettingsError) as caught:
        from_environment({name: value})
    assert str(caught.value).startswith(f"{name} must be ")
    assert str(caught.value).endswith(f", not {value!r}")


def test_every_field_is_set_by_some_variable():
    fields = {field.name for field in dataclasses.fields(Settings)}
    assert {field for _, _, field, _ in GOOD} == fields - {"environ"}


def test_without_variables_the_documented_defaults_hold():
    found = from_environment({})
    assert found == Settings()
    assert (found.configs, found.data_dir) == (Path("configs"), Path(".switchyard"))
    assert (found.request_timeout, found.connect_timeout, found.read_timeout) == (120, 5, 60)
    assert (found.max_body_bytes, found.max_messages, found.engines_max) == (8 * MIB, 4000, 64)
    assert (found.workers, found.threads, found.bind) == (2, 512, "127.0.0.1:8000")
    assert (found.blocked_finish_reason, found.log_level, found.thread_ttl) == (
        "content_filter",
        "info",
        None,
    )


@pytest.mark.parametrize("name", [name for name, *_ in GOOD])
@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_variable_is_as_good_as_none(name, value):
    assert dataclasses.replace(from_environment({name: value}), environ={}) == Settings()


def test_the_thread_store_wins_over_the_redis_of_the_platform():
    found = from_environment({"REDIS_URL": "redis://host", "THREAD_STORE_URL": "none:"})
    assert found.thread_store_url == "none:"


def test_the_environment_of_the_process_is_the_default(monkeypatch):
    monkeypatch.setenv("DEFAULT_CONFIG_ID", "from-the-process")
    found = from_environment()
    assert found.default_config_id == "from-the-process"
    assert found.environ["DEFAULT_CONFIG_ID"] == "from-the-process"


# Secrets

SECRETS = ["STATE_SECRET", "THREAD_STORE_URL", "REDIS_URL", "OPENAI_API_KEY", "NVIDIA_API_KEY", "ANTHROPIC_API_KEY",
           "AZURE_OPENAI_API_KEY", "COHERE_API_KEY", "MY_OWN_API_KEY", "MY_TOKEN", "DB_PASSWORD"]  # fmt: skip


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_stand_in_a_file(name, tmp_path):
    (tmp_path / "secret").write_text("sk-canary-0123456789\n")
    found = from_environment({f"{name}_FILE": str(tmp_path / "secret")})
    assert found.environ[name] == "sk-canary-0123456789"
    assert "canary" not in repr(found)


def test_the_service_reads_its_own_secrets_from_files(tmp_path):
    (tmp_path / "secret").write_text("redis://:canary@host/0\n")
    path = str(tmp_path / "secret")
    assert from_environment({"STATE_SECRET_FILE": path}).state_secret == "redis://:canary@host/0"
    assert from_environment({"THREAD_STORE_URL_FILE": path}).thread_store_url == "redis://:canary@host/0"
    assert from_environment({"REDIS_URL_FILE": path}).thread_store_url == "redis://:canary@host/0"


def test_the_variable_itself_wins_over_its_file(tmp_path):
    (tmp_path / "secret").write_text("from the file")
    environ = {"OPENAI_API_KEY": "from the variable", "OPENAI_API_KEY_FILE": str(tmp_path / "secret")}
    assert from_environment(environ).environ["OPENAI_API_KEY"] == "from the variable"
    environ["OPENAI_API_KEY"] = " "
    assert from_environment(environ).environ["OPENAI_API_KEY"] == "from the file"


@pytest.mark.parametrize("name", ["OPENAI_API_KEY_FILE", "STATE_SECRET_FILE", "REDIS_URL_FILE"])
@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe canary", b"canary" * 20_000])
def test_a_file_that_holds_no_secret_stops_the_start(name, content, tmp_path):
    path = tmp_path / "the-secret"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=f"{name} must be a file that holds the value") as caught:
        from_environment({name: str(path)})
    assert "the-secret" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)
    assert "canary" not in str(caught.value)


def test_variables_of_others_that_look_alike_are_no_error(tmp_path):
    environ = {
        "TLS_KEY_FILE": str(tmp_path / "nowhere"),
        "SSL_CERT_FILE": str(tmp_path / "nowhere"),
        "MAINTENANCE_FILE": str(tmp_path / "nowhere"),
        "LOG_FILE": "log",
        "_FILE": "x",
        "OPENAI_API_KEY_FILE": " ",
    }
    assert from_environment(environ).environ == environ


def test_only_names_of_secrets_are_read_from_files(tmp_path):
    (tmp_path / "text").write_text("debug")
    found = from_environment(
        {"LOG_LEVEL_FILE": str(tmp_path / "text"), "MAINTENANCE_FILE": str(tmp_path / "text")}
    )
    assert found.log_level == "info"
    assert not found.maintenance


def test_no_secret_is_in_the_settings_text():
    environ = {name: f"https://user:canary-of-{name}@host/0" for name in (*SECRETS, "MAIN_MODEL_BASE_URL")}
    found = from_environment(environ)
    assert found.state_secret == environ["STATE_SECRET"]
    assert "canary" not in repr(found)
    assert "canary" not in str(found)


def test_a_secret_that_could_be_guessed_is_an_error_that_does_not_show_it():
    with pytest.raises(SettingsError, match="STATE_SECRET must be at least 16 characters") as caught:
        from_environment({"STATE_SECRET": "canary"})
    assert "canary" not in str(caught.value)
