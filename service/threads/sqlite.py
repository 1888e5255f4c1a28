"""Threads in one SQLite file, which all workers of a machine share. The default store.

A turn is one row that is never changed; a thread has one row with its version and its latest snapshot. So
the cost of a turn depends neither on the number of threads nor, for an append, on the thread's length.
The file is in WAL mode with ``synchronous=NORMAL``: what is committed is in the operating system's hands
before the turn is answered, and no death of a process, kill -9 included, takes it back. A power cut may
take the last moments, but never leaves a broken file; that is not worth a disk flush a turn.
Not for file systems of a network.

    threads  id, key (SHA-256 of the thread id), version (number of turns), snapshot, expires,
             born (a number that tells it from another thread of the same id; none in older files)
    turns    thread, turn (1, 2, …), messages (JSON list)
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import quote, unquote

from service.data_dir import ensure_folder
from service.errors import SettingsError, StoreUnavailableError
from service.file_lock import locked
from service.threads.base import Thread, UrlStore
from service.threads.encoding import (
    decode_joined,
    decode_snapshot,
    encode_snapshot,
    encode_turn,
    key_of,
    last,
)
from service.threads.recent import Read, Recent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

SETTING = "THREAD_STORE_URL"
FILE = "threads.db"
SCHEMA_VERSION = 1
SCHEMA = """
    BEGIN IMMEDIATE;
    CREATE TABLE threads (
        id INTEGER PRIMARY KEY,
        key BLOB NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        snapshot BLOB,
        expires REAL,
        born INTEGER
    );
    CREATE INDEX threads_by_expiry ON threads (expires) WHERE expires IS NOT NULL;
    CREATE TABLE turns (
        thread INTEGER NOT NULL,
        turn INTEGER NOT NULL,
        messages BLOB NOT NULL,
        PRIMARY KEY (thread, turn)
    );
    PRAGMA user_version = 1;
    COMMIT;
"""
#: For files that were made before threads were told apart.
ADD_BORN = "ALTER TABLE threads ADD COLUMN born INTEGER"
#: Seconds that a turn waits for the writers before it.
BUSY_TIMEOUT = 5.0
#: Connections for reading. A reading takes some microseconds, so few serve many threads.
READERS = 8
#: As many turns as there may be.
ALL = 2**62
#: Expired threads that one append clears away, so that none pays for many.
SWEEP = 4

#: One statement sees one moment, and one row costs less than one for each turn. Of a thread that was read
#: before, only what came after that.
READ = """
    SELECT version, snapshot, born, (
        SELECT CAST(group_concat(messages, ',') AS BLOB)
        FROM (
            SELECT messages FROM turns
            WHERE thread = threads.id AND turn > max(version - ?, CASE born WHEN ? THEN ? ELSE 0 END)
            ORDER BY turn
        )
    )
    FROM threads WHERE key = ? AND (expires IS NULL OR expires > ?)
"""
#: The usual cases, in which nothing has come between, as one statement: in a busy process each is a turn at
#: the end of the queue for the interpreter. In any other case it is refused.
USUAL_TURNS = """
    CREATE TEMP VIEW first_turn AS SELECT NULL AS key, NULL AS snapshot, NULL AS messages;
    CREATE TEMP TRIGGER add_first_turn INSTEAD OF INSERT ON first_turn BEGIN
        INSERT INTO threads (key, version, snapshot, born)
            VALUES (NEW.key, 1, NEW.snapshot, random());
        INSERT INTO turns SELECT id, version, NEW.messages FROM threads WHERE key = NEW.key;
    END;
    CREATE TEMP VIEW next_turn AS SELECT NULL AS key, 0 AS after, NULL AS snapshot, 0 AS now,
        NULL AS messages;
    CREATE TEMP TRIGGER add_next_turn INSTEAD OF INSERT ON next_turn BEGIN
        SELECT RAISE(ABORT, 'something has come between') WHERE NOT EXISTS (
            SELECT 1 FROM threads
            WHERE key = NEW.key AND version = NEW.after AND (expires IS NULL OR expires > NEW.now)
        );
        UPDATE threads SET version = NEW.after + 1, snapshot = NEW.snapshot, expires = NULL,
            born = coalesce(born, random()) WHERE key = NEW.key;
        INSERT INTO turns SELECT id, version, NEW.messages FROM threads WHERE key = NEW.key;
    END;
