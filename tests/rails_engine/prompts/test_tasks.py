from __future__ import annotations

from rails_engine.prompts.tasks import CONTEXT_HEADING, DEFAULT_SAMPLE_CONVERSATION, TASKS
from rails_engine.prompts.transcript import read_transcript


def test_the_sample_conversation_is_in_colang():
    kinds = [line.kind for line in read_transcript(DEFAULT_SAMPLE_CONVERSATION)][:-1]
    assert kinds == ["user_message", "user_intent", "bot_intent", "bot_message"] * 3


def test_tasks_are_named_once():
    assert len(set(TASKS)) == len(TASKS)
    assert CONTEXT_HEADING
