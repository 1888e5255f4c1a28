from __future__ import annotations

import sqlite3
import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.errors import SettingsError, StoreUnavailableError
from service.threads import sqlite
from service.threads.sqlite import SqliteStore
from tests.contracts.append_turns import fork, names_of_pairs, pair, wait_for
from tests.contracts.store import HELLO, SNAPSHOT, THREAD, SharedStoreContract


def make(path: str) -> SqliteStore:
    return SqliteStore(Path(path))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "threads.db"


class TestSqliteStore(SharedStoreContract):
    factory = "tests.service.threads.test_sqlite:make"

    @pytest.fixture
    def argument(self, path):
        return str(path)

    @pytest.fixture
    def store(self, path):
        store = SqliteStore(path)
        yield store
        store.close()


# Where the file is


def test_without_a_path_the_file_is_in_the_data_folder_for_its_owner_only(tmp_path):
    data_dir = tmp_path / "new" / "data"
    store = SqliteStore.open("sqlite:", ttl=None, data_dir=data_dir)
    store.append(THREAD, HELLO)
    for file in data_dir.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
    assert (data_dir / "threads.db").is_file()
    store.close()


def test_four_slashes_are_absolute_and_three_are_relative(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub folder").mkdir()
    SqliteStore.open(f"sqlite:///{tmp_path}/a.db", ttl=None, data_dir=tmp_path)
    SqliteStore.open("sqlite:///sub%20folder/b.db", ttl=None, data_dir=tmp_path)
    SqliteStore.open("sqlite:///data/c%3F.db", ttl=None, data_dir=Path("data"))
    assert (tmp_path / "a.db").is_file()
    assert (tmp_path / "sub folder" / "b.db").is_file()
    assert (tmp_path / "data" / "c?.db").is_file()


@pytest.mark.parametrize(
    "url",
    ["sqlite://host/a.db", "sqlite:a.db", "sqlite:///:memory:", "sqlite:///a.db?mode=ro", "sqlite:/a.db"],
)
def test_another_form_of_url_is_an_error_that_shows_the_right_one(url, tmp_path):
    with pytest.raises(SettingsError, match="sqlite:////absolute"):
        SqliteStore.open(url, ttl=None, data_dir=tmp_path)


def test_a_folder_that_does_not_exist_is_an_error_and_not_made(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="four slashes"):
        SqliteStore.open("sqlite:///var/lib/threads.db", ttl=None, data_dir=tmp_path / "data")
    assert not list(tmp_path.iterdir())


def test_a_data_folder_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="DATA_DIR"):
        SqliteStore.open("sqlite:", ttl=None, data_dir=tmp_path / "file" / "data")


# What the file is


@pytest.mark.parametrize(
    "content", [b"not a database at all, but text" * 100, b"SQLite format 3\0" + b"\xff" * 4000]
)
def test_a_corrupt_file_is_an_error_and_stays_as_it_is(path, content):
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"THREAD_STORE_URL must be a file of threads .*'threads.db'"):
        SqliteStore(path)
    assert path.read_bytes() == content


def test_a_file_that_cannot_be_written_is_an_error(path):
    path.mkdir()
    with pytest.raises(SettingsError, match="read and written"):
        SqliteStore(path)


def test_the_file_of_another_program_is_left_alone(path):
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE threads (id INTEGER)")
    other.close()
    with pytest.raises(SettingsError, match="another program's"):
        SqliteStore(path)


def test_a_file_of_a_later_schema_is_left_alone(path):
    SqliteStore(path)
    with sqlite3.connect(path) as later:
        later.execute("PRAGMA user_version = 2")
    later.close()
    with pytest.raises(SettingsError, match="schema 1"):
        SqliteStore(path)


def test_a_file_from_before_threads_were_told_apart_serves_on(path):
    SqliteStore(path).append(THREAD, HELLO, SNAPSHOT, 0)
    with sqlite3.connect(path) as older:
        older.execute("ALTER TABLE threads DROP COLUMN born")
    older.close()
    one, other = SqliteStore(path), SqliteStore(path)
    assert one.load(THREAD).messages == HELLO
    other.delete(THREAD)
    other.append(THREAD, HELLO[:1])
    assert one.load(THREAD).messages == HELLO[:1]


