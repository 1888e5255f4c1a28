"""What an action may reach: the tools of the engine and the turn that it runs in.

A :class:`Toolbox` is the same for every turn of an engine. A :class:`Scope` belongs to one strand of
one turn: parallel rails each have their own, with a context of their own.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine.actions.conversing import ModelText, read_prompt
from rails_engine.actions.task_manager import TaskManager
from rails_engine.errors import ConfigError
from rails_engine.guards.personal_data.concealing import HIDDEN, conceal
from rails_engine.guards.readings import Readings
from rails_engine.llm.base import LLMRequest
from rails_engine.messages import without_marks
from rails_engine.turn import LLMCall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rails_engine.actions.registry import ActionRegistry
    from rails_engine.actions.server import ActionServer
    from rails_engine.config.schema import RailsConfig
    from rails_engine.embeddings.index import SearchIndex
    from rails_engine.events import Event
    from rails_engine.kb.search import KnowledgeBase
    from rails_engine.llm.base import LLMChunk, LLMReply, Provider
    from rails_engine.llm.cache import CallCache
    from rails_engine.llm.models import Models
    from rails_engine.messages import Message
    from rails_engine.prompts.catalog import Prompt, Prompts
    from rails_engine.turn import ExecutedAction, Record, Turn

#: While somebody else asks the model the same, ``on_wait`` is called about this often, in seconds.
WAIT_SLICE = 0.5


@dataclass(frozen=True, slots=True)
class Toolbox:
    """What actions may use, the same for every turn of an engine."""

    config: RailsConfig
    models: Models
    prompts: Prompts
    actions: ActionRegistry
    kb: KnowledgeBase | None = None
    caches: Mapping[str, CallCache] = field(default_factory=dict)
    #: ``register_action_param``: injected by name.
    params: Mapping[str, Any] = field(default_factory=dict)
    #: The action server, where the configuration names one.
    remote: ActionServer | None = None
    #: The texts of the configuration's bot messages by name, the shipped rails' among them.
    bot_messages: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: An empty index of the kind by which the configuration compares texts; None where there is none.
    make_index: Callable[[], SearchIndex] | None = None


class ModelHandle:
    """A model as one strand of a turn sees it: with its keys, and every call on the record."""

    __slots__ = ("_scope", "defaults", "provider")

    def __init__(self, provider: Provider, scope: Scope) -> None:
        self.provider = provider
        self._scope = scope
        #: Parameters of calls that do not say otherwise; users' actions may set them.
        self.defaults: Mapping[str, Any] = {}

    @property
    def model_name(self) -> str:
        """The name that calls carry, the turn's override included."""
        return self._override() or self.provider.spec.model

    def complete(
        self,
        messages: Sequence[Message] | str,
        *,
        task: str,
        params: Mapping[str, Any] | None = None,
    ) -> LLMReply:
        """Ask and wait for the whole answer."""
        request = self._request(messages, task, params)
        call = self._begin(request, task)
        try:
            reply = self._answered(request, call)
        except BaseException:
            call.finished_at = time.time()
            raise
        end_call(call, reply)
        return reply

    def _answered(self, request: LLMRequest, call: LLMCall) -> LLMReply:
        """The model's answer, or the one that it gave to the same question before."""
        cache = self._scope.toolbox.caches.get(self.provider.spec.type)
        if cache is None:
            return self.provider.complete(request)
        key = cache.key(self.model_name, request.messages, request.params)
        while True:
            found = cache.get(key)
            if found is not None:
                call.from_cache = True
                return found
            other = cache.begin(key)
            if other is None:
                break
            while not other.wait(WAIT_SLICE):
                if request.on_wait is not None:
                    request.on_wait()
        try:
            reply = self.provider.complete(request)
            cache.put(key, reply)
            return reply
        finally:
            cache.end(key)

    def stream(
        self, messages: Sequence[Message], *, task: str, params: Mapping[str, Any] | None = None
    ) -> tuple[LLMCall, Iterator[LLMChunk]]:
        """Ask and hear the answer piece by piece; whoever listens ends the call's record."""
        request = self._request(messages, task, params)
        return self._begin(request, task), self.provider.stream(request)

    def invoke(self, input: Any, config: Any = None, **params: Any) -> ModelText:  # noqa: A002 - as others call it
        """What users' actions call: a prompt in any usual shape in, the text out."""
        del config
        task = self._scope.action.name if self._scope.action is not None else "custom"
        given = {name: value for name, value in params.items() if value is not None}
        return ModelText.of(self.complete(read_prompt(input), task=task, params=given))

    async def ainvoke(self, input: Any, config: Any = None, **params: Any) -> ModelText:  # noqa: A002 - as others call it
        """The same for coroutines, several of which may wait at once."""
        from asyncio import to_thread

        return await to_thread(self.invoke, input, config, **params)

    __call__ = invoke
    generate_async = ainvoke

    def _request(
        self, messages: Sequence[Message] | str, task: str, params: Mapping[str, Any] | None
    ) -> LLMRequest:
        turn = self._scope.turn
        sent = (
            [{"role": "user", "content": messages}] if isinstance(messages, str) else without_marks(messages)
        )
        hidden = self._scope.context.get(HIDDEN)
        if hidden:
            sent = conceal(sent, hidden)
        override = self._override()
        models = self._scope.toolbox.models
        key = models.key_for(self.provider.spec, turn.keys, override) if turn.keys else None
        return LLMRequest(
            messages=sent,
            task=task,
            params={**self.defaults, **(params or {})} if self.defaults else params or {},
            model=override,
            api_key=key,
            on_wait=self._scope.on_wait,
            pauses=turn.pauses,
        )

    def _override(self) -> str | None:
        main = self._scope.toolbox.models.main
        return (self._scope.turn.model or None) if self.provider is main else None

    def _begin(self, request: LLMRequest, task: str) -> LLMCall:
        spec = self.provider.spec
        call = LLMCall(
            task=task,
            model=request.model or spec.model,
            provider=spec.engine,
            prompt=request.messages,
            started_at=time.time(),
        )
        self._scope.note(call)
        return call


