"""``detect pii on input|output|retrieval`` and ``mask pii on …``: personal data, found by Private AI.

    rails:
      config:
        privateai:
          server_endpoint: http://localhost:8080/process/text
          input: {entities: [NAME_FAMILY, EMAIL_ADDRESS]}

The key is in ``PAI_API_KEY``; a container of one's own may do without. ``POST {text, entity_detection}`` answers
with ``entities_present`` and ``processed_text``. A failed call blocks, as in the original, where it ended in an
internal error; ``on_error: allow`` lets the text through unmasked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rails_engine.actions.registry import action
from rails_engine.rails.remote.flows import UNKNOWN, list_flows, write_flows
from rails_engine.rails.remote.personal_data import detected, masked, personal_data_flows
from rails_engine.rails.remote.rail import RemoteRail, subject
from rails_engine.rails.remote.settings import EntityOptions, RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.actions.outcome import RailOutcome
    from rails_engine.rails.remote.answers import Answer
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

HOSTED = "private-ai.com"
_FLOWS = personal_data_flows("", "detect_pii", "mask_pii", reply=UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateAISettings(RemoteSettings):
    """``rails.config.privateai``."""

    server_endpoint: str = "http://localhost:8080/process/text"
    input: EntityOptions = field(default_factory=EntityOptions)
    output: EntityOptions = field(default_factory=EntityOptions)
    retrieval: EntityOptions = field(default_factory=EntityOptions)


class PrivateAI(RemoteRail):
    """Finds and masks personal data."""

    name = "private ai"
    flows = list_flows("privateai", *_FLOWS)
    colang = write_flows(*_FLOWS)
    settings_key = "privateai"
    settings_type = PrivateAISettings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        return wiring.keyed(
            "PAI_API_KEY",
            self.settings.server_endpoint,
            HOSTED,
            lambda key: {"x-api-key": key} if key else {},
        )

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """Detect and mask."""
        return {"detect_pii": self.detect, "mask_pii": self.mask}

    @action(is_system_action=True, name="detect_pii")
    def detect(self, scope: Scope, source: str = "input", text: str | None = None) -> RailOutcome:
        """Whether there is personal data in a text."""
        text = subject(scope, source, text)
        if not text:
            return detected([])
        answer = self._ask(scope, source, text)
        if not answer.flag("entities_present"):
            return detected([])
        found = answer.items("entities") if answer.find("entities") is not None else []
        return detected([item.text("best_label", default="PII") for item in found] or ["PII"])

    @action(is_system_action=True, name="mask_pii")
    def mask(self, scope: Scope, source: str = "input", text: str | None = None) -> RailOutcome:
        """The text without personal data."""
        text = subject(scope, source, text)
        return masked(self._ask(scope, source, text).text("processed_text") if text else text)

    def _ask(self, scope: Scope, source: str, text: str) -> Answer:
        detection: dict[str, Any] = {"accuracy": "high_automatic", "return_entity": False}
        wanted = getattr(self.settings, source).entities
        if wanted:
            detection["entity_types"] = [{"type": "ENABLE", "value": list(wanted)}]
        payload = {"text": [text], "link_batch": False, "entity_detection": detection}
        return self.service.post(scope, payload).at(0)
