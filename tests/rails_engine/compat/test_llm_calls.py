"""How users' actions call a model: the engine's, with every call on the record, or one of their own."""

from __future__ import annotations

import asyncio
import threading

import pytest

from rails_engine.compat.config import RailsConfig
from rails_engine.compat.llm_calls import llm_call, llm_params
from rails_engine.compat.llmrails import LLMRails
from rails_engine.compat.responses import LLMCallInfo
from rails_engine.compat.task import Task
from rails_engine.compat.variables import llm_call_info_var
from rails_engine.llm.providers.scripted import ScriptedProvider

RAIL = "define flow look\n  execute look\n"
YAML = "models: [{type: main, engine: scripted, model: test}]\nrails: {input: {flows: [look]}}\n"


def run(look, *replies):
    made = LLMRails(RailsConfig.from_content(RAIL, YAML), llm=ScriptedProvider([*replies, "answer"]))
    made.register_action(look, name="look")
    assert made.generate(prompt="hi") == "answer"
    return made.llm.requests[:-1], made.explain().llm_calls[:-1]


def test_the_answer_is_a_text_with_more_to_it():
    seen = []

    async def look(llm):
        answer = await llm_call(llm, "Is it safe?", stop=["."], llm_params={"temperature": 0})
        seen.append((answer, answer.content, answer.strip(), answer.usage_metadata["total_tokens"] > 0))

    requests, calls = run(look, "yes ")
    assert seen == [("yes ", "yes ", "yes", True)]
    assert requests[0].params == {"temperature": 0, "stop": ["."]}
    assert calls[0].task == "look"


@pytest.mark.parametrize("task", ["my task", Task.SELF_CHECK_FACTS])
def test_the_call_is_recorded_for_the_task_that_the_action_names(task):
    infos = []

    async def look(llm):
        llm_call_info_var.set(LLMCallInfo(task=task))
        await llm_call(llm, [{"type": "system", "content": "x"}])
        infos.append(llm_call_info_var.get())

    requests, calls = run(look, "fine")
    assert calls[0].task == getattr(task, "value", task)
    assert requests[0].messages == [{"role": "system", "content": "x"}]
    assert infos[0].completion == "fine"
    assert infos[0].total_tokens == calls[0].total_tokens


def test_calls_may_wait_side_by_side():
    all_there = threading.Barrier(3)

    def answer(request):
        if request.task == "look":
            all_there.wait(10)
        return "fine"

    async def look(llm):
        return await asyncio.gather(*(llm_call(llm, f"q{n}") for n in range(3)))

    made = LLMRails(RailsConfig.from_content(RAIL, YAML), llm=ScriptedProvider(answer))
    made.register_action(look, name="look")
    assert made.generate(prompt="hi") == "fine"


def test_parameters_hold_for_the_calls_inside():
    async def look(llm):
        with llm_params(llm, temperature=0, max_tokens=5):
            await llm_call(llm, "a", llm_params={"max_tokens": 7})
        await llm.ainvoke("b")

    requests, _ = run(look, "x", "y")
    assert requests[0].params == {"temperature": 0, "max_tokens": 7}
    assert requests[1].params == {}


class Own:
    temperature = 0.7

    async def ainvoke(self, prompt):
        return f"{prompt} at {self.temperature}"


def test_a_model_of_the_actions_own_is_called_as_it_is():
    own = Own()

    async def main():
        with llm_params(own, temperature=0, unknown=1):
            inside = await llm_call(own, "q")
        return inside, await llm_call(own, [("user", "q")])

    assert asyncio.run(main()) == ("q at 0", "q at 0.7")
    assert not hasattr(own, "unknown")
