"""Figures become tables and a plot, each at its place in the documents, and nothing else of them changes."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from bench import report, results
from bench.cases import CASES
from bench.compare import middle, read_options, takes_part
from bench.plot import draw, ticks
from bench.servers import TITLES


def figures(**costs: dict[str, float]) -> report.Figures:
    empty: dict[str, Any] = dict.fromkeys(report.DETAILS)
    return {
        case: {server: {**empty, "cpu_ms": cost, "failures": {}} for server, cost in row.items()}
        for case, row in costs.items()
    }


FOUND = figures(main={"ours": 0.5, "iorails": 1.0}, threads={"ours": 0.75})


def test_a_table_has_a_column_for_each_server_that_took_part() -> None:
    head, _, main, threads = report.costs(FOUND).splitlines()
    assert head == "| CPU ms a request | Switchyard | NeMo IORails |"
    assert main == "| no rails | **0.50** | 1.00 |"
    assert threads == "| no rails, a thread (SQLite) | **0.75** |  |"


def test_a_goal_that_is_missed_is_called_so() -> None:
    assert "| 0.500 | 0.95 | met |" in report.ratios(FOUND)
    assert "| 2.000 | 0.95 | missed |" in report.ratios(figures(main={"ours": 2.0, "iorails": 1.0}))
    assert report.ratios(figures(main={"ours": 1.0})) == ""


def test_answers_that_were_not_whole_are_listed() -> None:
    found = figures(main={"ours": 1.0})
    assert report.failures(found) == ""
    found["main"]["ours"]["failures"] = {"truncated": 3}
    assert report.failures(found) == "- no rails, Switchyard: 3 truncated"


def test_the_median_of_the_rounds_counts_and_every_failure_is_kept() -> None:
    def one(cpu: float | None, **failures: int) -> dict[str, Any]:
        values = dict.fromkeys((*report.DETAILS, "client_share"))
        return {**values, "cpu_ms": cpu, "requests": 10, "failures": failures, "sample": ""}

    found = middle([one(1.0), one(9.0, lost=1), one(2.0, lost=2)])
    assert (found["cpu_ms"], found["requests"], found["failures"]) == (2.0, 30, {"lost": 3})
    assert found["mb"] is None


def test_content_is_put_between_its_markers_and_nowhere_else() -> None:
    text = "a\n<!-- bench: x -->\nold\n<!-- bench: end -->\nb\n<!-- bench: y -->\n<!-- bench: end -->\nc\n"
    once = results.put(text, "x", "new")
    assert once == text.replace("old", "\nnew\n")
    assert results.put(once, "x", "new") == once
    with pytest.raises(ValueError, match="no place for 'z'"):
        results.put(text, "z", "new")


@pytest.mark.parametrize("name", ["cases", "latency", "streams", "bodies", "threads"])
def test_every_tool_has_its_place_in_the_document(name: str) -> None:
    assert results.put(results.PERFORMANCE.read_text(), name, "x")


def test_the_readme_has_a_place_for_the_comparison() -> None:
    assert results.put(results.README.read_text(), "cases", "x")


def test_a_plot_is_an_image_with_a_dot_for_each_value() -> None:
    svg = draw("less & less", [("one", {"ours": 0.5, "other": 20.0}), ("two", {"ours": 1.0, "other": None})])
    root = ET.fromstring(svg)
    titles = [circle.findtext("{*}title") for circle in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert titles == ["ours", "other", "one, other: 20.00", "one, ours: 0.50", "two, ours: 1.00"]
    assert root.findtext("{*}title") == "less & less"
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    for circle in root.iter("{http://www.w3.org/2000/svg}circle"):
        assert 0 < float(circle.attrib["cx"]) < width
        assert 0 < float(circle.attrib["cy"]) < height


def test_twice_as_much_is_as_far_everywhere_on_the_scale() -> None:
    svg = draw("", [("", {"a": 1.0, "b": 2.0, "c": 4.0})])
    *_, c, b, a = (float(x) for x in re.findall(r'cx="([\d.]+)"', svg))
    assert c - b == pytest.approx(b - a, abs=0.2)


@pytest.mark.parametrize(
    ("smallest", "largest", "marks"),
    [(0.7, 46.0, [0.5, 1, 2, 5, 10, 20, 50]), (1.0, 1.0, [1]), (0.03, 0.3, [0.02, 0.05, 0.1, 0.2, 0.5])],
)
def test_the_scale_reaches_from_below_all_to_above_all(
    smallest: float, largest: float, marks: list[float]
) -> None:
    assert ticks(smallest, largest) == pytest.approx(marks)


def test_a_plot_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        draw("", [("", {"a": None})])


def test_a_server_takes_part_where_it_can() -> None:
    assert takes_part("ours", CASES["threads"])
    assert not takes_part("floor", CASES["regex"])
    assert not takes_part("iorails", CASES["dialog"])
    for case in CASES.values():
        assert set(case.others) <= set(TITLES)
        assert case.goal is None or case.goal[0] in case.others


def test_a_name_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_options(["--case", "mian"])
    assert "'mian' is none of main," in capsys.readouterr().err
