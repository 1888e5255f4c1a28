"""Views of a text: how it reads once its disguises are off. Each leads back to what was written.

A view decides nothing: rails look at all of them and act on the original.
"""

from __future__ import annotations

from rails_engine.guards.views.reading import read_views
from rails_engine.guards.views.view import Piece, View

__all__ = ["Piece", "View", "read_views"]