def end_call(call: LLMCall, reply: LLMReply) -> None:
    """Put what came back on the record of a call."""
    call.finished_at = time.time()
    call.completion = reply.text
    call.usage = reply.usage
    call.id = reply.id or uuid.uuid4().hex
    call.request_id = reply.request_id
    call.raw = reply.raw
    call.model = reply.model or call.model


class Scope:
    """One strand of one turn, as its actions see it."""

    __slots__ = (
        "action",
        "before",
        "context",
        "earlier",
        "on_wait",
        "readings",
        "record",
        "toolbox",
        "turn",
        "untrusted",
    )

    def __init__(
        self,
        toolbox: Toolbox,
        turn: Turn,
        record: Record,
        context: dict[str, Any],
        earlier: Callable[[], list[Event]],
    ) -> None:
        self.toolbox = toolbox
        self.turn = turn
        self.record = record
        self.context = context
        #: The events of the conversation before this turn; made from its messages only when asked for.
        self.earlier = earlier
        self.on_wait = turn.on_wait
        self.action: ExecutedAction | None = None
        #: On a stream, what came before the text that an exact rail judges now; it has been judged.
        self.before = ""
        #: The parts of the message under judgement that its sender marked as somebody else's words.
        self.untrusted: Sequence[str] = ()
        #: What local guards have made of the texts of this turn; shared by its strands.
        self.readings = Readings()

    def branch(self, context: dict[str, Any]) -> Scope:
        """A strand beside this one, with a context of its own."""
        strand = Scope(self.toolbox, self.turn, self.record, context, self.earlier)
        strand.before = self.before
        strand.readings = self.readings
        strand.untrusted = self.untrusted
        return strand

    @property
    def config(self) -> RailsConfig:
        """The configuration."""
        return self.toolbox.config

    @property
    def events(self) -> list[Event]:
        """Everything that has happened in the conversation."""
        return self.earlier() + self.record.events

    def note(self, call: LLMCall) -> None:
        """A model call begins: it belongs to the turn, and to the action that makes it."""
        self.record.llm_calls.append(call)
        if self.action is not None:
            self.action.llm_calls.append(call)

    def model(self, task: str | None = None, *, type: str | None = None) -> ModelHandle:  # noqa: A002 - the word in config.yml
        """The model of a type, or the one that serves a task (else main)."""
        models = self.toolbox.models
        provider = models.get(type) if type is not None else models.for_task(task or "main")
        if provider is None:
            what = f"type {type!r}" if type is not None else f"type 'main' (for task {task!r})"
            raise ConfigError(f"this configuration has no model of {what}", hint="Add it under models:.")
        return ModelHandle(provider, self)

    def prompt(self, task: str, model: ModelHandle | None = None) -> Prompt:
        """The prompt of a task, as chosen for the model that will read it."""
        handle = model or self.model(task)
        name = f"{handle.provider.spec.engine}/{handle.model_name}".lower()
        return self.toolbox.prompts.get(task, name)

    @property
    def general_instructions(self) -> str:
        """What the configuration tells the model to be."""
        for instruction in self.config.instructions:
            if instruction.type == "general":
                return instruction.content
        return ""

    def settings(self, key: str) -> Any:
        """``rails.config.<key>``."""
        return self.config.rails.config.get(key)

    def supply(self, name: str, action: str) -> Any:
        """The value of a parameter that an action declares and the flow does not give, or ``ABSENT``."""
        maker = _SUPPLIES.get(name)
        if maker is not None:
            return maker(self, action)
        if name in self.toolbox.params:
            return self.toolbox.params[name]
        if name.startswith("__context__"):
            return self.context.get(name.removeprefix("__context__"))
        if name.endswith("_llm"):
            provider = self.toolbox.models.get(name.removesuffix("_llm"))
            if provider is not None:
                return ModelHandle(provider, self)
        return ABSENT


#: The answer of ``Scope.supply`` for a name that it does not know.
ABSENT: Any = object()


def _llm(scope: Scope, action: str) -> ModelHandle | None:
    models = scope.toolbox.models
    provider = models.get(action) or models.main
    return ModelHandle(provider, scope) if provider is not None else None


_SUPPLIES: dict[str, Callable[[Scope, str], Any]] = {
    "scope": lambda scope, _: scope,
    "context": lambda scope, _: scope.context,
    "events": lambda scope, _: scope.events,
    "config": lambda scope, _: scope.config,
    "llm": _llm,
    "llms": lambda scope, _: {t: ModelHandle(p, scope) for t, p in scope.toolbox.models.items()},
    "llm_task_manager": lambda scope, _: TaskManager(scope),
    "kb": lambda scope, _: scope.toolbox.kb,
    "model_caches": lambda scope, _: scope.toolbox.caches,
}
