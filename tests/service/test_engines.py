from __future__ import annotations

import itertools
import threading
from typing import TYPE_CHECKING, Any

import pytest

from rails_engine import ConfigError, RailsConfig, RailsEngine, UnknownConfigError
from service.engines import EnginePool
from service.settings import from_environment
from service.versions import Versions, advance

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "models: [{type: main, engine: offline, model: offline}]\n"


def folder(root: Path, name: str, text: str = MAIN) -> Path:
    path = root / name
    path.mkdir(parents=True, exist_ok=True)
    (path / "config.yml").write_text(text)
    return path


def pool(root: Path, **more: Any) -> EnginePool:
    environ = {
        "RAILS_CONFIG_PATH": str(root),
        "ENGINES_MAX": str(more.pop("most", 64)),
        **more.pop("environ", {}),
    }
    return EnginePool(from_environment(environ), **more)


def test_folders_with_a_config_are_listed_sorted_and_hidden_ones_are_not(tmp_path: Path) -> None:
    for name in ("zebra", "apple", "_private", ".hidden"):
        folder(tmp_path, name)
    folder(tmp_path / "nested", "config")
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.yml").write_text("")
    assert pool(tmp_path).ids() == ["apple", "nested", "zebra"]


@pytest.mark.parametrize(
    "name",
    [
        "nope",
        "../x",
        "..",
        ".",
        "a/b",
        "a\\b",
        "_private",
        ".hidden",
        "a\0b",
        " main",
        "",
        "/etc",
        "file.yml",
    ],
)
def test_what_is_no_folders_name_is_an_unknown_configuration(tmp_path: Path, name: str) -> None:
    folder(tmp_path, "_private")
    folder(tmp_path, "main")
    (tmp_path / "file.yml").write_text(MAIN)
    with pytest.raises(UnknownConfigError):
        pool(tmp_path).get((name,))


def test_a_combination_and_a_folder_with_a_like_name_share_nothing(tmp_path: Path) -> None:
    folder(tmp_path, "a", MAIN + "custom_data: {who: a}\n")
    folder(tmp_path, "b", MAIN + "custom_data: {who: b}\n")
    folder(tmp_path, "a-b", MAIN + "custom_data: {who: a-b}\n")
    engines = pool(tmp_path)
    both, alone = engines.get(("a", "b")), engines.get(("a-b",))
    assert both.engine is not alone.engine
    assert both.engine.config.custom_data["who"] == "b"
    assert alone.engine.config.custom_data["who"] == "a-b"
    assert engines.get(("b", "a")).engine.config.custom_data["who"] == "a"


def test_many_who_ask_at_once_get_one_engine_that_is_made_once(tmp_path: Path) -> None:
    folder(tmp_path, "main")
    made: list[RailsConfig] = []
    barrier = threading.Barrier(8)

    def prepare(config: RailsConfig) -> RailsEngine:
        made.append(config)
        return RailsEngine(config)

    engines = pool(tmp_path, prepare=prepare)
    found: list[RailsEngine] = []

    def ask() -> None:
        barrier.wait()
        found.append(engines.get(("main",)).engine)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert len(found) == 8
    assert all(engine is found[0] for engine in found)


def test_making_one_engine_does_not_hold_up_another(tmp_path: Path) -> None:
    folder(tmp_path, "slow", MAIN + "custom_data: {slow: true}\n")
    folder(tmp_path, "quick")
    begun, go_on = threading.Event(), threading.Event()

    def prepare(config: RailsConfig) -> RailsEngine:
        if config.custom_data.get("slow"):
            begun.set()
            assert go_on.wait(10)
        return RailsEngine(config)

    engines = pool(tmp_path, prepare=prepare)
    thread = threading.Thread(target=engines.get, args=(("slow",),))
    thread.start()
    assert begun.wait(10)
    assert engines.get(("quick",)).ids == ("quick",)
    go_on.set()
    thread.join()


def test_only_so_many_engines_are_kept(tmp_path: Path) -> None:
    for n in range(6):
        folder(tmp_path, f"c{n}")
    engines = pool(tmp_path, most=3)
    for n in range(6):
        engines.get((f"c{n}",))
    assert [loaded.ids for loaded in engines.loaded()] == [("c3",), ("c4",), ("c5",)]


