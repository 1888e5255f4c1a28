"""An engine's parts: everything that its turns share and none of them changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rails_engine.actions.context import Toolbox
    from rails_engine.colang.compiler import Program
    from rails_engine.colang.machine import Machine
    from rails_engine.dialog.parts import Dialogue
    from rails_engine.pipeline.memory import ConversationMemory
    from rails_engine.rails.plan import RailPlan
    from rails_engine.rails.runner import RailRunner


@dataclass(frozen=True, slots=True)
class Parts:
    """Made by the assembly in ``engine.py``; an engine swaps them as a whole."""

    toolbox: Toolbox
    program: Program
    machine: Machine
    plan: RailPlan
    runner: RailRunner
    dialogue: Dialogue
    memory: ConversationMemory
    #: Whether a function of the user's answers in place of the main model.
    answers_by_function: bool = False
    #: Whether retrieval has anything to do: documents, a rail, or a user's own action.
    retrieves: bool = False
    #: Whether flows decide anything, so that where they stand has to be known.
    follows_flows: bool = False
