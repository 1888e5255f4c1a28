"""What a rail finds in a configuration and its environment while an engine is built.

What is missing is a ``ConfigError`` at the rail's own line, which names the setting or the variable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.config.checks import rail_references
from rails_engine.config.findings import refusal
from rails_engine.errors import ConfigError
from rails_engine.rails.remote.service import Service
from rails_engine.transport import Endpoint, Patience, Tls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.config.checks import RailReference
    from rails_engine.config.schema import RailsConfig
    from rails_engine.rails.base import Rail
    from rails_engine.transport import Transport

CONNECT_TIMEOUT = 5.0
_USUAL_TLS = Tls()


class Wiring:
    """One rail, the configuration that uses it, and the way to the network."""

    def __init__(self, rail: Rail, config: RailsConfig, transport: Transport) -> None:
        self.rail = rail
        self.config = config
        self._transport = transport
        names = {flow.name for flow in rail.flows}
        #: The entries of the rails lists that mean this rail.
        self.references: list[RailReference] = [r for r in rail_references(config) if r.flow in names]

    def uses(self, *flows: str) -> bool:
        """Whether a rails list names one of these flows."""
        return any(reference.flow in flows for reference in self.references)

    def variable(self, name: str) -> str | None:
        """A variable of the environment; an empty one is none."""
        return self.config.environ.get(name) or None

    def need_variable(self, name: str, what: str = "its key") -> str:
        """A variable without which the rail cannot work."""
        value = self.variable(name)
        if value is None:
            raise self.refuse(
                f"takes {what} from the environment variable {name!r}, which is not set",
                f"Set {name} before the start.",
            )
        return value

    def setting(self, key: str) -> str:
        """How a setting of this rail is written."""
        return f"rails.config.{self.rail.settings_key}.{key}"

    def need(self, value: str | None, key: str, example: str) -> str:
        """The value of a setting without which the rail cannot work."""
        if not value:
            raise self.refuse(f"needs {self.setting(key)}", f"Write there for instance: {example}")
        return value

    def refuse(self, message: str, hint: str | None = None) -> ConfigError:
        """The error, at the first place that names this rail."""
        at = self.references[0].at if self.references else None
        return refusal(f"the rail {self._name!r} {message}", at, hint)

    def service(
        self,
        url: str,
        source: str,
        *,
        headers: Mapping[str, str] | None = None,
        secrets: tuple[str | None, ...] = (),
        patience: Patience | None = None,
        tls: Tls = _USUAL_TLS,
    ) -> Service:
        """The service at an address that ``source`` (a setting or a variable) gives."""
        return Service(
            name=self.rail.name,
            endpoint=self._parse(url, source, tls),
            transport=self._transport,
            patience=patience or self.patience(),
            headers=headers or {},
            secrets=tuple(secret for secret in secrets if secret),
        )

    def keyed(
        self, variable: str, url: str, hosted: str, authorize: Callable[[str | None], Mapping[str, str]]
    ) -> Service:
        """The service at ``server_endpoint``, which needs its key only where its maker hosts it."""
        source = self.setting("server_endpoint")
        host = self._parse(url, source, _USUAL_TLS).host
        needed = host == hosted or host.endswith(f".{hosted}")
        key = self.need_variable(variable) if needed else self.variable(variable)
        return self.service(url, source, headers=authorize(key), secrets=(key,))

    def patience(self, seconds: float | None = None, retries: int = 0) -> Patience:
        """As the settings of the rail say; nothing is sent twice unless it is said here."""
        timeout = self.rail.settings.timeout if seconds is None else seconds
        return Patience(min(CONNECT_TIMEOUT, timeout), timeout, retries)

    def _parse(self, url: str, source: str, tls: Tls) -> Endpoint:
        try:
            return Endpoint.parse(url, tls)
        except ConfigError as error:
            raise self.refuse(f"cannot use {source}: it is {error.message}", error.hint) from None

    @property
    def _name(self) -> str:
        return self.references[0].text if self.references else self.rail.name
