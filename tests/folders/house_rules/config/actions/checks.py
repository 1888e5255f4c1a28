from typing import Optional

from nemoguardrails.actions import action

from .words import count


@action(is_system_action=True)
async def is_shouting(context: Optional[dict] = None):
    text = context["user_message"]
    return text.isupper()


@action(name="has_few_words")
def has_few_words(limit: int, context: dict):
    return count(context.get("user_message")) <= int(limit)
