"""The WSGI application, for ``gunicorn wsgi:app``."""

from __future__ import annotations

from service.app import create_app
from service.observe.logs import configure_logging
from service.settings import from_environment

settings = from_environment()
configure_logging(settings.log_level)
app = create_app(settings)
