"""The indexes of an engine: of user messages, bot messages, flows and documents. Built on first use."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, Self

from rails_engine.actions.coroutines import drive
from rails_engine.config.compose import read_plain
from rails_engine.embeddings.index import Item
from rails_engine.embeddings.search import choose_embedder, make_search
from rails_engine.kb.search import KnowledgeBase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rails_engine.colang.compiler import Program
    from rails_engine.config.schema import ModelConfig, RailsConfig, SearchProviderConfig
    from rails_engine.embeddings.base import EmbeddingEngine
    from rails_engine.embeddings.index import SearchIndex
    from rails_engine.transport import Transport


class Indexes:
    """Makes indexes as the configuration says, with what users' code has registered."""

    def __init__(self, config: RailsConfig, transport: Transport) -> None:
        self._config = config
        self._transport = transport
        self._embedders: dict[str, type] = {}
        self._searches: dict[str, type] = {}
        self._made: dict[str, EmbeddingEngine] = {}

    def register_embedder(self, cls: type, name: str | None = None) -> Self:
        """A user's class that turns texts into vectors."""
        self._embedders[name or str(getattr(cls, "engine_name", cls.__name__))] = cls
        self._made.clear()
        return self

    def register_search(self, name: str, cls: type) -> Self:
        """A user's class that keeps texts and finds like ones."""
        self._searches[name] = cls
        return self

    def copy(self) -> Self:
        """One that has everything registered here, and a life of its own."""
        made = copy(self)
        vars(made).update({n: dict(v) for n, v in vars(self).items() if isinstance(v, dict)})
        return made

    def of_dialog(self, program: Program) -> tuple[SearchIndex, SearchIndex, SearchIndex]:
        """The indexes of user messages, bot messages and flows."""
        made = []
        for items in (_user_items(program), _bot_items(program), _flow_items(program)):
            index = self.of_core()
            index.add(items)
            made.append(index)
        return made[0], made[1], made[2]

    def of_core(self) -> SearchIndex:
        """An empty index of the kind that ``core`` asks for."""
        return self._make(self._config.core.embedding_search_provider)

    def knowledge_base(self) -> KnowledgeBase | None:
        """The index of the documents, if there are any."""
        if not self._config.docs:
            return None
        provider = self._config.knowledge_base.embedding_search_provider
        docs = [(doc.name, doc.content) for doc in self._config.docs]
        return KnowledgeBase(docs, lambda: self._make(provider), read_yaml=read_plain)

    def _make(self, provider: SearchProviderConfig) -> SearchIndex:
        cache = provider.cache
        return make_search(
            provider.name,
            provider.parameters,
            {
                "enabled": cache.enabled,
                "key_generator": cache.key_generator,
                "store": cache.store,
                "store_config": cache.store_config,
            },
            embedder_factory=self._embedder,
            registered=self._searches,
            drive=drive,
        )

    def _embedder(
        self, engine: str | None, model: str | None, parameters: Mapping[str, Any] | None
    ) -> EmbeddingEngine:
        """What the section names; where it names nothing, the model of type ``embeddings``."""
        entry = next((m for m in self._config.models if m.type == "embeddings"), None)
        if engine is None and model is None and entry is not None:
            engine, model, parameters = entry.engine, entry.model, _said(entry)
        parameters = self._placed(parameters or {})
        key = repr((engine, model, parameters))
        if key not in self._made:
            self._made[key] = self._choose(engine, model, parameters)
        return self._made[key]

    def _placed(self, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        """A relative ``path`` starts where the configuration lies: in the first of its places that has it."""
        path = parameters.get("path")
        places = [p.parent if p.is_file() else p for p in self._config.paths]
        if not isinstance(path, str) or not places or path.startswith("~"):
            return parameters
        found = next((place for place in places if (place / path).exists()), places[0])
        return {**parameters, "path": str(found / path)}

    def _choose(
        self, engine: str | None, model: str | None, parameters: Mapping[str, Any] | None
    ) -> EmbeddingEngine:
        questions = self._config.rails.dialog.user_messages
        return choose_embedder(
            engine,
            model,
            parameters,
            transport=self._transport,
            environ=self._config.environ,
            registered=self._embedders,
            drive=drive,
            decides=questions.embeddings_only and not questions.embeddings_only_fallback_intent,
        )


def _said(entry: ModelConfig) -> dict[str, Any]:
    """The parameters of an entry of ``models``, with the name of the variable that holds its key."""
    if not entry.api_key_env_var:
        return dict(entry.parameters)
    return {**entry.parameters, "api_key_env_var": entry.api_key_env_var}


def _user_items(program: Program) -> Iterator[Item]:
    for intent, examples in program.user_messages.items():
        for example in examples:
            yield Item(example, {"intent": intent})


def _bot_items(program: Program) -> Iterator[Item]:
    if program.user_messages:
        for intent, texts in program.bot_messages.items():
            yield from (Item(intent, {"text": text}) for text in texts[:1])


def _flow_items(program: Program) -> Iterator[Item]:
    """A flow is found by any of its lines, and shown whole."""
    for flow in program.flows.values():
        if flow.subflow or not flow.source.strip():
            continue
        for line in flow.source.splitlines():
            if line.strip():
                yield Item(line.strip(), {"flow": flow.source})
