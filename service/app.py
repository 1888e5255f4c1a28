"""The application: services are assembled, endpoints mounted, hooks set. Nothing here answers a request."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Response, g, request
from flask_cors import CORS
from werkzeug.exceptions import HTTPException

from service import api
from service.account import NONE, Account
from service.answering import error_answer
from service.api.chat import StreamResponse, whole
from service.arrival import answer_failure, is_closed, request_id
from service.call import Limits
from service.catalog import ModelCatalog
from service.challenges import read_challenges
from service.dialects.choose import find_dialects
from service.direct import DirectChat, is_untouched
from service.engines import EnginePool, make_engine
from service.errors import HttpError, MaintenanceError
from service.loggers import Loggers
from service.observe.metrics import Metrics
from service.reload import Reloader
from service.root_config import run_root_config
from service.services import Services
from service.settings import Settings, from_environment
from service.state_token import StateSealer, find_key
from service.threads.registered import store_of
from service.versions import Versions
from service.worker_state import state_of

if TYPE_CHECKING:
    from service.registrations import Registrations


def create_app(settings: Settings | None = None) -> Flask:
    """A server."""
    settings = settings or from_environment()
    app = Flask("switchyard", static_folder=None)
    app.url_map.strict_slashes = False
    # A redirect would be an answer that is none of ours, and models' names may hold any slashes.
    app.url_map.merge_slashes = False
    metrics = Metrics(settings.environ.get("PROMETHEUS_MULTIPROC_DIR"))
    place = settings.environ.get("SWITCHYARD_VERSIONS_DIR")
    versions = Versions(Path(place) if place else None, always_newest=settings.auto_reload)
    pool = EnginePool(
        settings,
        prepare=make_engine,
        changed=lambda: metrics.set_configs(("+".join(one.ids), one.digest) for one in pool.loaded()),
        refused=metrics.reload_failed,
        versions=versions,
    )
    registered = run_root_config(settings.configs, app) if pool.single is None else None
    untouched = is_untouched(app)
    services = _assemble(settings, pool, metrics, registered)
    app.extensions["switchyard"] = services
    _mount(app, services)
    _set_hooks(app, services)
    if settings.cors:
        _allow_origins(app, settings)
    if untouched:
        app.wsgi_app = DirectChat(app, services)  # type: ignore[method-assign] # as Flask's documentation does it
    if settings.auto_reload:
        Reloader(pool).start()
    if versions.generation:
        threading.Thread(target=pool.load_known, name="reload", daemon=True).start()
    return app


def _assemble(
    settings: Settings, pool: EnginePool, metrics: Metrics, registered: Registrations | None
) -> Services:
    store = store_of(settings, registered.datastore if registered is not None else None)
    dialects = sorted(find_dialects(), key=lambda dialect: dialect.name == "openai")
    return Services(
        settings=settings,
        engines=pool,
        threads=store,
        sealer=StateSealer(
            lambda: find_key(settings.state_secret, store, settings.data_dir),
            max_bytes=settings.max_state_bytes,
        ),
        catalog=ModelCatalog(settings),
        metrics=metrics,
        limits=Limits(max_body_bytes=settings.max_body_bytes, max_messages=settings.max_messages),
        dialects=tuple(dialects),
        loggers=Loggers(registered.loggers if registered else ()),
        challenges=[*read_challenges(settings.configs), *(registered.challenges if registered else ())],
    )


def _mount(app: Flask, services: Services) -> None:
    blueprint = Blueprint("switchyard", "service")
    for info in sorted(pkgutil.iter_modules(api.__path__), key=lambda info: info.name):
        importlib.import_module(f"{api.__name__}.{info.name}").add(blueprint, services)
    app.register_blueprint(blueprint, url_prefix=services.settings.prefix or None)


def _set_hooks(app: Flask, services: Services) -> None:
    settings, dialect = services.settings, services.dialects[-1]

    def begin() -> Response | None:
        environ = request.environ
        endpoint = (request.endpoint or "none").removeprefix("switchyard.")
        queued = state_of(environ).queued()
        route = request.url_rule.rule if request.url_rule is not None else NONE
        g.account = Account(
            services.metrics, request_id(environ), request.method, route, endpoint, queued=queued
        )
        if is_closed(settings) and request.method != "OPTIONS" and endpoint not in OPEN_IN_MAINTENANCE:
            return whole(error_answer(dialect, MaintenanceError()))
        return None

    def finish(response: Response) -> Response:
        account: Account = g.account
        response.headers["X-Request-ID"] = account.request_id
        if not isinstance(response, StreamResponse):
            account.end(response.status_code)
        return response

    def http_error(error: HTTPException) -> Response:
        response = whole(error_answer(dialect, HttpError(error.code or 500, error.name)))
        for name, value in error.get_headers():
            if name.lower() == "allow":
                response.headers[name] = value
        return response

    def broken(error: Exception) -> Response:
        return whole(answer_failure(dialect, g.account.request_id, error))

    app.before_request(begin)
    app.after_request(finish)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, broken)


#: Endpoints that answer even then.
OPEN_IN_MAINTENANCE = frozenset({"healthz", "health", "readyz", "metrics"})


def _allow_origins(app: Flask, settings: Settings) -> None:
    everyone = settings.cors_origins == ("*",)
    options: dict[str, Any] = {
        "expose_headers": [
            "X-Request-ID",
            "Retry-After",
            "X-Guardrails-Decision",
            "X-Guardrails-Rails",
            "X-Guardrails-Error",
        ]
    }
    CORS(
        app,
        origins="*" if everyone else list(settings.cors_origins),
        send_wildcard=everyone,
        supports_credentials=not everyone,
        max_age=600,
        **options,
    )
