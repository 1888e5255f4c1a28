"""What the local layers cost and catch: CPU time of each rail, and its rates on the texts in layer_texts/.

    python bench/layers.py

A rail is timed through the engine, flow and record and all, and what an engine without it takes is
subtracted. ``on input together`` is one engine with all of them, in the order docs/rails recommends. What
is subtracted stands in the lines ``without rails``: a whole turn, but for HTTP and the model.
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rails_engine import LLMReply, RailOutcome, RailsConfig, RailsEngine
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.rails.catalog import shipped_rails
from rails_engine.rails.entailment import Evidence, claims, support_of

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = Path(__file__).parent / "layer_texts"
TOPICS: dict[str, Any] = json.loads((TEXTS / "topics.json").read_text())
GROUNDING: list[dict[str, Any]] = json.loads((TEXTS / "grounding.json").read_text())
TOPIC_RAIL = "topic boundary check input"
MODEL = [{"type": "main", "engine": "openai", "model": "bench", "parameters": {"api_key": "none"}}]
#: Needs no model and no network; what an installation has not is left out.
INPUT = (
    "conversation limits check input",
    "repetition check input",
    "jailbreak check input",
    "prompt injection check input",
    "harmful content check input",
    "toxicity check input",
    "mask sensitive data on input",
    TOPIC_RAIL,
)
OUTPUT = (
    "regex check output",
    "harmful content check output",
    "toxicity check output",
    "restore sensitive data on output",
    "grounding check output",
    "response length check output",
)
SETTINGS: dict[str, Any] = {
    "topic_boundary": {"allowed": TOPICS["allowed"], "denied": TOPICS["denied"]},
    "regex_detection": {"output": {"patterns": [r"\b(AKIA|ASIA)[0-9A-Z]{16}\b"]}},
    "sensitive_data_detection": {
        "input": {"entities": ["EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "PERSON"]}
    },
}
QUESTION = "When will my order {} arrive, and can I still change the delivery address of the lamp? "
ANSWER = "The parcel {} is on its way and arrives on Thursday; the address can be changed until then. "
LENGTHS = (200, 4_000)
DOES_NOTHING = """
define subflow {}
  $verdict = execute let_pass(text=$user_message)
  if $verdict.is_blocked
    bot refuse to respond
    stop
