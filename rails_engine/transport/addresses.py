"""Addresses as values: where a request goes, how that place is trusted, and through which proxy.

Everything is parsed once, when a client is built. ``repr`` shows no path, no query and no password.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlencode, urlsplit

from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

_SAFE_IN_PATH = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Tls:
    """How an https address is trusted, and which certificate we show."""

    verify: bool = True
    ca_cert: str | None = None
    client_cert: str | None = None
    client_key: str | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address, parsed once; ``repr`` shows no path and no query, since both may hold keys."""

    scheme: str
    host: str
    port: int
    tls: Tls = Tls()
    #: Path and query as they go into the request line.
    target: str = field(default="/", repr=False)

    @classmethod
    def parse(cls, url: str, tls: Tls = Tls()) -> Endpoint:
        """Read an absolute http or https address; anything else is a ``ConfigError``."""
        try:
            parts = urlsplit(url.strip())
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ConfigError(
                "not an address", hint="Write it as http://host:port/path or https://host/path."
            )
        if parts.username is not None:
            raise ConfigError("an address must not hold a password", hint="Use default_headers.")
        target = quote(parts.path.rstrip("/"), safe=_SAFE_IN_PATH)
        if parts.query:
            target += "?" + quote(parts.query, safe=_SAFE_IN_PATH + "?")
        default = 443 if parts.scheme == "https" else 80
        return cls(parts.scheme, parts.hostname, default if port is None else port, tls, target)

    def join(self, path: str, query: Mapping[str, str] | None = None) -> Endpoint:
        """An address below this one; the query is added to what is there."""
        base, _, own = self.target.partition("?")
        added = urlencode(query) if query else ""
        both = "&".join(filter(None, (own, added)))
        target = base.rstrip("/") + quote(path, safe=_SAFE_IN_PATH)
        return Endpoint(self.scheme, self.host, self.port, self.tls, target + (f"?{both}" if both else ""))

    @property
    def netloc(self) -> str:
        """Host and port as in a Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == (443 if self.scheme == "https" else 80)
        return host if usual else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Proxy:
    """An http proxy and what it wants to see."""

    host: str
    port: int
    authorization: str | None = field(default=None, repr=False)


class Proxies:
    """The proxies of an environment: ``HTTP_PROXY``, ``HTTPS_PROXY``, ``NO_PROXY``, in either case."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._by_scheme = {
            scheme: _read_proxy(text)
            for scheme in ("http", "https")
            if (text := _variable(environ, f"{scheme}_proxy"))
        }
        self._direct = [part.strip().lower() for part in _variable(environ, "no_proxy").split(",")]
        self._direct = [part for part in self._direct if part]

    def find(self, endpoint: Endpoint) -> Proxy | None:
        """The proxy for an address, if it is not to be reached directly."""
        proxy = self._by_scheme.get(endpoint.scheme)
        if proxy is None or any(_covers(part, endpoint) for part in self._direct):
            return None
        return proxy


def _variable(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name) or environ.get(name.upper()) or ""


def _read_proxy(text: str) -> Proxy:
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme != "http" or not parts.hostname:
        raise ConfigError("the proxy in the environment is not usable", hint="Write it as http://host:port.")
    authorization = None
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        authorization = "Basic " + b64encode(pair.encode()).decode()
    return Proxy(parts.hostname, 80 if port is None else port, authorization)


def _covers(part: str, endpoint: Endpoint) -> bool:
    if part == "*":
        return True
    if "/" in part:
        return _in_network(part, endpoint.host)
    name, colon, port = part.rpartition(":")
    if colon and port.isdigit() and ":" not in name:
        if int(port) != endpoint.port:
            return False
        part = name
    part = part.strip("[]").removeprefix("*").lstrip(".")
    return endpoint.host == part or endpoint.host.endswith(f".{part}")


def _in_network(part: str, host: str) -> bool:
    import ipaddress

    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(part, strict=False)
    except ValueError:
        return False
