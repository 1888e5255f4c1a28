from typing import Optional

from nemoguardrails.actions import action
from nemoguardrails.actions.llm.utils import llm_call
from nemoguardrails.context import llm_call_info_var
from nemoguardrails.llm.params import llm_params
from nemoguardrails.logging.explain import LLMCallInfo


@action(is_system_action=True)
async def check_tone(context: Optional[dict] = None, llm=None, config=None):
    bot_message = context.get("bot_message")
    llm_call_info_var.set(LLMCallInfo(task="check_tone"))
    with llm_params(llm, temperature=config.lowest_temperature, max_tokens=3):
        result = await llm_call(llm, f"Is this friendly? {bot_message}", stop=["\n"])
    return "yes" in result.lower()