def test_what_such_a_file_has_is_told_apart_from_its_next_turn_on(path):
    SqliteStore(path).append(THREAD, HELLO, SNAPSHOT, 0)
    with sqlite3.connect(path) as older:
        older.execute("UPDATE threads SET born = NULL")
    older.close()
    store = SqliteStore(path)
    assert store.append(THREAD, HELLO, None, 1) == 2
    assert store.load(THREAD).messages == HELLO + HELLO
    with sqlite3.connect(path) as by_hand:
        by_hand.execute("UPDATE turns SET messages = 'nobody reads this'")
    by_hand.close()
    assert store.load(THREAD).messages == HELLO + HELLO


def test_an_empty_file_becomes_a_store(path):
    path.touch()
    SqliteStore(path).append(THREAD, HELLO)


def test_workers_that_start_together_make_one_file(path):
    together = threading.Barrier(8)

    def start(name):
        together.wait()
        return SqliteStore(path).append(THREAD, pair(str(name), 0))

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(start, range(8))) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert len(names_of_pairs(SqliteStore(path).load(THREAD).messages)) == 8


def test_a_store_outlives_its_process_and_its_connections(path):
    SqliteStore(path).append(THREAD, HELLO, SNAPSHOT, 0)
    thread = SqliteStore(path).load(THREAD)
    assert (thread.messages, thread.snapshot) == (HELLO, SNAPSHOT)


# What goes wrong later


def test_a_file_that_vanishes_or_breaks_is_a_503_without_its_path(path):
    store = SqliteStore(path)
    path.write_bytes(b"no database any more" * 1000)
    for use in (lambda: store.load(THREAD), lambda: store.append(THREAD, HELLO), store.ping):
        with pytest.raises(StoreUnavailableError) as caught:
            use()
        assert caught.value.status == 503
        assert str(caught.value) == "The thread store (sqlite) is not available."
    for file in path.parent.iterdir():
        file.unlink()
    with pytest.raises(StoreUnavailableError):
        store.load(THREAD)
    assert not path.exists()


def test_a_writer_waits_its_time_for_another_process_and_no_longer(path):
    store = SqliteStore(path, busy_timeout=0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailableError) as caught:
        store.append(THREAD, HELLO)
    assert caught.value.reason == "OperationalError"
    assert store.load(THREAD).version == 0
    other.execute("ROLLBACK")
    other.close()
    assert store.append(THREAD, HELLO) == 1


def test_a_failed_append_leaves_nothing_behind(path):
    store = SqliteStore(path)
    store.append(THREAD, HELLO)
    with sqlite3.connect(path) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON turns BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
        other.execute("BEGIN")
        other.commit()
    with pytest.raises(StoreUnavailableError):
        store.append(THREAD, HELLO)
    thread = store.load(THREAD)
    assert (len(thread.messages), thread.version) == (2, 1)
    with sqlite3.connect(path) as other:
        other.execute("DROP TRIGGER full")
    other.close()
    assert store.append(THREAD, HELLO) == 2


def test_after_a_fork_both_processes_write_to_the_same_threads(path):
    store = SqliteStore(path)
    store.append(THREAD, pair("parent", 0))

    def in_child():
        return all(store.append(THREAD, pair("child", number)) for number in range(20))

    child = fork(in_child)
    for number in range(1, 20):
        store.append(THREAD, pair("parent", number))
    assert wait_for(child) == 0
    assert len(names_of_pairs(store.load(THREAD).messages)) == 40
    store.close()


def test_a_fork_in_the_middle_of_a_turn_leaves_the_turn_to_the_parent(path):
    store = SqliteStore(path, busy_timeout=0.2)
    store.append(THREAD, HELLO)

    def in_child():
        try:
            store.append(THREAD, pair("child", 0))
        except StoreUnavailableError as error:  # the file is locked; the lock in memory is another one
            return error.reason == "OperationalError" and store.load(THREAD).messages == HELLO
        return False

    with store._writing() as writer:
        writer.execute("UPDATE threads SET version = 7")
        assert wait_for(fork(in_child)) == 0
    assert store.load(THREAD).version == 7
    store.close()


def test_while_one_writes_others_read_what_was_before(path):
    store = SqliteStore(path)
    store.append(THREAD, HELLO)
    with store._writing() as writer:
        writer.execute("UPDATE threads SET version = 7")
        assert store.load(THREAD).version == 1
    assert store.load(THREAD).version == 7
    store.close()


