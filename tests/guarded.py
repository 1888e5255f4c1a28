"""A bot with a model that only judges, and the contract of rails that ask such a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rails_engine import RailsConfig, RailsEngine
from rails_engine.llm.providers.scripted import ScriptedProvider
from tests.contracts.rail import RailContract
from tests.talking import Bot

if TYPE_CHECKING:
    from rails_engine import LLMRequest

MODELS = """
models:
  - {{type: main, engine: openai, model: m, parameters: {{api_key: k}}}}
  - {{type: {type}, engine: guard, model: guard-1}}
"""


class GuardedBot(Bot):
    """``Bot`` with one more model; what it says is scripted by task as well (blanks and ``$`` and ``=`` as ``_``)."""

    def __init__(self, model_type: str, yaml: str, colang: str | None = None, **replies: Any) -> None:
        self.guard = ScriptedProvider()
        made = RailsConfig.from_content(yaml=MODELS.format(type=model_type) + yaml, colang=colang, environ={})
        super().__init__(
            config=made,
            register=lambda builder: builder.register_llm_provider("guard", self._make_guard),
            **replies,
        )

    def _make_guard(self, spec: Any, transport: Any) -> ScriptedProvider:
        self.guard = ScriptedProvider(self._reply_of_guard, transport, spec=spec)
        return self.guard

    def _reply_of_guard(self, request: LLMRequest) -> Any:
        return self.replies[request.task.partition(" ")[0]]

    def read(self) -> list[dict[str, Any]]:
        """What the guard was sent last."""
        return list(self.guard.requests[-1].messages)


class GuardContract(RailContract):
    """The rail asks a model of ``model_type``; the main model never judges."""

    model_type: ClassVar[str]

    def engine_that_fails(self, failing: str) -> RailsEngine:
        bot = GuardedBot(self.model_type, failing)
        bot.guard._script = self.fail
        return bot.engine
