from __future__ import annotations

import pytest

from rails_engine.compat.task import Task
from rails_engine.prompts.tasks import TASKS


@pytest.mark.parametrize("task", TASKS)
def test_every_task_of_the_dialog_has_a_constant(task):
    assert Task[task.upper()].value == task
