"""``polygraf detect|mask pii on input|output|retrieval``: personal data, found by Polygraf.

    rails:
      config:
        polygraf:
          server_endpoint: https://governance.api.polygraf.ai/gcp/pii/text-detect
          input: {entities: [Email, Person]}

The key is in ``POLYGRAF_API_KEY``; a server of one's own may do without. ``POST {text}`` answers with entities,
``{entity_type, start, end}``. Masked entities become ``<TYPE>``. A failed call blocks, as in the original, which
then puts ``<REDACTED>`` in place of a text that it should mask; ``on_error: allow`` lets the text through unmasked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rails_engine.actions.registry import action
from rails_engine.rails.remote.flows import UNKNOWN, list_flows, write_flows
from rails_engine.rails.remote.personal_data import detected, masked, personal_data_flows
from rails_engine.rails.remote.rail import RemoteRail, bearer, subject
from rails_engine.rails.remote.settings import EntityOptions, RemoteSettings
from rails_engine.rails.remote.spans import Span, check_spans, mask_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.actions.outcome import RailOutcome
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

HOSTED = "polygraf.ai"
_FLOWS = personal_data_flows("polygraf ", "polygraf_detect_pii", "polygraf_mask_pii", reply=UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolygrafSettings(RemoteSettings):
    """``rails.config.polygraf``."""

    server_endpoint: str = "http://localhost:8000/v1/pii/text-detect"
    input: EntityOptions = field(default_factory=EntityOptions)
    output: EntityOptions = field(default_factory=EntityOptions)
    retrieval: EntityOptions = field(default_factory=EntityOptions)


class Polygraf(RemoteRail):
    """Finds and masks personal data."""

    name = "polygraf"
    flows = list_flows("polygraf", *_FLOWS)
    colang = write_flows(*_FLOWS)
    settings_key = "polygraf"
    settings_type = PolygrafSettings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        return wiring.keyed("POLYGRAF_API_KEY", self.settings.server_endpoint, HOSTED, bearer)

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """Detect and mask."""
        return {"polygraf_detect_pii": self.detect, "polygraf_mask_pii": self.mask}

    @action(is_system_action=True, name="polygraf_detect_pii")
    def detect(self, scope: Scope, source: str = "input", text: str | None = None) -> RailOutcome:
        """Whether there is personal data in a text."""
        text = subject(scope, source, text)
        return detected([span.label for span in self._find(scope, source, text)])

    @action(is_system_action=True, name="polygraf_mask_pii")
    def mask(self, scope: Scope, source: str = "input", text: str | None = None) -> RailOutcome:
        """The text with types in place of personal data."""
        text = subject(scope, source, text)
        return masked(mask_spans(text, self._find(scope, source, text), lambda label: f"<{label}>"))

    def _find(self, scope: Scope, source: str, text: str) -> list[Span]:
        if not text:
            return []
        answer = self.service.post(scope, {"text": text})
        items = answer.items() if isinstance(answer.value, list) else answer.items("entities")
        found = [Span(item.whole("start"), item.whole("end"), item.text("entity_type")) for item in items]
        wanted = getattr(self.settings, source).entities
        return check_spans(text, (span for span in found if not wanted or span.label in wanted))
