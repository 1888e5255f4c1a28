from __future__ import annotations

from pathlib import Path

import pytest

import rails_engine.prompts
from rails_engine.prompts.families import FAMILIES, read_family
from rails_engine.prompts.tasks import CONTEXT_HEADING, TASKS

WITH_PASSAGES = {"general", "generate_bot_message", "generate_intent_steps_message"}
PROMPTS = [(family, prompt) for family in FAMILIES for prompt in read_family(family)]


def templates(prompt):
    if prompt.content is not None:
        return prompt.content
    return "\n".join(m if isinstance(m, str) else m["content"] for m in prompt.messages)


def test_there_is_a_family_for_any_model_with_every_task():
    general = next(family for family in FAMILIES if not family.models)
    assert {prompt.task for prompt in read_family(general)} == set(TASKS)


def test_every_file_is_a_family():
    folder = Path(rails_engine.prompts.__file__).parent / "defaults"
    assert {path.stem for path in folder.glob("*.yml")} == {family.name for family in FAMILIES}


@pytest.mark.parametrize(
    ("family", "prompt"), PROMPTS, ids=lambda value: getattr(value, "task", value.__class__.__name__)
)
def test_a_default_prompt_is_for_a_known_task_and_its_family(family, prompt):
    assert prompt.task in TASKS
    assert prompt.models == family.models
    assert prompt.mode == family.mode
    assert (CONTEXT_HEADING in templates(prompt)) == (prompt.task in WITH_PASSAGES)


def test_a_task_stands_once_in_a_family():
    for family in FAMILIES:
        tasks = [prompt.task for prompt in read_family(family)]
        assert len(set(tasks)) == len(tasks)