"""


def engine(flows: dict[str, list[str]]) -> RailsEngine:
    """An engine whose model says the same thing at once."""
    named = [name for names in flows.values() for name in names]
    keys = {flow.settings for name, flow in shipped_rails().flows.items() if name in named}
    config = RailsConfig.from_content(
        config={
            "models": MODEL,
            "rails": {kind: {"flows": names} for kind, names in flows.items()}
            | {"config": {key: value for key, value in SETTINGS.items() if key in keys}},
        },
        environ={},
    )
    return RailsEngine(config, llm=ScriptedProvider(lambda _request: LLMReply(text="Fine.")))


def talk(text: str, turns: int = 5) -> list[dict[str, Any]]:
    """A conversation whose last question is the text."""
    said = []
    for turn in range(turns):
        said += [
            {"role": "user", "content": f"Question {turn}: where is my order?"},
            {"role": "assistant", "content": "It is on its way."},
        ]
    return [*said, {"role": "user", "content": text}]


def cost(call: Callable[[], Any]) -> float:
    """Milliseconds of CPU time for a call, the least of several rounds: others only make it longer."""
    call()
    rounds = []
    for _ in range(7):
        times, begin = 0, time.process_time()
        while time.process_time() - begin < 0.15:
            call()
            times += 1
        rounds.append((time.process_time() - begin) / times * 1000)
    return min(rounds)


def of_length(unit: str, length: int) -> str:
    """Sentences that differ, so that nothing is saved by having seen one of them before."""
    return "".join(unit.format(number) for number in range(100, 100 + length // len(unit) + 1))[:length]


def input_costs(names: list[str]) -> list[float]:
    """Of a turn with these rails on the input."""
    made = engine({"input": names})
    return [cost(partial(made.generate, talk(of_length(QUESTION, length)))) for length in LENGTHS]


def output_costs(names: list[str]) -> list[float]:
    """By ``check``, so that the answer is ours to choose."""
    made = engine({"output": names})
    context = {"relevant_chunks": of_length(ANSWER, 2_000)}
    answers = ({"role": "assistant", "content": of_length(ANSWER, length)} for length in LENGTHS)
    return [cost(partial(made.check, [*talk("Where is it?"), answer], context=context)) for answer in answers]


def show_price(count: int) -> None:
    """What a rail costs that does nothing: its flow, its action, and its lines in the record."""
    names = tuple(f"let pass {number}" for number in range(count))
    config = RailsConfig.from_content(
        config={"models": MODEL, "rails": {"input": {"flows": names}}},
        colang="".join(DOES_NOTHING.format(name) for name in names),
        environ={},
    )
    made = RailsEngine(config, llm=ScriptedProvider(lambda _request: LLMReply(text="Fine.")))
    made.register_action(lambda text: RailOutcome.allow(metadata={"size": len(text)}), "let_pass")
    costs = [cost(partial(made.generate, talk(of_length(QUESTION, length)))) for length in LENGTHS]
    each = [value / count for value in beyond(costs, input_costs([]))]
    show("a rail that does nothing" if count == 1 else f"each of {count} that do nothing", each)


def show(name: str, costs: list[float]) -> None:
    print(f"{name:<36}" + "".join(f"{value:>10.3f}" for value in costs))


def beyond(costs: list[float], bare: list[float]) -> list[float]:
    return [whole - without for whole, without in zip(costs, bare, strict=True)]


def show_costs(kind: str, names: tuple[str, ...], costs: Callable[[list[str]], list[float]]) -> None:
    known = [name for name in names if name in shipped_rails().flows]
    bare = costs([])
    for name in known:
        show(name, beyond(costs([name]), bare))
    show(f"on {kind} together ({len(known)})", beyond(costs(known), bare))
    show(f"without rails, {'a turn' if kind == 'input' else 'a check'}", bare)


def show_protected() -> None:
    """The configuration that comes with the server, without its rails that ask a model or are on output."""
    config = RailsConfig.from_path(Path(__file__).parents[1] / "configs" / "protected", environ={})
    names = tuple(name for name in config.rails.input.flows if not name.startswith("self check"))
    costs = {}
    for some in ((), names):
        flows = replace(config.rails.input, flows=some)
        made = RailsEngine(
            replace(config, rails=replace(config.rails, input=flows)),
            llm=ScriptedProvider(lambda _request: LLMReply(text="Fine.")),
        )
        costs[some] = [
            cost(partial(made.generate, said, options={"rails": {"output": False}}))
            for said in (talk(of_length(QUESTION, length)) for length in LENGTHS)
        ]
    show(f"on input in protected ({len(names)})", beyond(costs[names], costs[()]))
    show("without rails on input, a turn", costs[()])


def share(values: list[bool]) -> str:
    return f"{sum(values) / len(values):.2f} of {len(values)}"


def show_topics() -> None:
    def refused(settings: dict[str, Any], texts: list[str]) -> list[bool]:
        made = RailsEngine(
            RailsConfig.from_content(
                config={
                    "models": MODEL,
                    "rails": {"input": {"flows": [TOPIC_RAIL]}, "config": {"topic_boundary": settings}},
                },
                environ={},
            ),
            llm=ScriptedProvider(lambda _request: LLMReply(text="Fine.")),
        )
        return [made.generate([{"role": "user", "content": text}]).blocked_by is not None for text in texts]

    allowed, denied = {"allowed": TOPICS["allowed"]}, {"denied": TOPICS["denied"]}
    print("\ntopic boundary, by words: refused")
    print(f"  allowed topics: on topic {share(refused(allowed, TOPICS['on']))}")
    print(f"                  off topic {share(refused(allowed, TOPICS['off']))}")
    print(f"  denied topics:  on them {share(refused(denied, TOPICS['against']))}")
    print(f"                  others {share(refused(denied, TOPICS['on'] + TOPICS['off']))}")


def show_grounding() -> None:
    scores: dict[str, list[float]] = {"supported": [], "unsupported": []}
    for case in GROUNDING:
        evidence = Evidence(case["evidence"])
        for kind, found in scores.items():
            found += [
                min((support_of(claim, evidence).score for claim in claims(answer)), default=1.0)
                for answer in case[kind]
            ]
    print("\ngrounding: blocked")
    for name, least in (("permissive", 0.4), ("balanced", 0.55), ("strict", 0.7)):
        shown = {kind: share([score < least for score in found]) for kind, found in scores.items()}
        print(f"  {name:<11} supported {shown['supported']}, unsupported {shown['unsupported']}")


def main() -> None:
    logging.disable(logging.CRITICAL)
    print(f"{'ms of CPU for so many characters':<36}" + "".join(f"{n:>10,}" for n in LENGTHS))
    show_price(1)
    show_price(10)
    show_costs("input", INPUT, input_costs)
    show_costs("output", OUTPUT, output_costs)
    show_protected()
    show_topics()
    show_grounding()


if __name__ == "__main__":
    main()
