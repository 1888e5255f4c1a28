"""What every thread store keeps. The test of a store inherits this and says how one is made."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.contracts import append_turns
from tests.contracts.append_turns import names_of_pairs, pair

if TYPE_CHECKING:
    from service.threads.base import ThreadStore

THREAD = "user-session-12345678"
HELLO = [{"role": "user", "content": "hello"}, {"role": "assistant", "content": "hi"}]
SNAPSHOT = {"version": 1, "context": {"name": "Ada", "n": 1.5}, "heads": []}

MESSAGES: dict[str, list[dict[str, Any]]] = {
    "text of any script": [{"role": "user", "content": "žluťoučký 私 🦆 \u0000 \u2028 \x7f"}],
    "a lone surrogate": [{"role": "user", "content": "half \ud83e of a pair"}],
    "parts": [{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image_url"}]}],
    "no content": [{"role": "assistant", "content": None, "tool_calls": [{"id": "1", "type": "function"}]}],
    "context": [{"role": "context", "content": {"user": {"id": 12345, "vip": True, "rate": 0.1}}}],
    "empty text": [{"role": "user", "content": ""}],
    "large": [{"role": "user", "content": "lorem " * 50_000}],
}
IDS = (
    "x" * 16,
    "X" * 16,
    "é" * 255,
    "e\u0301" * 16,
    "0123456789abcde}{",
    "0123456789abcde{}",
    "a thread\nof two lines",
    "nul \x00 in the middle",
    "nul \x00 in the end",
    "'; DROP TABLE threads; --",
    "../../../../etc/passwd",
    "switchyard:{}:turns *?[a]",
    "🦆" * 16,
    "lone \ud800 surrogate",
    "thread-user-session-12345678",
)


class StoreContract:
    """Inherit, and give a fixture ``store``."""

    def test_a_thread_that_nobody_wrote_is_empty(self, store: ThreadStore) -> None:
        thread = store.load(THREAD)
        assert (thread.messages, thread.snapshot, thread.version) == ([], None, 0)

    def test_turns_come_back_in_order_and_the_version_grows(self, store: ThreadStore) -> None:
        first = store.append(THREAD, HELLO)
        second = store.append(THREAD, [{"role": "user", "content": "and?"}])
        thread = store.load(THREAD)
        assert thread.messages == [*HELLO, {"role": "user", "content": "and?"}]
        assert 0 < first < second == thread.version

    @pytest.mark.parametrize("case", MESSAGES)
    def test_messages_come_back_as_they_were(self, store: ThreadStore, case: str) -> None:
        store.append(THREAD, MESSAGES[case])
        assert store.load(THREAD).messages == MESSAGES[case]

    @pytest.mark.parametrize("limit", [0, 1, 2, 3, 4, 5, 6, 100])
    def test_a_limit_gives_the_last_messages(self, store: ThreadStore, limit: int) -> None:
        said = [{"role": "user", "content": str(number)} for number in range(6)]
        for turn in (said[:1], said[1:4], said[4:]):
            version = store.append(THREAD, turn)
        thread = store.load(THREAD, limit)
        assert thread.messages == (said[-limit:] if limit else [])
        assert thread.version == version

    def test_threads_of_any_ids_share_nothing(self, store: ThreadStore) -> None:
        for number, thread_id in enumerate(IDS):
            store.append(thread_id, [{"role": "user", "content": str(number)}])
        for number, thread_id in enumerate(IDS):
            assert store.load(thread_id).messages == [{"role": "user", "content": str(number)}]

    def test_a_turn_without_messages_is_a_mistake(self, store: ThreadStore) -> None:
        with pytest.raises(ValueError, match="at least one"):
            store.append(THREAD, [])
        assert store.load(THREAD).version == 0

    def test_what_is_stored_is_not_what_the_caller_holds(self, store: ThreadStore) -> None:
        said = {"role": "user", "content": "hello", "parts": [1]}
        store.append(THREAD, [said], snapshot := {"context": {}}, 0)
        said["parts"].append(2)
        snapshot["context"]["x"] = 1
        loaded = store.load(THREAD)
        assert (loaded.messages[0]["parts"], loaded.snapshot) == ([1], {"context": {}})
        loaded.messages[0]["parts"].append(3)
        assert store.load(THREAD).messages[0]["parts"] == [1]

    def test_the_snapshot_comes_back_with_the_version_it_belongs_to(self, store: ThreadStore) -> None:
        version = store.append(THREAD, HELLO, SNAPSHOT, 0)
        assert store.load(THREAD).snapshot == SNAPSHOT
        store.append(THREAD, HELLO, {**SNAPSHOT, "heads": [1]}, version)
        assert store.load(THREAD, limit=1).snapshot == {**SNAPSHOT, "heads": [1]}

    def test_a_snapshot_is_dropped_when_another_turn_came_between(self, store: ThreadStore) -> None:
        seen = store.load(THREAD).version
        store.append(THREAD, HELLO, SNAPSHOT, seen)
        store.append(THREAD, HELLO, {"other": True}, seen)
        thread = store.load(THREAD)
        assert thread.messages == HELLO + HELLO
        assert thread.snapshot is None
        store.append(THREAD, HELLO, SNAPSHOT, thread.version)
        assert store.load(THREAD).snapshot == SNAPSHOT

    def test_a_turn_without_a_snapshot_outdates_the_one_before(self, store: ThreadStore) -> None:
        version = store.append(THREAD, HELLO, SNAPSHOT, 0)
        store.append(THREAD, HELLO, None, version)
        assert store.load(THREAD).snapshot is None

    def test_a_snapshot_of_an_unknown_version_is_not_kept(self, store: ThreadStore) -> None:
        store.append(THREAD, HELLO, SNAPSHOT)
        assert store.load(THREAD).snapshot is None

    def test_a_deleted_thread_is_empty_and_can_begin_again(self, store: ThreadStore) -> None:
        store.append(THREAD, HELLO, SNAPSHOT, 0)
        store.append("another-session-1", HELLO)
        store.delete(THREAD)
        thread = store.load(THREAD)
        assert (thread.messages, thread.snapshot, thread.version) == ([], None, 0)
        store.append(THREAD, HELLO[:1])
        assert store.load(THREAD).messages == HELLO[:1]
        assert store.load("another-session-1").messages == HELLO

    def test_deleting_what_is_not_there_is_no_error(self, store: ThreadStore) -> None:
        store.delete(THREAD)

    def test_it_answers_a_ping_and_works_again_after_close(self, store: ThreadStore) -> None:
        store.append(THREAD, HELLO)
        store.close()
        store.ping()
        assert store.append(THREAD, HELLO) == store.load(THREAD).version
        store.close()

    def test_turns_at_the_same_time_lose_nothing_and_stay_together(self, store: ThreadStore) -> None:
        together = threading.Barrier(16)

        def talk(name: int) -> list[int]:
            together.wait()
            return [store.append(THREAD, pair(str(name), number)) for number in range(5)]

        with ThreadPoolExecutor(16) as pool:
            versions = list(pool.map(talk, range(16)))
        turns = names_of_pairs(store.load(THREAD).messages)
        assert sorted(turns) == sorted(f"{name} {number}" for name in range(16) for number in range(5))
        for name, own in enumerate(versions):
            assert [turn for turn in turns if turn.startswith(f"{name} ")] == [
                f"{name} {n}" for n in range(5)
            ]
            assert own == sorted(own)
        assert len({version for own in versions for version in own}) == 80

    def test_a_loaded_snapshot_always_describes_the_loaded_messages(self, store: ThreadStore) -> None:
        together = threading.Barrier(16)

        def talk(name: int) -> bool:
            together.wait()
            for number in range(5):
                before = store.load(THREAD)
                names_of_pairs(before.messages)
                if before.snapshot is not None and before.snapshot["seen"] != len(before.messages):
                    return False
                seen = {"seen": len(before.messages) + 2}
                store.append(THREAD, pair(str(name), number), seen, before.version)
            return True

        with ThreadPoolExecutor(16) as pool:
            assert all(pool.map(talk, range(16)))

    def test_turns_on_other_threads_are_not_disturbed(self, store: ThreadStore) -> None:
        together = threading.Barrier(16)

        def talk(name: int) -> None:
            together.wait()
            for number in range(3):
                store.append(f"session-of-person-{name}", pair(str(name), number))

        with ThreadPoolExecutor(16) as pool:
            list(pool.map(talk, range(16)))
        for name in range(16):
            turns = names_of_pairs(store.load(f"session-of-person-{name}").messages)
            assert turns == [f"{name} {number}" for number in range(3)]


class SharedStoreContract(StoreContract):
    """Of stores that the processes of a machine share. Give ``factory`` and ``argument`` of ``append_turns``."""

    factory: str

    def test_processes_lose_nothing_and_keep_turns_together(self, store: ThreadStore, argument: str) -> None:
        workers = [append_turns.start(self.factory, argument, THREAD, name, 25) for name in "abcd"]
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("go\n")
            worker.stdin.flush()
        for worker in workers:
            worker.communicate()
            assert worker.returncode == 0
        turns = names_of_pairs(store.load(THREAD).messages)
        assert sorted(turns) == sorted(f"{name} {number}" for name in "abcd" for number in range(25))
        for name in "abcd":
            assert [turn for turn in turns if turn[0] == name] == [f"{name} {number}" for number in range(25)]

    def test_a_killed_process_takes_no_acknowledged_turn_with_it(
        self, store: ThreadStore, argument: str
    ) -> None:
        worker = append_turns.start(self.factory, argument, THREAD, "a", 100_000)
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdout.readline()
        worker.stdin.write("go\n")
        worker.stdin.flush()
        for _ in range(40):
            worker.stdout.readline()
        worker.kill()
        rest = worker.stdout.read()
        worker.communicate()
        acknowledged = 40 + rest.count("\n")
        turns = names_of_pairs(store.load(THREAD).messages)
        assert turns[:acknowledged] == [f"a {number}" for number in range(acknowledged)]
        assert len(turns) - acknowledged in {0, 1}
        store.append(THREAD, pair("b", 0))
        assert names_of_pairs(store.load(THREAD, 2).messages) == ["b 0"]
