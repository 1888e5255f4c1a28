"""Threads in Redis, for services of several machines. The only file that knows redis-py.

    PREFIX:{HASH}:turns     list; one element a turn, the JSON list of its messages
    PREFIX:{HASH}:snapshot  "VERSION:JSON"; counts only while VERSION is the length of the list
    PREFIX:agreed:NAME      what ``agree`` settled

PREFIX is ``switchyard`` or the URL's ``?prefix=``. HASH is the SHA-256 of the thread id in hex; the braces
keep a thread's keys in one slot of a cluster. A turn is appended by one script, which Redis runs whole.
No command is retried: redis-py's ten tries would hold a turn for seconds while Redis is down. The URL's own
``socket_timeout`` and ``socket_connect_timeout`` win over the short ones here.

URLs: ``redis://``, ``rediss://`` (TLS), and for Sentinel ``redis+sentinel://[user:password@]host:port,…/service/db``
or ``rediss+sentinel://``; ``sentinel_username`` and ``sentinel_password`` in the query are for the sentinels.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from service.errors import SettingsError, StoreUnavailableError
from service.threads.base import Thread, UrlStore
from service.threads.breaker import Breaker
from service.threads.encoding import decode_snapshot, decode_turns, encode_snapshot, encode_turn, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from redis import Redis

T = TypeVar("T")

SETTING = "THREAD_STORE_URL"
PREFIX = "switchyard"
CONNECT_TIMEOUT = 0.25
SOCKET_TIMEOUT = 1.0
#: More than the threads of any worker: a thread that finds no connection must not count as a dead server.
MAX_CONNECTIONS = 10_000
SENTINEL_PORT = 26379

#: KEYS: turns, snapshot. ARGV: messages, snapshot or "", the version it follows, milliseconds to live or 0.
APPEND = """
local version = redis.call('RPUSH', KEYS[1], ARGV[1])
if ARGV[2] ~= '' and ARGV[3] == tostring(version - 1) then
  redis.call('SET', KEYS[2], version .. ':' .. ARGV[2])
else
  redis.call('DEL', KEYS[2])
end
if ARGV[4] == '0' then
  redis.call('PERSIST', KEYS[1])
