"""No flow says what comes next: ask a model that is shown flows of like conversations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rails_engine.colang.compiler import compile_body
from rails_engine.colang.parser import parse_flow_body
from rails_engine.dialog.calls import first_line, intent_in, step_params
from rails_engine.dialog.parts import EXAMPLES, prompt_variables
from rails_engine.errors import ColangSyntaxError

if TYPE_CHECKING:
    from rails_engine.actions.context import Scope
    from rails_engine.colang import nodes
    from rails_engine.dialog.parts import Dialogue

TASK = "generate_next_steps"
#: What the bot does when the model's answer names no step.
FALLBACK = "general response"
#: Lines of a generated flow that are looked at; each is tried out.
MAX_LINES = 50


@dataclass(frozen=True, slots=True)
class NextStep:
    """A bot intent, or with multi-step generation the statements of a small flow."""

    intent: str | None = None
    statements: tuple[nodes.Statement, ...] = ()


def find_next_step(scope: Scope, dialogue: Dialogue, user_intent: str) -> NextStep:
    """What the bot should do after this intent of the user."""
    model = scope.model(TASK)
    prompt = scope.prompt(TASK, model)
    variables = prompt_variables(scope, prompt, {"examples": lambda: flow_examples(dialogue, user_intent)})
    reply = model.complete(prompt.render(variables), task=TASK, params=step_params(scope, prompt))
    parsed = prompt.parse(reply.text)
    text = parsed if isinstance(parsed, str) else reply.text
    if scope.config.enable_multi_step_generation:
        statements = _longest_flow(text, dialogue)
        if statements:
            return NextStep(statements=statements)
    line = first_line(text)
    if not line.lower().startswith("bot "):
        return NextStep(intent=FALLBACK)
    return NextStep(intent=intent_in(line, "bot ") or FALLBACK)


def _longest_flow(text: str, dialogue: Dialogue) -> tuple[nodes.Statement, ...]:
    """The longest beginning of a model's lines that is a flow, with calls only of flows that there are."""
    lines = [line for line in text.split("\n") if line.strip()][:MAX_LINES]
    while lines:
        try:
            statements = parse_flow_body("\n".join(lines), "<generated>")
            compile_body(statements, "generated flow", dialogue.program)
        except ColangSyntaxError:
            lines.pop()
        else:
            return statements
    return ()


def flow_examples(dialogue: Dialogue, user_intent: str) -> str:
    """Flows that have to do with an intent, the likest last, each once."""
    hits = dialogue.flow_index.search(f"user {user_intent}", max_results=EXAMPLES)
    sources = dict.fromkeys(str(hit.item.meta["flow"]) for hit in hits)
    return "\n\n".join(reversed(list(sources)))
