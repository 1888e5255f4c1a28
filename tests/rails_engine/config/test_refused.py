"""Bad configurations, each with the place and the words that its error must have."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rails_engine.errors import ConfigError

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "config" / "refused.yml").read_text())


def files_of(case):
    files = dict(case.get("files", {}))
    if "yaml" in case:
        files["config.yml"] = case["yaml"]
    if "colang" in case:
        files["rails.co"] = case["colang"]
        files.setdefault("config.yml", "models: []\n")
    return files


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_a_bad_configuration_is_refused_with_its_place(case, load, tmp_path):
    with pytest.raises(ConfigError) as caught:
        load(files_of(case), environ=case.get("environ"))
    error = caught.value
    place = ":".join(str(part) for part in (error.file, error.line, error.column) if part is not None)
    assert place.replace(f"{tmp_path}/", "") == f"bot/{case['at']}" if case["at"] else f"{tmp_path}/bot"
    assert case["says"] in error.message
    assert case.get("hint", "") in (error.hint or "")
    if error.line is not None:
        lines = Path(error.file).read_text().splitlines()
        assert error.text == case.get("shows", lines[error.line - 1])


def test_the_names_of_the_cases_are_unique_and_there_are_enough():
    assert len({case["name"] for case in CASES}) == len(CASES) >= 50
