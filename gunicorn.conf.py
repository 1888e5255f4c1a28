"""What ``gunicorn wsgi:app`` reads in this folder. The values, and why, are in service/serving.py.

BIND, WEB_CONCURRENCY, THREADS, CLIENT_TIMEOUT, GRACEFUL_TIMEOUT and LOG_LEVEL change them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

# gunicorn adds its working folder to the path only after it has read this.
sys.path.insert(0, str(Path(__file__).parent))

from service.errors import SettingsError
from service.serving import gunicorn_settings

try:
    globals().update(gunicorn_settings(os.environ))
except SettingsError as error:
    sys.exit(f"The server cannot start: {error}")
