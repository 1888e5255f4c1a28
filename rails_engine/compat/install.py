"""Importing this makes the names of the original mean ours in the whole process.

For scripts that are to run unchanged: ``import rails_engine.compat.install`` before their own imports.
"""

from __future__ import annotations

from rails_engine.actions.imports import install_names

install_names()
