from typing import Optional

from nemoguardrails.actions import ActionResult, action
from nemoguardrails.kb.kb import KnowledgeBase


@action(is_system_action=True)
async def retrieve_relevant_chunks(context: Optional[dict] = None, kb: Optional[KnowledgeBase] = None):
    chunks = await kb.search_relevant_chunks(context.get("last_user_message"), max_results=1)
    text = "\n".join(chunk["title"].upper() + ": " + chunk["body"] for chunk in chunks)
    return ActionResult(return_value=text, context_updates={"relevant_chunks": text})
