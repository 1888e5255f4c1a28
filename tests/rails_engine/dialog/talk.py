"""A small dialog and a scope to try one of its steps with, without a turn around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine import GenerationOptions, RailsConfig, RailsEngine
from rails_engine.actions.context import Scope
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.messages import text_of
from rails_engine.turn import Record, Turn

if TYPE_CHECKING:
    from rails_engine.dialog.parts import Dialogue

COLANG = """
define user express greeting
  "hello there"
  "good morning"
define user ask price
  "what does bread cost"
  "how much is a loaf of bread"
define user say goodbye
  "see you later"

define bot express greeting
  "Welcome to the bakery."
define bot inform price
  "It costs $price."
define bot say goodbye
  "Goodbye!"
  "So long!"
  "Farewell, {{ name }}."

define flow greeting
  user express greeting
  bot express greeting
define flow price
  user ask price
  bot inform price
define subflow thanks
  bot say goodbye
"""
MAIN = "models:\n  - {type: main, engine: scripted, model: m}\n"
#: Prompts that show what a step hands to them.
SHOWN = {
    "generate_user_intent": "{{ examples }}|{{ potential_user_intents }}|{{ user_input }}",
    "generate_next_steps": "{{ examples }}",
    "generate_bot_message": "{{ examples }}|{{ relevant_chunks }}",
    "generate_intent_steps_message": "{{ examples }}|{{ potential_user_intents }}",
    "generate_value": "{{ instructions }}|{{ var_name }}|{{ examples }}",
}


class Talk:
    """A scope with its dialogue, and the model's calls so far."""

    def __init__(
        self,
        *replies: str,
        yaml: str = "",
        colang: str = COLANG,
        context: dict[str, Any] | None = None,
        params: dict[str, Any] | None = None,
        llm_params: dict[str, Any] | None = None,
        shown: bool = False,
    ) -> None:
        config: dict[str, Any] = {}
        if shown:
            config["prompts"] = [{"task": task, "content": text} for task, text in SHOWN.items()]
        made = RailsConfig.from_content(yaml=MAIN + yaml, colang=colang, config=config, environ={})
        self.model = ScriptedProvider(replies)
        self.engine = RailsEngine(made, llm=self.model)
        turn = Turn(messages=[], params=params or {}, options=GenerationOptions(llm_params=llm_params))
        self.scope = Scope(self.engine.parts.toolbox, turn, Record(0.0), dict(context or {}), list)

    @property
    def dialogue(self) -> Dialogue:
        return self.engine.parts.dialogue

    @property
    def sent(self) -> str:
        """What the model was last shown."""
        return "\n".join(text_of(message.get("content")) for message in self.model.requests[-1].messages)
