"""The rules of the tree, checked: who may import whom, how big, which door leads outside."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: Lowest first. A module may import its own package and lower layers; siblings on one line may not
#: import each other.
LAYERS = {
    "rails_engine": (
        ("errors", "jsontext"),
        ("discovery",),
        ("messages", "events"),
        ("options", "transport", "colang", "patterns", "pattern_prefixes"),
        ("turn", "llm", "embeddings"),
        ("config", "kb"),
        ("prompts", "guards"),
        ("actions",),
        ("rails",),
        ("dialog",),
        ("pipeline",),
        ("engine",),
        ("compat",),
    ),
    "service": (
        ("errors", "worker_state"),
        (
            "settings",
            "call",
            "canonical_json",
            "examples",
            "file_lock",
            "page",
            "challenges",
            "registrations",
            "run_folders",
        ),
        ("data_dir", "watch", "versions", "pacing", "remembering", "parking", "crew", "heap"),
        ("connections", "refusals"),
        ("compat", "dialects", "observe"),
        ("threads",),
        ("model_keys", "main_model", "state_token", "root_config", "account", "loggers"),
        ("engines", "catalog", "openapi"),
        ("services",),
        ("chat", "reload"),
        ("answering",),
        ("sse", "arrival"),
        ("direct", "api"),
        ("app", "exchange"),
        ("workers",),
        ("serving",),
        ("cli",),
    ),
}
RANK = {
    (package, name): rank
    for package, layers in LAYERS.items()
    for rank, names in enumerate(layers)
    for name in names
}
#: Each third party has one door.
DOORS = {
    "http": {"rails_engine/transport/"},
    "socket": {
        "rails_engine/transport/",
        "service/connections.py",
        "service/exchange.py",
        "service/pacing.py",
        "service/watch.py",
        "service/workers.py",
    },
    "ssl": {"rails_engine/transport/"},
    "jinja2": {"rails_engine/prompts/render.py"},
    "yaml": {"rails_engine/config/"},
    "asyncio": {
        "rails_engine/actions/",
        "rails_engine/compat/",
        "service/threads/foreign.py",
        "service/loggers.py",
    },
    "re2": {"rails_engine/patterns.py"},
    "yara": {"rails_engine/guards/yara_rules.py"},
    "numpy": {"rails_engine/embeddings/"},
    "presidio_analyzer": {"rails_engine/guards/personal_data/presidio.py"},
    "flask": {"service/app.py", "service/direct.py", "service/api/"},
    "redis": {"service/threads/redis.py"},
    "sqlite3": {"service/threads/sqlite.py"},
    "gunicorn": {
        "service/workers.py",
        "service/connections.py",
        "service/exchange.py",
        "service/refusals.py",
        "service/remembering.py",
        "service/pacing.py",
        "service/serving.py",
        "service/cli.py",
    },
    "prometheus_client": {"service/observe/"},
    "pydantic": {"service/dialects/", "service/openapi.py"},
    "click": {"service/cli.py"},
}
#: What the engine never knows of.
FORBIDDEN = {"flask", "werkzeug", "service", "redis", "gunicorn", "requests", "urllib3", "pydantic"}
MAX_LINES = 450
MODULES = sorted(p.relative_to(ROOT) for package in LAYERS for p in (ROOT / package).rglob("*.py"))


def imports(path: Path, *, at_load: bool = False) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    names: set[str] = set()
    for node in tree.body if at_load else ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_point_down(path: Path) -> None:
    package, here = path.parts[0], path.parts[1].removesuffix(".py")
    if here == "__init__":
        return
    assert (package, here) in RANK, f"{path}: add {here!r} to LAYERS"
    for name in imports(path):
        top, _, rest = name.partition(".")
        there = rest.split(".")[0]
        if top == package and there != here and (package, there) in RANK:
            up = RANK[package, there] >= RANK[package, here]
            assert not up, f"{path} imports upward: {name}"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_the_engine_knows_no_web(path: Path) -> None:
    if path.parts[0] == "rails_engine":
        tops = {name.split(".")[0] for name in imports(path)}
        assert not tops & FORBIDDEN, f"{path}: {tops & FORBIDDEN}"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_the_service_uses_only_public_names_of_the_engine(path: Path) -> None:
    if path.parts[0] == "service":
        for name in imports(path):
            assert not name.startswith("rails_engine.") or name.count(".") == 1, f"{path}: {name}"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_third_parties_stay_behind_one_door(path: Path) -> None:
    for name in imports(path):
        doors = DOORS.get(name.split(".")[0])
        if doors is not None:
            assert any(str(path).startswith(door) for door in doors), f"{path}: {name}"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_modules_stay_small_and_init_stays_thin(path: Path) -> None:
    text = (ROOT / path).read_text()
    assert len(text.splitlines()) <= MAX_LINES, path
    if path.name == "__init__.py":
        tree = ast.parse(text)
        kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        found = [n.name for n in tree.body if isinstance(n, kinds)]
        assert set(found) <= {"__getattr__", "__dir__"}, f"{path}: re-exports only"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_every_module_has_its_test_file(path: Path) -> None:
    if path.name != "__init__.py":
        assert (ROOT / "tests" / path.parent / f"test_{path.name}").is_file(), path
