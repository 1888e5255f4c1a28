from __future__ import annotations

from rails_engine.compat.streaming import StreamingHandler

__all__ = ["StreamingHandler"]
