from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine import ConfigError
from rails_engine.rails.library.private_ai import PrivateAI
from tests.contracts.remote import KEY, TEXTS, UNKNOWN, Case, RemoteContract

NONE = [{"entities_present": False, "processed_text": "as it was", "entities": []}]
FOUND = [{"entities_present": True, "processed_text": "[NAME_1]", "entities": [{"best_label": "NAME"}]}]


def cases() -> tuple[Case, ...]:
    detection = {"accuracy": "high_automatic", "return_entity": False}
    wanted = {**detection, "entity_types": [{"type": "ENABLE", "value": ["NAME"]}]}
    made = []
    for source, text in TEXTS.items():
        sent = {
            "text": [text],
            "link_batch": False,
            "entity_detection": wanted if source == "input" else detection,
        }
        made.append(
            Case(f"detect pii on {source}", source, sent, NONE, FOUND, reply=UNKNOWN, path="/process/text")
        )
        same = [{**NONE[0], "processed_text": text}]
        made.append(Case(f"mask pii on {source}", source, sent, same, rewrites=(FOUND, "[NAME_1]")))
    return tuple(made)


class TestPrivateAI(RemoteContract):
    rail = PrivateAI
    settings: ClassVar[dict[str, Any]] = {
        "server_endpoint": "{url}/process/text",
        "input": {"entities": ["NAME"]},
    }
    environ: ClassVar[dict[str, str]] = {"PAI_API_KEY": KEY}
    headers: ClassVar[dict[str, str]] = {"x-api-key": KEY}
    cases = cases()

    def test_the_hosted_service_needs_a_key(self) -> None:
        with pytest.raises(ConfigError, match="PAI_API_KEY"):
            self.build(
                {"server_endpoint": "https://api.private-ai.com/community/process/text"}, {}, self.cases[:1]
            )
