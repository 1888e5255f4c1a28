from __future__ import annotations

from rails_engine.transport.addresses import Endpoint, Tls
from rails_engine.transport.client import Patience, Response, Transport, decode_json
from rails_engine.transport.pauses import Pause

__all__ = ["Endpoint", "Patience", "Pause", "Response", "Tls", "Transport", "decode_json"]
