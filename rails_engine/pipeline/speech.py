"""The words of what a rail says: the configuration's, or worded by a model where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.dialog.bot_message import worded_message, written_message

if TYPE_CHECKING:
    from rails_engine.actions.context import Scope
    from rails_engine.colang.wishes import Say
    from rails_engine.dialog.parts import Dialogue
    from rails_engine.rails.runner import Speaker


def speak_for_rail(dialogue: Dialogue) -> Speaker:
    """Rails say the first variant of a message, so that a refusal is always the same."""

    def speak(scope: Scope, wish: Say) -> str:
        text = written_message(scope, dialogue, wish, 0)
        return worded_message(scope, dialogue, wish)[0] if text is None else text

    return speak
