"""Stands for ``nemoguardrails.server.datastore``."""
