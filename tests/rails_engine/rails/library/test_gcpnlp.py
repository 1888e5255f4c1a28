from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine.rails.library.gcpnlp import GcpNlp
from tests.contracts.remote import KEY, QUESTION, Case, RemoteContract
from tests.upstream import Upstream

DOCUMENT = {"document": {"type": "PLAIN_TEXT", "content": QUESTION}}


def categories(**found: float) -> dict[str, Any]:
    return {"moderationCategories": [{"name": name, "confidence": score} for name, score in found.items()]}


class TestGcpNlp(RemoteContract):
    rail = GcpNlp
    settings: ClassVar[dict[str, Any]] = {"server_endpoint": "{url}"}
    environ: ClassVar[dict[str, str]] = {"GOOGLE_API_KEY": KEY}
    headers: ClassVar[dict[str, str]] = {"X-Goog-Api-Key": KEY}
    needed = ("GOOGLE_API_KEY",)
    cases = (
        Case(
            "gcpnlp moderation",
            "input",
            DOCUMENT,
            categories(Toxic=0.8, Derogatory=0.5),
            categories(Toxic=0.81),
            path="/v1/documents:moderateText",
        ),
        Case(
            "gcpnlp moderation detailed",
            "input",
            DOCUMENT,
            categories(Derogatory=0.4, Toxic=0.8),
            categories(Derogatory=0.41),
        ),
    )

    @pytest.mark.parametrize(
        ("environ", "settings", "header", "value"),
        [
            ({"GOOGLE_OAUTH_ACCESS_TOKEN": KEY}, {}, "authorization", f"Bearer {KEY}"),
            ({"MINE": KEY}, {"access_token_env_var": "MINE"}, "authorization", f"Bearer {KEY}"),
            ({"MINE": KEY}, {"api_key_env_var": "MINE"}, "x-goog-api-key", KEY),
        ],
        ids=str,
    )
    def test_it_signs_in_as_the_environment_allows(
        self, environ: dict[str, str], settings: dict[str, str], header: str, value: str, up: Upstream
    ) -> None:
        up.reply(json=categories())
        engine = self.build({"server_endpoint": up.url, **settings}, environ, self.cases[:1])
        assert self.run(engine, self.cases[0]).decision == "allowed"
        assert up.last.headers[header] == value
