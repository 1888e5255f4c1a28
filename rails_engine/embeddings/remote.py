"""What the engines behind an HTTP endpoint have in common: key, address, batches, a checked answer.

Their parameters are those of the models: ``base_url, api_key, timeout, connect_timeout, max_retries,
default_headers, default_query`` shape the call, everything else goes into its body.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from rails_engine.embeddings.base import Embedder
from rails_engine.errors import ConfigError, ProviderReplyError
from rails_engine.transport import Endpoint, Patience

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.transport import Transport

#: Texts in one call; every one of the services takes as many.
BATCH = 96

_OPTIONS = frozenset(
    {
        "base_url",
        "api_key",
        "api_key_env_var",
        "timeout",
        "connect_timeout",
        "max_retries",
        "default_headers",
        "default_query",
    }
)


class RemoteEmbedder(Embedder):
    """Vectors from an endpoint. Construction checks what can be checked without a call."""

    #: Where the service is, if a config file need not say so.
    default_url: ClassVar[str | None] = None
    #: Environment variables that may hold its key, in this order.
    key_variables: ClassVar[tuple[str, ...]] = ()
    #: Parameters of this engine that shape the address, beside the ones that all have.
    options: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        model: str | None,
        parameters: Mapping[str, Any],
        *,
        transport: Transport | None,
        environ: Mapping[str, str],
    ) -> None:
        super().__init__(model, parameters, transport=transport, environ=environ)
        if not model:
            raise ConfigError(f"the embedding engine {self.name!r} needs a model")
        if transport is None:
            raise ConfigError(f"the embedding engine {self.name!r} needs a transport")
        self._transport = transport
        skip = _OPTIONS | self.options
        self._body = {key: value for key, value in parameters.items() if key not in skip}
        key = self._find_key()
        self._headers = {**self._authorize(key), **_strings(parameters.get("default_headers"))}
        self._endpoint = self._address(_strings(parameters.get("default_query")))
        usual = Patience()
        try:
            self._patience = Patience(
                connect_timeout=float(parameters.get("connect_timeout", usual.connect_timeout)),
                read_timeout=float(parameters.get("timeout", usual.read_timeout)),
                max_retries=int(parameters.get("max_retries", usual.max_retries)),
            )
        except (TypeError, ValueError):
            raise ConfigError(
                f"timeout, connect_timeout and max_retries of the embedding engine {self.name!r} are numbers"
            ) from None

    def encode(self, texts: Sequence[str]) -> list[Sequence[float]]:
        """One vector a text, in calls of a bounded size."""
        vectors: list[Sequence[float]] = []
        for begin in range(0, len(texts), BATCH):
            # Services refuse an empty text.
            batch = [text or " " for text in texts[begin : begin + BATCH]]
            reply = self._transport.post_json(
                self._endpoint, self._payload(batch), self._headers, patience=self._patience
            )
            try:
                found = self._read(reply)
            except (KeyError, TypeError, IndexError):
                raise ProviderReplyError(f"{self.describe()}: the answer holds no embeddings") from None
            if len(found) != len(batch):
                raise ProviderReplyError(f"{self.describe()}: {len(found)} embeddings for {len(batch)} texts")
            vectors += found
        return vectors

    @abstractmethod
    def _address(self, query: Mapping[str, str]) -> Endpoint:
        """Where the requests go."""

    @abstractmethod
    def _payload(self, texts: Sequence[str]) -> dict[str, Any]:
        """The body of one call."""

    @abstractmethod
    def _read(self, reply: Any) -> list[Sequence[float]]:
        """The vectors of one answer, in the order of the texts."""

    def _authorize(self, key: str | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {key}"} if key else {}

    def _base(self) -> Endpoint:
        """What the address begins with."""
        url = self.parameters.get("base_url") or self.default_url
        if not url:
            raise ConfigError(f"the embedding engine {self.name!r} needs parameters.base_url")
        return self._parse(url)

    def _parse(self, url: Any) -> Endpoint:
        try:
            return Endpoint.parse(str(url))
        except ConfigError as error:
            message = f"the address of the embedding engine {self.name!r} is {error.message}"
            raise ConfigError(message, hint=error.hint) from None

    def _find_key(self) -> str | None:
        key = self.parameters.get("api_key")
        if key:
            return str(key)
        named = self.parameters.get("api_key_env_var")
        if named:
            if not self.environ.get(named):
                raise ConfigError(f"the environment variable {named!r} with the embedding key is not set")
            return self.environ[named]
        for variable in self.key_variables:
            if self.environ.get(variable):
                return self.environ[variable]
        if self.key_variables and not self.parameters.get("base_url"):
            raise ConfigError(
                f"the embedding engine {self.name!r} needs a key",
                hint=f"Set the variable {self.key_variables[0]}, or name another in api_key_env_var.",
            )
        return None


def _strings(value: Any) -> dict[str, str]:
    return {str(key): str(item) for key, item in (value or {}).items()}
