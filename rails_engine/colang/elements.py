"""From a statement that waits to the element that waits: what matches it, and what it wishes for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine import events
from rails_engine.colang import nodes, operations
from rails_engine.colang.expressions import compile_expression, compile_value
from rails_engine.colang.program import Alternative, Element
from rails_engine.colang.wishes import Emit, RunAction, Say, StopTurn
from rails_engine.errors import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rails_engine.colang.program import Context, Evaluate, EvaluateAll
    from rails_engine.colang.wishes import Wish

    Act = Callable[[Context], Wish]

#: In the parameters of ``event``: whatever the value is.
ANYTHING = "..."


def element_of(
    alternatives: Iterable[Alternative],
    *,
    act: Act | None = None,
    result: str | None = None,
    emits: bool = False,
    otherwise: int | None = None,
) -> Element:
    """An element; the first alternative that matches wins."""
    known = tuple(alternatives)
    fallback = None if otherwise is None else Alternative("", None, otherwise)
    if any(each.name is None for each in known):
        return Element({}, known, act, result, emits, fallback)
    exact = {(each.type, each.name): each for each in reversed(known)}
    return Element(exact, (), act, result, emits, fallback)


def alternatives_of(trigger: nodes.User | nodes.Bot | nodes.WaitEvent, target: int) -> list[Alternative]:
    """The events that a statement waits for, all leading to one place."""
    if isinstance(trigger, nodes.User):
        names = trigger.intents or (None,)
        return [Alternative(events.USER_INTENT, name, target) for name in names]
    if isinstance(trigger, nodes.Bot):
        heard = (None,) if trigger.any_intent else said_intents(trigger)
        return [Alternative(events.BOT_INTENT, name, target) for name in heard]
    properties = tuple(
        (key, compile_value(value.source, value.at))
        for key, value in trigger.params
        if value.source.strip().strip("\"'") != ANYTHING
    )
    return [Alternative(trigger.name, None, target, properties)]


def said_intents(bot: nodes.Bot) -> tuple[str, ...]:
    """The intents of what is said; a text or a variable without one is its own."""
    if bot.intents:
        return bot.intents
    return (bot.variable.source.strip() if bot.variable else bot.text or "",)


def params_of(params: nodes.Params) -> EvaluateAll | None:
    """A function from the context to the values of parameters; None where there are none."""
    if not params:
        return None
    compiled: list[tuple[str, Evaluate]] = [
        (key, compile_value(value.source, value.at)) for key, value in params
    ]
    if len(compiled) == 1:
        key, evaluate = compiled[0]
        return lambda context: {key: evaluate(context)}

    def evaluate_all(context: Context) -> dict[str, Any]:
        return {key: evaluate(context) for key, evaluate in compiled}

    return evaluate_all


def user_element(node: nodes.User | nodes.WaitEvent, target: int) -> Element:
    """``user X``, ``event X``."""
    return element_of(alternatives_of(node, target))


def bot_element(node: nodes.Bot, target: int, flow: str) -> Element:
    """``bot X``."""
    alternatives = alternatives_of(node, target)
    if node.any_intent:
        return element_of(alternatives)
    intent = said_intents(node)[0]
    if node.variable is not None and not node.intents:
        return element_of(alternatives, act=_say_value(node.variable, intent, flow, node.instructions))
    wish = Say(intent, flow, node.text, None, node.instructions)
    return element_of(alternatives, act=lambda _: wish)


def _say_value(variable: nodes.Expression, intent: str, flow: str, instructions: str | None) -> Act:
    evaluate = compile_expression(variable.source, variable.at)

    def say(context: Context) -> Say:
        value = evaluate(context)
        try:
            text = "" if value is None else operations.to_text(value)
        except ExpressionError:
            raise
        except Exception as error:
            reason = f"{variable.source} has no text: {type(error).__name__}"
            raise ExpressionError(f"{variable.at.file}:{variable.at.line}: {reason}") from error
        return Say(intent, flow, None, text, instructions)

    return say


def execute_element(node: nodes.Execute, target: int, flow: str) -> Element:
    """``execute X``."""
    evaluate, name, result = params_of(node.params), node.action, node.result

    def run(context: Context) -> RunAction:
        return RunAction(name, evaluate(context) if evaluate else {}, result, flow)

    return element_of([Alternative(events.ACTION_FINISHED, name, target)], act=run, result=result)


def generate_element(node: nodes.Generate, target: int, flow: str) -> Element:
    """``$x = ...``: the system's action for it."""
    name, variable, instructions = "generate_value", node.variable, node.instructions

    def run(_: Context) -> RunAction:
        return RunAction(name, {"instructions": instructions, "var_name": variable}, variable, flow)

    return element_of([Alternative(events.ACTION_FINISHED, name, target)], act=run, result=variable)


def create_element(node: nodes.CreateEvent, flow: str) -> Element:
    """``create event X``: nothing is waited for; the flow goes on with the next instruction."""
    evaluate, kind = params_of(node.params), node.name

    def emit(context: Context) -> Emit:
        return Emit({**(evaluate(context) if evaluate else {}), "type": kind}, flow)

    return Element({}, act=emit, emits=True)


def stop_element(flow: str) -> Element:
    """``stop``: the machine itself ends every flow when it has been granted."""
    wish = StopTurn(flow)
    return Element({}, act=lambda _: wish)
