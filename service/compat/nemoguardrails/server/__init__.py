"""Stands for ``nemoguardrails.server``."""
