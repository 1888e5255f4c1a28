from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine import ConfigError
from rails_engine.rails.library.polygraf import Polygraf
from tests.contracts.remote import KEY, SUBJECTS, TEXTS, UNKNOWN, Case, RemoteContract
from tests.upstream import Upstream

FOUND = {"entities": [{"entity_type": "Email", "start": 0, "end": 1}]}
NONE: dict[str, Any] = {"entities": []}


class TestPolygraf(RemoteContract):
    rail = Polygraf
    settings: ClassVar[dict[str, Any]] = {"server_endpoint": "{url}/v1/pii/text-detect"}
    environ: ClassVar[dict[str, str]] = {"POLYGRAF_API_KEY": KEY}
    headers: ClassVar[dict[str, str]] = {"Authorization": f"Bearer {KEY}"}
    cases = (
        *(
            Case(f"polygraf detect pii on {s}", s, {"text": text}, NONE, FOUND, reply=UNKNOWN)
            for s, text in TEXTS.items()
        ),
        *(
            Case(
                f"polygraf mask pii on {s}",
                s,
                {"text": TEXTS[s]},
                NONE,
                rewrites=(FOUND, f"<Email>{TEXTS[s][1:]}"),
                path="/v1/pii/text-detect",
            )
            for s in SUBJECTS
        ),
    )

    def test_only_the_listed_entities_count(self, up: Upstream) -> None:
        up.reply(json=FOUND)
        engine = self.engine(up, self.cases[0], input={"entities": ["Person"]})
        assert self.run(engine, self.cases[0]).decision == "allowed"

    def test_the_hosted_service_needs_a_key(self) -> None:
        settings = {"server_endpoint": "https://governance.api.polygraf.ai/gcp/pii/text-detect"}
        with pytest.raises(ConfigError, match="POLYGRAF_API_KEY"):
            self.build(settings, {}, self.cases[:1])

    def test_a_server_of_one_s_own_needs_none(self, up: Upstream) -> None:
        up.reply(json=[{"entity_type": "Email", "start": 0, "end": 1}])
        engine = self.build({"server_endpoint": up.url}, {}, self.cases[:1])
        assert self.run(engine, self.cases[0]).decision == "blocked"
        assert "authorization" not in up.last.headers
