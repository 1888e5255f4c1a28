"""How gunicorn runs the service: its settings from the environment, and what is done around its workers.

``gunicorn.conf.py`` takes them from here. Which worker it is, and why, is in ``workers``.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.observe.logs import configure_logging
from service.run_folders import make_folder, remove_folder
from service.settings import from_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping

    from gunicorn.arbiter import Arbiter

    from service.settings import Settings
    from service.workers import Worker

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a mount, not a file
METRICS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
METRICS_PREFIX = "switchyard-metrics-"
#: Where workers agree on what they serve. Not in memory: copies of configurations may be large.
VERSIONS_VARIABLE, VERSIONS_PREFIX = "SWITCHYARD_VERSIONS_DIR", "switchyard-versions-"
#: Longer than balancers keep an idle connection (60 s), so that they never write into one that is closing.
KEEP_ALIVE = 75
#: Of silence of a worker's main loop, which no request occupies; loading an application counts.
LONGEST_SILENCE = 60
#: Descriptors beside those of connections: listeners, files, stores.
SPARE_FILES = 256


def gunicorn_settings(environ: MutableMapping[str, str]) -> dict[str, Any]:
    """The settings by gunicorn's names. ``environ`` is the process's own; workers inherit it."""
    settings = from_environment(environ)
    # Each may have a client that thinks between two requests beside those that are served.
    connections = 2 * max(settings.threads, 50)

    def on_starting(_: Arbiter) -> None:
        _raise_file_limit(settings.threads + connections + SPARE_FILES)
        _make_metrics_folder(environ)
        environ[VERSIONS_VARIABLE] = str(make_folder(VERSIONS_PREFIX))

    def on_reload(_: Arbiter) -> None:
        # Not at the top: the master process needs nothing of the engine until then.
        from service.versions import advance

        advance(Path(environ[VERSIONS_VARIABLE]))

    def post_fork(_: Arbiter, __: Worker) -> None:
        configure_logging(settings.log_level)

    def post_worker_init(worker: Worker) -> None:
        worker.limit_waiting(settings.client_timeout)
        worker.log.info("Worker is ready (pid: %s)", worker.pid)

    def when_ready(server: Arbiter) -> None:
        if sys.stdout.isatty() or environ.get("SWITCHYARD_GREETING"):
            listeners = [str(listener) for listener in server.LISTENERS]
            print(greeting(listeners, settings), flush=True)  # noqa: T201 - for people

    return {
        "bind": [address.strip() for address in settings.bind.split(",")],
        "workers": settings.workers,
        "worker_class": "service.workers.Worker",
        "threads": settings.threads,
        "worker_connections": connections,
        "keepalive": KEEP_ALIVE,
        "timeout": LONGEST_SILENCE,
        "graceful_timeout": max(1, round(settings.graceful_timeout)),
        # A worker that is to be replaced would take no connections until its last stream has ended.
        "max_requests": 0,
        "preload_app": False,
        "worker_tmp_dir": str(SHARED_MEMORY) if _is_usable(SHARED_MEMORY) else None,
        # A key in a header whose name WSGI cannot tell from another is refused, not dropped.
        "header_map": "refuse",
        "control_socket_disable": True,
        "accesslog": None,
        "errorlog": "-",
        "loglevel": settings.log_level,
        "logger_class": "service.workers.JsonLogger",
        "proc_name": "switchyard",
        # More threads of the linear algebra than cores cost up to ten times the work.
        "raw_env": [] if environ.get("OPENBLAS_NUM_THREADS") else ["OPENBLAS_NUM_THREADS=1"],
        "on_starting": on_starting,
        "on_reload": on_reload,
        "when_ready": when_ready,
        "post_fork": post_fork,
        "post_worker_init": post_worker_init,
        "child_exit": _forgetter(environ),
        "on_exit": _remover(environ),
    }


def greeting(addresses: list[str], settings: Settings) -> str:
    """A few lines for whoever started the server by hand: where it listens, and what to try."""
    shown = addresses[0].replace("//0.0.0.0:", "//localhost:").replace("//[::]:", "//localhost:")
    if shown.startswith("unix:"):
        return f"Switchyard listens at {shown}"
    # Not at the top: the master process needs nothing else of the engine's packages.
    from service.main_model import engine_of_environment

    place = f"{shown}{settings.prefix}"
    engine = engine_of_environment(settings)
    default = settings.default_config_id or "must name one"
    rows = {
        "chat page": f"{place}/",
        "API": f"{place}/docs",
        "configs": f"{settings.configs}/ (requests without a config_id: {default})",
        "model": engine,
        "try": _first_request(place, settings),
    }
    if not settings.chat_ui:
        del rows["chat page"]
    if engine == "offline":
        rows["model"] = "offline, a stand-in; OPENAI_API_KEY or MAIN_MODEL_BASE_URL brings a real one"
    lines = [f"  {name:<11}{value}" for name, value in rows.items()]
    return "\n".join([f"Switchyard listens at {place}", *lines])


def _first_request(place: str, settings: Settings) -> str:
    named = "" if settings.default_config_id else '"config_id":"main",'
    body = f'{{{named}"messages":[{{"role":"user","content":"Hello"}}]}}'
    return f"curl {place}/v1/chat/completions -H 'Content-Type: application/json' -d '{body}'"


def _forgetter(environ: Mapping[str, str]) -> Callable[[Arbiter, Worker], None]:
    def child_exit(_: Arbiter, worker: Worker) -> None:
        # Not at the top: prometheus_client looks for its folder when it is imported.
        from service.observe.processes import forget_process

        folder = Path(environ[METRICS_VARIABLE])
        if folder.is_dir():
            forget_process(folder, worker.pid)

    return child_exit


def _remover(environ: Mapping[str, str]) -> Callable[[Arbiter], None]:
    def on_exit(_: Arbiter) -> None:
        for variable, prefix in ((METRICS_VARIABLE, METRICS_PREFIX), (VERSIONS_VARIABLE, VERSIONS_PREFIX)):
            folder = Path(environ.get(variable, ""))
            if folder.name.startswith(prefix):
                remove_folder(folder)

    return on_exit


def _make_metrics_folder(environ: MutableMapping[str, str]) -> None:
    given = environ.get(METRICS_VARIABLE)
    # One with our prefix is of the server that this one takes over from (SIGUSR2), which still uses it.
    if given and not Path(given).name.startswith(METRICS_PREFIX):
        folder = Path(given)
    else:
        folder = make_folder(METRICS_PREFIX, SHARED_MEMORY if _is_usable(SHARED_MEMORY) else None)
    environ[METRICS_VARIABLE] = str(folder)
    from service.observe.processes import prepare_folder

    prepare_folder(folder)


def _raise_file_limit(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _is_usable(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK)
