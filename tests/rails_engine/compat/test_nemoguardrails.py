"""The names that existing code imports, each with what it is; below the names there is nothing but names."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import rails_engine.compat.nemoguardrails as root
from rails_engine.actions.imports import original_names

FILES = sorted(Path(root.__path__[0]).rglob("*.py"))

STATEMENTS = [
    "from nemoguardrails import LLMRails, RailsConfig",
    "from nemoguardrails.actions import ActionResult, RailOutcome, action",
    "from nemoguardrails.actions.actions import ActionResult, action",
    "from nemoguardrails.actions.llm.utils import llm_call, get_colang_history, get_last_user_utterance",
    "from nemoguardrails.actions.llm.utils import get_multiline_response, strip_quotes",
    "from nemoguardrails.context import streaming_handler_var, llm_call_info_var, generation_options_var",
    "from nemoguardrails.embeddings.index import EmbeddingsIndex, IndexItem",
    "from nemoguardrails.embeddings.providers import register_embedding_provider",
    "from nemoguardrails.embeddings.providers.base import EmbeddingModel",
    "from nemoguardrails.exceptions import LLMCallException",
    "from nemoguardrails.kb.kb import KnowledgeBase",
    "from nemoguardrails.llm.output_parsers import is_content_safe",
    "from nemoguardrails.llm.params import llm_params",
    "from nemoguardrails.llm.providers import register_llm_provider, register_chat_provider, register_provider",
    "from nemoguardrails.llm.taskmanager import LLMTaskManager",
    "from nemoguardrails.llm.types import Task",
    "from nemoguardrails.logging.explain import ExplainInfo, LLMCallInfo",
    "from nemoguardrails.logging.verbose import set_verbose",
    "from nemoguardrails.rails import LLMRails, RailsConfig",
    "from nemoguardrails.rails.llm.config import Model, RailsConfig, TaskPrompt",
    "from nemoguardrails.rails.llm.llmrails import LLMRails",
    "from nemoguardrails.rails.llm.options import GenerationOptions, GenerationResponse, GenerationLogOptions",
    "from nemoguardrails.rails.llm.options import RailsResult, RailStatus, RailType",
    "from nemoguardrails.streaming import StreamingHandler",
    "from nemoguardrails.utils import new_event_dict, new_uuid",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_existing_import_statements_work(statement):
    with original_names():
        exec(statement, {})


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(root.__path__[0]).parent))
def test_there_are_only_names_and_all_of_them_are_listed(file):
    assert file.name == "__init__.py"
    tree = ast.parse(file.read_text())
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module != "__future__"
        for alias in node.names
    }
    parts = file.parent.relative_to(root.__path__[0]).parts
    module = importlib.import_module(".".join((root.__name__, *parts)))
    assert imported == set(getattr(module, "__all__", ()))


def test_a_class_is_the_same_wherever_it_is_imported_from():
    with original_names():
        scope = {}
        exec(
            "from nemoguardrails import LLMRails as a\n"
            "from nemoguardrails.rails import LLMRails as b\n"
            "from nemoguardrails.rails.llm.llmrails import LLMRails as c\n",
            scope,
        )
    from rails_engine.compat.llmrails import LLMRails

    assert scope["a"] is scope["b"] is scope["c"] is LLMRails