def test_a_turn_that_comes_while_a_thread_is_read_is_not_half_seen(path):
    store, other = SqliteStore(path), SqliteStore(path)
    store.append(THREAD, pair("a", 0), SNAPSHOT, 0)

    class Interrupted(sqlite3.Connection):
        def execute(self, statement, *arguments):
            found = super().execute(statement, *arguments)
            if statement == sqlite.READ:
                other.append(THREAD, pair("b", 0), {"later": True}, 1)
            return found

    store._connections.readers.append(sqlite3.connect(path, isolation_level=None, factory=Interrupted))
    with store._connections.writing:
        thread = store.load(THREAD)
    assert (names_of_pairs(thread.messages), thread.snapshot, thread.version) == (["a 0"], SNAPSHOT, 1)
    assert other.load(THREAD).version == 2
    store.close()
    other.close()


# Time to live


def test_a_thread_is_forgotten_after_its_time_and_each_turn_renews_it(path):
    now = [1000.0]
    store = SqliteStore(path, ttl=10, clock=lambda: now[0])
    store.append(THREAD, HELLO, SNAPSHOT, 0)
    now[0] = 1009
    store.append(THREAD, HELLO)
    now[0] = 1018.9
    assert len(store.load(THREAD).messages) == 4
    now[0] = 1019
    assert store.load(THREAD).version == 0
    assert store.append(THREAD, HELLO, SNAPSHOT, 2) == 1
    assert store.load(THREAD).messages == HELLO
    assert store.load(THREAD).snapshot is None


def test_expired_threads_are_cleared_away_by_the_turns_of_others(path):
    now = [1000.0]
    store = SqliteStore(path, ttl=10, clock=lambda: now[0])
    for number in range(20):
        store.append(f"session-number-{number}", HELLO)
    now[0] = 1100
    for _ in range(5):
        store.append(THREAD, HELLO)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM threads").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM turns").fetchone() == (5,)
    connection.close()


def test_without_a_time_nothing_expires_and_an_earlier_time_is_lifted(path):
    now = [1000.0]
    SqliteStore(path, ttl=10, clock=lambda: now[0]).append(THREAD, HELLO)
    store = SqliteStore(path, clock=lambda: now[0])
    store.append(THREAD, HELLO)
    now[0] = 1e12
    assert len(store.load(THREAD).messages) == 4


# Cost


def test_no_statement_looks_at_threads_that_it_is_not_about(path):
    """So append and load cost the same at ten threads and at fifty thousand."""
    SqliteStore(path)
    connection = sqlite3.connect(path)
    connection.executescript(sqlite.USUAL_TURNS)
    statements = [sqlite.READ, sqlite.LOOK_UP, sqlite.MOVE_ON, sqlite.EXPIRED]
    for statement in [*statements, sqlite.FORGET, sqlite.FORGET_TURNS]:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", (1,) * statement.count("?")).fetchall()
        assert plan
        steps = [step[3] for step in plan if "SUBQUERY" not in step[3] and "subquery" not in step[3]]
        steps = [step for step in steps if not step.startswith("CO-ROUTINE")]
        assert steps
        for step in steps:
            assert step.startswith("SEARCH"), (statement, step)
    connection.close()


def test_a_turn_costs_a_millisecond_of_the_processor_at_most(path):
    store = SqliteStore(path)
    turn = [{"role": "user", "content": "x" * 100}, {"role": "assistant", "content": "y" * 300}]
    rounds = []
    for number in range(8):
        begun = time.process_time()
        for turn_of in range(20):
            before = store.load(f"session-number-{number}-{turn_of % 4}")
            store.append(f"session-number-{number}-{turn_of % 4}", turn, SNAPSHOT, before.version)
        rounds.append((time.process_time() - begun) / 20)
    assert min(rounds) < 0.001
    store.close()


def test_many_threads_share_a_few_connections(path):
    store = SqliteStore(path)
    store.append(THREAD, HELLO)
    together = threading.Barrier(32)

    def read(_):
        together.wait()
        return [store.load(THREAD).messages for _ in range(5)]

    with ThreadPoolExecutor(32) as pool:
        assert all(read == [HELLO] * 5 for read in pool.map(read, range(32)))
    opened = [fd.readlink() for fd in Path("/proc/self/fd").iterdir() if fd.exists()]
    assert opened.count(path) <= sqlite.READERS + 1
    store.close()
