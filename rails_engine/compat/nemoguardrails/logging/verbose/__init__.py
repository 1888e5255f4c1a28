from __future__ import annotations

from rails_engine.compat.verbosity import set_verbose

__all__ = ["set_verbose"]
