from __future__ import annotations

from rails_engine.compat.history import new_event_dict, new_uuid

__all__ = ["new_event_dict", "new_uuid"]
