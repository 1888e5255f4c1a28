"""Embedding providers and search providers that a user's config.py registered, behind our interfaces.

Their methods may be coroutines: whoever may run an event loop hands in ``drive``. What they raise comes
out as a ``ProviderError`` that names the class and the kind of trouble, not its text.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, ClassVar

from rails_engine.embeddings.base import Embedder
from rails_engine.embeddings.index import Hit, Item, Once
from rails_engine.errors import ConfigError, ProviderError, RailsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    Drive = Callable[[Awaitable[Any]], Any]


def _make(cls: type, what: str, arguments: Mapping[str, Any]) -> Any:
    try:
        return cls(**arguments)
    except RailsError:
        raise
    except Exception as error:
        raise ConfigError(
            f"{what} {cls.__name__!r} cannot be made: {type(error).__name__}: {error}"
        ) from error


def no_drive(awaitable: Awaitable[Any]) -> Any:
    """The ``drive`` of whoever cannot run an event loop."""
    if inspect.iscoroutine(awaitable):
        awaitable.close()
    raise ConfigError("an asynchronous embedding provider needs something that runs coroutines")


def _call(drive: Drive, method: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """Call a method of a user's object, and wait if it is a coroutine."""
    try:
        result = method(*args, **named)
        return drive(result) if inspect.isawaitable(result) else result
    except (RailsError, NotImplementedError):
        raise
    except Exception as error:
        name = getattr(method, "__qualname__", type(method).__name__)
        raise ProviderError(f"{name} failed with {type(error).__name__}") from error


class ForeignEmbedder(Embedder):
    """A registered class with ``encode(list)``, or only ``encode_async(list)``."""

    name: ClassVar[str] = "registered"

    def __init__(
        self, cls: type, model: str | None, parameters: Mapping[str, Any], *, drive: Drive = no_drive
    ) -> None:
        super().__init__(model, parameters, transport=None, environ={})
        self._engine_name = str(getattr(cls, "engine_name", None) or cls.__name__)
        self._drive = drive
        made = _make(cls, "the embedding provider", {"embedding_model": model, **parameters})
        methods = (getattr(made, name, None) for name in ("encode", "encode_async"))
        self._methods = [method for method in methods if callable(method)]
        if not self._methods:
            raise ConfigError(
                f"the embedding provider {cls.__name__!r} has neither encode(texts) nor encode_async(texts)"
            )

    def describe(self) -> str:
        """The registered name and the model."""
        return f"{self._engine_name} {self.model}" if self.model else self._engine_name

    def encode(self, texts: Sequence[str]) -> list[Sequence[float]]:
        """Ask the user's object; a method that only its abstract parent has does not count."""
        for method in self._methods:
            try:
                answer = _call(self._drive, method, list(texts))
            except NotImplementedError:
                continue
            vectors: list[Sequence[float]] = _call(self._drive, list, answer)
            return vectors
        raise ProviderError(f"{self._engine_name} implements neither encode nor encode_async")


class ForeignIndex:
    """A registered search provider: ``add_items`` or ``add_item``, ``build``, ``search``."""

    def __init__(self, cls: type, parameters: Mapping[str, Any], *, drive: Drive = no_drive) -> None:
        self._drive = drive
        self._provider = _make(cls, "the embedding search provider", parameters)
        if not callable(getattr(self._provider, "search", None)):
            raise ConfigError(f"the embedding search provider {cls.__name__!r} has no method search")
        self._named = _accepted(self._provider.search)
        self._items: list[Item] = []
        self._built = Once(self._build)

    def add(self, items: Iterable[Item]) -> None:
        """Keep items until the first search."""
        if self._built.started:
            raise RailsError("items cannot be added to an index that has been searched")
        self._items.extend(items)

    @property
    def size(self) -> int:
        """How many items were added here; the provider may hold more."""
        return len(self._items)

    def search(self, text: str, max_results: int = 20, threshold: float | None = None) -> list[Hit]:
        """Search as the provider does. A result without a ``score`` counts as 1.0: it was chosen there."""
        self._built.get()
        wanted = {"max_results": max_results, "threshold": threshold}
        named = {key: value for key, value in wanted.items() if key in self._named}
        results = _call(self._drive, self._provider.search, text, **named)
        hits = [_hit(result) for result in results or ()]
        if threshold is not None and "threshold" not in self._named:
            hits = [hit for hit in hits if hit.score >= threshold]
        return hits[:max_results]

    def _build(self) -> bool:
        add_items = getattr(self._provider, "add_items", None)
        if add_items is not None:
            _call(self._drive, add_items, list(self._items))
        else:
            for item in self._items:
                _call(self._drive, self._provider.add_item, item)
        build = getattr(self._provider, "build", None)
        if build is not None:
            _call(self._drive, build)
        return True


def _accepted(search: Callable[..., Any]) -> frozenset[str]:
    """The options that a search method takes by name."""
    options = {"max_results", "threshold"}
    parameters = inspect.signature(search).parameters
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values()):
        return frozenset(options)
    return frozenset(options & set(parameters))


def _hit(result: Any) -> Hit:
    """A result is an object or a mapping with ``text``, perhaps ``meta`` and ``score``; or a ``Hit``."""
    if isinstance(result, Hit):
        return result
    if isinstance(result, dict):
        found = result.get
    else:

        def found(name: str, default: Any = None) -> Any:
            return getattr(result, name, default)

    score = found("score")
    return Hit(Item(str(found("text") or ""), found("meta") or {}), 1.0 if score is None else float(score))