def test_invented_names_drive_no_engine_out(tmp_path: Path) -> None:
    folder(tmp_path, "a")
    folder(tmp_path, "b")
    engines = pool(tmp_path, most=2)
    kept = [engines.get((name,)).engine for name in ("a", "b")]
    for n in range(10):
        with pytest.raises(UnknownConfigError):
            engines.get((f"invented-{n}",))
        with pytest.raises(UnknownConfigError):
            engines.get(("a", f"invented-{n}"))
    assert [loaded.engine for loaded in engines.loaded()] == kept


def test_an_edit_that_does_not_load_is_tried_once(tmp_path: Path) -> None:
    path = folder(tmp_path, "main")
    tried: list[str] = []

    def prepare(config: RailsConfig) -> RailsEngine:
        tried.append(config.custom_data.get("n", ""))
        if config.custom_data.get("n") == "bad":
            raise ConfigError("no")
        return RailsEngine(config)

    told: list[str] = []
    engines = pool(
        tmp_path,
        prepare=prepare,
        changed=lambda: told.append("changed"),
        refused=lambda: told.append("refused"),
    )
    engines.get(("main",))
    (path / "config.yml").write_text(MAIN + "custom_data: {n: bad}\n")
    for _ in range(3):
        engines.refresh()
    assert tried == ["", "bad"]
    (path / "config.yml").write_text(MAIN + "custom_data: {n: good}\n")
    engines.refresh()
    assert tried == ["", "bad", "good"]
    assert told == ["changed", "refused", "changed"]


def test_a_folder_that_is_gone_leaves_its_engine_and_is_said(tmp_path: Path) -> None:
    path = folder(tmp_path, "main")
    engines = pool(tmp_path)
    kept = engines.get(("main",)).engine
    (path / "config.yml").unlink()
    path.rmdir()
    engines.refresh()
    assert engines.get(("main",)).engine is kept
    assert list(engines.stale) == [("main",)]
    folder(tmp_path, "main")
    engines.refresh()
    assert engines.stale == {}


def test_a_changed_folder_is_swapped_in_combinations_too(tmp_path: Path) -> None:
    folder(tmp_path, "a")
    path = folder(tmp_path, "b", MAIN + "custom_data: {n: 1}\n")
    engines = pool(tmp_path)
    before = engines.get(("a", "b")).engine
    assert engines.refresh() == []
    assert engines.get(("a", "b")).engine is before
    (path / "config.yml").write_text(MAIN + "custom_data: {n: 22}\n")
    assert engines.refresh() == [("a", "b")]
    assert engines.get(("a", "b")).engine.config.custom_data["n"] == 22