"""
ADD_FIRST_TURN = "INSERT INTO first_turn VALUES (?, ?, ?)"
ADD_NEXT_TURN = "INSERT INTO next_turn VALUES (?, ?, ?, ?, ?)"
LOOK_UP = "SELECT id, version, expires FROM threads WHERE key = ?"
START = "INSERT INTO threads (key, version, snapshot, expires, born) VALUES (?, ?, ?, ?, random())"
MOVE_ON = "UPDATE threads SET version = ?, snapshot = ?, expires = ? WHERE id = ?"
ADD_TURN = "INSERT INTO turns (thread, turn, messages) VALUES (?, ?, ?)"
EXPIRED = "SELECT id FROM threads WHERE expires <= ? LIMIT ?"
FORGET_TURNS = "DELETE FROM turns WHERE thread = ?"
FORGET = "DELETE FROM threads WHERE id = ?"


@dataclass(slots=True)
class _Connections:
    """The connections of one process: one that writes, and some that read."""

    pid: int = field(default_factory=os.getpid)
    writing: threading.Lock = field(default_factory=threading.Lock)
    writer: sqlite3.Connection | None = None
    reading: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(READERS))
    #: Those that nobody uses just now; the last that was used is the next.
    readers: deque[sqlite3.Connection] = field(default_factory=deque)
    #: The parent process's, kept from being collected: closing them here would disturb the parent.
    inherited: _Connections | None = None


class SqliteStore(UrlStore):
    """``sqlite:`` is a file in ``DATA_DIR``; ``sqlite:///x`` is a relative path, ``sqlite:////x`` is not."""

    name: ClassVar[str] = "sqlite"
    schemes: ClassVar[tuple[str, ...]] = ("sqlite",)

    @classmethod
    def open(cls, url: str, *, ttl: float | None, data_dir: Path) -> Self:
        """See ``UrlStore``."""
        return cls(_path_of(url, data_dir), ttl=ttl)

    def __init__(
        self,
        path: Path,
        *,
        ttl: float | None = None,
        busy_timeout: float = BUSY_TIMEOUT,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._path = path.absolute()
        self._ttl = ttl
        self._busy_timeout = busy_timeout
        self._clock = clock
        self._prepare()
        self._connections = _Connections()
        self._recent = Recent()

    def load(self, thread_id: str, limit: int | None = None) -> Thread:
        """See ``ThreadStore``."""
        key = key_of(thread_id)
        known = self._recent.get(key)
        most = ALL if limit is None else limit
        with self._reading() as reader:
            row = reader.execute(READ, (most, known.born, known.version, key, self._clock())).fetchone()
        if row is None:
            self._recent.forget(key)
            return Thread()
        version, snapshot, born, turns = row
        if born is None or born != known.born:
            known = Read(born)
        read = known.and_then(version, decode_joined(turns or b""), len(turns or b""))
        if born is not None and version > known.version >= version - most:
            self._recent.put(key, read)
        return Thread(last(read.copies(), limit), decode_snapshot(snapshot), version)

    def append(
        self,
        thread_id: str,
        messages: Sequence[Mapping[str, Any]],
        snapshot: Mapping[str, Any] | None = None,
        after: int | None = None,
    ) -> int:
        """See ``ThreadStore``."""
        key, turn, flows = key_of(thread_id), encode_turn(messages), encode_snapshot(snapshot)
        now = self._clock()
        expires = None if self._ttl is None else now + self._ttl
        if after is not None and self._ttl is None:
            values = (key, after, flows, now, turn) if after else (key, flows, turn)
            if self._add_usual(ADD_NEXT_TURN if after else ADD_FIRST_TURN, values):
                return after + 1
        with self._writing() as writer:
            version = _add(writer, key, turn, flows, after, now, expires)
            if self._ttl is not None:
                for (expired,) in writer.execute(EXPIRED, (now, SWEEP)).fetchall():
                    _forget(writer, expired)
        return version

    def _add_usual(self, statement: str, values: tuple[Any, ...]) -> bool:
        """Add a turn if it is the next one."""
        with self._write_lock() as writer:
            try:
                writer.execute(statement, values)
            except sqlite3.IntegrityError:
                return False
        return True

    def delete(self, thread_id: str) -> None:
        """See ``ThreadStore``."""
        key = key_of(thread_id)
        with self._writing() as writer:
            row = writer.execute(LOOK_UP, (key,)).fetchone()
            if row is not None:
                _forget(writer, row[0])
        self._recent.forget(key)

    def ping(self) -> None:
        """See ``ThreadStore``."""
        with self._reading() as reader:
            reader.execute("SELECT 1 FROM threads LIMIT 1").fetchone()

    def close(self) -> None:
        """See ``ThreadStore``."""
        own = self._own()
        with own.writing:
            if own.writer is not None:
                own.writer.close()
                own.writer = None
        while own.readers:
            own.readers.pop().close()

    def _own(self) -> _Connections:
        """This process's connections: SQLite's must not cross a fork."""
        own = self._connections
        if own.pid != os.getpid():
            own = self._connections = _Connections(inherited=own)
        return own

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The connection that writes, if nobody has it: what the others know is old after each turn."""
        own = self._own()
        if own.writing.acquire(blocking=False):
            with self._held(own) as writer:
                yield writer
            return
        if not own.reading.acquire(timeout=self._busy_timeout):
            raise StoreUnavailableError(self.name, "TimeoutError")
        reader = None
        try:
            with contextlib.suppress(IndexError):
                reader = own.readers.pop()
            reader = reader or self._connect()
            yield reader
            own.readers.append(reader)
        except BaseException as error:
            if reader is not None:
                reader.close()
            if isinstance(error, sqlite3.Error):
                raise StoreUnavailableError(self.name, type(error).__name__) from error
            raise
        finally:
            own.reading.release()

    @contextlib.contextmanager
    def _write_lock(self) -> Iterator[sqlite3.Connection]:
        """The connection that writes. Threads queue for it here, without SQLite's sleeps between tries."""
        own = self._own()
        if not own.writing.acquire(timeout=self._busy_timeout):
            raise StoreUnavailableError(self.name, "TimeoutError")
        with self._held(own) as writer:
            yield writer

    @contextlib.contextmanager
    def _held(self, own: _Connections) -> Iterator[sqlite3.Connection]:
        """The connection that writes, whose lock is held and is let go of here."""
        try:
            if own.writer is None:
                own.writer = self._connect()
                own.writer.executescript(USUAL_TURNS)
            yield own.writer
        except BaseException as error:
            if own.writer is not None:
                own.writer.close()
                own.writer = None
            if isinstance(error, sqlite3.Error):
                raise StoreUnavailableError(self.name, type(error).__name__) from error
            raise
        finally:
            own.writing.release()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction."""
        with self._write_lock() as writer:
            writer.execute("BEGIN IMMEDIATE")
            yield writer
            writer.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        # mode=rw: a file that has vanished is an error, not an empty store.
        connection = sqlite3.connect(
            f"file:{quote(str(self._path))}?mode=rw",
            uri=True,
            timeout=self._busy_timeout,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    def _prepare(self) -> None:
        """Make the file, or see that it is one of ours. Workers that start together take turns."""
        try:
            with locked(self._path.parent, self._busy_timeout):
                os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
                with contextlib.closing(self._connect()) as connection:
                    self._check_schema(connection)
        except (OSError, sqlite3.Error) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise SettingsError(
                SETTING, self._path.name, f"a file of threads that can be read and written ({reason})"
            ) from error

    def _check_schema(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == SCHEMA_VERSION:
            connection.execute("SELECT 1 FROM threads, turns LIMIT 1")
            if "born" not in {column for _, column, *_ in connection.execute("PRAGMA table_info(threads)")}:
                connection.execute(ADD_BORN)
        elif version == 0 and connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None:
            connection.executescript(SCHEMA)
        else:
            wanted = f"a file of threads of schema {SCHEMA_VERSION} (this is another program's or version's)"
            raise SettingsError(SETTING, self._path.name, wanted)


def _add(
    writer: sqlite3.Connection,
    key: bytes,
    turn: bytes,
    flows: bytes | None,
    after: int | None,
    now: float,
    expires: float | None,
) -> int:
    row = writer.execute(LOOK_UP, (key,)).fetchone()
    if row is not None and row[2] is not None and row[2] <= now:
        _forget(writer, row[0])
        row = None
    if row is None:
        version = 1
        thread = writer.execute(START, (key, 1, flows if after == 0 else None, expires)).lastrowid
    else:
        thread, version = row[0], row[1] + 1
        writer.execute(MOVE_ON, (version, flows if after == row[1] else None, expires, thread))
    writer.execute(ADD_TURN, (thread, version, turn))
    return version


def _forget(writer: sqlite3.Connection, thread: int) -> None:
    writer.execute(FORGET_TURNS, (thread,))
    writer.execute(FORGET, (thread,))


def _path_of(url: str, data_dir: Path) -> Path:
    rest = url.partition(":")[2]
    if not rest.strip("/"):
        return ensure_folder(data_dir) / FILE
    if not rest.startswith("///") or "?" in rest or unquote(rest[3:]) == ":memory:":
        raise SettingsError(SETTING, None, "sqlite:///relative/path or sqlite:////absolute/path")
    path = type(data_dir)(unquote(rest[3:]))
    if path.parent.absolute() == data_dir.absolute():
        ensure_folder(data_dir)
    elif not path.parent.is_dir():
        wanted = "a file in a folder that exists (sqlite:////absolute/path has four slashes)"
        raise SettingsError(SETTING, path.name, wanted)
    return path
