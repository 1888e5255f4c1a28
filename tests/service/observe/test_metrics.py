"""What is counted of a request, with labels that no user can choose."""

from __future__ import annotations

import threading

import pytest
from prometheus_client.parser import text_string_to_metric_families

from rails_engine import CheckResult, RailRun, TurnResult
from rails_engine.messages import Usage
from rails_engine.turn import LLMCall, Record
from service.observe.metrics import MOST_RAILS, Metrics


class Clock:
    now = 10.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def metrics(tmp_path, clock):
    return Metrics(tmp_path, clock=clock)


def samples(metrics):
    text, kind = metrics.render()
    assert kind.startswith("text/plain; version=")
    found = {}
    for family in text_string_to_metric_families(text.decode()):
        for sample in family.samples:
            found[sample.name.removeprefix("guardrails_"), *(v for _, v in sorted(sample.labels.items()))] = (
                sample.value
            )
    return found


def turn(*rails, calls=()):
    record = Record(0.0, rails=list(rails), llm_calls=list(calls))
    return TurnResult({"role": "assistant", "content": "words"}, "allowed", record)


def rail(name, kind="input", verdict="passed", status="ran", seconds=0.002):
    return RailRun(kind, name, status=status, verdict=verdict, started_at=5.0, finished_at=5.0 + seconds)


def call(*, prompt=0, completion=0, seconds=0.4, from_cache=False):
    usage = Usage(prompt, completion, prompt + completion)
    return LLMCall(
        "general",
        "a-model",
        "openai",
        [],
        usage=usage,
        started_at=1.0,
        finished_at=1.0 + seconds,
        from_cache=from_cache,
    )


def test_a_request_is_in_flight_until_it_is_finished_and_then_counted_once(metrics, clock):
    request = metrics.request_started("chat")
    assert samples(metrics)["requests_in_flight",] == 1.0
    request.dialect, request.stream = "openai", True
    clock.now += 0.3
    assert request.finished("allowed") == pytest.approx(0.3)
    request.finished("error")
    found = samples(metrics)
    assert found["requests_in_flight",] == 0.0
    # labels in the order of their names: dialect, endpoint, outcome, stream
    assert {k: v for k, v in found.items() if k[0] == "requests_total"} == {
        ("requests_total", "openai", "chat", "allowed", "true"): 1.0
    }
    assert found["request_duration_seconds_sum", "chat"] == pytest.approx(0.3)
    assert found["request_duration_seconds_bucket", "chat", "0.25"] == 0.0
    assert found["request_duration_seconds_bucket", "chat", "0.5"] == 1.0


def test_the_time_to_the_first_text_is_that_of_the_first(metrics, clock):
    request = metrics.request_started("chat")
    clock.now += 0.2
    request.first_token()
    clock.now += 5.0
    request.first_token()
    request.finished("allowed")
    metrics.request_started("chat").finished("ok")
    found = samples(metrics)
    assert found["time_to_first_token_seconds_sum",] == pytest.approx(0.2)
    assert found["time_to_first_token_seconds_count",] == 1.0


def test_rails_are_counted_by_what_they_decided_and_timed_by_their_kind(metrics):
    result = turn(
        rail("a"),
        rail("b", verdict="blocked"),
        rail("c", "output", verdict=None, status="failed", seconds=0.2),
        rail("d", "output", verdict=None, status="skipped"),
        rail("e", verdict=None),
    )
    metrics.request_started("chat").finished("blocked", result)
    found = samples(metrics)
    assert {key[1:] for key in found if key[0] == "rail_runs_total"} == {
        ("input", "a", "passed"),
        ("input", "b", "blocked"),
        ("output", "c", "failed"),
        ("output", "d", "skipped"),
        ("input", "e", "passed"),
    }
    assert found["rail_duration_seconds_count", "input"] == 3.0
    assert found["rail_duration_seconds_count", "output"] == 1.0
    assert found["rail_duration_seconds_sum", "output"] == pytest.approx(0.2)


