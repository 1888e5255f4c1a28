"""What the image, the compose file and docs/deployment.md promise. They are read, and what can be run here is."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.serving import VERSIONS_VARIABLE
from service.settings import Settings, from_environment
from tests.gunicorn_server import GunicornServer

ROOT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVER, REDIS = COMPOSE["services"]["switchyard"], COMPOSE["services"]["redis"]
GUIDE = (ROOT / "docs" / "deployment.md").read_text()
VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")


def read_dockerfile() -> list[tuple[str, str]]:
    """(instruction, what follows it), continued lines joined."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines)]


STEPS = read_dockerfile()
LAST_STAGE = STEPS[max(at for at, (name, _) in enumerate(STEPS) if name == "FROM") :]


def last(instruction: str) -> str:
    return [rest for name, rest in LAST_STAGE if name == instruction][-1]


# -- the image


def test_the_image_is_a_slim_debian_and_runs_as_nobody_special() -> None:
    assert re.fullmatch(r"python:\$\{PYTHON\}-slim-\w+", last("FROM"))
    user, _, group = last("USER").partition(":")
    assert int(user) > 0
    assert int(group) > 0


def test_the_image_listens_on_every_address_and_has_a_default_configuration() -> None:
    assert last("EXPOSE") == "8000"
    given = dict(re.findall(r"(\w+)=(\S+)", last("ENV")))
    settings = from_environment(given)
    assert settings.bind == "0.0.0.0:8000"
    assert settings.default_config_id == "protected"
    assert (ROOT / "configs" / "protected").is_dir()
    assert str(settings.data_dir) == last("VOLUME")
    assert json.loads(last("CMD")) == ["gunicorn", "wsgi:app"]


def test_the_image_installs_the_versions_that_are_tested() -> None:
    installs = [rest for name, rest in STEPS if name == "RUN" and "pip install" in rest]
    assert installs
    assert all("-c constraints.txt" in rest or "--no-deps" in rest for rest in installs)


def test_what_is_copied_into_the_image_is_there_and_not_ignored() -> None:
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    for name, rest in STEPS:
        if name == "COPY" and "--from" not in rest:
            for source in rest.split()[:-1]:
                assert (ROOT / source).exists()
                assert any(fnmatch(source, pattern) for pattern in kept)


def check_health(bind: str, **env: str) -> int:
    kind, _, command = last("HEALTHCHECK").partition("CMD")
    assert "--interval" in kind
    _, flag, code = json.loads(command)
    return subprocess.run(
        [sys.executable, flag, code], env={"BIND": bind, **env}, check=False, stderr=-3
    ).returncode


def test_the_health_check_asks_the_server_and_needs_nothing_but_python() -> None:
    with GunicornServer() as server:
        assert check_health(f"0.0.0.0:{server.port}") == 0
    assert check_health(f"0.0.0.0:{server.port}") != 0


def test_the_health_check_knows_of_a_prefix() -> None:
    with GunicornServer(env={"URL_PREFIX": "/guard"}) as server:
        assert check_health(f"0.0.0.0:{server.port}", URL_PREFIX="/guard") == 0
        assert check_health(f"0.0.0.0:{server.port}") != 0


# -- compose


def test_compose_publishes_the_server_on_this_machine_unless_told_otherwise() -> None:
    assert SERVER["ports"] == ["${PUBLISH:-127.0.0.1:8000}:8000"]
    assert "ports" not in REDIS


def test_compose_keeps_threads_in_a_redis_that_is_well_and_loses_nothing() -> None:
    assert SERVER["environment"]["THREAD_STORE_URL"].startswith("redis://redis:6379/")
    assert SERVER["depends_on"]["redis"]["condition"] == "service_healthy"
    assert REDIS["healthcheck"]["test"] == ["CMD", "redis-cli", "ping"]
    (volume,) = REDIS["volumes"]
    assert volume.partition(":")[0] in COMPOSE["volumes"]
    command = " ".join(REDIS["command"])
    assert "--appendonly yes" in command
    assert "noeviction" in command


def test_compose_can_have_any_number_of_servers() -> None:
    assert "container_name" not in SERVER
    assert "hostname" not in SERVER
    written_to = [volume for volume in SERVER["volumes"] if not volume.endswith(":ro")]
    assert written_to == []