else
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  redis.call('PEXPIRE', KEYS[2], ARGV[4])
end
return version
"""


class RedisStore(UrlStore):
    """Connects at the first use, so that a server whose Redis is down starts and says so."""

    name: ClassVar[str] = "redis"
    schemes: ClassVar[tuple[str, ...]] = (
        "redis",
        "rediss",
        "redis+sentinel",
        "rediss+sentinel",
        "redis-sentinel",
        "rediss-sentinel",
    )

    @classmethod
    def open(cls, url: str, *, ttl: float | None, data_dir: Path) -> Self:
        """See ``UrlStore``."""
        del data_dir
        return cls(url, ttl=ttl)

    def __init__(
        self,
        url: str,
        *,
        ttl: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        from redis.exceptions import ConnectionError as Unreachable
        from redis.exceptions import RedisError
        from redis.exceptions import TimeoutError as TooSlow

        address, self._prefix = _without_prefix(url)
        self._client = _connect(address)
        self._append = self._client.register_script(APPEND)
        self._milliseconds = 0 if ttl is None else max(1, round(ttl * 1000))
        self._breaker = Breaker(clock=clock)
        self._down: tuple[type[Exception], ...] = (Unreachable, TooSlow, OSError)
        self._errors: tuple[type[Exception], ...] = (RedisError, OSError)

    def load(self, thread_id: str, limit: int | None = None) -> Thread:
        """See ``ThreadStore``."""
        turns_key, snapshot_key = self._keys(thread_id)

        def fetch() -> list[Any]:
            # As many turns as messages are enough: each turn has one at least.
            first = 0 if limit is None else -limit
            pipeline = self._client.pipeline(transaction=True)
            pipeline.llen(turns_key)
            pipeline.lrange(turns_key, first, -1)
            pipeline.get(snapshot_key)
            return pipeline.execute()

        version, turns, snapshot = self._call(fetch)
        of_version, _, flows = (snapshot or b"").partition(b":")
        current = of_version == b"%d" % version
        return Thread(decode_turns(turns, limit), decode_snapshot(flows if current else None), version)

    def append(
        self,
        thread_id: str,
        messages: Sequence[Mapping[str, Any]],
        snapshot: Mapping[str, Any] | None = None,
        after: int | None = None,
    ) -> int:
        """See ``ThreadStore``."""
        flows = encode_snapshot(snapshot) or b""
        arguments: list[bytes | int] = [encode_turn(messages), flows]
        arguments += [-1 if after is None else after, self._milliseconds]
        keys = self._keys(thread_id)
        return int(self._call(lambda: self._append(keys=keys, args=arguments)))

    def delete(self, thread_id: str) -> None:
        """See ``ThreadStore``."""
        keys = self._keys(thread_id)
        self._call(lambda: self._client.delete(*keys))

    def ping(self) -> None:
        """See ``ThreadStore``."""
        self._call(self._client.ping)

    def close(self) -> None:
        """See ``ThreadStore``."""
        self._client.close()

    def agree(self, name: str, proposal: bytes) -> bytes | None:
        """See ``ThreadStore``."""
        key = f"{self._prefix}:agreed:{name}"

        def settle() -> list[Any]:
            pipeline = self._client.pipeline(transaction=True)
            pipeline.set(key, proposal, nx=True)
            pipeline.get(key)
            return pipeline.execute()

        return bytes(self._call(settle)[1])

    def _keys(self, thread_id: str) -> list[str]:
        stem = f"{self._prefix}:{{{key_of(thread_id).hex()}}}"
        return [f"{stem}:turns", f"{stem}:snapshot"]

    def _call(self, command: Callable[[], T]) -> T:
        if not self._breaker.allows():
            raise StoreUnavailableError(self.name, "the circuit is open")
        try:
            result = command()
        except self._errors as error:
            # What Redis itself answers (no memory, read-only, wrong password) comes without delay.
            (self._breaker.failed if isinstance(error, self._down) else self._breaker.succeeded)()
            raise StoreUnavailableError(self.name, type(error).__name__) from None
        self._breaker.succeeded()
        return result


def _connect(url: str) -> Redis:
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    options: dict[str, Any] = {
        "socket_connect_timeout": CONNECT_TIMEOUT,
        "socket_timeout": SOCKET_TIMEOUT,
        "retry": Retry(NoBackoff(), 0),
        "max_connections": MAX_CONNECTIONS,
        "protocol": 2,  # RESP3 would cost a handshake and bring nothing that is used here
    }
    try:
        if "sentinel" in urlsplit(url).scheme:
            client = _connect_by_sentinel(url, options)
        else:
            client = Redis.from_url(url, **options)
        pool = client.connection_pool
        pool.connection_class(**pool.connection_kwargs)  # an unknown option of the URL shows here
    except (ValueError, TypeError, ImportError) as error:
        reason = "an option that redis-py has not" if isinstance(error, TypeError) else "not a Redis URL"
        raise SettingsError(SETTING, None, f"a Redis URL that can be used ({reason})") from None
    return client


def _connect_by_sentinel(url: str, options: dict[str, Any]) -> Redis:
    from redis import connection, sentinel

    parts = urlsplit(url)
    account, _, places = parts.netloc.rpartition("@")
    hosts = [_host_and_port(place) for place in places.split(",")]
    service, _, database = parts.path.strip("/").partition("/")
    if not service or not all(host for host, _ in hosts):
        raise ValueError("hosts and a service are needed")
    query = dict(parse_qsl(parts.query))
    of_sentinel = {
        name.removeprefix("sentinel_"): query.pop(name)
        for name in list(query)
        if name.startswith("sentinel_")
    }
    scheme = "rediss" if parts.scheme.startswith("rediss") else "redis"
    plain = urlunsplit((scheme, f"{account}@-" if account else "-", f"/{database}", urlencode(query), ""))
    untyped: Any = connection
    server: dict[str, Any] = options | untyped.parse_url(plain)
    server.pop("connection_class", None)
    server.pop("host", None)
    timeouts = {
        name: server[name] for name in ("socket_connect_timeout", "socket_timeout", "retry", "protocol")
    }
    secure = {name: value for name, value in server.items() if name.startswith("ssl")}
    if scheme == "rediss":
        server["ssl"] = secure["ssl"] = True
    untyped = sentinel
    watchers = untyped.Sentinel(hosts, sentinel_kwargs={**timeouts, **secure, **of_sentinel})
    client: Redis = watchers.master_for(unquote(service), **server)
    return client


def _host_and_port(place: str) -> tuple[str, int]:
    host, _, port = place.rpartition(":") if not place.endswith("]") else (place, "", "")
    if not host:
        host, port = port, ""
    return host.strip("[]"), int(port or SENTINEL_PORT)


def _without_prefix(url: str) -> tuple[str, str]:
    """The URL as redis-py takes it, and our key prefix."""
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        raise SettingsError(SETTING, None, "a Redis URL") from None
    prefix = dict(query).get("prefix") or PREFIX
    rest = urlencode([pair for pair in query if pair[0] != "prefix"])
    return urlunsplit(parts._replace(query=rest)), prefix
