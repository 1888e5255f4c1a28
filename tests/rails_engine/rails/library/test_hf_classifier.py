from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine import ConfigError, RailsEngine
from rails_engine.rails.library.hf_classifier import HfClassifier
from tests.contracts.remote import SUBJECTS, TEXTS, Case, RemoteContract
from tests.upstream import Upstream

EXCEPTIONS = {"input": "InputRailException", "output": "OutputRailException", "retrieval": None}


def flow(kind: str, name: str = "toxicity") -> str:
    return f'hf classifier check {kind} $classifier="{name}"'


def cases(sent: Any, safe: Any, unsafe: Any, path: str) -> tuple[Case, ...]:
    return tuple(
        Case(
            flow(kind),
            kind,
            sent(TEXTS[kind]),
            safe,
            unsafe,
            exception=EXCEPTIONS[kind],
            empties=kind == "retrieval",
            path=path,
        )
        for kind in SUBJECTS
    )


class ClassifierContract(RemoteContract):
    rail = HfClassifier

    def engine(
        self, up: Upstream | None, *cases: Case, exceptions: bool = False, **settings: Any
    ) -> RailsEngine:
        url = up.url if up is not None else "http://127.0.0.1:9"
        classifier = {"model": "m", "base_url": url, "blocked_labels": ["toxic"], **self.settings, **settings}
        return self.build({"toxicity": classifier}, {}, cases, exceptions)


class TestVllm(ClassifierContract):
    settings: ClassVar[dict[str, Any]] = {"engine": "vllm"}
    cases = cases(
        lambda text: {"model": "m", "input": text},
        {"data": [{"index": 0, "label": "neutral", "probs": [0.9, 0.1]}]},
        {"data": [{"index": 0, "label": "toxic", "probs": [0.2, 0.8]}]},
        "/classify",
    )

    def test_a_label_below_the_threshold_passes(self, up: Upstream) -> None:
        up.reply(json=self.cases[0].blocks)
        assert self.run(self.engine(up, self.cases[0], threshold=0.81), self.cases[0]).decision == "allowed"

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"engine": "local"}, "not run in this process"),
            ({"base_url": None}, r"toxicity\.base_url"),
            ({"model": None}, r"toxicity\.model"),
            ({"blocked_labels": []}, r"toxicity\.blocked_labels"),
            ({"api_key_env_var": "KEY"}, "https://"),
            ({"api_key_env_var": "KEY", "base_url": "https://localhost"}, "'KEY', which is not set"),
            ({"threshold": 2}, "threshold"),
            ({"parameters": {"timeout": 0}}, "timeout"),
        ],
        ids=str,
    )
    def test_what_cannot_be_asked_is_missed_at_load(self, change: dict[str, Any], message: str) -> None:
        with pytest.raises(ConfigError, match=message):
            self.engine(None, self.cases[0], **change)

    def test_a_classifier_that_is_none_is_missed_at_load(self) -> None:
        with pytest.raises(ConfigError, match="Did you mean 'toxicity'"):
            self.engine(None, Case(flow("input", "toxicty"), "input", {}, {}))


class TestKserve(ClassifierContract):
    settings: ClassVar[dict[str, Any]] = {"engine": "kserve"}
    cases = cases(
        lambda text: {"instances": [text]},
        {"predictions": [{"neutral": 0.9, "toxic": 0.1}]},
        {"predictions": [[{"label": "neutral", "score": 0.4}, {"label": "toxic", "score": 0.6}]]},
        "/v1/models/m:predict",
    )

    def test_one_label_with_its_score_is_understood(self, up: Upstream) -> None:
        up.reply(json={"predictions": [{"label": "toxic", "score": 0.5}]})
        assert self.run(self.engine(up, self.cases[0]), self.cases[0]).decision == "blocked"


class TestFms(ClassifierContract):
    settings: ClassVar[dict[str, Any]] = {"engine": "fms"}
    headers: ClassVar[dict[str, str]] = {"detector-id": "m"}
    cases = cases(
        lambda text: {"contents": [text], "detector_params": {"threshold": 0.5}},
        [[]],
        [[{"start": 0, "end": 1, "detection": "x", "detection_type": "toxic", "score": 0.5}]],
        "/api/v1/text/contents",
    )