def test_a_broken_edit_keeps_the_last_good_engine_and_says_so_until_it_is_mended(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = folder(tmp_path, "main")
    engines = pool(tmp_path)
    good = engines.get(("main",)).engine
    (path / "config.yml").write_text("rails: {inptu: {}}\n")
    assert engines.refresh() == []
    assert engines.get(("main",)).engine is good
    assert list(engines.stale) == [("main",)]
    engines.refresh()
    assert sum("do not load" in record.message for record in caplog.records) == 1
    (path / "config.yml").write_text(MAIN + "# mended\n")
    assert engines.refresh() == [("main",)]
    assert engines.stale == {}


def test_what_does_not_load_is_not_tried_again_for_every_request(tmp_path: Path) -> None:
    path = folder(tmp_path, "main", "rails: {inptu: {}}\n")
    now = [100.0]
    engines = pool(tmp_path, clock=lambda: now[0])
    with pytest.raises(ConfigError):
        engines.get(("main",))
    (path / "config.yml").write_text(MAIN)
    with pytest.raises(ConfigError):
        engines.get(("main",))
    now[0] += 3
    assert engines.get(("main",)).ids == ("main",)


def test_in_single_mode_the_root_is_the_only_configuration(tmp_path: Path) -> None:
    root = folder(tmp_path, "bot")
    engines = pool(root)
    assert (engines.single, engines.ids()) == ("bot", ["bot"])
    assert engines.get(("bot",)).ids == ("bot",)
    with pytest.raises(UnknownConfigError):
        engines.get(("other",))


def test_users_code_that_fails_is_a_configuration_that_does_not_load(tmp_path: Path) -> None:
    path = folder(tmp_path, "main")
    (path / "config.py").write_text("def init(app):\n    raise RuntimeError('no database')\n")
    with pytest.raises(ConfigError, match="no database"):
        pool(tmp_path).get(("main",))


def custom(root: Path, name: str, value: str) -> Path:
    return folder(root, name, f"{MAIN}custom_data: {{v: '{value}'}}\n")


def served(engines: EnginePool, *ids: str) -> Any:
    return engines.get(ids).engine.config.custom_data["v"]


def worker(root: Path, place: Path) -> EnginePool:
    """One of the workers that share a place."""
    return pool(root, versions=Versions(place))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "place"
    made.mkdir()
    return made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "configs"


def test_a_worker_that_loads_later_serves_what_the_others_serve(root: Path, place: Path) -> None:
    custom(root, "a", "old")
    custom(root, "b", "b")
    assert served(worker(root, place), "a") == "old"
    custom(root, "a", "new")
    later = worker(root, place)
    assert (served(later, "a"), served(later, "b", "a")) == ("old", "old")
    custom(root, "c", "new")
    assert served(later, "c") == "new", "what nobody has loaded is taken as it is"


def test_after_a_reload_a_broken_edit_leaves_the_last_good_engine_in_every_worker(
    root: Path, place: Path, caplog: pytest.LogCaptureFixture
) -> None:
    custom(root, "a", "old")
    custom(root, "b", "b")
    before = worker(root, place)
    assert (served(before, "a"), served(before, "b", "a")) == ("old", "old")
    folder(root, "a", "rails: {inptu: {}}\n")
    advance(place)
    told: list[str] = []
    first = pool(root, versions=Versions(place), refused=lambda: told.append("refused"))
    first.load_known()
    assert served(first, "a") == "old"
    assert served(first, "b", "a") == "old"
    assert told == ["refused"]
    assert sum("inptu" in record.message for record in caplog.records) == 1
    second = worker(root, place)
    assert second.stale_ids() == ["a"], "before it was asked"
    assert served(second, "a") == "old"
    custom(root, "a", "new")
    assert served(worker(root, place), "a") == "old", "nobody has said that it is mended"
    advance(place)
    mended = worker(root, place)
    assert served(mended, "a") == "new"
    assert mended.stale_ids() == []


def test_a_combination_that_no_longer_loads_keeps_what_both_were(root: Path, place: Path) -> None:
    custom(root, "a", "old")
    custom(root, "b", "b")
    assert served(worker(root, place), "b", "a") == "old"
    folder(root, "a", "rails: {inptu: {}}\n")
    advance(place)
    after = worker(root, place)
    assert served(after, "b", "a") == "old"
    assert after.stale_ids() == ["b+a"]


def test_a_broken_edit_that_is_undone_is_no_longer_said_anywhere(root: Path, place: Path) -> None:
    path = custom(root, "a", "old")
    engines = pool(root, versions=Versions(place, always_newest=True))
    served(engines, "a")
    text = (path / "config.yml").read_text()
    (path / "config.yml").write_text("rails: {inptu: {}}\n")
    engines.refresh()
    assert worker(root, place).stale_ids() == ["a"]
    (path / "config.yml").write_text(text)
    engines.refresh()
    assert worker(root, place).stale_ids() == []


def test_a_storm_of_combinations_drives_out_combinations_that_nobody_asks_for_again(tmp_path: Path) -> None:
    names = ["a", "b", "c", "d", "e"]
    for name in names:
        folder(tmp_path, name)
    made: list[str] = []

    def prepare(config: RailsConfig) -> RailsEngine:
        made.append(config.name)
        return RailsEngine(config)

    engines = pool(tmp_path, most=6, prepare=prepare)
    alone = [engines.get((name,)).engine for name in names[:4]]
    wanted = [engines.get(("a", "b")).engine for _ in range(2)]
    for ids in itertools.permutations(names, 3):
        engines.get(ids)
    made.clear()
    assert [engines.get((name,)).engine for name in names[:4]] == alone
    assert engines.get(("a", "b")).engine is wanted[0]
    assert made == []
    assert len(engines.loaded()) == 6


def test_the_default_stays_whatever_else_is_asked_for(tmp_path: Path) -> None:
    for n in range(8):
        folder(tmp_path, f"c{n}")
    engines = pool(tmp_path, most=2, environ={"DEFAULT_CONFIG_ID": "c0"})
    kept = engines.get(("c0",)).engine
    for n in range(1, 8):
        engines.get((f"c{n}",))
        engines.get((f"c{n}", "c0"))
    assert engines.get(("c0",)).engine is kept
    assert len(engines.loaded()) == 2