def test_compose_gives_the_server_as_little_as_it_needs() -> None:
    assert SERVER["read_only"] is True
    assert SERVER["tmpfs"] == ["/tmp"]
    assert SERVER["cap_drop"] == ["ALL"]
    assert SERVER["volumes"] == ["./configs:/app/configs:ro"]
    grace = int(SERVER["stop_grace_period"].removesuffix("s"))
    assert grace > 25  # GRACEFUL_TIMEOUT


def test_compose_serves_the_default_configuration_of_a_first_run() -> None:
    assert SERVER["environment"]["DEFAULT_CONFIG_ID"] == "${DEFAULT_CONFIG_ID:-protected}"
    assert SERVER["environment"]["BIND"] == "0.0.0.0:8000"


def test_compose_takes_empty_lines_of_a_file_of_variables() -> None:
    unset = {name: value or "" for name, value in SERVER["environment"].items() if "${" not in str(value)}
    assert from_environment({**unset, "WEB_CONCURRENCY": ""}).workers == Settings().workers
    assert SERVER["environment"]["WEB_CONCURRENCY"] == f"${{WEB_CONCURRENCY:-{Settings().workers}}}"


@pytest.mark.parametrize("name", SERVER["environment"])
def test_compose_sets_nothing_that_the_guide_does_not_explain(name: str) -> None:
    assert name in documented()


# -- the guide


def documented() -> set[str]:
    table = GUIDE[GUIDE.index("## Environment") :]
    return set(re.findall(rf"^\| `({VARIABLE.pattern})` \|", table, re.MULTILINE))


def defaults() -> dict[str, str]:
    table = GUIDE[GUIDE.index("## Environment") :]
    return dict(re.findall(rf"^\| `({VARIABLE.pattern})` \| `([^`]*)` \|", table, re.MULTILINE))


def names_in(path: str) -> set[str]:
    """The names of variables that stand in a file as texts."""
    tree = ast.parse((ROOT / path).read_text())
    texts = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return {text for text in texts if VARIABLE.fullmatch(text) and len(text) > 3}


def test_the_guide_explains_every_variable_that_the_service_reads() -> None:
    read = names_in("service/settings.py") | names_in("service/serving.py")
    # That of another library, which is only kept from taking every core; and what the server tells its workers.
    assert read - {"OPENBLAS_NUM_THREADS", VERSIONS_VARIABLE} <= documented()


def test_the_guide_explains_every_key_of_a_provider() -> None:
    providers = (ROOT / "rails_engine" / "llm" / "providers").glob("*.py")
    read = {name for path in providers for name in names_in(str(path.relative_to(ROOT)))}
    assert {
        name for name in read if re.search(r"_(API_KEY|ENDPOINT|BASE_URL|API_VERSION)$", name)
    } <= documented()


def test_the_guide_explains_nothing_that_is_not_read() -> None:
    sources = [*ROOT.glob("service/**/*.py"), *ROOT.glob("rails_engine/**/*.py")]
    text = "\n".join(path.read_text() for path in sources)
    assert {name for name in documented() if f'"{name}"' not in text} == set()


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("RAILS_CONFIG_PATH", "configs"),
        ("DATA_DIR", "data_dir"),
        ("MAX_STATE_BYTES", "max_state_bytes"),
        ("BLOCKED_FINISH_REASON", "blocked_finish_reason"),
        ("REQUEST_TIMEOUT", "request_timeout"),
        ("UPSTREAM_CONNECT_TIMEOUT", "connect_timeout"),
        ("UPSTREAM_READ_TIMEOUT", "read_timeout"),
        ("MAX_BODY_BYTES", "max_body_bytes"),
        ("MAX_MESSAGES", "max_messages"),
        ("ENGINES_MAX", "engines_max"),
        ("BIND", "bind"),
        ("WEB_CONCURRENCY", "workers"),
        ("THREADS", "threads"),
        ("LOG_LEVEL", "log_level"),
    ],
)
def test_a_documented_default_is_the_default(name: str, member: str) -> None:
    value: Any = getattr(Settings(), member)
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    assert defaults()[name] == shown
    assert getattr(from_environment({}), member) == value


def test_the_proxy_of_the_guide_passes_streams_and_headers_with_dots() -> None:
    for directive in ("proxy_buffering off;", "ignore_invalid_headers off;", "proxy_http_version 1.1;"):
        assert directive in GUIDE
