"""The assembly: from a configuration and what users' code registers to the parts of an engine.

This is the one place that knows every layer. Everything that can be parsed, compiled, looked up or
refused is, here, so that a turn does none of it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from copy import copy
from typing import TYPE_CHECKING, Any, Self

from rails_engine.actions.builtin import BUILTIN
from rails_engine.actions.context import Toolbox
from rails_engine.actions.imports import original_names
from rails_engine.actions.loading import UserCode
from rails_engine.actions.registry import ActionRegistry, action, make_action
from rails_engine.actions.server import ActionServer
from rails_engine.colang.compiler import Program, compile_program
from rails_engine.colang.machine import Machine
from rails_engine.dialog.parts import Dialogue, fold_text
from rails_engine.dialog.value import find_value
from rails_engine.engine.indexes import Indexes
from rails_engine.engine.models import build_models
from rails_engine.engine.usage import rails_in_use
from rails_engine.llm.cache import CallCache
from rails_engine.pipeline.generation import PASSTHROUGH
from rails_engine.pipeline.memory import ConversationMemory
from rails_engine.pipeline.parts import Parts
from rails_engine.pipeline.speech import speak_for_rail
from rails_engine.prompts.catalog import Prompts
from rails_engine.prompts.render import compile_message
from rails_engine.rails.catalog import RailLibrary, shipped_rails
from rails_engine.rails.messages import shipped_messages
from rails_engine.rails.plan import KINDS, plan_rails
from rails_engine.rails.runner import RailRunner
from rails_engine.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.actions.imports import Hook
    from rails_engine.config.schema import RailsConfig
    from rails_engine.llm.base import Provider
    from rails_engine.rails.base import Rail

#: Strands that all turns of an engine share: parallel rails and early main calls.
POOL_SIZE = 64
#: The builder whose users' code is being loaded: what that code registers by plain functions is for it.
BUILDING: ContextVar[EngineBuilder | None] = ContextVar("BUILDING", default=None)


class EngineBuilder:
    """Collects what users' code registers; ``build`` makes the parts. Every ``register_*`` can be chained."""

    def __init__(
        self,
        config: RailsConfig,
        *,
        llm: Provider | None = None,
        library: RailLibrary | None = None,
        transport: Transport | None = None,
    ) -> None:
        self.config = config
        self._llm = llm
        self._library = library or shipped_rails()
        self._transport = transport or Transport(config.environ)
        self._actions: dict[str, Any] = {}
        self._params: dict[str, Any] = {}
        self._filters: dict[str, Callable[..., Any]] = {}
        self._parsers: dict[str, Callable[..., Any]] = {}
        self._contexts: dict[str, Any] = {}
        self._providers: dict[str, Any] = {}
        self._indexes = Indexes(config, self._transport)
        #: Its threads start when there is work for them.
        self._pool = ThreadPoolExecutor(POOL_SIZE, thread_name_prefix="rails")

    def load_users_code(self, app: Any = None, names: Hook = original_names) -> Self:
        """Import the folder's actions and run ``init(app)`` of its config.py.

        ``names`` answers for the import names of the original while they run.
        """
        code = UserCode(self.config.code_paths, names)
        token = BUILDING.set(self)
        try:
            self._actions.update(code.load_actions())
            for init in code.load_init():
                init(self if app is None else app)
        finally:
            BUILDING.reset(token)
        return self

    def copy(self) -> Self:
        """One that has everything registered here, and can be registered with without changing this one."""
        made = copy(self)
        own = {name: dict(value) for name, value in vars(self).items() if isinstance(value, dict)}
        vars(made).update(own, _indexes=self._indexes.copy())
        return made

    def adopt(self, other: EngineBuilder) -> None:
        """Have everything registered that a copy of this one has."""
        vars(self).update(vars(other))

    @property
    def runtime(self) -> Self:
        """Itself, for code that registers actions with ``app.runtime``."""
        return self

    @property
    def llm(self) -> Provider | None:
        """The model that the caller handed in."""
        return self._llm

    @property
    def passthrough_fn(self) -> Callable[..., Any] | None:
        """What answers in place of the main model."""
        return self._actions.get(PASSTHROUGH)

    @passthrough_fn.setter
    def passthrough_fn(self, function: Callable[..., Any]) -> None:
        self.register_action(function, PASSTHROUGH)

    def register_action(self, target: Any, name: str | None = None) -> Self:
        """An action that flows may execute."""
        self._actions[make_action(target, name).name] = target
        return self

    def register_action_param(self, name: str, value: Any) -> Self:
        """A value for actions that declare a parameter of this name."""
        self._params[name] = value
        return self

    def register_filter(self, filter_fn: Callable[..., Any], name: str | None = None) -> Self:
        """A filter for prompt templates."""
        self._filters[name or filter_fn.__name__] = filter_fn
        return self

    def register_output_parser(self, output_parser: Callable[..., Any], name: str) -> Self:
        """A parser that prompts may name."""
        self._parsers[name] = output_parser
        return self

    def register_prompt_context(self, name: str, value_or_fn: Any) -> Self:
        """A variable of every prompt: a value, or a function that gives it."""
        self._contexts[name] = value_or_fn
        return self

    def register_embedding_provider(self, cls: type, name: str | None = None) -> Self:
        """A class that turns texts into vectors."""
        self._indexes.register_embedder(cls, name)
        return self

    def register_embedding_search_provider(self, name: str, cls: type) -> Self:
        """A class that keeps texts and finds like ones."""
        self._indexes.register_search(name, cls)
        return self

    def register_llm_provider(self, name: str, cls: Any) -> Self:
        """A class that answers as a model, for ``engine: <name>``."""
        self._providers[name] = cls
        return self

    def use_llm(self, llm: Provider) -> Self:
        """Another main model."""
        self._llm = llm
        return self

    def build(self) -> Parts:
        """Make the parts of an engine, or say what is wrong with the configuration."""
        config = self.config
        rails = {rail: rail(self._settings(rail)) for rail in rails_in_use(config, self._library)}
        for rail in rails.values():
            rail.connect(config, self._transport)
        owners = {flow.name: rail for rail in rails.values() for flow in rail.flows}
        plan = plan_rails(config, owners, self._actions)
        files = [*config.colang, shipped_messages(), *(self._library.program(rail) for rail in rails)]
        stage_flows = {rail.flow for kind in KINDS for rail in plan.of(kind)}
        program = compile_program(files, rails=stage_flows)
        machine = Machine(program)
        dialogue = self._dialogue(program)
        toolbox = Toolbox(
            config=config,
            models=build_models(config, self._transport, llm=self._llm, registered=self._providers),
            prompts=self._prompts(rails.values()),
            actions=self._registry(rails.values(), dialogue),
            kb=self._indexes.knowledge_base(),
            caches={
                model.type: CallCache(model.cache.maxsize)
                for model in config.models
                if model.cache is not None and model.cache.enabled
            },
            params=dict(self._params),
            remote=ActionServer(config.actions_server_url, self._transport)
            if config.actions_server_url
            else None,
            bot_messages=program.bot_messages,
            make_index=self._indexes.of_core,
        )
        return Parts(
            toolbox=toolbox,
            program=program,
            machine=machine,
            plan=plan,
            runner=RailRunner(machine, plan, speak_for_rail(dialogue), self._pool),
            dialogue=dialogue,
            memory=ConversationMemory(),
            answers_by_function=PASSTHROUGH in self._actions,
            retrieves=bool(
                config.docs or plan.of("retrieval") or "retrieve_relevant_chunks" in self._actions
            ),
            follows_flows=program.has_dialog or dialogue.finds_intents,
        )

    def _settings(self, rail: type[Rail]) -> Any:
        return self.config.rails.config.get(rail.settings_key) if rail.settings_key else None

    def _dialogue(self, program: Program) -> Dialogue:
        templates = {
            name: tuple(compile_message(text) for text in texts)
            for name, texts in program.bot_messages.items()
        }
        questions = {
            fold_text(text): name
            for name, texts in reversed(list(program.user_messages.items()))
            for text in texts
        }
        answers = {
            fold_text(text): name
            for name, texts in reversed(list(program.bot_messages.items()))
            for text in texts
            if "$" not in text and "{" not in text
        }
        user, bot, flow = self._indexes.of_dialog(program)
        return Dialogue(program, user, bot, flow, templates, questions, answers)

    def _prompts(self, rails: Any) -> Prompts:
        shipped = [prompt for rail in rails for prompt in rail.prompts]
        return Prompts(
            self.config.prompts,
            prompting_mode=self.config.prompting_mode,
            filters=self._filters,
            parsers=self._parsers,
            contexts=self._contexts,
            shipped=shipped,
        )

    def _registry(self, rails: Any, dialogue: Dialogue) -> ActionRegistry:
        @action(is_system_action=True)
        def generate_value(scope: Scope, instructions: str | None = None, var_name: str | None = None) -> str:
            return find_value(scope, dialogue, instructions, var_name)

        known: Mapping[str, Any] = {
            **BUILTIN,
            "generate_value": generate_value,
            **{name: action for rail in rails for name, action in rail.actions().items()},
        }
        registry = ActionRegistry()
        registry.register_all(known)
        registry.register_all(self._actions)
        return registry
