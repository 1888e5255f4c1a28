"""What the server counts and measures, for ``/metrics``: few labels, and none that a user could choose.

A request costs a few microseconds: everything about it is written at its end, under one lock. Nothing here
raises on the way of a request.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

from service.observe import processes
from service.observe.instruments import OTHER, Bounded, Counter, Gauge, Histogram
from service.observe.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rails_engine import CheckResult, TurnResult

log = logging.getLogger("service.observe")

#: How a request can end. The first four are the decisions of the engine.
OUTCOMES = frozenset(
    {"allowed", "modified", "blocked", "error", "ok", "client_error", "server_error", "refused", "closed"}
)
DIALECTS = frozenset({"openai", "legacy", "none"})
MOST_RAILS = 200
MOST_ENDPOINTS = 50
MOST_STORES = 10
LONG = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
SHORT = (0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class RequestMetrics:
    """One request under way. What is not known at its start is set on it; ``finished`` ends it, once."""

    __slots__ = ("_metrics", "_open", "dialect", "endpoint", "first_token_after", "started_at", "stream")

    def __init__(self, metrics: Metrics, endpoint: str, started_at: float) -> None:
        self._metrics = metrics
        self._open = True
        self.endpoint = endpoint
        self.started_at = started_at
        self.dialect = "none"
        self.stream = False
        self.first_token_after: float | None = None

    def first_token(self) -> None:
        """The first text of a stream leaves; later calls say nothing."""
        if self.first_token_after is None:
            self.first_token_after = self._metrics.clock() - self.started_at

    def finished(self, outcome: str, result: TurnResult | CheckResult | None = None) -> float:
        """The request is over, in the words of ``OUTCOMES``. Returns how many seconds it took."""
        seconds = self._metrics.clock() - self.started_at
        if self._open:
            self._open = False
            self._metrics.count(self, outcome, seconds, result)
        return seconds


class _Instruments:
    """The instruments of one process."""

    __slots__ = (
        "endpoints",
        "first_token",
        "in_flight",
        "pid",
        "queued",
        "rail_seconds",
        "rails",
        "reload_failures",
        "request_seconds",
        "requests",
        "runs",
        "sheets",
        "store_errors",
        "stores",
        "tokens",
        "upstream_seconds",
    )

    def __init__(self, folder: Path) -> None:
        self.pid = os.getpid()
        counts, times, live = self.sheets = [
            Sheet(processes.path_of(folder, kind, self.pid))
            for kind in ("counter", "histogram", "gauge_livesum")
        ]
        self.rails, self.endpoints = Bounded(MOST_RAILS), Bounded(MOST_ENDPOINTS)
        self.stores = Bounded(MOST_STORES)
        self.requests = Counter(
            counts, "guardrails_requests", "Requests.", ("endpoint", "dialect", "stream", "outcome")
        )
        self.runs = Counter(
            counts, "guardrails_rail_runs", "What rails decided, once a turn.", ("rail", "kind", "verdict")
        )
        self.tokens = Counter(counts, "guardrails_tokens", "Tokens of model calls.", ("type",))
        self.reload_failures = Counter(
            counts, "guardrails_config_reload_failures", "Changed configurations that did not load."
        )
        self.store_errors = Counter(
            counts, "guardrails_thread_store_errors", "Failed calls of the thread store.", ("store",)
        )
        self.request_seconds = Histogram(
            times, "guardrails_request_duration_seconds", "From a request to the end of its answer.", LONG,
            ("endpoint",),
        )  # fmt: skip
        self.first_token = Histogram(
            times, "guardrails_time_to_first_token_seconds", "From a request to the first text of a stream.",
            LONG,
        )  # fmt: skip
        self.rail_seconds = Histogram(
            times,
            "guardrails_rail_duration_seconds",
            "Runs of rails, calls of models included.",
            SHORT,
            ("kind",),
        )
        self.upstream_seconds = Histogram(
            times, "guardrails_upstream_duration_seconds", "Calls of models.", LONG
        )
        self.in_flight = Gauge(live, "guardrails_requests_in_flight", "Requests that are being answered.")
        self.queued = Gauge(live, "guardrails_requests_queued", "Requests that wait for a thread.")
        # What has happened never yet is nought, not absent.
        self.in_flight.set(0.0)
        self.queued.set(0.0)
        self.reload_failures.add((), 0.0)

    def close(self) -> None:
        for sheet in self.sheets:
            sheet.close()


class Metrics:
    """The metrics of one process; ``render`` gives those of all that share the folder."""

    def __init__(
        self, folder: str | Path | None = None, *, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self.clock = clock
        self._folder = Path(folder) if folder else None
        self._lock = threading.Lock()
        self._own: _Instruments | None = None

    def request_started(self, endpoint: str, *, queued: int = 0) -> RequestMetrics:
        """A request begins. ``endpoint`` is a route's name; ``queued``: how many others wait for a thread."""
        with self._lock:
            own = self._own or self._open()
            own.in_flight.add()
            own.queued.set(queued)
        return RequestMetrics(self, own.endpoints(endpoint), self.clock())

    def count(
        self, request: RequestMetrics, outcome: str, seconds: float, result: TurnResult | CheckResult | None
    ) -> None:
        """Write down a request that is over."""
        labels = (
            request.endpoint,
            request.dialect if request.dialect in DIALECTS else OTHER,
            "true" if request.stream else "false",
            outcome if outcome in OUTCOMES else OTHER,
        )
        record = result.record if result is not None else None
        with self._lock:
            own = self._own or self._open()
            own.in_flight.add((), -1.0)
            own.requests.add(labels)
            own.request_seconds.observe(seconds, (request.endpoint,))
            if request.first_token_after is not None:
                own.first_token.observe(request.first_token_after)
            if record is None:
                return
            for run in record.rails:
                ran = run.status == "ran"
                own.runs.add(
                    (own.rails(run.name), run.kind, (run.verdict or "passed") if ran else run.status)
                )
                if run.status != "skipped":
                    own.rail_seconds.observe(max(0.0, run.finished_at - run.started_at), (run.kind,))
            for call in record.llm_calls:
                if not call.from_cache:
                    own.upstream_seconds.observe(max(0.0, call.finished_at - call.started_at))
                    own.tokens.add(("prompt",), call.usage.prompt_tokens)
                    own.tokens.add(("completion",), call.usage.completion_tokens)

    def reload_failed(self) -> None:
        """A changed configuration does not load."""
        with self._lock:
            (self._own or self._open()).reload_failures.add()

    def store_failed(self, store: str) -> None:
        """A call of the thread store failed; ``store`` is its kind."""
        with self._lock:
            own = self._own or self._open()
            own.store_errors.add((own.stores(store),))

    def set_configs(self, configs: Iterable[tuple[str, str]]) -> None:
        """Which configurations this process has loaded, with their digests; replaces what it said before."""
        with self._lock:
            if self._own is None:
                self._open()
            folder = self._place()
            temporary = folder / f".configs-{os.getpid()}"
            temporary.unlink(missing_ok=True)
            sheet = Sheet(temporary)
            info = Gauge(
                sheet, "guardrails_config_info", "Configurations that are loaded.", ("config", "digest")
            )
            for config, digest in configs:
                info.set(1.0, (config, digest))
            sheet.close()
            temporary.replace(processes.path_of(folder, "gauge_livemax", os.getpid()))

    def render(self) -> tuple[bytes, str]:
        """Everything, as Prometheus reads it, and the type of that text."""
        with self._lock:
            if self._own is None:
                self._open()
            folder = self._place()
        return processes.scrape(folder)

    def _place(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="switchyard-metrics-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def _open(self) -> _Instruments:
        """At first use, which is after the fork that makes a worker."""
        try:
            self._place().mkdir(mode=0o700, parents=True, exist_ok=True)
            self._own = _Instruments(self._place())
        except OSError as error:
            log.warning(
                "The folder of the metrics cannot be used (%s); counting alone.", type(error).__name__
            )
            self._folder = None
            self._own = _Instruments(self._place())
        (self._place() / processes.LOCK).touch()
        return self._own
