"""The folder of the numbers: what the dead counted stays, what they were doing does not."""

from __future__ import annotations

import pytest

from service.file_lock import locked
from service.observe import processes
from service.observe.metrics import Metrics


@pytest.fixture
def as_process(tmp_path, monkeypatch):
    """Count as if this were another process."""

    def count(pid, *, finished, started=0):
        monkeypatch.setattr("os.getpid", lambda: pid)
        metrics = Metrics(tmp_path)
        for _ in range(finished):
            metrics.request_started("chat").finished("ok")
        for _ in range(started):
            metrics.request_started("chat")
        return metrics

    return count


def value(folder, start):
    text = processes.scrape(folder)[0].decode()
    found = [line for line in text.splitlines() if line.startswith(start)]
    assert len(found) == 1, text
    return float(found[0].rpartition(" ")[2])


def test_a_scrape_is_the_sum_over_all_processes(tmp_path, as_process):
    as_process(1, finished=2, started=1)
    as_process(2, finished=3, started=2)
    assert value(tmp_path, "guardrails_requests_total{") == 5.0
    assert value(tmp_path, "guardrails_requests_in_flight ") == 3.0
    assert value(tmp_path, "guardrails_request_duration_seconds_count{") == 5.0


def test_what_a_dead_process_counted_stays_in_one_file_however_many_have_died(tmp_path, as_process):
    for pid in range(1, 6):
        as_process(pid, finished=2, started=1)
        processes.forget_process(tmp_path, pid)
    assert value(tmp_path, "guardrails_requests_total{") == 10.0
    assert value(tmp_path, "guardrails_request_duration_seconds_count{") == 10.0
    assert "guardrails_requests_in_flight" not in processes.scrape(tmp_path)[0].decode()
    assert sorted(path.name for path in tmp_path.glob("*.db")) == [
        "counter_retired-own.db",
        "histogram_retired-own.db",
    ]


def test_forgetting_somebody_who_never_counted_is_nothing(tmp_path):
    processes.prepare_folder(tmp_path / "new")
    processes.forget_process(tmp_path / "new", 77)
    assert processes.scrape(tmp_path / "new")[0] == b""


def test_a_dead_process_keeps_its_files_while_the_folder_cannot_be_locked(tmp_path, as_process, monkeypatch):
    monkeypatch.setattr(processes, "PATIENCE", 0.01)
    as_process(1, finished=2)
    with locked(tmp_path / processes.LOCK, 1.0):
        processes.forget_process(tmp_path, 1)
        assert value(tmp_path, "guardrails_requests_total{") == 2.0
    assert (tmp_path / "counter_1-own.db").exists()


def test_the_folder_is_for_its_owner_alone_and_goes_as_a_whole(tmp_path):
    folder = tmp_path / "a" / "b"
    processes.prepare_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
