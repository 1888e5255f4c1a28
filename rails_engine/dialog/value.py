"""``$x = ...``: a model fills a variable in, told by the comment above the statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.dialog.calls import first_line, step_params
from rails_engine.dialog.parts import EXAMPLES, prompt_variables

if TYPE_CHECKING:
    from rails_engine.actions.context import Scope
    from rails_engine.dialog.parts import Dialogue

TASK = "generate_value"


def find_value(scope: Scope, dialogue: Dialogue, instructions: str | None, var_name: str | None) -> str:
    """The value as text: what a model writes is never evaluated."""
    model = scope.model(TASK)
    prompt = scope.prompt(TASK, model)
    variables = prompt_variables(
        scope,
        prompt,
        {
            "instructions": lambda: instructions or "",
            "var_name": lambda: var_name or "value",
            "examples": lambda: _examples(dialogue, var_name),
        },
    )
    reply = model.complete(prompt.render(variables), task=TASK, params=step_params(scope, prompt))
    parsed = prompt.parse(reply.text)
    value = first_line(parsed if isinstance(parsed, str) else reply.text).removesuffix(";").strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return value


def _examples(dialogue: Dialogue, var_name: str | None) -> str:
    hits = dialogue.flow_index.search(f"${var_name} = ...", max_results=EXAMPLES) if var_name else []
    sources = dict.fromkeys(str(hit.item.meta["flow"]) for hit in hits)
    return "\n\n".join(reversed(list(sources)))
