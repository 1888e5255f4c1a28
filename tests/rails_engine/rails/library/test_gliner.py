from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest

from rails_engine.rails.library.gliner import Gliner
from tests.contracts.remote import KEY, SUBJECTS, TEXTS, Case, RemoteContract
from tests.upstream import Upstream


def entities(*found: tuple[int, int, str]) -> dict[str, Any]:
    return {
        "entities": [
            {
                "value": "?",
                "start_position": start,
                "end_position": end,
                "suggested_label": label,
                "score": 0.9,
            }
            for start, end, label in found
        ]
    }


def completion(answer: dict[str, Any]) -> dict[str, Any]:
    return {"choices": [{"message": {"role": "assistant", "content": json.dumps(answer)}}]}


def cases(wrap: Any, path: str) -> tuple[Case, ...]:
    found = wrap(entities((0, 1, "email"), (3, 4, "city")))
    none = wrap(entities())
    sent = {"threshold": 0.5, "chunk_length": 384, "overlap": 128, "flat_ner": False}
    detecting = tuple(Case(f"gliner detect pii on {s}", s, sent, none, found, path=path) for s in SUBJECTS)
    masking = tuple(
        Case(
            f"gliner mask pii on {s}",
            s,
            sent,
            none,
            rewrites=(found, f"[EMAIL]{text[1:3]}[CITY]{text[4:]}"),
            path=path,
        )
        for s, text in TEXTS.items()
    )
    return (*detecting, *masking)


class TestOwnServer(RemoteContract):
    rail = Gliner
    settings: ClassVar[dict[str, Any]] = {"server_endpoint": "{url}/v1/extract"}
    cases = cases(lambda answer: answer, "/v1/extract")

    def test_only_the_listed_entities_count(self, up: Upstream) -> None:
        up.reply(json=entities((0, 1, "city")))
        engine = self.engine(up, self.cases[0], input={"entities": ["email"]})
        assert self.run(engine, self.cases[0]).decision == "allowed"
        assert up.last.json["labels"] == ["email"]

    @pytest.mark.parametrize("span", [(0, 99, "x"), (-1, 2, "x"), (3, 3, "x"), (4, 2, "x"), (0, True, "x")])
    def test_a_place_that_the_text_has_not_is_no_pass(self, span: Any, up: Upstream) -> None:
        for case in (self.cases[0], self.cases[3]):
            up.reply(json=entities(span))
            assert self.run(self.engine(up, case), case).decision == "blocked"


class TestNim(RemoteContract):
    rail = Gliner
    settings: ClassVar[dict[str, Any]] = {
        "server_endpoint": "{url}/v1/chat/completions",
        "api_key_env_var": "GLINER_KEY",
    }
    environ: ClassVar[dict[str, str]] = {"GLINER_KEY": KEY}
    headers: ClassVar[dict[str, str]] = {"Authorization": f"Bearer {KEY}"}
    needed = ("GLINER_KEY",)
    cases = cases(completion, "/v1/chat/completions")

    def test_it_is_a_chat_with_the_model(self, up: Upstream) -> None:
        up.reply(json=self.cases[0].passes)
        self.run(self.engine(up, self.cases[0]), self.cases[0])
        assert up.last.json["model"] == "nvidia/gliner-pii"
        assert up.last.json["messages"] == [{"role": "user", "content": TEXTS["input"]}]
