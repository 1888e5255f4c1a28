from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import rails_engine.compat.install
from nemoguardrails import LLMRails, RailsConfig
from nemoguardrails.actions import action

class Fake:
    def invoke(self, prompt):
        return "Hello from " + prompt

rails = LLMRails(RailsConfig.from_content(yaml_content="models: []"), llm=Fake())
print(rails.generate(messages=[{"role": "user", "content": "here"}]))
"""


def test_a_script_of_the_original_runs_after_one_import():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout == "{'role': 'assistant', 'content': 'Hello from here'}\n"


def test_without_it_the_name_is_left_alone():
    script = "import rails_engine.engine\nimport nemoguardrails_is_not_touched"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "No module named 'nemoguardrails_is_not_touched'" in done.stderr
    script = (
        "import sys, rails_engine.engine\nprint([n for n in sys.modules if n.startswith('nemoguardrails')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