def test_calls_of_models_are_timed_and_their_tokens_counted_but_not_those_from_the_cache(metrics):
    calls = (call(prompt=100, completion=20), call(prompt=7, completion=1), call(prompt=50, from_cache=True))
    metrics.request_started("chat").finished("allowed", turn(calls=calls))
    found = samples(metrics)
    assert (found["tokens_total", "prompt"], found["tokens_total", "completion"]) == (107.0, 21.0)
    assert found["upstream_duration_seconds_count",] == 2.0
    assert found["upstream_duration_seconds_sum",] == pytest.approx(0.8)


def test_a_check_counts_its_rails_too_and_one_without_a_record_does_no_harm(metrics):
    metrics.request_started("checks").finished(
        "ok", CheckResult("passed", "", record=Record(0.0, rails=[rail("a")]))
    )
    metrics.request_started("checks").finished("ok", CheckResult("passed", ""))
    assert samples(metrics)["rail_runs_total", "input", "a", "passed"] == 1.0


def test_words_that_are_not_known_do_not_become_labels(metrics):
    request = metrics.request_started("chat")
    request.dialect = "canary one"
    request.finished("canary two")
    text = metrics.render()[0].decode()
    assert "canary" not in text
    assert samples(metrics)["requests_total", "other", "chat", "other", "false"] == 1.0


def test_a_thousand_rails_and_endpoints_do_not_make_a_thousand_series(metrics):
    for number in range(MOST_RAILS + 300):
        metrics.request_started(f"endpoint {number}").finished("ok", turn(rail(f"rail {number}")))
    found = samples(metrics)
    assert found["rail_runs_total", "input", "other", "passed"] == 300.0
    assert len([key for key in found if key[0] == "rail_runs_total"]) == MOST_RAILS + 1
    assert len([key for key in found if key[0] == "requests_total"]) == 51


def test_a_clock_that_is_set_back_takes_nothing_away(metrics):
    metrics.request_started("chat").finished("ok", turn(rail("a", seconds=-5.0), calls=[call(seconds=-1.0)]))
    found = samples(metrics)
    assert found["rail_duration_seconds_sum", "input"] == 0.0
    assert found["upstream_duration_seconds_sum",] == 0.0


def test_what_has_not_happened_yet_is_nought(metrics):
    found = samples(metrics)
    assert found["requests_in_flight",] == 0.0
    assert found["requests_queued",] == 0.0
    assert found["config_reload_failures_total",] == 0.0


def test_reloads_and_stores_that_fail_and_connections_that_wait_are_there(metrics):
    metrics.reload_failed()
    metrics.store_failed("redis")
    metrics.store_failed("redis")
    metrics.request_started("chat", queued=12)
    found = samples(metrics)
    assert found["config_reload_failures_total",] == 1.0
    assert found["thread_store_errors_total", "redis"] == 2.0
    assert found["requests_queued",] == 12.0


def test_the_configurations_that_are_loaded_replace_those_that_were(metrics):
    metrics.set_configs([("a", "1111"), ("b", "2222")])
    metrics.set_configs([("a", "3333")])
    infos = {key for key in samples(metrics) if key[0] == "config_info"}
    assert infos == {("config_info", "a", "3333")}


def test_without_a_folder_it_counts_alone_and_leaves_nothing_behind():
    metrics = Metrics()
    metrics.request_started("chat").finished("ok")
    assert samples(metrics)["requests_total", "none", "chat", "ok", "false"] == 1.0
    folder = metrics._place()
    assert folder.is_dir()
    del metrics
    assert not folder.exists()


def test_a_folder_that_cannot_be_used_stops_no_request(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    metrics = Metrics(tmp_path / "file" / "folder")
    metrics.request_started("chat").finished("ok")
    assert samples(metrics)["requests_total", "none", "chat", "ok", "false"] == 1.0
    assert "counting alone" in caplog.text
    assert str(tmp_path) not in caplog.text


def test_threads_lose_no_count(metrics):
    def work():
        for _ in range(300):
            metrics.request_started("chat").finished("ok", turn(rail("a"), calls=[call(prompt=1)]))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = samples(metrics)
    assert found["requests_total", "none", "chat", "ok", "false"] == 2400.0
    assert found["tokens_total", "prompt"] == 2400.0
    assert found["requests_in_flight",] == 0.0
