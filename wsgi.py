"""The WSGI application, for ``gunicorn wsgi:app``."""

from __future__ import annotations

from service.app import create_app

app = create_app()
