"""The operator's own loggers (``register_logger``): told of every chat request, on a thread of their own.

A logger may be a plain function or a coroutine function. It never delays and never breaks a request: what it
raises is logged by its type, and where it is too slow for what comes in, requests are left out.
"""

from __future__ import annotations

import inspect
import logging
import os
import threading
from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

log = logging.getLogger("service.loggers")

#: How much may wait to be told: requests, and bytes of them.
MOST_WAITING = 1000
MOST_BYTES = 64 * 1024 * 1024
#: Seconds that one coroutine may take.
TIMEOUT = 10.0


class Loggers:
    """Tells functions of requests, in the order in which they came. Its thread starts with the first."""

    def __init__(
        self, functions: Sequence[Callable[[dict[str, str]], Any]], timeout: float = TIMEOUT
    ) -> None:
        self._functions = tuple(functions)
        self._timeout = timeout
        self._changed = threading.Condition()
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._bytes = 0
        self._left_out = 0
        self._pid = 0

    def tell(self, endpoint: str, body: bytes) -> None:
        """Tell them of a request; returns at once."""
        if not self._functions:
            return
        with self._changed:
            if len(self._waiting) >= MOST_WAITING or self._bytes + len(body) > MOST_BYTES:
                self._left_out += 1
                return
            self._waiting.append((endpoint, body))
            self._bytes += len(body)
            if self._pid != os.getpid():  # threads do not cross a fork
                self._pid = os.getpid()
                threading.Thread(target=self._run, name="loggers", daemon=True).start()
            self._changed.notify()

    def _run(self) -> None:
        import asyncio

        loop = asyncio.new_event_loop()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                endpoint, body = self._waiting.popleft()
                self._bytes -= len(body)
                left_out, self._left_out = self._left_out, 0
            if left_out:
                log.warning(
                    "%d requests were not told to the registered loggers, which are too slow", left_out
                )
            item = {"endpoint": endpoint, "body": body.decode("utf-8", "replace")}
            for function in self._functions:
                self._call(loop, function, dict(item))

    def _call(
        self, loop: asyncio.AbstractEventLoop, function: Callable[[dict[str, str]], Any], item: dict[str, str]
    ) -> None:
        import asyncio

        try:
            result = function(item)
            if inspect.isawaitable(result):
                loop.run_until_complete(asyncio.wait_for(result, self._timeout))
        except Exception as error:  # noqa: BLE001 - whatever an operator's code raises; its text may hold the request
            log.warning("A registered logger failed: %s", type(error).__name__)
