"""Counters, gauges and histograms mean what Prometheus means by them."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

from service.observe.instruments import OTHER, Bounded, Counter, Gauge, Histogram
from service.observe.sheet import Sheet


@pytest.fixture
def sheet(tmp_path):
    made = []

    def make(kind):
        made.append(Sheet(tmp_path / f"{kind}_1.db"))
        return made[-1]

    yield make
    for one in made:
        one.close()


def samples(folder):
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(folder))
    return {
        (s.name, *sorted(s.labels.items())): s.value for family in registry.collect() for s in family.samples
    }


def test_a_counter_counts_by_its_labels(sheet, tmp_path):
    counter = Counter(sheet("counter"), "things", "Things.", ("kind",))
    counter.add(("a",))
    counter.add(("a",), 2.0)
    counter.add(("b",))
    assert samples(tmp_path) == {("things_total", ("kind", "a")): 3.0, ("things_total", ("kind", "b")): 1.0}


def test_a_gauge_goes_up_and_down_and_can_be_set(sheet, tmp_path):
    gauge = Gauge(sheet("gauge_livesum"), "level", "Level.")
    gauge.add()
    gauge.add((), -1.0)
    gauge.add()
    assert samples(tmp_path) == {("level",): 1.0}
    gauge.set(7.0)
    assert samples(tmp_path) == {("level",): 7.0}


def test_a_histogram_counts_a_value_in_its_bucket_and_all_above(sheet, tmp_path):
    histogram = Histogram(sheet("histogram"), "wait_seconds", "Wait.", (0.1, 1.0), ("kind",))
    for value in (0.05, 0.1, 0.5, 3.0):
        histogram.observe(value, ("x",))
    found = samples(tmp_path)
    kind = ("kind", "x")
    buckets = {bound: found["wait_seconds_bucket", kind, ("le", bound)] for bound in ("0.1", "1.0", "+Inf")}
    assert buckets == {"0.1": 2.0, "1.0": 3.0, "+Inf": 4.0}
    assert found["wait_seconds_count", kind] == 4.0
    assert found["wait_seconds_sum", kind] == pytest.approx(3.65)


def test_a_label_has_so_many_values_and_then_one_for_the_rest():
    name = Bounded(2)
    assert [name("a"), name("b"), name("c"), name("a")] == ["a", "b", OTHER, "a"]
    assert len(Bounded(1)("x" * 5000)) == 100
