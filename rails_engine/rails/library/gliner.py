"""``gliner detect|mask pii on input|output|retrieval``: personal data, found by a GLiNER server.

    rails:
      config:
        gliner:
          server_endpoint: http://localhost:1235/v1/extract
          threshold: 0.5
          input: {entities: [email, phone_number]}

An address that ends in ``/chat/completions`` is a NIM: it is sent a chat with ``labels`` and answers with JSON in
the message; its key is in the variable that ``api_key_env_var`` names. Any other address is sent ``{text,
labels, …}`` and answers ``{entities}``. Masked entities become ``[LABEL]``. A failed call blocks, as in the
original, where it ended in an internal error; ``on_error: allow`` lets the text through unmasked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rails_engine.actions.registry import action
from rails_engine.config.reading import InvalidValueError
from rails_engine.rails.remote.answers import Answer
from rails_engine.rails.remote.flows import list_flows, write_flows
from rails_engine.rails.remote.personal_data import detected, masked, personal_data_flows
from rails_engine.rails.remote.rail import RemoteRail, bearer, subject
from rails_engine.rails.remote.settings import EntityOptions, RemoteSettings, check_share
from rails_engine.rails.remote.spans import Span, check_spans, mask_spans
from rails_engine.transport import decode_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.actions.outcome import RailOutcome
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

_FLOWS = personal_data_flows("gliner ", "gliner_detect_pii", "gliner_mask_pii")


@dataclass(frozen=True, slots=True, kw_only=True)
class GlinerSettings(RemoteSettings):
    """``rails.config.gliner``."""

    server_endpoint: str = "http://localhost:1235/v1/extract"
    model: str = "nvidia/gliner-pii"
    api_key_env_var: str | None = None
    threshold: float = 0.5
    chunk_length: int = 384
    overlap: int = 128
    flat_ner: bool = False
    input: EntityOptions = field(default_factory=EntityOptions)
    output: EntityOptions = field(default_factory=EntityOptions)
    retrieval: EntityOptions = field(default_factory=EntityOptions)

    def __post_init__(self) -> None:
        RemoteSettings.__post_init__(self)
        check_share(self.threshold, "threshold")
        if not 0 <= self.overlap < self.chunk_length:
            raise InvalidValueError("overlap", "must be less than chunk_length")


class Gliner(RemoteRail):
    """Finds and masks personal data."""

    name = "gliner"
    flows = list_flows("gliner", *_FLOWS)
    colang = write_flows(*_FLOWS)
    settings_key = "gliner"
    settings_type = GlinerSettings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        variable = self.settings.api_key_env_var
        key = wiring.need_variable(variable) if variable else None
        url, source = self.settings.server_endpoint, wiring.setting("server_endpoint")
        return wiring.service(url, source, headers=bearer(key), secrets=(key,))

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """Detect and mask."""
        return {"gliner_detect_pii": self.detect, "gliner_mask_pii": self.mask}

    @action(is_system_action=True, name="gliner_detect_pii")
    def detect(self, scope: Scope, source: str = "input", text: str | None = None) -> RailOutcome:
        """Whether there is personal data in a text."""
        text = subject(scope, source, text)
        return detected([span.label for span in self._find(scope, source, text)])

    @action(is_system_action=True, name="gliner_mask_pii")
    def mask(self, scope: Scope, source: str = "input", text: str | None = None) -> RailOutcome:
        """The text with labels in place of personal data."""
        text = subject(scope, source, text)
        spans = self._find(scope, source, text)
        return masked(mask_spans(text, spans, lambda label: f"[{label.upper()}]"))

    def _find(self, scope: Scope, source: str, text: str) -> list[Span]:
        if not text:
            return []
        settings = self.settings
        labels = list(getattr(settings, source).entities)
        payload: dict[str, Any] = {
            "threshold": settings.threshold,
            "chunk_length": settings.chunk_length,
            "overlap": settings.overlap,
            "flat_ner": settings.flat_ner,
        }
        if labels:
            payload["labels"] = labels
        if settings.server_endpoint.rstrip("/").endswith("/chat/completions"):
            payload |= {"model": settings.model, "messages": [{"role": "user", "content": text}]}
            said = self.service.post(scope, payload).text("choices", 0, "message", "content")
            answer = Answer(decode_json(said.encode()))
        else:
            answer = self.service.post(scope, {"text": text, **payload})
        found = [
            Span(item.whole("start_position"), item.whole("end_position"), item.text("suggested_label"))
            for item in answer.items("entities")
        ]
        return check_spans(text, (span for span in found if not labels or span.label in labels))
