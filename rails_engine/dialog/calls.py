"""How dialog steps call a model: parameters, and reading the lines of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rails_engine.actions.context import Scope
    from rails_engine.prompts.catalog import Prompt

#: Parameters of the caller that make no sense for a prompt in Colang form.
SHAPING = frozenset(
    {
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "functions",
        "function_call",
        "response_format",
        "n",
        "logprobs",
        "top_logprobs",
        "stream_options",
        "stop",
    }
)


def step_params(scope: Scope, prompt: Prompt) -> dict[str, Any]:
    """Parameters of an intermediate step: as little chance as possible."""
    params: dict[str, Any] = {"temperature": scope.config.lowest_temperature}
    if prompt.max_tokens:
        params["max_tokens"] = prompt.max_tokens
    if prompt.stop:
        params["stop"] = list(prompt.stop)
    return params


def main_params(scope: Scope) -> dict[str, Any]:
    """Parameters of the main call: the turn's own win over ``options.llm_params``."""
    llm_params = scope.turn.options.llm_params
    if not llm_params:
        return dict(scope.turn.params)
    return {**llm_params, **scope.turn.params}


def message_params(scope: Scope, prompt: Prompt) -> dict[str, Any]:
    """Parameters of a call that words a bot message in Colang form."""
    params = {name: value for name, value in main_params(scope).items() if name not in SHAPING}
    if prompt.max_tokens:
        params.setdefault("max_tokens", prompt.max_tokens)
    if prompt.stop:
        params["stop"] = list(prompt.stop)
    return params


def first_line(text: str) -> str:
    """The first line that says anything."""
    for line in text.split("\n"):
        if line.strip():
            return line.strip()
    return ""


def intent_in(line: str, prefix: str) -> str:
    """An intent name out of ``user NAME`` or ``bot NAME``, cut where a text or a comment begins."""
    name = line.strip()
    if name.lower().startswith(prefix):
        name = name[len(prefix) :]
    for mark in ('"', ",", "#"):
        name = name.split(mark, 1)[0]
    return name.strip()


def quoted_text(lines: list[str]) -> str:
    """A bot message out of the lines of an answer: up to the closing quote, without its quotes."""
    kept: list[str] = []
    for line in lines:
        stripped = line.strip()
        if not kept and not stripped:
            continue
        kept.append(stripped)
        opened = kept[0].startswith('"')
        if opened and stripped.endswith('"') and (len(kept) > 1 or len(stripped) > 1):
            break
        if not opened and not stripped:
            break
    text = "\n".join(kept).strip()
    if text.startswith('"'):
        text = text[1:]
        text = text.removesuffix('"')
    return text.strip().replace("\\n", "\n")
