"""Colang 1.0: text to a tree, a tree to a program, a program to wishes. No I/O anywhere in here."""

from __future__ import annotations

from rails_engine.colang.coyml import read_coyml
from rails_engine.colang.parser import parse, parse_flow_body
from rails_engine.colang.references import is_colang_2, split_rail_reference

__all__ = ["is_colang_2", "parse", "parse_flow_body", "read_coyml", "split_rail_reference"]
