"""Chooses the engine and the index that a config file asks for, by name, and says in the log what it is.

A folder that names a model which would have to be downloaded is not refused for that: it gets the lexical
engine and a warning that says what to install. Any other mistake is a ``ConfigError``.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rails_engine import discovery
from rails_engine.embeddings import providers
from rails_engine.embeddings.base import EmbeddingEngine
from rails_engine.embeddings.cache import make_cache
from rails_engine.embeddings.foreign import ForeignEmbedder, ForeignIndex, no_drive
from rails_engine.embeddings.index import Index, SearchIndex
from rails_engine.embeddings.providers.fastembed import DEFAULT_MODEL, FastEmbed
from rails_engine.embeddings.providers.minilm import MiniLM
from rails_engine.embeddings.providers.ngrams import Ngrams
from rails_engine.embeddings.providers.openai import CompatibleEmbedder
from rails_engine.errors import ConfigError, DuplicatePluginError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from rails_engine.embeddings.cache import CacheStore
    from rails_engine.transport import Transport

    Drive = Callable[[Awaitable[Any]], Any]
    #: Engine name, model and parameters, each None where the section does not say → an engine.
    EngineFactory = Callable[[str | None, str | None, Mapping[str, Any] | None], EmbeddingEngine]

log = logging.getLogger("rails_engine.embeddings")

#: What the default search provider reads. The batching keys belong to engines that wait for each other's
#: requests; here every search is answered at once, so they have nothing to change.
PARAMETERS = frozenset(
    {
        "embedding_engine",
        "embedding_model",
        "embedding_parameters",
        "search_threshold",
        "use_batching",
        "max_batch_size",
        "max_batch_hold",
    }
)


def find_embedders() -> dict[str, type[EmbeddingEngine]]:
    """The engines of this package by lower-case name and alias."""
    found: dict[str, type[EmbeddingEngine]] = {}
    for cls in discovery.discover(providers, EmbeddingEngine).values():
        for name in (cls.name, *cls.aliases):
            if found.setdefault(name.lower(), cls) is not cls:
                raise DuplicatePluginError(name, cls.__module__)
    return found


def choose_embedder(
    engine: str | None,
    model: str | None,
    parameters: Mapping[str, Any] | None = None,
    *,
    transport: Transport | None,
    environ: Mapping[str, str],
    registered: Mapping[str, type] | None = None,
    drive: Drive = no_drive,
    decides: bool = False,
) -> EmbeddingEngine:
    """The engine of a config file. ``engine`` None: nothing is configured.

    ``decides``: the index alone picks the user's intent (embeddings_only without a fallback), so that an
    engine that only compares spelling needs a louder word.
    """
    parameters = parameters or {}
    foreign = _find(registered or {}, engine)
    if foreign is not None:
        return ForeignEmbedder(foreign, model, parameters, drive=drive)

    def make(cls: type[EmbeddingEngine]) -> EmbeddingEngine:
        return cls(model, parameters, transport=transport, environ=environ)

    if engine is None and not model and not parameters.get("path"):
        chosen = make(Ngrams)
    else:
        cls = _named(engine or FastEmbed.name, parameters, registered or {})
        chosen = make(cls) if cls is not FastEmbed else (_make_local(make, model, parameters) or make(Ngrams))
    _announce(chosen, decides=decides)
    return chosen


def _named(
    engine: str, parameters: Mapping[str, Any], registered: Mapping[str, type]
) -> type[EmbeddingEngine]:
    known = find_embedders()
    cls = known.get(engine.lower())
    if cls is not None:
        return cls
    if parameters.get("base_url"):
        return CompatibleEmbedder
    raise ConfigError(
        f"unknown embedding engine {engine!r}",
        hint=did_you_mean(engine, [*known, *registered])
        or "An engine with an OpenAI-compatible /embeddings endpoint needs parameters.base_url.",
    )


def _make_local(
    make: Callable[[type[EmbeddingEngine]], EmbeddingEngine], model: str | None, parameters: Mapping[str, Any]
) -> EmbeddingEngine | None:
    """An engine whose weights must be on this machine; None, and a warning, if they are not.

    ``parameters.path`` is our own word, so a mistake in it is an error. A folder as the model is how other
    tools say the same.
    """
    if parameters.get("path"):
        return make(MiniLM)
    try:
        return make(MiniLM if model and Path(model).expanduser().is_dir() else FastEmbed)
    except ConfigError as error:
        log.warning(
            "The embedding model %s cannot be had here, so texts are compared by spelling instead. %s."
            " Set parameters.path to a local folder of weights and install 'switchyard[embeddings]', install"
            " 'switchyard[fastembed]', or name an engine with an endpoint.",
            model or DEFAULT_MODEL,
            str(error).replace("\n", " - ").rstrip("."),
        )
        return None


def _announce(engine: EmbeddingEngine, *, decides: bool) -> None:
    if engine.semantic:
        log.info("Texts are compared by %s.", engine.describe())
        return
    log.info(
        "Texts are compared by %s: good for near-verbatim matches and for picking examples;"
        " no threshold tells topics apart.",
        engine.describe(),
    )
    if decides:
        log.warning(
            "embeddings_only is set without a fallback, and texts are compared by %s:"
            " intents decided by this index are unreliable.",
            engine.describe(),
        )


def make_search(
    provider: str | None,
    parameters: Mapping[str, Any] | None,
    cache_config: Mapping[str, Any] | None,
    *,
    embedder_factory: EngineFactory,
    registered: Mapping[str, type] | None = None,
    drive: Drive = no_drive,
    stores: Mapping[str, CacheStore] | None = None,
) -> SearchIndex:
    """The empty index of one ``embedding_search_provider`` section."""
    parameters = parameters or {}
    foreign = _find(registered or {}, provider)
    if foreign is not None:
        return ForeignIndex(foreign, parameters, drive=drive)
    if provider is not None and provider.lower() != "default":
        raise ConfigError(
            f"unknown embedding search provider {provider!r}",
            hint=did_you_mean(provider, ["default", *(registered or ())])
            or "Register it in config.py: app.register_embedding_search_provider(name, cls).",
        )
    for name in parameters:
        if name not in PARAMETERS:
            log.warning(
                "embedding_search_provider.parameters.%s is unknown. %s",
                name,
                did_you_mean(name, PARAMETERS) or "",
            )
    engine = embedder_factory(
        parameters.get("embedding_engine"),
        parameters.get("embedding_model"),
        parameters.get("embedding_parameters"),
    )
    threshold = parameters.get("search_threshold")
    try:
        limit = None if threshold is None else float(threshold)
    except (TypeError, ValueError):
        raise ConfigError(f"search_threshold must be a number, not {threshold!r}") from None
    return Index(engine, threshold=limit, cache=make_cache(cache_config, stores=stores))


def _find(registered: Mapping[str, type], name: str | None) -> type | None:
    """A registered class by its name; another spelling of case will do."""
    if name is None:
        return None
    if name in registered:
        return registered[name]
    lowered = {key.lower(): cls for key, cls in registered.items()}
    return lowered.get(name.lower())
